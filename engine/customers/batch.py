"""One evaluation in numbers: purchases and standings streamed into DuckDB, scored, summed up.

Works on what `source` reads, so no lock of ours is held while it runs. Everything is sorted by customer and hashed, so
that an auditor can tell later whether the same data was read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.customers.routes import DEMOTE, PROMOTE
from engine.customers.source import NEEDS, OPENINGS, PURCHASES, STANDINGS, Source
from engine.kernel import Invalid
from engine.scoring import Scheme, batch, columns, window
from engine.scoring.metrics import EVER

if TYPE_CHECKING:
    from engine.customers.evaluation import Order
    from engine.customers.routes import Route

ROWS_AT_ONCE = 65_536


@dataclass(frozen=True)
class Outcome:
    """Every customer's review as columns, sorted by customer; the moves with their routes; the sums of R05."""

    rows: pa.Table
    moves: list[dict[str, Any]]
    summary: dict[str, Any]

    def assigned(self) -> Iterator[dict[str, Any]]:
        """The rows of customers that get their first tier."""
        return self._where("assign")

    def protected(self) -> Iterator[dict[str, Any]]:
        """The rows of customers that were warned or held."""
        return self._where("warn", "hold")

    def states(self) -> Iterator[list[dict[str, Any]]]:
        """All rows in lists of bounded size."""
        for some in self.rows.to_batches(max_chunksize=ROWS_AT_ONCE):
            yield some.to_pylist()

    def _where(self, *actions: str) -> Iterator[dict[str, Any]]:
        wanted = pc.is_in(self.rows["action"], value_set=pa.array(actions))
        for some in self.rows.filter(wanted).to_batches(max_chunksize=ROWS_AT_ONCE):
            yield from some.to_pylist()


def read_and_score(order: "Order") -> Outcome:
    """Score everybody as of the order's day. Invalid customers_uncovered when the tables have no answer for some."""
    scheme, as_of = order.scheme.ladder, order.as_of
    after = date.min if EVER & {*scheme.measured} else window.back(as_of, scheme.window_months)
    engine = batch.open_engine()
    with Source(order.url) as source:
        days = (after.isoformat(), as_of.isoformat())
        _load(engine, "bought", source.read(PURCHASES, order.tenant, *days))
        _load(engine, "standing", source.read(STANDINGS, order.tenant, as_of.isoformat(), order.scheme.key))
        if "potential" in scheme.measured:
            _load(engine, "needed", source.read(NEEDS, order.tenant))
        opened = _openings(source, order, after)
    _scope(engine, order)
    if order.protected:
        whose = [sorted(order.protected)]
        engine.con.execute("UPDATE standing SET protected = 1 WHERE customer_id IN (SELECT unnest(?))", whose)
    engine.con.register("opened", opened)
    engine.raw_sql(
        """CREATE VIEW purchases AS
             SELECT customer_id, CAST(day AS DATE) AS day, CAST(amount_cents AS BIGINT) AS amount_cents,
               TRUE AS ordered FROM bought
             UNION ALL SELECT *, FALSE FROM opened WHERE customer_id IN (SELECT customer_id FROM standing)"""
    )
    engine.raw_sql(
        """CREATE VIEW standings AS SELECT customer_id, CAST(member AS VARCHAR) AS member,
             CAST(reviews_in_tier AS BIGINT) AS reviews_in_tier, CAST(fails AS BIGINT) AS fails,
             CAST(protected AS BOOLEAN) AS protected, CAST(kind AS VARCHAR) AS kind FROM standing"""
    )
    period_end = order.scheme.period_end(as_of)
    reviewed = batch.review(_metrics(engine, scheme, as_of), engine.table("standings"), scheme, period_end=period_end)
    rows = reviewed.order_by("customer_id").to_pyarrow()
    cuts = _abc(engine, order, rows)
    engine.con.unregister("opened")
    engine.disconnect()
    _covered(rows, order)
    moves = [_move(order, row) for row in _changing(rows)]
    return Outcome(rows, moves, {**_summary(order, rows, moves, period_end), "abc": cuts})


def _metrics(engine: Any, scheme: Scheme, as_of: date) -> Any:
    """What the scheme asks of everybody: the window spend alone, or whatever else."""
    purchases = engine.table("purchases")
    if scheme.plain:
        return batch.metrics(purchases, as_of, scheme.window_months)
    needs = None
    if "potential" in scheme.measured:
        engine.raw_sql(
            """CREATE VIEW needs AS SELECT customer_id, CAST(open_needs AS BIGINT) AS open_needs FROM needed
                 WHERE customer_id IN (SELECT customer_id FROM standing)"""
        )
        needs = engine.table("needs")
    return columns.measured(purchases, as_of, scheme.window_months, scheme.measured, needs)


