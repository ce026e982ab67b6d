"""T4 客户关系优化效果跟踪表: goals and how far they are reached. A row is the same when goal and metric are.

达成率 is computed, (current - base) / (target - base); a sheet that says something else is told so, with the formula
that its figure came from, and the computed one holds.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.customers.bulk import chunks
from engine.customers.cells import measure
from engine.customers.imports import Column, Line, Report, Template, read
from engine.customers.templates.dealings import Held, Reader, news, owners
from engine.improvement import commands, rules
from engine.improvement.models import TrackedGoal
from engine.kernel import Context

AT_ONCE = 2_000
VALUES = ("base", "target", "current")


class Tracking(Template):
    """Values keep their unit; all three of a row have the same."""

    key = "tracking"
    names: Mapping[str, str] = {"zh": "客户关系优化效果跟踪表", "en": "Tracking of goals"}
    columns = (
        Column("goal", "优化目标", ("goal",), required=True),
        Column("metric", "核心指标", ("metric",), required=True),
        Column("base", "优化前值", ("base",), required=True),
        Column("target", "目标值", ("target",), required=True),
        Column("current", "当前值", ("current",)),
        Column("progress", "达成率", ("progress",)),
        Column("gap", "差距分析", ("gap",)),
        Column("measures", "改进措施", ("measures",)),
        Column("owner", "责任人", ("owner",)),
        Column("review_on", "复查时间", ("review",)),
    )

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        reader = Reader(ctx, lines, report)
        rows = select(TrackedGoal).where(TrackedGoal.tenant_id == ctx.tenant).order_by(TrackedGoal.id)
        held = Held(ctx.session.scalars(rows), lambda row: (row.goal, row.metric), report.seen)
        for line in lines:
            reader.required(line, "goal", "metric", "base", "target")
            row = {
                **{name: reader.text(line, name) for name in ("goal", "metric", "gap", "measures")},
                **_values(line, report),
                "review_on": reader.day(line, "review_on"),
                **reader.owner(line),
            }
            if line.number in report.bad_rows:
                continue
            known = held.take((row["goal"], row["metric"]))
            if known is None:
                told = {name: value for name, value in row.items() if value is not None}
                known = commands.record(ctx, TrackedGoal, told, batch=report.batch)
                report.seen.add(known.id)
                report.counts["written"] += 1
            else:
                changed = commands.change(ctx, known, news(known, row), batch=report.batch)
                report.counts["changed" if changed else "unchanged"] += 1
            _compared(line, known, report)

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = select(TrackedGoal).where(TrackedGoal.tenant_id == ctx.tenant).order_by(TrackedGoal.id)
        own = access.scope(ctx.actor)
        if not own.everything:
            rows = rows.where(TrackedGoal.owner_id == own.person_id)
        for some in chunks(ctx.session.scalars(rows.execution_options(yield_per=AT_ONCE)), AT_ONCE):
            called = owners(ctx, some)
            for row in some:
                made = _progress(row)
                yield [
                    row.goal,
                    row.metric,
                    *(_spoken(getattr(row, name), row.unit) for name in VALUES),
                    None if made is None else f"{rules.percent(made)}%",
                    row.gap,
                    row.measures,
                    called[row.id],
                    row.review_on.isoformat() if row.review_on else None,
                ]


def _values(line: Line, report: Report) -> dict[str, Any]:
    found = {name: read(line, name, measure, report) for name in VALUES}
    units = {told[1] for told in found.values() if told}
    if len(units) > 1:
        report.refuse(line.number, "target", "units_differ", "、".join(sorted(units)))
    texts = {name: told and _plain(told[0]) for name, told in found.items()}
    return {**texts, "unit": next(iter(units), None)}


def _compared(line: Line, row: TrackedGoal, report: Report) -> None:
    """What the sheet says of the progress against what it is, and where its figure comes from."""
    if row.base == row.target:
        report.warn(line.number, "target", "target_is_base")
    cell = line.cells.get("progress")
    made = _progress(row)
    said = read(line, "progress", lambda value: rules.percent(measure(value)[0]), report) if cell is not None else None
    if said is None or made is None or row.current is None or rules.percent(made) == said:
        return
    base, target, current = Decimal(row.base), Decimal(row.target), Decimal(row.current)
    report.differs(line.number, "progress", f"{said}%", f"{rules.percent(made)}%")
    came_from = rules.formula(base, target, current, said)
    told = {"sheet": f"{said}%", "computed": f"{rules.percent(made)}%"}
    report.warn(line.number, "progress", f"progress_by_{came_from}" if came_from else "progress_differs", **told)


def _progress(row: TrackedGoal) -> Decimal | None:
    if row.current is None:
        return None
    return rules.progress(Decimal(row.base), Decimal(row.target), Decimal(row.current))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _spoken(text: str | None, unit: str) -> str | None:
    if text is None:
        return None
    return f"{_plain(Decimal(text) * 100)}%" if unit == "%" else f"{text}{unit}"
