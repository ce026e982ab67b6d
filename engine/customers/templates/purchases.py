"""Purchases (单号, 客户编号, 购买时间, 购买金额, 购买商品): refunds are negative, equal rows are flagged and kept.

An order number that is known already is not taken in twice: an equal row is skipped, a different one is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, func, select, text

from engine.customers import record
from engine.customers.bulk import insert_rows
from engine.customers.cells import cents, moment, yuan_text
from engine.customers.events import CustomerCreated, PurchasesImported
from engine.customers.imports import Column, Line, Report, Template, read
from engine.customers.models import Customer, Purchase
from engine.kernel import Context, new_id

FACTS_AT_ONCE = 20_000
COLUMNS: Table = Purchase.__table__  # type: ignore[assignment]


class Purchases(Template):
    """`create_customers`: a customer number that is unknown becomes a customer of that name instead of a refusal."""

    key = "purchases"
    names: Mapping[str, str] = {"zh": "购买记录", "en": "Purchases"}
    columns = (
        Column("order_no", "单号", ("订单号", "订单编号", "销售订单编号", "order", "order number", "so number")),
        Column(
            "customer", "客户编号", ("customer_no", "customer number", "customer_id", "account number"), required=True
        ),
        Column("date", "购买时间", ("购买日期", "下单日期", "bought_on", "time", "order date"), required=True),
        Column("amount", "购买金额", ("金额", "销售订单金额(元)", "amount_yuan", "grand total"), required=True),
        Column("product", "购买商品", ("商品", "产品名称", "item", "product name")),
    )
    once = True
    options = frozenset({"create_customers", "owner_id", "department_id"})

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        customers = _customers(ctx, lines, report, options)
        orders = _orders(ctx, lines)
        rows = []
        for line in lines:
            row = _row(ctx, line, customers, report)
            if row is None:
                continue
            order = row["order_no"]
            known = orders.get(order) if order else None
            if known is None:
                rows.append(row)
                if order:
                    orders[order] = _content(row)
            elif known == _content(row):
                report.counts["skipped"] += 1
                report.warn(line.number, "order_no", "order_known", order)
            else:
                report.refuse(line.number, "order_no", "order_differs", order)
        insert_rows(ctx.session, COLUMNS, rows)
        report.counts["written"] += len(rows)

    def finish(self, ctx: Context, report: Report, options: Mapping[str, Any]) -> None:
        report.counts["repeated"] = _flag_repeated(ctx, report.batch)
        if report.dry_run:
            return
        a = COLUMNS.c
        groups = ctx.session.execute(
            select(a.customer_id, func.count(), func.sum(a.amount_cents), func.min(a.bought_on), func.max(a.bought_on))
            .where(a.tenant_id == ctx.tenant, a.batch_id == report.batch)
            .group_by(a.customer_id)
            .order_by(a.customer_id)
        )
        for n, (customer, rows, amount, first, last) in enumerate(groups.all(), start=1):
            ctx.record(
                PurchasesImported(
                    customer_id=customer,
                    batch=report.batch,
                    rows=rows,
                    amount_cents=int(amount),
                    first_on=first,
                    last_on=last,
                )
            )
            if n % FACTS_AT_ONCE == 0:
                ctx.seal()

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = (
            select(Purchase, Customer.number)
            .join(Customer, Customer.id == Purchase.customer_id)
            .where(Purchase.tenant_id == ctx.tenant)
            .order_by(Purchase.bought_on, Purchase.id)
            .execution_options(yield_per=5_000)
        )
        if scope is not None:
            rows = rows.where(scope)
        for purchase, number in ctx.session.execute(rows):
            at = purchase.bought_at
            when = at.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M:%S") if at else purchase.bought_on.isoformat()
            yield [purchase.order_no, number, when, yuan_text(purchase.amount_cents), purchase.product]


def number_of(cell: Any) -> str:
    """A customer or order number as text; a spreadsheet's 7.0 is 7."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _row(ctx: Context, line: Line, customers: Mapping[str, str], report: Report) -> dict[str, Any] | None:
    cells = line.cells
    number = cells.get("customer")
    for column in ("customer", "date", "amount"):
        if column not in cells:
            report.refuse(line.number, column, "cell_empty")
    when = read(line, "date", lambda cell: moment(cell, ctx.zone), report)
    amount = read(line, "amount", cents, report)
    customer = customers.get(number_of(number)) if number is not None else None
    if number is not None and customer is None:
        report.refuse(line.number, "customer", "customer_unknown", number)
    if when is None or amount is None or customer is None:
        return None
    order = number_of(cells["order_no"]) if "order_no" in cells else None
    if order and len(order) > 64:
        report.refuse(line.number, "order_no", "text_too_long", order, longest=64)
        return None
    return {
        "id": new_id(),
        "tenant_id": ctx.tenant,
        "customer_id": customer,
        "bought_on": when[0],
        "bought_at": when[1],
        "amount_cents": amount,
        "product": str(cells["product"]) if "product" in cells else None,
        "order_no": order,
        "repeated": False,
        "batch_id": report.batch,
    }


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["customer_id"], row["bought_on"], row["amount_cents"], row["product"]