def _load(engine: Any, name: str, arriving: pa.RecordBatchReader) -> None:
    """Stream what arrives into a table of DuckDB."""
    engine.con.register("arriving", arriving)
    engine.raw_sql(f"CREATE TABLE {name} AS SELECT * FROM arriving")  # noqa: S608 - our own constant
    engine.con.unregister("arriving")


def _scope(engine: Any, order: "Order") -> None:
    """Only customers whom the scheme is for: of its segment, or of no segment that has a leading scheme of its own."""
    if not order.scheme.segment and not order.others:
        return
    theirs = "segment <> ?" if order.scheme.segment else "segment IN (SELECT unnest(?))"
    given = order.scheme.segment or sorted(order.others)
    engine.con.execute(f"DELETE FROM standing WHERE {theirs}", [given])  # noqa: S608 - our own constants
    engine.con.execute("DELETE FROM bought WHERE customer_id NOT IN (SELECT customer_id FROM standing)")


def _abc(engine: Any, order: "Order", rows: pa.Table) -> list[dict[str, Any]]:
    """The least spend of each ABC class, best class first: equal spends share a class, so the limits say it all."""
    if order.abc is None or rows.num_rows == 0:
        return []
    table, version = order.abc
    engine.con.register("reviewed", rows.select(["customer_id", "window_cents"]))
    engine.raw_sql("CREATE TABLE spent AS SELECT * FROM reviewed")
    engine.con.unregister("reviewed")
    spent = engine.table("spent")
    classes = batch.abc(spent, table, "window_cents").join(spent, "customer_id")
    least = classes.group_by("abc_class").aggregate(from_cents=classes.window_cents.min()).to_pyarrow().to_pylist()
    told = {rule.outputs[0]: dict(zip(table.outputs, rule.outputs, strict=True)) for rule in table.rules}
    return [
        {**{name: told[row["abc_class"]][name] for name in ("class", "name", "name_en")}, **_cut(row, version)}
        for row in sorted(least, key=lambda row: -row["from_cents"])
    ]


def _cut(row: Mapping[str, Any], version: int) -> dict[str, int]:
    return {"from_cents": max(0, row["from_cents"]), "version": version}


