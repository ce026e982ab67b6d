"""Published copies of handbooks, as rows."""

from sqlalchemy import select

from engine.handbook.models import HandbookCopy
from engine.kernel import Context, NotFound


def newest(ctx: Context, key: str) -> HandbookCopy | None:
    """The last copy that was published."""
    of_key = select(HandbookCopy).where(HandbookCopy.tenant_id == ctx.tenant, HandbookCopy.key == key)
    return ctx.session.scalars(of_key.order_by(HandbookCopy.number.desc()).limit(1)).one_or_none()


def copy(ctx: Context, key: str, number: int) -> HandbookCopy:
    """A published copy. NotFound handbook_copy_unknown."""
    one = select(HandbookCopy).where(HandbookCopy.tenant_id == ctx.tenant, HandbookCopy.key == key)
    found = ctx.session.scalars(one.where(HandbookCopy.number == number)).one_or_none()
    if found is None:
        raise NotFound("handbook_copy_unknown", key=key, number=number)
    return found
