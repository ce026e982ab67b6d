"""Reading the library: all of it, and what fits a customer."""

from sqlalchemy import select

from engine.attachments.models import Blob
from engine.customers import dealing_queries
from engine.customers.models import Customer
from engine.kernel import Context, NotFound
from engine.library.models import LibraryItem


def items(ctx: Context) -> list[LibraryItem]:
    """What is offered, newest first."""
    mine = select(LibraryItem).where(LibraryItem.tenant_id == ctx.tenant, LibraryItem.retired_at.is_(None))
    return list(ctx.session.scalars(mine.order_by(LibraryItem.added_at.desc(), LibraryItem.id.desc())))


def fitting(ctx: Context, customer: Customer) -> list[tuple[LibraryItem, list[str]]]:
    """What is offered of which a tag is a core need or a tag of the customer, with those words; most of them first."""
    wanted = {*customer.needs, *(tag["name"] for tag in dealing_queries.tags_of(ctx, customer))}
    found = [(item, [tag for tag in item.tags if tag in wanted]) for item in items(ctx)] if wanted else []
    return sorted((one for one in found if one[1]), key=lambda one: -len(one[1]))


def content(ctx: Context, row: LibraryItem) -> bytes:
    """The bytes as they were sent."""
    found = ctx.session.scalar(select(Blob.content).where(Blob.tenant_id == ctx.tenant, Blob.sha256 == row.sha256))
    if found is None:
        raise NotFound("library_unknown", id=row.id)
    return found
