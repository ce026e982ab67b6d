"""A change of rules that published handbooks tell of: one marked important asks for their next copy when it is
proposed, before a copy is reviewed every table that waits for approval is tried on all customers, and a copy that was
approved waits until the rules that it is to tell of are in force or turned down (P12).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from engine import jobs
from engine.customers import trials
from engine.definitions import drafts
from engine.definitions.drafts import OPEN, SCHEDULED, Draft
from engine.definitions.events import DraftApproved, DraftProposed, DraftPublished, DraftRejected, DraftStopped
from engine.definitions.reading import read
from engine.handbook import content, reviews
from engine.instances import messages
from engine.jobs import Inside, Job
from engine.kernel import Context, Rejected

KIND, MESSAGE = "handbook.revise", "handbook_change_proposed"
SETTLE, SETTLED = "handbook.rules", "rules_settled"
MOST = 20
"""Tables that are tried for one review; a company that changes more at once looks at them in the studio."""
Asked = tuple[dict[str, Any], trials.Order]


def proposed(ctx: Context, fact: DraftProposed) -> None:
    """An important change waits for approval: the published handbooks that tell of it begin
    their next copy."""
    if fact.major:
        jobs.later(ctx, KIND, {"draft": fact.draft_id})


def _ask(ctx: Context, job: Job) -> None:
    found = drafts.draft(ctx, job.payload["draft"])
    if found.status not in (OPEN, SCHEDULED):
        return
    changed = {(one["kind"], one["key"]) for one in found.subjects}
    for copy in reviews.in_use(ctx):
        if changed & _sources(ctx, copy.key):
            told = {"source": "draft", "draft": found.id, "book": copy.key, "why": found.why}
            messages.publish(ctx, MESSAGE, {}, told, message_id=f"{KIND}:{found.id}:{copy.key}", ttl=timedelta(0))


ASK = Inside(_ask)


def settled(ctx: Context, fact: DraftApproved | DraftPublished | DraftRejected | DraftStopped) -> None:
    """A change was decided, or its day has come: copies that wait for their rules look again."""
    jobs.later(ctx, SETTLE, {})


def _look_again(ctx: Context, job: Job) -> None:
    for book in content.BOOKS:
        messages.publish(ctx, SETTLED, {"book": book}, ttl=timedelta(0))


LOOK = Inside(_look_again)


def waiting(ctx: Context, book: str) -> list[dict[str, Any]]:
    """The changes behind a handbook that wait for approval or for their day: {draft, rules, why, from}."""
    return [
        {
            "draft": of.id,
            "rules": "、".join(_both(of, one["key"]) for one in of.subjects),
            "why": of.why,
            "from": of.effective_from and of.effective_from.astimezone(ctx.zone).date(),
        }
        for of in _waiting(ctx, _sources(ctx, book))
    ]


def _waiting(ctx: Context, sources: set[tuple[str, str]]) -> list[Draft]:
    every = drafts.drafts(ctx, view="waiting", limit=MOST)
    return [of for of in every if sources & {(one["kind"], one["key"]) for one in of.subjects}]


def trials_of(ctx: Context, book: str) -> list[Asked]:
    """The tables behind a handbook that wait for approval, as {table, draft} and the dry run that each is to have."""
    sources = _sources(ctx, book)
    found = [
        ({"table": _both(of, key), "draft": of.id}, trials.order(ctx, key, file))
        for of in _waiting(ctx, sources)
        for key, file in _tables(ctx, of)
        if ("decision", key) in sources
    ]
    return found[:MOST]


def told(answer: trials.Found | Rejected | None) -> dict[str, Any]:
    """What a dry run came to, as reviewers see it: {outcome, customers, changed, at_stake}; a table that is not asked
    about customers is `not_tried`."""
    if not isinstance(answer, trials.Found):
        return {"outcome": "not_tried", "customers": None, "changed": None, "at_stake": None}
    parts = [one for one in (answer.told if isinstance(answer.told, list) else [answer.told]) if "customers" in one]
    return {
        "outcome": "tried",
        "customers": max((one["customers"] for one in parts), default=None),
        "changed": sum(len(who) for who in answer.who),
        "at_stake": sum(one["at_stake"] for one in parts) if parts else None,
    }


def _sources(ctx: Context, book: str) -> set[tuple[str, str]]:
    live = content.written(ctx, book, "zh", measured=False)
    return {(one["kind"], one["key"]) for chapter in live["chapters"] for one in chapter["sources"]}


def _tables(ctx: Context, of: Draft) -> Iterator[tuple[str, bytes]]:
    found = read(drafts.content(ctx, of), {}).candidates
    yield from ((one.key, one.content) for one in found if one.kind == "decision")


def _both(of: Draft, key: str) -> str:
    named = next((one for one in of.subjects if one["key"] == key), {})
    return " / ".join(dict.fromkeys(name for name in (named.get("name") or key, named.get("name_en")) if name))
