"""T6 执行计划表: the key actions of a plan. A row is the same when action and deliverable are."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.customers.bulk import chunks
from engine.customers.cells import placeholder, span
from engine.customers.imports import Column, Line, Report, Template, read
from engine.customers.templates.dealings import Held, Reader, news, owners
from engine.improvement import commands
from engine.improvement.models import PlanAction
from engine.kernel import Context

AT_ONCE = 2_000


class Plans(Template):
    """`X月X日-X月X日` is an empty 起止时间, with a warning; a range that names no year lies in this one."""

    key = "plans"
    names: Mapping[str, str] = {"zh": "执行计划表", "en": "Action plan"}
    columns = (
        Column("action", "关键动作", ("action",), required=True),
        Column("owner", "负责人", ("owner",)),
        Column("period", "起止时间", ("period",)),
        Column("resources", "所需资源", ("resources",)),
        Column("deliverable", "交付成果", ("deliverable",)),
    )

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        reader = Reader(ctx, lines, report)
        rows = select(PlanAction).where(PlanAction.tenant_id == ctx.tenant).order_by(PlanAction.id)
        held = Held(ctx.session.scalars(rows), lambda row: (row.action, row.deliverable), report.seen)
        for line in lines:
            reader.required(line, "action")
            row = {
                **{name: reader.text(line, name) for name in ("action", "resources", "deliverable")},
                **_period(ctx, line, report),
                **reader.owner(line),
            }
            if line.number in report.bad_rows:
                continue
            known = held.take((row["action"], row["deliverable"]))
            if known is None:
                told = {name: value for name, value in row.items() if value is not None}
                report.seen.add(commands.record(ctx, PlanAction, told, batch=report.batch).id)
                report.counts["written"] += 1
            else:
                changed = commands.change(ctx, known, news(known, row), batch=report.batch)
                report.counts["changed" if changed else "unchanged"] += 1

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = select(PlanAction).where(PlanAction.tenant_id == ctx.tenant).order_by(PlanAction.id)
        own = access.scope(ctx.actor)
        if not own.everything:
            rows = rows.where(PlanAction.owner_id == own.person_id)
        for some in chunks(ctx.session.scalars(rows.execution_options(yield_per=AT_ONCE)), AT_ONCE):
            called = owners(ctx, some)
            for row in some:
                period = f"{row.starts_on}~{row.ends_on}" if row.starts_on else None
                yield [row.action, called[row.id], period, row.resources, row.deliverable]


def _period(ctx: Context, line: Line, report: Report) -> dict[str, Any]:
    cell = line.cells.get("period")
    if cell is not None and placeholder(cell):
        report.warn(line.number, "period", "placeholder_empty", cell)
        return {}
    year = ctx.now.astimezone(ctx.zone).year
    found = read(line, "period", lambda value: span(value, year), report)
    return {"starts_on": found[0], "ends_on": found[1]} if found else {}
