"""One purchase written down by hand; tables of them come in through templates."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from engine.access.rules import require
from engine.customers import commands
from engine.customers.cells import Unreadable, cents
from engine.customers.events import PurchaseRecorded
from engine.customers.models import Purchase
from engine.kernel import Conflict, Context, Invalid, new_id


def record(
    ctx: Context, which: str, *, on: date, amount: Decimal, product: str | None = None, order_no: str | None = None
) -> Purchase:
    """A purchase (a negative amount is a refund) of a customer that the actor handles. Conflict order_known when the
    order number is on record; a row equal to an earlier one without a number is kept and flagged."""
    require(ctx.actor, "write", "customer")
    customer = commands.handled(ctx, which)
    try:
        amount_cents = cents(amount)
    except Unreadable as error:
        raise Invalid(error.code, value=str(amount)) from error
    known = select(Purchase.id).where(Purchase.tenant_id == ctx.tenant)
    if order_no and ctx.session.scalar(known.where(Purchase.order_no == order_no)):
        raise Conflict("order_known", order_no=order_no)
    equal = known.where(
        Purchase.customer_id == customer.id,
        Purchase.bought_on == on,
        Purchase.amount_cents == amount_cents,
        Purchase.product == product if product else Purchase.product.is_(None),
        Purchase.order_no.is_(None),
    )
    row = Purchase(
        id=new_id(),
        tenant_id=ctx.tenant,
        customer_id=customer.id,
        bought_on=on,
        amount_cents=amount_cents,
        product=product,
        order_no=order_no,
        repeated=order_no is None and ctx.session.scalar(equal.limit(1)) is not None,
    )
    ctx.record(
        PurchaseRecorded(
            customer_id=customer.id, purchase=row.id, on=on, amount_cents=amount_cents, order_no=order_no, row=row
        )
    )
    return row
