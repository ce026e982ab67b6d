"""Whose tier must not fall for now (D21, freeze): customers with an open complaint that has climbed to level 2 or 3."""

from sqlalchemy import select

from engine.instances import queries as cases
from engine.instances.models import Instance
from engine.kernel import Context

COMPLAINT, CLIMBED = "complaint", 2


def protected(ctx: Context, customer_id: str | None = None) -> frozenset[str]:
    """The ids of all such customers, or of this one if they are such a customer."""
    open_ones = select(Instance).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == COMPLAINT,
        Instance.ended_at.is_(None),
        Instance.customer_id == customer_id if customer_id else Instance.customer_id.is_not(None),
    )
    found = ctx.session.scalars(open_ones)
    return frozenset(case.customer_id for case in found if case.customer_id and _level(case) >= CLIMBED)


def _level(case: Instance) -> int:
    level = cases.variables(case).get("level")
    return level if isinstance(level, int) else 0
