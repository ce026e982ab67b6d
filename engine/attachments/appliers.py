"""Fact -> rows of files."""

from sqlalchemy.dialects import postgresql, sqlite

from engine.attachments.events import AttachmentAdded
from engine.attachments.models import Blob
from engine.kernel import Context


def add(ctx: Context, fact: AttachmentAdded) -> None:
    """The content, and its use in this case."""
    keep(ctx, fact.sha256, fact.content)
    ctx.session.add(fact.row)


def keep(ctx: Context, sha256: str, content: bytes) -> None:
    """The content under its hash, unless it is kept already."""
    dialect = sqlite if ctx.session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"tenant_id": ctx.tenant, "sha256": sha256, "content": content}
    ctx.session.execute(dialect.insert(Blob).values(**row).on_conflict_do_nothing())
