"""K6: repurchase, contacts, order value, sales cycle, value and the conversion of customers with potential, band by
band."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select

from engine.customers import cell_history
from engine.customers.cell_history import CellMark
from engine.customers.dealings import Interaction
from engine.customers.models import Customer, Purchase
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import median, percent, ratio
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import customers
from engine.tasks.models import Task

FLOW, SIGNED = "customer_flow", "sign"
POTENTIAL, HIGH_VALUE = "potential", "high_value"
DAYS_A_MONTH = 365.25 / 12


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a band."""
    where = customers(ctx, asked)
    held: Any = ctx.session.execute(select(Customer.band, func.count()).where(*where).group_by(Customer.band))
    counts = dict(held.all())
    bought, ever = _bought(ctx, asked, where), _ever(ctx, asked, where)
    contacts, cycles = _contacts(ctx, asked, where), _cycles(ctx, asked, where)
    potential = _potential(ctx, asked, where)
    months = ((asked.span.last - asked.span.first).days + 1) / DAYS_A_MONTH
    found: list[Row] = []
    for band in sorted(counts, key=lambda one: one or 9):
        buyers, again, orders, cents = bought.get(band, (0, 0, 0, 0))
        hopeful, converted = potential.get(band, (0, 0))
        found.append(
            {
                "band": naming.band(band),
                "customers": counts[band],
                "buyers": buyers,
                "repurchase": percent(again, buyers),
                "contacts": ratio(contacts.get(band, 0), counts[band] * months),
                "orders": orders,
                "order_value": ratio(cents / 100, orders),
                "cycle": median(cycles.get(band, [])),
                "ltv": ratio(ever.get(band, 0) / 100, counts[band]),
                "potential": hopeful,
                "converted": percent(converted, hopeful),
            }
        )
    return found


def _bought(ctx: Context, asked: Asked, where: list[Any]) -> dict[int | None, tuple[int, int, int, int]]:
    """Buyers, those who bought on two days or more, orders and net cents in the span."""
    each = (
        select(
            Purchase.customer_id,
            func.count(func.distinct(Purchase.bought_on)).filter(Purchase.amount_cents > 0).label("days"),
            func.count().filter(Purchase.amount_cents > 0).label("orders"),
            func.sum(Purchase.amount_cents).label("cents"),
        )
        .where(Purchase.tenant_id == ctx.tenant, Purchase.bought_on.between(asked.span.first, asked.span.last))
        .group_by(Purchase.customer_id)
        .subquery()
    )
    found: Any = ctx.session.execute(
        select(
            Customer.band,
            func.count().filter(each.c.days >= 1),
            func.count().filter(each.c.days >= 2),
            func.sum(each.c.orders),
            func.sum(each.c.cents),
        )
        .join(each, each.c.customer_id == Customer.id)
        .where(*where)
        .group_by(Customer.band)
    )
    return {band: (buyers, again, int(orders), int(cents)) for band, buyers, again, orders, cents in found}


def _ever(ctx: Context, asked: Asked, where: list[Any]) -> dict[int | None, int]:
    found: Any = ctx.session.execute(
        select(Customer.band, func.sum(Purchase.amount_cents))
        .join(Purchase, (Purchase.tenant_id == ctx.tenant) & (Purchase.customer_id == Customer.id))
        .where(*where, Purchase.bought_on <= asked.span.last)
        .group_by(Customer.band)
    )
    return {band: int(cents) for band, cents in found}


def _potential(ctx: Context, asked: Asked, where: list[Any]) -> dict[int | None, tuple[int, int]]:
    """Customers who stood in the cell of potential when the span began, and those of them who bought in it or came to
    stand among those of high value."""
    began = cell_history.standing(ctx, asked.span.first).subquery()
    bought = exists().where(
        Purchase.tenant_id == ctx.tenant, Purchase.customer_id == Customer.id, Purchase.amount_cents > 0,
        Purchase.bought_on.between(asked.span.first, asked.span.last),
    )  # fmt: skip
    rose = exists().where(
        CellMark.tenant_id == ctx.tenant, CellMark.customer_id == Customer.id, CellMark.cell == HIGH_VALUE,
        CellMark.on > asked.span.first, CellMark.on <= asked.span.last + timedelta(days=1),
    )  # fmt: skip
    found: Any = ctx.session.execute(
        select(Customer.band, func.count(), func.count().filter(or_(bought, rose)))
        .join(began, began.c.customer_id == Customer.id)
        .where(*where, began.c.cell == POTENTIAL)
        .group_by(Customer.band)
    )
    return {band: (count, converted) for band, count, converted in found}


