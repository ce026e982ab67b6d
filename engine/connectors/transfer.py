"""Service types of 客户移交 and the pool (P16): what goes over, whose managers are asked, the new owner, the round."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from engine.access import queries as access
from engine.access import standing_in
from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, customer_of, schema
from engine.customers import contracts, pool
from engine.customers.dealing_events import OwnerChanged
from engine.customers.dealings import Need
from engine.customers.models import Customer
from engine.instances.events import NoticeSent
from engine.instances.services import Case
from engine.kernel import Context
from engine.sla.models import SlaClock
from engine.tasks import load, transferring

RUNNING = ("running", "ending")


class TakeInventory:
    """What an owner has with a customer: `owner`, `giver` (who hands over: the owner, or whoever stands in), numbers of
    open `cases` and running `contracts`, how many `tasks`, `promises` of time and pending `needs`."""

    key = "transfer.inventory"
    names = {"zh": "盘点客户在办事项", "en": "Take stock of a customer"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        owner = _owner(ctx, customer)
        giver = standing_in.instead_of(ctx, owner).person if owner else None
        cases = transferring.open_cases(ctx, customer.id, but=case.instance_id)
        promised = select(func.count()).where(
            SlaClock.tenant_id == ctx.tenant, SlaClock.customer_id == customer.id, SlaClock.stopped_at.is_(None)
        )
        pending = select(func.count()).where(
            Need.tenant_id == ctx.tenant, Need.customer_id == customer.id, Need.state == "pending"
        )
        return {
            "owner": owner,
            "giver": giver or case.started_by,
            "cases": [one.business_key or one.process for one in cases],
            "contracts": [row["number"] for row in contracts.of_customer(ctx, customer.id) if row["status"] in RUNNING],
            "tasks": load.in_hand(ctx, customer.id, owner) if owner else 0,
            "promises": ctx.session.scalar(promised) or 0,
            "needs": ctx.session.scalar(pending) or 0,
        }


class ChooseReceiver:
    """Who is to have the customer (`receiver`), and the people whose managers must agree (`sides`): owner and receiver,
    one of them where both have the same manager. Without `to` the head of the owner's department receives."""

    key = "transfer.receiver"
    names = {"zh": "确定接收人与双方主管", "en": "Receiver, and whose managers are asked"}  # noqa: RUF012
    parameters = schema({"customer": TEXT}, to=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        owner = _owner(ctx, customer)
        to = params.get("to") or _head(ctx, owner) or access.executive(ctx.session, tenant=ctx.tenant)
        sides = {_head(ctx, name): name for name in (owner, to) if name}
        return {"receiver": to, "sides": list(sides.values())}


class HandOver:
    """The customer is `to`'s from now on: tasks and open cases follow by jobs, complaints get another first owner.
    `told` are those concerned: both owners, their heads, whoever works for the customer."""

    key = "transfer.carry_out"
    names = {"zh": "变更客户归属", "en": "Change a customer's owner"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "to": TEXT}, reason=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        old, to = _owner(ctx, customer), access.person(ctx.session, params["to"], tenant=ctx.tenant)
        concerned = [old, to.name, _head(ctx, old), _head(ctx, to.name), *load.at_work_for(ctx, customer.id)]
        ctx.record(
            OwnerChanged(
                customer_id=customer.id,
                owner=to.name,
                old=old,
                reason=params.get("reason"),
                case=case.instance_id,
                owner_id=to.id,
                department_id=to.department_id,
            )
        )
        moved = transferring.hand_over(ctx, customer.id, old, to.name, but=case.instance_id) if old else 0
        return {"cases": moved, "told": [name for name in dict.fromkeys(concerned) if name]}


class GoRound:
    """Returns customers to the pool whom nobody works on, and tells owners a few days before (table pool_rule):
    `foreseen` and `returned` say how many."""

    key = "pool.round"
    names = {"zh": "公海每日巡查", "en": "Daily round of the pool"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        done = pool.go_round(ctx, lambda since: load.worked_on(ctx, since))
        for owner, count in done.foreseen.items():
            ctx.record(
                NoticeSent(
                    instance_id=case.instance_id,
                    element=case.element,
                    to=(owner,),
                    kind="pool_soon",
                    params={"count": count},
                )
            )
        return {"foreseen": sum(done.foreseen.values()), "returned": done.returned}


def _owner(ctx: Context, customer: Customer) -> str | None:
    if customer.owner_id is None:
        return None
    return access.names_of(ctx.session, [customer.owner_id], tenant=ctx.tenant).get(customer.owner_id)


def _head(ctx: Context, name: str | None) -> str | None:
    """Who heads the person's department."""
    if name is None:
        return None
    department = access.person(ctx.session, name, tenant=ctx.tenant).department_id
    return access.head_of(ctx.session, department, tenant=ctx.tenant) if department else None
