"""Who answers for a level of the escalation ladder (D09): 1 一线解决, 2 部门联动, 3 高管介入.

Level 2 is the head of the department *concerned*, by the organisation tree: the one asked for, else the first owner's,
else the customer's. Who is away or kept away is passed over for the substitute, the deputy, the manager above, the
executive. The first owner stays the first owner and is informed.
"""

from collections.abc import Mapping
from typing import Any

from engine.access import queries as access
from engine.access import standing_in
from engine.access.events import PersonAssigned
from engine.connectors.concerned import NAMES, OPTIONAL_TEXT, customer_of, department_of, names, schema
from engine.customers.models import Customer
from engine.improvement.checks import INSPECTORS
from engine.instances.services import Case
from engine.kernel import Context

GROUPS = {1: "一线客服", 2: "部门主管", 3: "高管"}


class AccountableForLevel:
    """The accountable person of a level, whom to inform, and the department concerned. `person` is nobody where only
    the groups are left; `reason` is named, substitute, deputy, manager or nobody."""

    key = "ladder.accountable"
    names = {"zh": "确定升级负责人", "en": "Who answers for a level"}  # noqa: RUF012
    parameters = schema(
        {"level": {"type": ["integer", "string"]}},
        customer=OPTIONAL_TEXT,
        department=OPTIONAL_TEXT,
        first_owner=OPTIONAL_TEXT,
        exclude=NAMES,
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        level = min(3, max(1, int(str(params["level"])[-1])))
        exclude = names(params.get("exclude"))
        customer = customer_of(ctx, params["customer"], case) if params.get("customer") else None
        first_owner = params.get("first_owner") or _owner(ctx, customer)
        department = _department(ctx, params.get("department"), first_owner, customer)
        head = access.head_of(ctx.session, department, tenant=ctx.tenant)
        executive = access.executive(ctx.session, tenant=ctx.tenant)
        asked = {1: [first_owner, head], 2: [head, executive], 3: [executive]}[level]
        found = standing_in.Found(None, "nobody")
        for name in asked:
            if name is not None and found.person is None:
                found = standing_in.instead_of(ctx, name, exclude)
        informed = {
            1: [],
            2: [first_owner, _owner(ctx, customer)],
            3: [head, first_owner, *access.people_in(ctx.session, INSPECTORS, tenant=ctx.tenant)],
        }[level]
        ctx.record(
            PersonAssigned(
                instance_id=case.instance_id,
                element=case.element,
                kind=f"LV{level}",
                mode="ladder",
                reason="accountable" if found.how == "named" else found.how,
                group=GROUPS[level],
                person=found.person,
            )
        )
        return {
            "person": found.person,
            "groups": [GROUPS[level]],
            "informed": [name for name in dict.fromkeys(informed) if name and name not in exclude | {found.person}],
            "department": department,
            "reason": found.how,
        }


def _owner(ctx: Context, customer: Customer | None) -> str | None:
    if customer is None or customer.owner_id is None:
        return None
    return access.names_of(ctx.session, [customer.owner_id], tenant=ctx.tenant).get(customer.owner_id)


def _department(ctx: Context, told: str | None, first_owner: str | None, customer: Customer | None) -> str | None:
    """The key of the department concerned."""
    known = first_owner and access.existing(ctx.session, [first_owner], tenant=ctx.tenant)
    own = access.person(ctx.session, first_owner, tenant=ctx.tenant).department_id if first_owner and known else None
    return department_of(ctx, told, own, customer.department_id if customer else None)
