"""R18 and K9: this span beside the one before, segment by segment; points and percent are never mixed (75 → 87 is
+12 points and +16 %), and a difference comes with its interval."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from engine.customers.satisfaction import SATISFIED, Satisfaction
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import mean, mean_difference, percent, share_difference
from engine.reports.report import Asked, Chart, Column, Report, Row, Span, Words
from engine.reports.scope import of_cases
from engine.sla.models import SlaClock

SCORE = Words("满意度平均分", "Mean satisfaction")
CSAT = Words("CSAT(≥ 80 分占比)", "CSAT (share ≥ 80)")
KEPT = Words("承诺按时率", "Promises kept")


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a figure and band that has values in both spans."""
    past, now = asked.span.before(), asked.span
    old, new = _scores(ctx, asked, past), _scores(ctx, asked, now)
    kept_old, kept_new = _kept(ctx, asked, past), _kept(ctx, asked, now)
    told = [_mean_row(band, old[band], new[band]) for band in sorted(old.keys() & new.keys())]
    told += [_share_row(CSAT, band, _csat(old[band]), _csat(new[band])) for band in sorted(old.keys() & new.keys())]
    told += [
        _share_row(KEPT, band, kept_old[band], kept_new[band]) for band in sorted(kept_old.keys() & kept_new.keys())
    ]
    return told


def _mean_row(band: int, old: list[int], new: list[int]) -> Row:
    before, after = mean(old), mean(new)
    found = mean_difference(old, new) or (None, None, None)
    relative = percent(sum(new) / len(new) - sum(old) / len(old), sum(old) / len(old))
    return _row(SCORE, band, (before, len(old)), (after, len(new)), found, relative)


def _share_row(name: Words, band: int, old: tuple[int, int], new: tuple[int, int]) -> Row:
    found = share_difference(old, new) or (None, None, None)
    relative = percent(new[0] * old[1] - old[0] * new[1], old[0] * new[1])
    return _row(name, band, (percent(*old), old[1]), (percent(*new), new[1]), found, relative)


def _row(
    name: Words,
    band: int,
    old: tuple[float | None, int],
    new: tuple[float | None, int],
    found: tuple[float | None, float | None, float | None],
    relative: float | None,
) -> Row:
    difference = found[0]
    if difference is None and old[0] is not None and new[0] is not None:
        difference = round(new[0] - old[0], 1)
    return {
        "figure": name,
        "band": naming.band(band),
        "before": old[0],
        "before_n": old[1],
        "after": new[0],
        "after_n": new[1],
        "points": difference,
        "low": found[1],
        "high": found[2],
        "relative": relative,
    }


def _scores(ctx: Context, asked: Asked, span: Span) -> dict[int, list[int]]:
    found: Any = ctx.session.execute(
        select(Satisfaction.band, Satisfaction.score).where(
            Satisfaction.tenant_id == ctx.tenant,
            Satisfaction.on.between(span.first, span.last),
            of_cases(ctx, asked, Satisfaction.case_id, Satisfaction.customer_id),
        )
    )
    scores: dict[int, list[int]] = defaultdict(list)
    for band, score in found:
        scores[band].append(score)
    return dict(scores)


def _csat(scores: list[int]) -> tuple[int, int]:
    return sum(score >= SATISFIED for score in scores), len(scores)


def _kept(ctx: Context, asked: Asked, span: Span) -> dict[int, tuple[int, int]]:
    found: Any = ctx.session.execute(
        select(SlaClock.band, SlaClock.status).where(
            SlaClock.tenant_id == ctx.tenant,
            SlaClock.kind != "",
            SlaClock.status.in_(("met", "missed")),
            SlaClock.started_at >= span.since,
            SlaClock.started_at < span.until,
            of_cases(ctx, asked, SlaClock.root_id, SlaClock.customer_id),
        )
    )
    kept: dict[int, tuple[int, int]] = {}
    for band, status in found:
        met, whole = kept.get(band, (0, 0))
        kept[band] = (met + (status == "met"), whole + 1)
    return kept


REPORT = Report(
    key="before_after",
    number="K9/R18",
    theme="kpi",
    name=Words("前后对比(分群)", "Before and after by segment"),
    definition=Words(
        "所选期间与紧接之前等长期间的对比,按服务级别。差值用“分/百分点”,相对变化用“%”,分列不混。"
        "区间为 95%:区间包含 0 时,不能说有变化。",
        "The span beside the one of equal length before it, by service band. Differences are in points, relative "
        "changes in percent, in columns of their own. The interval is 95 %: where it holds 0, nobody can say that "
        "anything changed.",
    ),
    formula=Words(
        "平均分之差:d ± 1.96·√(s₁²/n₁ + s₂²/n₂)(NIST/SEMATECH 手册 7.3.1,大样本);占比之差:Newcombe 混合得分区间"
        "(Statistics in Medicine 17, 1998, 方法 10);相对变化 = (后 − 前) ÷ 前 × 100%",
        "difference of means: d ± 1.96·√(s₁²/n₁ + s₂²/n₂) (NIST/SEMATECH handbook 7.3.1, large samples); of shares: "
        "Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10); "
        "relative = (after − before) ÷ before × 100",
    ),
    columns=(
        Column("figure", Words("指标", "Figure"), "text"),
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("before", Words("之前", "Before"), "score"),
        Column("before_n", Words("样本", "n")),
        Column("after", Words("之后", "After"), "score"),
        Column("after_n", Words("样本", "n")),
        Column("points", Words("差值", "Difference"), "points"),
        Column("low", Words("区间下限", "Interval from"), "points"),
        Column("high", Words("区间上限", "to"), "points"),
        Column("relative", Words("相对变化", "Relative change"), "percent"),
    ),
    chart=Chart("interval", "figure", ["points", "low", "high"], group="band"),
    rows=rows,
)