def _contacts(ctx: Context, asked: Asked, where: list[Any]) -> dict[int | None, int]:
    found: Any = ctx.session.execute(
        select(Customer.band, func.count())
        .join(Interaction, (Interaction.tenant_id == ctx.tenant) & (Interaction.customer_id == Customer.id))
        .where(*where, Interaction.status == "done", Interaction.on.between(asked.span.first, asked.span.last))
        .group_by(Customer.band)
    )
    return dict(found.all())


def _cycles(ctx: Context, asked: Asked, where: list[Any]) -> dict[int | None, list[float]]:
    """Days from the beginning of the flow to the signature, of what was signed in the span."""
    found: Any = ctx.session.execute(
        select(Customer.band, Instance.started_at, Task.completed_at)
        .join(Instance, (Instance.tenant_id == ctx.tenant) & (Instance.customer_id == Customer.id))
        .join(Task, (Task.tenant_id == ctx.tenant) & (Task.instance_id == Instance.id))
        .where(*where, Instance.process == FLOW, Task.element == SIGNED, Task.status == "completed")
        .where(Task.completed_at >= asked.span.since, Task.completed_at < asked.span.until)
    )
    days: dict[int | None, list[float]] = defaultdict(list)
    for band, started, signed in found:
        days[band].append((signed - started) / timedelta(days=1))
    return days


REPORT = Report(
    key="activity",
    number="K6",
    theme="kpi",
    name=Words("客户活跃与价值", "Customer activity and value"),
    definition=Words(
        "各服务级别的复购率、互动频次、客单价、销售转化周期、客户生命周期价值(历史净销售额)与潜力客户转化率。定义为默认口径(F04)。"
        "期初的矩阵分层每月一日保存;期初还没有保存的,没有潜力客户可数。",
        "Repurchase, contacts, order value, sales cycle, value (net sales so far) and the conversion of customers with "
        "potential in each service band; the definitions are defaults (F04). Where customers stand in the matrix is "
        "kept on the first of each month; a period that began before has no customers with potential to count.",
    ),
    formula=Words(
        "复购率 = 购买日 ≥ 2 的客户 ÷ 购买日 ≥ 1 的客户;互动频次 = 已完成互动 ÷ 客户数 ÷ 月数;"
        "客单价 = 净销售额 ÷ 订单;转化周期 = 从流转开始到签约天数的中位数;LTV = 截至期末净销售额 ÷ 客户数;"
        "潜力客户转化率 = 期初为潜力、期内再次购买或转为高价值的客户 ÷ 期初的潜力客户",
        "repurchase = customers with ≥ 2 purchase days ÷ with ≥ 1; contacts = done interactions ÷ customers ÷ months; "
        "order value = net sales ÷ orders; cycle = median days from the start of the flow to the signature; "
        "LTV = net sales up to the end ÷ customers; conversion = customers with potential at the start who bought in "
        "the period or turned high value ÷ customers with potential at the start",
    ),
    columns=(
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("customers", Words("客户", "Customers")),
        Column("buyers", Words("购买客户", "Buyers")),
        Column("repurchase", Words("复购率", "Repurchase"), "percent"),
        Column("contacts", Words("月均互动", "Contacts a month"), "ratio"),
        Column("orders", Words("订单", "Orders")),
        Column("order_value", Words("客单价", "Order value"), "yuan"),
        Column("cycle", Words("转化周期", "Sales cycle"), "days"),
        Column("ltv", Words("LTV", "LTV"), "yuan"),
        Column("potential", Words("期初潜力客户", "With potential at the start")),
        Column("converted", Words("潜力客户转化率", "Converted"), "percent"),
    ),
    chart=Chart("bar", "band", ["repurchase"]),
    rows=rows,
)
