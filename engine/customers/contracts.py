"""Contracts with customers: number, from when to when, for how much; whether one that ends soon is talked about.

A contract is renewed when the customer has another one that ends later. Before the end the house is reminded once: a
need 待跟进 asks whoever owns the customer to talk about the renewal; when it is confirmed, they have talked.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from engine.customers import dealing_commands as dealings
from engine.customers.dealing_events import ContractSigned, RenewalReminded
from engine.customers.dealings import Need
from engine.customers.models import Customer
from engine.instances.models import Instance
from engine.kernel import Base, Context, Invalid, Row, new_id

NOTICE = timedelta(days=60)
"""How long before the end renewal should be talked about (D15)."""
MISSED = timedelta(days=60)
"""How long after the end a contract that was not renewed still counts as ending."""


class Contract(Row, Base):
    """What was signed, under its 合同编号. `need_id` is the need that reminds of the renewal."""

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("tenant_id", "number"), Index(None, "tenant_id", "customer_id", "to_on"),
                      Index(None, "tenant_id", "to_on"))  # fmt: skip

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    number: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    need_id: Mapped[str | None] = mapped_column(String(36))
    case_id: Mapped[str | None] = mapped_column(String(36))


def sign(
    ctx: Context, customer: Customer, number: str, from_on: date, to_on: date, cents: int, *, case: str | None = None
) -> str:
    """Keep a contract; the id. A known number of the same customer is corrected; Invalid contract_number_taken when it
    is another customer's, contract_span_wrong when it ends before it begins."""
    if to_on < from_on:
        raise Invalid("contract_span_wrong", from_on=from_on.isoformat(), to_on=to_on.isoformat())
    held = numbered(ctx, number, customer.id)
    fact = ContractSigned(
        customer_id=customer.id,
        contract=held.id if held else new_id(),
        number=number,
        from_on=from_on,
        to_on=to_on,
        case=case,
        amount_cents=cents,
    )
    ctx.record(fact)
    return fact.contract


def numbered(ctx: Context, number: str, customer_id: str | None) -> Contract | None:
    """The customer's contract of this number, if there is one; Invalid contract_number_taken when it is another's."""
    held = ctx.session.scalar(select(Contract).where(Contract.tenant_id == ctx.tenant, Contract.number == number))
    if held is not None and held.customer_id != customer_id:
        raise Invalid("contract_number_taken", number=number)
    return held


def may_be_numbered(ctx: Context, number: str, case: Instance | None) -> None:
    """Rejected when a form names the contract of another customer than its case's."""
    if case is not None and case.customer_id is not None:
        numbered(ctx, number, case.customer_id)


def keep(ctx: Context, fact: ContractSigned) -> None:
    """The row of a contract."""
    row = ctx.session.get(Contract, fact.contract)
    if row is None:
        row = Contract(id=fact.contract, tenant_id=ctx.tenant, customer_id=fact.customer_id, number=fact.number)
        ctx.session.add(row)
    row.from_on, row.to_on, row.amount_cents, row.case_id = fact.from_on, fact.to_on, fact.amount_cents, fact.case


def remind(ctx: Context) -> int:
    """Ask for a talk about every contract that ends within 60 days, was not renewed and not asked about; how many."""
    today = _today(ctx)
    rows = ctx.session.execute(
        select(Contract, Customer)
        .join(Customer, Customer.id == Contract.customer_id)
        .where(
            Contract.tenant_id == ctx.tenant,
            Contract.need_id.is_(None),
            Contract.to_on.between(today, today + NOTICE),
            ~_renewed(),
        )
        .order_by(Contract.to_on, Contract.number)
    ).all()
    for contract, customer in rows:
        _ask(ctx, contract, customer)
    return len(rows)


def _ask(ctx: Context, contract: Contract, customer: Customer) -> None:
    need = dealings.record_need(
        ctx,
        customer,
        {
            "kind": "service",
            "description": f"续约 Renewal: {contract.number} ({contract.to_on.isoformat()})",
            "priority": "high",
            "owner_id": customer.owner_id,
            "due_on": min(_today(ctx) + timedelta(days=14), contract.to_on),
        },
    )
    told = {"customer_id": customer.id, "contract": contract.id, "number": contract.number, "need": need}
    ctx.record(RenewalReminded(**told))


def keep_reminder(ctx: Context, fact: RenewalReminded) -> None:
    """The contract knows the need that reminds of it."""
    ctx.session.get_one(Contract, fact.contract).need_id = fact.need


def ending(ctx: Context, customer_id: str) -> tuple[int | None, bool | None]:
    """Days until the customer's last contract ends (0 for 60 days after an end without renewal), and whether renewal
    was talked about; (None, None) without a contract that matters."""
    last = ctx.session.scalar(
        select(Contract)
        .where(Contract.tenant_id == ctx.tenant, Contract.customer_id == customer_id)
        .order_by(Contract.to_on.desc(), Contract.id.desc())
        .limit(1)
    )
    today = _today(ctx)
    if last is None or last.to_on < today - MISSED:
        return None, None
    return max(0, (last.to_on - today).days), last.to_on >= today and _talked(ctx, last)


def _talked(ctx: Context, contract: Contract) -> bool:
    need = ctx.session.get(Need, contract.need_id) if contract.need_id else None
    return need is not None and need.state == "confirmed"


def of_customer(ctx: Context, customer_id: str) -> list[dict[str, Any]]:
    """A customer's contracts, the one that ends last first: id, number, from_on, to_on, amount_cents, case_id, status:
    running, ending (within 60 days), renewed (another one ends later) or ended; renewal: how far the talk about it is
    (the state of the need that reminds of it), None before anybody was reminded."""
    rows = select(Contract, Need.state).outerjoin(Need, Need.id == Contract.need_id)
    found = ctx.session.execute(
        rows.where(Contract.tenant_id == ctx.tenant, Contract.customer_id == customer_id).order_by(
            Contract.to_on.desc(), Contract.id.desc()
        )
    ).all()
    columns = ("id", "number", "from_on", "to_on", "amount_cents", "case_id")
    today = _today(ctx)
    return [
        {name: getattr(row, name) for name in columns}
        | {"status": _status(row.to_on, found[0][0].to_on, today), "renewal": talk}
        for row, talk in found
    ]


def _status(ends: date, last: date, today: date) -> str:
    if ends < last:
        return "renewed"
    if ends < today:
        return "ended"
    return "ending" if ends <= today + NOTICE else "running"


def _renewed() -> Any:
    later = aliased(Contract)
    return exists().where(
        later.tenant_id == Contract.tenant_id,
        later.customer_id == Contract.customer_id,
        later.to_on > Contract.to_on,
    )


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()
