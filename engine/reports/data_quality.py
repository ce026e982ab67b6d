"""R06: how complete, fresh and unique the records are (I9)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.customers.models import Contact, Customer, Purchase
from engine.customers.review_queries import overdue
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import customers

STALE = timedelta(days=365)


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a band."""
    where = customers(ctx, asked)
    reachable = (
        select(Contact.id)
        .where(Contact.tenant_id == ctx.tenant, Contact.customer_id == Customer.id, Contact.masked != "{}")
        .exists()
    )
    recent = (
        select(Purchase.id)
        .where(
            Purchase.tenant_id == ctx.tenant,
            Purchase.customer_id == Customer.id,
            Purchase.bought_on > asked.span.last - STALE,
        )
        .exists()
    )
    found: Any = ctx.session.execute(
        select(
            Customer.band,
            func.count(),
            func.count().filter(Customer.owner_id.is_not(None)),
            func.count().filter(Customer.industry.is_not(None)),
            func.count().filter(Customer.region.is_not(None)),
            func.count().filter(reachable),
            func.count().filter(~recent),
            func.count().filter(~overdue(ctx)),
        )
        .where(*where)
        .group_by(Customer.band)
    )
    again = _duplicates(ctx, where)
    return [
        {
            "band": naming.band(band),
            "customers": count,
            "owner": percent(owned, count),
            "industry": percent(industry, count),
            "region": percent(region, count),
            "contact": percent(contact, count),
            "stale": percent(stale, count),
            "reviewed": percent(reviewed, count),
            "duplicates": percent(again.get(band, 0), count),
        }
        for band, count, owned, industry, region, contact, stale, reviewed in sorted(found, key=lambda row: row[0] or 9)
    ]


def _duplicates(ctx: Context, where: list[Any]) -> dict[int | None, int]:
    """By band, the customers who share their name with another one that the actor may see."""
    shared = select(Customer.name).where(*where).group_by(Customer.name).having(func.count() > 1)
    found: Any = ctx.session.execute(
        select(Customer.band, func.count()).where(*where, Customer.name.in_(shared)).group_by(Customer.band)
    )
    return dict(found.all())


REPORT = Report(
    key="data_quality",
    number="R06",
    theme="audit",
    keepers=("数据管理员",),
    name=Words("数据质量", "Data quality"),
    definition=Words(
        "各服务级别客户档案的完整度、一年内无购买的占比、一季度内复核过(或新建)的占比、与他人同名的占比(疑似重复)。",
        "How complete the records of each service band are, how many have not bought for a year, how many somebody "
        "went through (or entered) within a quarter, and how many share their name with another (likely duplicates).",
    ),
    formula=Words(
        "完整度 = 该字段有值的客户 ÷ 客户 × 100%;其余同理",
        "completeness = customers with the field ÷ customers × 100; the others alike",
    ),
    columns=(
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("customers", Words("客户", "Customers")),
        Column("owner", Words("有客户经理", "With an owner"), "percent"),
        Column("industry", Words("有行业", "With an industry"), "percent"),
        Column("region", Words("有地区", "With a region"), "percent"),
        Column("contact", Words("有联系人", "With a contact"), "percent"),
        Column("stale", Words("一年无购买", "No purchase for a year"), "percent"),
        Column("reviewed", Words("一季度内复核", "Reviewed in a quarter"), "percent"),
        Column("duplicates", Words("疑似重复", "Likely duplicates"), "percent"),
    ),
    chart=Chart("bar", "band", ["owner", "industry", "region", "contact"]),
    rows=rows,
)
