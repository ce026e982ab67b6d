"""Adding a file to a case. Whether the caller may see the case is asked by whoever calls."""

from hashlib import sha256

from engine.attachments import rules
from engine.attachments.events import AttachmentAdded
from engine.attachments.models import Attachment
from engine.instances import queries as cases
from engine.kernel import Context, new_id

NAME = "attachment.name"


def add(ctx: Context, instance_id: str, name: str, content: bytes) -> Attachment:
    """The file is part of the case from now on, its hash on record. Invalid when it is empty or above 20 MB."""
    rules.check(content)
    case = cases.instance(ctx, instance_id)
    attachment_id = new_id()
    row = Attachment(
        id=attachment_id,
        tenant_id=ctx.tenant,
        instance_id=case.id,
        sha256=sha256(content).hexdigest(),
        name=ctx.vault.seal(ctx.session, subject(case.id), NAME, rules.clean(name)),
        size=len(content),
        media=rules.media(content),
        added_at=ctx.now,
        added_by=ctx.actor.name,
    )
    ctx.record(
        AttachmentAdded(
            instance_id=case.id,
            attachment_id=attachment_id,
            sha256=row.sha256,
            size=row.size,
            media=row.media,
            row=row,
            content=content,
        )
    )
    return row


def subject(instance_id: str) -> str:
    """How the vault calls what is personal in a case."""
    return f"case:{instance_id}"
