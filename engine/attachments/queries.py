"""Reading files of cases."""

from sqlalchemy import select

from engine.attachments.commands import NAME, subject
from engine.attachments.models import Attachment, Blob
from engine.instances.models import Instance
from engine.kernel import Context, NotFound

ERASED = "***"


def attachment(ctx: Context, attachment_id: str) -> Attachment:
    """One file; NotFound when there is none."""
    row = ctx.session.get(Attachment, attachment_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("attachment_unknown", id=attachment_id)
    return row


def of_case(ctx: Context, instance_id: str) -> list[Attachment]:
    """The files of a case, of the one that called it and of all that this one called, oldest first: who works on a
    part of a matter sees its evidence."""
    root = select(Instance.root_id).where(Instance.id == instance_id).scalar_subquery()
    rows = select(Attachment).join(Instance, Instance.id == Attachment.instance_id)
    family = rows.where(Attachment.tenant_id == ctx.tenant, Instance.root_id == root)
    return list(ctx.session.scalars(family.order_by(Attachment.id)))


def name(ctx: Context, row: Attachment) -> str:
    """What the file is called; *** once its case was erased."""
    return ctx.vault.open(ctx.session, subject(row.instance_id), NAME, row.name) or ERASED


def content(ctx: Context, row: Attachment) -> bytes:
    """The bytes as they were sent."""
    found = ctx.session.scalar(select(Blob.content).where(Blob.tenant_id == ctx.tenant, Blob.sha256 == row.sha256))
    if found is None:
        raise NotFound("attachment_unknown", id=row.id)
    return found
