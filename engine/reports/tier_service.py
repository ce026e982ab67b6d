"""R01: what each tier is promised, and the service that it actually received (H1)."""

from typing import Any

from sqlalchemy import func, select

from engine.customers.dealings import Interaction
from engine.customers.models import Customer
from engine.customers.satisfaction import Satisfaction
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent, ratio
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import customers
from engine.sla.models import SlaClock


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a band that has customers."""
    span, where = asked.span, customers(ctx, asked)
    held = _by_band(ctx, select(Customer.band, func.count()).where(*where))
    followups = _by_band(
        ctx,
        select(
            Customer.band,
            func.count().filter(Instance.outcome == "done"),
            func.count().filter(Instance.outcome == "missed"),
        )
        .join(Instance, (Instance.tenant_id == ctx.tenant) & (Instance.customer_id == Customer.id))
        .where(*where, Instance.process == "followup")
        .where(Instance.started_at >= span.since, Instance.started_at < span.until),
    )
    contacts = _by_band(
        ctx,
        select(Customer.band, func.count())
        .join(Interaction, (Interaction.tenant_id == ctx.tenant) & (Interaction.customer_id == Customer.id))
        .where(*where, Interaction.status == "done", Interaction.on.between(span.first, span.last)),
    )
    promises = _by_band(
        ctx,
        select(
            Customer.band,
            func.count().filter(SlaClock.status == "met"),
            func.count().filter(SlaClock.status == "missed"),
        )
        .join(SlaClock, (SlaClock.tenant_id == ctx.tenant) & (SlaClock.customer_id == Customer.id))
        .where(*where, SlaClock.kind != "", SlaClock.started_at >= span.since, SlaClock.started_at < span.until),
    )
    scores = _by_band(
        ctx,
        select(Customer.band, func.count(), func.sum(Satisfaction.score))
        .join(Satisfaction, (Satisfaction.tenant_id == ctx.tenant) & (Satisfaction.customer_id == Customer.id))
        .where(*where, Satisfaction.on.between(span.first, span.last)),
    )
    found: list[Row] = []
    for band in sorted(held, key=lambda one: one or 9):
        done, missed = followups.get(band, (0, 0))
        met, late = promises.get(band, (0, 0))
        answers, points = scores.get(band, (0, 0))
        found.append(
            {
                "band": naming.band(band),
                "customers": held[band][0],
                "contacts": ratio(contacts.get(band, (0,))[0], held[band][0]),
                "coverage": percent(done, done + missed),
                "in_time": percent(met, met + late),
                "score": ratio(points, answers, 1),
            }
        )
    return found


def _by_band(ctx: Context, question: Any) -> dict[int | None, tuple[int, ...]]:
    found: Any = ctx.session.execute(question.group_by(Customer.band))
    return {row[0]: tuple(int(one or 0) for one in row[1:]) for row in found}


REPORT = Report(
    key="tier_service",
    number="R01",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("等级与实际所得服务", "Tier and service received"),
    definition=Words(
        "各服务级别(现在的级别)客户在期间内实际得到的服务:人均互动、回访覆盖、承诺按时率、满意度。级别越高应当越好。",
        "What the customers of each service band (as it is now) actually received in the span: contacts each, coverage "
        "of follow-ups, promises kept, satisfaction. A better band should fare better.",
    ),
    formula=Words(
        "人均互动 = 已完成互动 ÷ 客户数;回访覆盖 = 完成 ÷ (完成 + 漏访);按时率 = 按时 ÷ (按时 + 超时);满意度 = 平均分",
        "contacts = done interactions ÷ customers; coverage = done ÷ (done + missed); kept = met ÷ (met + missed); "
        "satisfaction = mean score",
    ),
    columns=(
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("customers", Words("客户", "Customers")),
        Column("contacts", Words("人均互动", "Contacts each"), "ratio"),
        Column("coverage", Words("回访覆盖率", "Follow-up coverage"), "percent"),
        Column("in_time", Words("承诺按时率", "Promises kept"), "percent"),
        Column("score", Words("满意度", "Satisfaction"), "score"),
    ),
    chart=Chart("bar", "band", ["coverage", "in_time"]),
    rows=rows,
)
