"""Legal holds: why nobody of a customer is erased for now. A contract in force is one by itself."""

from datetime import date

from sqlalchemy import or_, select

from engine.customers import commands as customers
from engine.customers.contracts import Contract
from engine.customers.models import Customer
from engine.kernel import Conflict, Context, Invalid, NotFound, new_id
from engine.privacy import queries
from engine.privacy.events import LegalHoldLifted, LegalHoldSet
from engine.privacy.models import LegalHold

LONGEST = 500


def put(ctx: Context, which: str, reason: str, until: date | None = None) -> LegalHold:
    """Hold the data of a customer's people until a day, or until it is lifted."""
    queries.must_be_officer(ctx)
    customer, told = customers.find(ctx, which), reason.strip()
    if not 0 < len(told) <= LONGEST:
        raise Invalid("hold_reason_missing", [{"path": "reason", "code": "required", "params": {}}])
    row = LegalHold(
        id=new_id(), tenant_id=ctx.tenant, customer_id=customer.id, reason=told, until=until, since=ctx.now,
        by=ctx.actor.name,
    )  # fmt: skip
    ctx.record(LegalHoldSet(customer_id=customer.id, hold=row.id, reason=told, until=until, row=row))
    return row


def lift(ctx: Context, hold_id: str, reason: str) -> LegalHold:
    """The hold is over."""
    queries.must_be_officer(ctx)
    row = ctx.session.get(LegalHold, hold_id)
    if row is None or row.tenant_id != ctx.tenant or row.lifted_at is not None:
        raise NotFound("hold_unknown", id=hold_id)
    ctx.record(LegalHoldLifted(customer_id=row.customer_id, hold=row.id, reason=reason.strip()))
    return row


def of(ctx: Context, customer: Customer, *, whole: bool) -> list[dict[str, str | None]]:
    """[{code, reason, until}]: what keeps a person from being erased today; a contract holds only who is its party
    (`whole`), not who answers the phone for a company."""
    today = ctx.now.astimezone(ctx.zone).date()
    rows = select(LegalHold).where(
        LegalHold.tenant_id == ctx.tenant,
        LegalHold.customer_id == customer.id,
        LegalHold.lifted_at.is_(None),
        or_(LegalHold.until.is_(None), LegalHold.until >= today),
    )
    found: list[dict[str, str | None]] = [
        {"code": "hold", "reason": row.reason, "until": row.until.isoformat() if row.until else None}
        for row in ctx.session.scalars(rows.order_by(LegalHold.id))
    ]
    if not whole:
        return found
    signed = select(Contract).where(
        Contract.tenant_id == ctx.tenant, Contract.customer_id == customer.id, Contract.to_on >= today
    )
    found += [
        {"code": "contract", "reason": row.number, "until": row.to_on.isoformat()}
        for row in ctx.session.scalars(signed.order_by(Contract.to_on))
    ]
    return found


def check(ctx: Context, customer: Customer, *, whole: bool) -> None:
    """Conflict legal_hold with reason and day while something holds."""
    found = of(ctx, customer, whole=whole)
    if found:
        first = found[0]
        raise Conflict("legal_hold", kind=first["code"], reason=first["reason"], until=first["until"] or "—")
