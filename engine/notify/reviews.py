"""Changes of definitions on their way: who may approve hears that a draft waits, its author what became of it."""

from engine import jobs
from engine.definitions import drafts, reviewing
from engine.definitions.drafts import OPEN, URGENT, Draft
from engine.definitions.events import DraftApproved, DraftProposed, DraftPublished, DraftRejected, DraftStopped
from engine.jobs import Inside, Job
from engine.kernel import Context
from engine.notify import telling
from engine.notify.telling import Said

KIND = "notice_draft"
LOOKED_AT = {"draft_waits": OPEN, "draft_urgent": URGENT}
"""What waits for others, and the status in which it still does."""


def proposed(ctx: Context, fact: DraftProposed) -> None:
    """A draft waits: everybody who may approve it."""
    _later(ctx, "draft_waits", fact.draft_id)


def approved(ctx: Context, fact: DraftApproved) -> None:
    """The author: in force, or on its day."""
    _later(ctx, "draft_approved", fact.draft_id)


def rejected(ctx: Context, fact: DraftRejected) -> None:
    """The author, unless they withdrew it themselves."""
    if fact.proposed_by != ctx.actor.name:
        _later(ctx, "draft_refused", fact.draft_id)


def published(ctx: Context, fact: DraftPublished) -> None:
    """In an emergency those who owe the review; on its day the author."""
    _later(ctx, "draft_urgent" if fact.urgent else "draft_published", fact.draft_id)


def stopped(ctx: Context, fact: DraftStopped) -> None:
    """The author: it did not take effect."""
    _later(ctx, "draft_stopped", fact.draft_id)


def _later(ctx: Context, kind: str, draft_id: str) -> None:
    jobs.later(ctx, KIND, {"kind": kind, "draft": draft_id, "at": ctx.now.isoformat()})


def _run(ctx: Context, job: Job) -> None:
    kind, draft_id = job.payload["kind"], job.payload["draft"]
    found = drafts.draft(ctx, draft_id)
    if kind in LOOKED_AT and found.status != LOOKED_AT[kind]:
        return
    to = reviewing.reviewers(ctx, found.proposed_by) if kind in LOOKED_AT else [found.proposed_by]
    params = {"draft": draft_id, **_title(found)}
    telling.tell(ctx, to, Said(kind, f"{kind}:{draft_id}:{job.payload['at']}", params=params))


def _title(found: Draft) -> dict[str, str]:
    """What it changes, by name."""
    zh = [one.get("name") or one["key"] for one in found.subjects]
    en = [one.get("name_en") or one.get("name") or one["key"] for one in found.subjects]
    return {"task": "、".join(zh), "task_en": ", ".join(en)}


JOB = Inside(_run)