def _openings(source: Source, order: "Order", after: date) -> pa.Table:
    """Opening balances as rows like purchases, spread over the months that they stand for."""
    reader = source.read(OPENINGS, order.tenant)
    rows = [
        purchase
        for some in reader
        for row in some.to_pylist()
        for purchase in window.opening(row["customer_id"], row["amount_cents"], row["months"], _day(row["as_of"]))
        if after < purchase.day <= order.as_of
    ]
    return pa.table(
        {
            "customer_id": pa.array([row.customer_id for row in rows], pa.string()),
            "day": pa.array([row.day for row in rows], pa.date32()),
            "amount_cents": pa.array([row.amount_cents for row in rows], pa.int64()),
        }
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _covered(rows: pa.Table, order: "Order") -> None:
    bare = [pc.is_null(rows[column]) for column in ("action", "target", "proposed")]
    without = rows.filter(pc.or_(pc.or_(bare[0], bare[1]), bare[2]))
    if without.num_rows:
        some = without.slice(0, 5)["customer_id"].to_pylist()
        raise Invalid("customers_uncovered", scheme=order.scheme.key, customers=some, count=without.num_rows)


def _changing(rows: pa.Table) -> Iterator[dict[str, Any]]:
    wanted = pc.is_in(rows["action"], value_set=pa.array([PROMOTE, DEMOTE]))
    yield from rows.filter(wanted).to_pylist()


def _move(order: "Order", row: Mapping[str, Any]) -> dict[str, Any]:
    route = _route(order, row["customer_id"], row["member"], row["proposed"])
    return {
        "customer_id": row["customer_id"],
        "direction": row["action"],
        "from_member": row["member"],
        "to_member": row["proposed"],
        "amount_cents": row["window_cents"],
        "measured": order.scheme.ladder.kept(row),
        "fails": row["fails"],
        "reviews": row["reviews_in_tier"],
        "yearly_cost_cents": route.yearly_cost_cents,
        "route": route.drawn(f"{row['customer_id']}|{order.as_of}|{order.scheme.rules}"),
        "plain": route.plain,
    }


def _route(order: "Order", customer_id: str, old: str, new: str) -> "Route":
    return (order.by_person if customer_id in order.refused else order.routes)[old, new]


def _summary(order: "Order", rows: pa.Table, moves: list[dict[str, Any]], period_end: bool) -> dict[str, Any]:
    """R05 as plain data; money in yuan, exact."""
    actions = _count(rows["action"])
    ups = sum(move["direction"] == PROMOTE for move in moves)
    return {
        "run": None,
        "scheme": order.scheme.key,
        "scheme_zh": order.scheme.names.get("zh", order.scheme.key),
        "scheme_en": order.scheme.names.get("en", order.scheme.key),
        "as_of": order.as_of.isoformat(),
        "mode": order.mode,
        "rules": order.scheme.rules,
        "period_end": period_end,
        "customers": rows.num_rows,
        "too_poor": _too_poor(order, rows),
        "movers": len(moves),
        "promotions": ups,
        "demotions": len(moves) - ups,
        "counts": actions,
        "tiers": _tiers(order, rows, moves),
        "benefit_cost": _yuan(sum(_cost(order, move) for move in moves)),
        "tasks": _tasks(order, moves),
        "data_hash": _hash(rows, [] if order.scheme.ladder.plain else [*order.scheme.ladder.measured]),
    }


def _count(column: Any) -> dict[str, int]:
    return {part["values"]: part["counts"] for part in pc.value_counts(column).to_pylist()}


def _tiers(order: "Order", rows: pa.Table, moves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Head count and window revenue of each member, before and after all proposed moves."""
    staying = pc.coalesce(rows["member"], rows["proposed"])
    spend = pa.table({"member": staying, "cents": rows["window_cents"]}).group_by("member")
    held = {row["member"]: row for row in spend.aggregate([("cents", "sum"), ("cents", "count")]).to_pylist()}
    whole = sum(row["cents_sum"] for row in held.values())
    told = []
    for member in order.scheme.ladder.members:
        now = held.get(member.key, {"cents_sum": 0, "cents_count": 0})
        came = [move["amount_cents"] for move in moves if move["to_member"] == member.key]
        went = [move["amount_cents"] for move in moves if move["from_member"] == member.key]
        after = now["cents_sum"] + sum(came) - sum(went)
        told.append(
            {
                "member": member.key,
                "name_zh": member.name,
                "name_en": member.name_en,
                "band": member.band,
                "customers": now["cents_count"],
                "customers_after": now["cents_count"] + len(came) - len(went),
                "revenue": _yuan(now["cents_sum"]),
                "revenue_share": _share(now["cents_sum"], whole),
                "revenue_share_after": _share(after, whole),
            }
        )
    return told


def _cost(order: "Order", move: Mapping[str, Any]) -> int:
    """What the move changes in yearly benefit cost: more when rising, less when falling."""
    back = order.routes[move["to_member"], move["from_member"]]
    return int(move["yearly_cost_cents"] - back.yearly_cost_cents)


def _tasks(order: "Order", moves: list[dict[str, Any]]) -> dict[str, Any]:
    """How many reviews need nobody, a sample look or a person, and how many land with each group."""
    groups: dict[str, int] = {}
    for move in moves:
        if move["route"] != "none":
            for group in _route(order, move["customer_id"], move["from_member"], move["to_member"]).approvers:
                groups[group] = groups.get(group, 0) + 1
    routes = {name: sum(move["route"] == name for move in moves) for name in ("none", "sample", "person")}
    return {**routes, "plain": sum(move["plain"] for move in moves if move["route"] != "none"), "groups": groups}


def _too_poor(order: "Order", rows: pa.Table) -> bool:
    """Whether nobody has anything that a tier could rest on."""
    asked = ["window_cents"] if order.scheme.ladder.plain else [*order.scheme.ladder.metrics]
    return rows.num_rows == 0 or all((pc.max(rows[key]).as_py() or 0) <= 0 for key in asked)


def _hash(rows: pa.Table, measured: list[str]) -> str:
    digest = sha256()
    for some in rows.select(["customer_id", "window_cents", *measured]).to_batches(max_chunksize=ROWS_AT_ONCE):
        values = zip(*(column.to_pylist() for column in some.columns), strict=True)
        digest.update("".join(":".join(map(str, row)) + "\n" for row in values).encode())
    return digest.hexdigest()


def _yuan(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.0001")) if whole > 0 else Decimal(0)
