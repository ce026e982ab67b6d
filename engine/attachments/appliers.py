"""Fact -> rows of files."""

from sqlalchemy.dialects import postgresql, sqlite

from engine.attachments.events import AttachmentAdded
from engine.attachments.models import Blob
from engine.kernel import Context


def add(ctx: Context, fact: AttachmentAdded) -> None:
    """The content, unless it is kept already, and its use in this case."""
    dialect = sqlite if ctx.session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"tenant_id": ctx.tenant, "sha256": fact.sha256, "content": fact.content}
    ctx.session.execute(dialect.insert(Blob).values(**row).on_conflict_do_nothing())
    ctx.session.add(fact.row)
