"""All customers as follow-up sees them: band, never bought or not, cell of the value–potential matrix (D07).

The cell is counted for everybody in one statement, with the inputs that `profile` documents for a single customer; an
opening balance counts as months of cooperation, not as spend of the last year.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

from engine.customers.dealings import Interaction, Need
from engine.customers.models import Customer, OpeningBalance, Purchase
from engine.customers.profile import VALUE
from engine.definitions import queries as definitions
from engine.feel import values
from engine.kernel import Context, NotFound
from engine.scoring import window

PAGE = 2_000
YEAR, HALF_YEAR, QUARTER = 12, 6, timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Group:
    """Customers whom the follow-up table cannot tell apart."""

    prospect: bool
    band: int
    cell: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """A customer of a group."""

    id: str
    number: str
    group: Group


def groups(ctx: Context) -> dict[Group, int]:
    """How many customers there are in each group; one statement."""
    marks, source = _asked(ctx)
    counted: Counter[Group] = Counter()
    cells = Cells(ctx)
    for *told, number in ctx.session.execute(source.with_only_columns(*marks, func.count()).group_by(*marks)):
        counted[cells.group(*told)] += number
    return dict(counted)


def members(ctx: Context, bands: Iterable[int], suffixes: Iterable[str] | None = None) -> Iterator[Known]:
    """The customers of these bands (whose ids end so), by id; one statement, read as it goes."""
    ends = None if suffixes is None else list(suffixes)
    marks, source = _asked(ctx, ends)
    asked = source.with_only_columns(*marks, Customer.id, Customer.number).where(marks[0].in_(list(bands)))
    if ends is not None:
        asked = asked.where(_ends(Customer.id, ends))
    cells = Cells(ctx)
    rows = ctx.session.execute(asked.order_by(Customer.id), execution_options={"yield_per": PAGE})
    for *told, customer_id, number in rows:
        yield Known(customer_id, number, cells.group(*told))


def _ends(column: Any, ends: list[str]) -> Any:
    return func.substr(column, 35, 2).in_(ends)


def _asked(ctx: Context, ends: list[str] | None = None) -> tuple[list[Any], Any]:
    """What tells customers apart (band, known, drop, loyal, wants), and a statement over all customers to ask it of;
    `ends` spares reading the purchases and contacts of others."""
    today = ctx.now.astimezone(ctx.zone).date()
    purchases, contacts = _bought(ctx, today), _met(ctx, today)
    if ends is not None:
        purchases = purchases.where(_ends(Purchase.customer_id, ends))
        contacts = contacts.where(_ends(Interaction.customer_id, ends))
    bought, met = purchases.subquery(), contacts.subquery()
    before = bought.c.year - bought.c.half
    dropped = or_(
        and_(before > 0, bought.c.half * 10 < before * 7),
        and_(met.c.before >= 4, 200 * (met.c.before - met.c.recent) > 101 * met.c.before),
    )
    cooperated = [
        and_(OpeningBalance.months >= months, OpeningBalance.as_of <= window.back(today, YEAR - months))
        for months in range(YEAR + 1)
    ]
    pending = exists().where(Need.tenant_id == ctx.tenant, Need.customer_id == Customer.id, Need.state == "pending")
    marks = [
        func.coalesce(Customer.band, 3),
        _flag(or_(bought.c.first.is_not(None), OpeningBalance.id.is_not(None))),
        _flag(dropped),
        _flag(or_(bought.c.first <= window.back(today, YEAR), *cooperated)),
        _flag(or_(pending, and_(before > 0, bought.c.half * 10 >= before * 12))),
    ]
    source = (
        select(Customer.id)
        .outerjoin(bought, bought.c.customer_id == Customer.id)
        .outerjoin(OpeningBalance, OpeningBalance.customer_id == Customer.id)
        .outerjoin(met, met.c.customer_id == Customer.id)
        .where(Customer.tenant_id == ctx.tenant, Customer.erased_at.is_(None))
    )
    return marks, source


def _bought(ctx: Context, today: Any) -> Any:
    """First purchase, and cents of the last year and half year, a customer."""

    def since(months: int) -> Any:
        return func.sum(case((Purchase.bought_on > window.back(today, months), Purchase.amount_cents), else_=0))

    return (
        select(
            Purchase.customer_id,
            func.min(Purchase.bought_on).label("first"),
            since(YEAR).label("year"),
            since(HALF_YEAR).label("half"),
        )
        .where(Purchase.tenant_id == ctx.tenant, Purchase.bought_on <= today)
        .group_by(Purchase.customer_id)
    )


def _met(ctx: Context, today: Any) -> Any:
    """Contacts of the last 90 days and of the 90 before, a customer."""
    recent = Interaction.on > today - QUARTER
    return (
        select(
            Interaction.customer_id,
            func.sum(_flag(recent)).label("recent"),
            func.sum(_flag(~recent)).label("before"),
        )
        .where(Interaction.tenant_id == ctx.tenant, Interaction.on > today - 2 * QUARTER, Interaction.on <= today)
        .group_by(Interaction.customer_id)
    )


def _flag(condition: Any) -> Any:
    return case((condition, 1), else_=0)


class Cells:
    """D07 for what a statement found, asked once for each combination."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.known: dict[tuple[int, ...], Group] = {}

    def group(self, band: int, known: int, drop: int, loyal: int, wants: int) -> Group:
        place = (band, known, drop, loyal, wants)
        if place not in self.known:
            cell = self._cell(band, bool(drop), bool(loyal), bool(wants)) if known else None
            self.known[place] = Group(not known, band, cell)
        return self.known[place]

    def _cell(self, band: int, drop: bool, loyal: bool, wants: bool) -> str | None:
        potential = wants or (not loyal and VALUE[band] != "low")
        asked = {
            "drop": drop,
            "value": VALUE[band],
            "loyalty": "high" if loyal else "low",
            "potential": "high" if potential else "low",
        }
        try:
            of = definitions.latest(self.ctx, "decision", "value_potential")
        except NotFound:
            return None
        answer = definitions.decide(self.ctx, of, values.of(asked))
        return str(answer.value["cell"]) if isinstance(answer.value, dict) else None
