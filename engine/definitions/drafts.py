"""Deployments that somebody else must approve: the files wait as a draft until another process owner has looked.

Whether a review is required is a setting of the installation (KEFLOW_REQUIRE_REVIEW); that nobody approves what they
proposed is not.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from engine.access.rules import require
from engine.definitions import commands
from engine.definitions.events import DraftApproved, DraftProposed, DraftRejected
from engine.definitions.models import Resource
from engine.definitions.reading import FileFinding
from engine.kernel import Base, Conflict, Context, Forbidden, Invalid, JsonText, NotFound, Row, UtcDateTime, new_id


class Draft(Row, Base):
    """Files that wait for approval: `files` maps their names to hashes of their content. `status`: open, approved,
    rejected."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "tenant_id", "status", "id"),)

    files: Mapped[dict[str, str]] = mapped_column(JsonText)
    status: Mapped[str] = mapped_column(String(16), default="open")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str | None] = mapped_column(Text)
    deployment_id: Mapped[str | None] = mapped_column(String(36))


def propose(ctx: Context, files: Mapping[str, bytes]) -> tuple[Draft, list[FileFinding]]:
    """Keep files that could be deployed as a draft, and the warnings. Undeployable as a deployment would be."""
    warnings = commands.deployable(ctx, files).findings
    draft_id = new_id()
    hashes = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    ctx.record(DraftProposed(draft_id=draft_id, files=hashes, contents=dict(files)))
    return draft(ctx, draft_id), warnings


def approve(ctx: Context, draft_id: str) -> commands.Outcome:
    """Publish a draft that somebody else proposed. Forbidden four_eyes; Conflict draft_decided."""
    found = _open(ctx, draft_id)
    if found.proposed_by == ctx.actor.name:
        raise Forbidden("four_eyes", person=ctx.actor.name)
    outcome = commands.deploy(ctx, content(ctx, found), reviewed=True)
    ctx.record(DraftApproved(draft_id=found.id, proposed_by=found.proposed_by, deployment_id=outcome.id))
    return outcome


def reject(ctx: Context, draft_id: str, reason: str) -> Draft:
    """Turn a draft down, or withdraw one's own."""
    found = _open(ctx, draft_id)
    if not reason.strip():
        raise Invalid("reason_needed", [{"path": "reason", "code": "reason_needed", "params": {}}])
    ctx.record(DraftRejected(draft_id=found.id, proposed_by=found.proposed_by, reason=reason.strip()))
    return found


def draft(ctx: Context, draft_id: str) -> Draft:
    """One draft; NotFound when there is none."""
    found = ctx.session.get(Draft, draft_id)
    if found is None or found.tenant_id != ctx.tenant:
        raise NotFound("draft_unknown", id=draft_id)
    return found


def drafts(ctx: Context, *, before: str | None = None, limit: int = 50) -> list[Draft]:
    """Drafts, newest first."""
    found = select(Draft).where(Draft.tenant_id == ctx.tenant)
    if before is not None:
        found = found.where(Draft.id < before)
    return list(ctx.session.scalars(found.order_by(Draft.id.desc()).limit(limit)))


def content(ctx: Context, of: Draft) -> dict[str, bytes]:
    """The files of a draft as they were proposed."""
    return {name: ctx.session.get_one(Resource, digest).content for name, digest in of.files.items()}


def _open(ctx: Context, draft_id: str) -> Draft:
    require(ctx.actor, "deploy", "definition")
    found = ctx.session.get(Draft, draft_id, with_for_update=True, populate_existing=True)
    if found is None or found.tenant_id != ctx.tenant:
        raise NotFound("draft_unknown", id=draft_id)
    if found.status != "open":
        raise Conflict("draft_decided", status=found.status, by=found.decided_by)
    return found


def keep(ctx: Context, fact: DraftProposed) -> None:
    """The draft and, unless they are there already, the bytes of its files."""
    for name, digest in fact.files.items():
        if ctx.session.get(Resource, digest) is None:
            ctx.session.add(Resource(sha256=digest, content=fact.contents[name]))
            ctx.session.flush()
    ctx.session.add(
        Draft(
            id=fact.draft_id,
            tenant_id=ctx.tenant,
            files=dict(fact.files),
            status="open",
            proposed_at=ctx.now,
            proposed_by=ctx.actor.name,
        )
    )
    ctx.session.flush()


def decide(ctx: Context, fact: DraftApproved | DraftRejected) -> None:
    row = ctx.session.get_one(Draft, fact.draft_id)
    row.decided_at, row.decided_by = ctx.now, ctx.actor.name
    if isinstance(fact, DraftApproved):
        row.status, row.deployment_id = "approved", fact.deployment_id
    else:
        row.status, row.reason = "rejected", fact.reason
