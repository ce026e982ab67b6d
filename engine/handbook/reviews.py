"""制度评估 (P23): when a handbook is due to be looked at, who is asked, and what came of it.

The charter says when; a copy that says nothing is due a year after it was published. A review that keeps a handbook
says its next day, one that retires it takes it out of the calendar; any other ends in a new copy, with a day of
its own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine import jobs
from engine.definitions.catalogue import catalogue
from engine.feel import values
from engine.handbook import copies, lifecycle
from engine.handbook.content import BOOKS
from engine.handbook.events import HandbookReviewed
from engine.handbook.models import HandbookCopy, HandbookReview
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context, Invalid

PROCESS, AT, KIND = "policy_review", "due", "handbook.review"
YEAR = timedelta(days=365)
ASKED = 12
"""So many of the staff are asked what they think: one in so many of the audience, spread evenly."""
DECISIONS = ("keep", "optimise", "replace", "retire")


def newest(ctx: Context, copy: HandbookCopy) -> HandbookReview | None:
    """The last review of a copy."""
    of_copy = select(HandbookReview).where(
        HandbookReview.tenant_id == ctx.tenant, HandbookReview.key == copy.key, HandbookReview.number == copy.number
    )
    return ctx.session.scalars(of_copy.order_by(HandbookReview.id.desc()).limit(1)).one_or_none()


def due_on(ctx: Context, copy: HandbookCopy) -> date | None:
    """When a copy is to be looked at again; None for one that is retired or about to be replaced."""
    last = newest(ctx, copy)
    if last is not None:
        return last.review_on
    return copy.review_on or copy.published_at.astimezone(ctx.zone).date() + YEAR


def retired(ctx: Context, copy: HandbookCopy) -> bool:
    """Whether the last review of a copy took it out of use."""
    last = newest(ctx, copy)
    return last is not None and last.decision == "retire"


def standing(ctx: Context, key: str) -> dict[str, Any]:
    """When a handbook is to be looked at again, and whether it was taken out of use: {review_on, retired}."""
    copy = copies.newest(ctx, key)
    return {"review_on": due_on(ctx, copy) if copy else None, "retired": bool(copy and retired(ctx, copy))}


def start_due(ctx: Context) -> int:
    """Ask for a review of each handbook whose day has come; none is asked for twice for one day. How many."""
    today, found = ctx.now.astimezone(ctx.zone).date(), 0
    for book in BOOKS:
        copy = copies.newest(ctx, book)
        day = due_on(ctx, copy) if copy else None
        if copy is not None and day is not None and day <= today:
            ask(ctx, copy, str(day), {"source": "calendar", "due": day.isoformat()})
            found += 1
    return found


def in_use(ctx: Context) -> list[HandbookCopy]:
    """The newest copy of each handbook that nobody took out of use."""
    found = [copies.newest(ctx, book) for book in BOOKS]
    return [copy for copy in found if copy is not None and not retired(ctx, copy)]


def ask(ctx: Context, copy: HandbookCopy, period: str, told: Mapping[str, Any]) -> None:
    """Ask for a review of a copy, once for this period."""
    key = f"{PROCESS}:{copy.key}:{copy.number}:{period}"
    jobs.later(ctx, KIND, {"book": copy.key, **told, "key": key}, key=key)


def _start(ctx: Context, job: Job) -> None:
    if catalogue(ctx).latest("process", PROCESS, ctx.now) is None:
        return
    told = dict(job.payload)
    try:
        instances.start(ctx, PROCESS, values.of(told), once=told.pop("key"), at=AT)
    except Conflict:
        return  # asked for before


START = Inside(_start)


def begin(ctx: Context, book: str) -> dict[str, Any]:
    """What a review begins with: {title, title_en, number, charter, staff, groups}. `staff` are those who are asked
    what they think: some of the audience; `number` is None where nothing was published. NotFound
    handbook_unknown."""
    drafted = lifecycle.begin(ctx, book)
    copy = copies.newest(ctx, book)
    groups = (drafted["charter"] or {}).get("audience") or drafted["groups"]
    people = lifecycle.readers(ctx, groups)
    return {
        "title": drafted["title"],
        "title_en": drafted["title_en"],
        "number": copy.number if copy else None,
        "charter": drafted["charter"] or {},
        "stale": drafted["stale"],
        "stale_en": drafted["stale_en"],
        "staff": people[:: max(1, -(-len(people) // ASKED))],
        "groups": groups,
    }


def may_be_due(ctx: Context, day: str, case: Instance | None = None) -> None:
    """Invalid day_not_ahead for a day that is not after today."""
    if date.fromisoformat(day) <= ctx.now.astimezone(ctx.zone).date():
        raise Invalid("day_not_ahead", day=day)


def settle(ctx: Context, told: Mapping[str, Any], case: str) -> dict[str, Any]:
    """What the management review decided about the copy in force. Invalid review_decision for another word, or a copy
    that is kept without a next day after today."""
    book, decision = told["book"], told["decision"]
    day = date.fromisoformat(str(told["review_on"])) if told.get("review_on") and decision == "keep" else None
    today = ctx.now.astimezone(ctx.zone).date()
    if decision not in DECISIONS or (decision == "keep" and (day is None or day <= today)):
        raise Invalid("review_decision", decision=decision)
    copy = copies.newest(ctx, book)
    if copy is not None:
        reviewed = HandbookReviewed(
            key=book,
            number=copy.number,
            decision=decision,
            review_on=day.isoformat() if day else None,
            case_id=case,
        )
        ctx.record(reviewed)
    return {"review_on": day}