def _customers(ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> dict[str, str]:
    """Ids by number of the customers in these rows; with `create_customers` the unknown ones come into being."""
    wanted = dict.fromkeys(number_of(line.cells["customer"]) for line in lines if "customer" in line.cells)
    found: dict[str, str] = dict(
        ctx.session.execute(
            select(Customer.number, Customer.id).where(
                Customer.tenant_id == ctx.tenant, Customer.number.in_(list(wanted))
            )
        ).all()
    )
    gone = record.merged(ctx, [number for number in wanted if number not in found])
    found |= {number: customer.id for number, customer in gone.items()}
    if options.get("create_customers"):
        for number in wanted:
            if number not in found and 0 < len(number) <= 64:
                found[number] = new_id()
                report.counts["created"] += 1
                ctx.record(
                    CustomerCreated(
                        customer_id=found[number],
                        number=number,
                        name=number,
                        owner_id=options.get("owner_id"),
                        department_id=options.get("department_id"),
                        batch=report.batch,
                    )
                )
    return found


def _orders(ctx: Context, lines: list[Line]) -> dict[str, tuple[Any, ...]]:
    wanted = {number_of(line.cells["order_no"]) for line in lines if "order_no" in line.cells}
    if not wanted:
        return {}
    a = COLUMNS.c
    rows = ctx.session.execute(
        select(a.order_no, a.customer_id, a.bought_on, a.amount_cents, a.product).where(
            a.tenant_id == ctx.tenant, a.order_no.in_(list(wanted))
        )
    )
    return {row.order_no: (row.customer_id, row.bought_on, row.amount_cents, row.product) for row in rows}


# one sort of these customers' purchases; an EXISTS for each row took minutes on SQLite, which picked the wrong index
_REPEATED = text(
    """UPDATE purchase SET repeated = :yes WHERE id IN (
         SELECT id FROM (
           SELECT id, batch_id, ROW_NUMBER() OVER (
             PARTITION BY customer_id, bought_on, amount_cents, COALESCE(product, '') ORDER BY id) AS nth
           FROM purchase
           WHERE tenant_id = :tenant AND order_no IS NULL
             AND customer_id IN (SELECT customer_id FROM purchase WHERE batch_id = :batch)
         ) ranked WHERE nth > 1 AND batch_id = :batch)"""
)


def _flag_repeated(ctx: Context, batch: str) -> int:
    """Flag the rows of this batch that equal an earlier one; ids grow with the order of rows."""
    ctx.session.flush()
    if ctx.session.get_bind().dialect.name == "postgresql":
        ctx.session.execute(text("ANALYZE purchase"))  # rows of this transaction are unknown to the planner otherwise
    return int(ctx.session.execute(_REPEATED, {"tenant": ctx.tenant, "batch": batch, "yes": True}).rowcount)  # type: ignore[attr-defined]
