"""The rolling window a tier looks at, and opening balances spread over the months they stand for."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from engine.clock import months_after


class Purchase(NamedTuple):
    """One purchase or refund: whose, on which day, net amount in cents (a refund is negative). What stands for an
    opening balance is no `order`."""

    customer_id: str
    day: date
    amount_cents: int
    order: bool = True


def back(day: date, months: int) -> date:
    """The same day number so many months earlier, clipped to that month's length."""
    return months_after(day, -months)


def spend(purchases: Iterable[Purchase], as_of: date, months: int) -> int:
    """Net cents bought in the `months` before `as_of`: after the day `back` names, up to `as_of` itself."""
    after = back(as_of, months)
    return sum(p.amount_cents for p in purchases if after < p.day <= as_of)


def opening(customer_id: str, amount_cents: int, months: int, at: date) -> Iterator[Purchase]:
    """An opening balance (期初) as rows like purchases: `amount_cents` over the `months` months that end at `at`.

    One row a month on the day number of `at`, in equal cents (the first rows take the remainder), so that the balance
    leaves a rolling window month by month as the purchases behind it would have.
    """
    if months < 1:
        raise ValueError("an opening balance covers at least one month")
    share, rest = divmod(amount_cents, months)
    for n in range(months):
        yield Purchase(customer_id, back(at, n), share + (n < rest), order=False)
