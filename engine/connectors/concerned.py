"""Whom a case is about, and whom it must keep away: what every connector that names customers or people asks first."""

from collections.abc import Mapping
from typing import Any

from engine.access import queries as access
from engine.customers import commands
from engine.customers.models import Customer
from engine.instances.services import Case
from engine.kernel import Context, NotFound
from engine.kernel.context import SYSTEM

TEXT = {"type": "string", "minLength": 1}
OPTIONAL_TEXT = {"type": ["string", "null"]}
NAMES = {"type": ["array", "string", "null"], "items": OPTIONAL_TEXT}


def schema(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    """The JSON Schema of a connector's parameters."""
    return {"type": "object", "properties": {**required, **optional}, "required": list(required)}


def customer_of(ctx: Context, which: str, case: Case) -> Customer:
    """The customer that the case is about, or one whom its starter may see: variables are what anybody says."""
    customer = commands.find(ctx, which)
    if case.customer_id is not None:
        allowed = case.customer_id == customer.id
    elif case.started_by == SYSTEM.name:
        allowed = True
    else:
        starter = access.actor_of(ctx.session, case.started_by, tenant=ctx.tenant)
        allowed = commands.may_see(starter, customer)
    if not allowed:
        raise NotFound("customer_unknown", customer=which)
    return customer


def department_of(ctx: Context, *ways: str | None) -> str | None:
    """The key of the first of these departments (key, name or id) that there is; a drawing that names one which this
    house does not have goes on with the next."""
    for which in ways:
        try:
            if which is not None:
                return access.department(ctx.session, which, tenant=ctx.tenant).key
        except NotFound:
            continue
    return None


def names(told: Any) -> frozenset[str]:
    """The names in a parameter: a list, one name, or nothing; nulls in a list are nobody."""
    if told is None:
        return frozenset()
    return frozenset([told] if isinstance(told, str) else [name for name in told if name])
