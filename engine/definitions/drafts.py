"""Changes of definitions on their way: files that are being written, looked at by somebody else, wait for their day.

The verbs are in `reviewing`; here are the row, what facts do to it, and how it is read.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Index, String, Text, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from engine.definitions.events import (
    DraftApproved,
    DraftProposed,
    DraftPublished,
    DraftRejected,
    DraftSaved,
    DraftStopped,
)
from engine.definitions.models import Resource
from engine.kernel import Base, Context, JsonText, NotFound, Row, UtcDateTime

EDITING, OPEN, SCHEDULED, APPROVED, URGENT = "editing", "open", "scheduled", "approved", "urgent"
REJECTED, WITHDRAWN, OBJECTED, STOPPED = "rejected", "withdrawn", "objected", "stopped"

Subject = dict[str, Any]


class Draft(Row, Base):
    """A change of definitions: `files` maps their names to hashes of their content, `subjects` are the definitions in
    them with the version each was drawn from (`base`, null: new), `why` is the author's reason, `major` that those
    concerned have to train anew.

    `status`: editing, open (waits for somebody else), scheduled (approved, takes effect at `effective_from`), approved,
    urgent (published first; the review is still due), rejected, withdrawn, objected (found wrong after an urgent
    publication), stopped (could not be published on its day). `reason` is what was said when it was decided.
    """

    __tablename__ = "draft"
    __table_args__ = (Index(None, "tenant_id", "status", "id"),)

    files: Mapped[dict[str, str]] = mapped_column(JsonText)
    subjects: Mapped[list[Subject]] = mapped_column(JsonText, default=list)
    why: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(16), default=EDITING)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(120))
    effective_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    major: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    urgent_why: Mapped[str | None] = mapped_column(Text)
    deployment_id: Mapped[str | None] = mapped_column(String(36))

    @property
    def digest(self) -> str:
        """One hash for all files: what was rehearsed under it is true of exactly these."""
        told = "".join(f"{name}\0{digest}\0" for name, digest in sorted(self.files.items()))
        return sha256(told.encode()).hexdigest()


def draft(ctx: Context, draft_id: str) -> Draft:
    """One draft; NotFound when there is none."""
    found = ctx.session.get(Draft, draft_id)
    if found is None or found.tenant_id != ctx.tenant:
        raise NotFound("draft_unknown", id=draft_id)
    return found


def locked(ctx: Context, draft_id: str) -> Draft:
    """The same, held until the end of the unit of work."""
    found = ctx.session.get(Draft, draft_id, with_for_update=True, populate_existing=True)
    if found is None or found.tenant_id != ctx.tenant:
        raise NotFound("draft_unknown", id=draft_id)
    return found


def drafts(ctx: Context, *, view: str = "all", before: str | None = None, limit: int = 50) -> list[Draft]:
    """Drafts, newest first: `mine` (not yet in force), `review` (others', that wait for a look), `waiting`
    (anybody's, for approval or their day), `scheduled`, `published`, or all."""
    found = select(Draft).where(Draft.tenant_id == ctx.tenant, _in_view(view, ctx.actor.name))
    if before is not None:
        found = found.where(Draft.id < before)
    return list(ctx.session.scalars(found.order_by(Draft.id.desc()).limit(limit)))


def _in_view(view: str, me: str) -> ColumnElement[bool]:
    own = Draft.proposed_by == me
    if view == "mine":
        return and_(own, Draft.status.not_in([APPROVED, WITHDRAWN]))
    if view == "review":
        return and_(~own, Draft.status.in_([OPEN, URGENT]))
    if view == "waiting":
        return Draft.status.in_([OPEN, SCHEDULED])
    if view == "scheduled":
        return Draft.status == SCHEDULED
    if view == "published":
        return Draft.published_at.is_not(None)
    return or_(own, Draft.status != EDITING)


def content(ctx: Context, of: Draft) -> dict[str, bytes]:
    """The files of a draft as they were saved last."""
    return {name: ctx.session.get_one(Resource, digest).content for name, digest in of.files.items()}


# --- what facts do ----------------------------------------------------------------------------------------------------


def save(ctx: Context, fact: DraftSaved) -> None:
    """The draft and, unless they are there already, the bytes of its files."""
    for name, digest in fact.files.items():
        if ctx.session.get(Resource, digest) is None:
            ctx.session.add(Resource(sha256=digest, content=fact.contents[name]))
            ctx.session.flush()
    row = ctx.session.get(Draft, fact.draft_id)
    if row is None:
        row = Draft(id=fact.draft_id, tenant_id=ctx.tenant, proposed_by=ctx.actor.name)
        ctx.session.add(row)
    row.files, row.subjects, row.saved_at = dict(fact.files), [dict(one) for one in fact.subjects], ctx.now
    row.why, row.status, row.reason = fact.why or row.why or "", EDITING, None
    ctx.session.flush()


def propose(ctx: Context, fact: DraftProposed) -> None:
    row = ctx.session.get_one(Draft, fact.draft_id)
    row.status, row.why, row.proposed_at, row.major = OPEN, fact.why, ctx.now, fact.major
    row.effective_from = datetime.fromisoformat(fact.effective_from) if fact.effective_from else None
    row.decided_at = row.decided_by = row.reason = None


def approve(ctx: Context, fact: DraftApproved) -> None:
    row = _decided(ctx, fact.draft_id)
    row.reason = fact.comment or None
    row.status = APPROVED if fact.deployment_id else SCHEDULED
    if fact.deployment_id and row.published_at is None:
        row.deployment_id, row.published_at = fact.deployment_id, ctx.now


def reject(ctx: Context, fact: DraftRejected) -> None:
    row = _decided(ctx, fact.draft_id)
    row.reason, row.status = fact.reason, fact.status


def publish(ctx: Context, fact: DraftPublished) -> None:
    row = ctx.session.get_one(Draft, fact.draft_id)
    row.deployment_id, row.published_at = fact.deployment_id, ctx.now
    row.status = URGENT if fact.urgent else APPROVED
    row.urgent_why = fact.reason if fact.urgent else row.urgent_why


def stop(ctx: Context, fact: DraftStopped) -> None:
    row = ctx.session.get_one(Draft, fact.draft_id)
    row.status, row.reason = STOPPED, fact.code


def _decided(ctx: Context, draft_id: str) -> Draft:
    row = ctx.session.get_one(Draft, draft_id)
    row.decided_at, row.decided_by = ctx.now, ctx.actor.name
    return row
