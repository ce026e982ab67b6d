"""What a message that cannot be delivered sets off: the customer's record is gone through (P14)."""

from engine.customers import data_reviews
from engine.customers.models import Customer
from engine.kernel import Context
from engine.outreach.events import CustomerNotWritten


def bounced(ctx: Context, fact: CustomerNotWritten) -> None:
    """Ask for a review of whom nothing reached."""
    customer = ctx.session.get(Customer, fact.customer_id) if fact.customer_id else None
    if fact.decision == "undeliverable" and customer is not None:
        data_reviews.ask(ctx, [customer], "bounced")
