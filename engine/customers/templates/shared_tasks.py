"""T5 跨部门协作任务分配表: tasks across departments under their 任务编号, each with exactly one who answers for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.customers import dealing_commands as commands
from engine.customers import vocabulary as say
from engine.customers.bulk import chunks
from engine.customers.cells import words
from engine.customers.dealings import SharedTask
from engine.customers.imports import Column, Line, Report, Template
from engine.customers.templates.dealings import Reader, news, owners
from engine.customers.templates.purchases import number_of
from engine.kernel import Context

AT_ONCE = 2_000


class SharedTasks(Template):
    """What is not done yet is work of the 负责人; completing it sets 已完成."""

    key = "tasks"
    names: Mapping[str, str] = {"zh": "跨部门协作任务分配表", "en": "Tasks across departments"}
    columns = (
        Column("number", "任务编号", ("task", "task number"), required=True),
        Column("description", "任务描述", ("description",), required=True),
        Column("departments", "涉及部门", ("departments",)),
        Column("owner", "负责人", ("owner",)),
        Column("helpers", "配合人", ("helpers",)),
        Column("due_on", "截止时间", ("due",)),
        Column("criteria", "完成标准", ("criteria",)),
        Column("status", "状态(待开始/进行中/已完成/延期)", ("状态", "status")),
        Column("remark", "备注", ("remark",)),
    )

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        reader = Reader(ctx, lines, report)
        numbers = [number_of(line.cells["number"]) for line in lines if "number" in line.cells]
        rows = select(SharedTask).where(SharedTask.tenant_id == ctx.tenant, SharedTask.number.in_(numbers))
        held = {row.number: row for row in ctx.session.scalars(rows)}
        for line in lines:
            row = _row(line, reader)
            if line.number in report.bad_rows:
                continue
            number = row["number"]
            if number in report.seen:
                report.refuse(line.number, "number", "task_number_twice", number)
                continue
            report.seen.add(number)
            if number not in held:
                told = {name: value for name, value in row.items() if value is not None}
                commands.record_shared_task(ctx, told, batch=report.batch)
                report.counts["written"] += 1
            else:
                changed = commands.change_shared_task(ctx, held[number], news(held[number], row), batch=report.batch)
                report.counts["changed" if changed else "unchanged"] += 1

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = select(SharedTask).where(SharedTask.tenant_id == ctx.tenant).order_by(SharedTask.number)
        own = access.scope(ctx.actor)
        if not own.everything:
            rows = rows.where(SharedTask.owner_id == own.person_id)
        for some in chunks(ctx.session.scalars(rows.execution_options(yield_per=AT_ONCE)), AT_ONCE):
            called = owners(ctx, some)
            for row in some:
                yield [
                    row.number,
                    row.description,
                    "、".join(row.departments) or None,
                    called[row.id],
                    "、".join(row.helpers) or None,
                    row.due_on.isoformat() if row.due_on else None,
                    row.criteria,
                    say.SHARED_WORDS[row.status],
                    row.remark,
                ]


def _row(line: Line, reader: Reader) -> dict[str, Any]:
    reader.required(line, "number", "description")
    number = number_of(line.cells["number"]) if "number" in line.cells else None
    if number is not None and len(number) > 64:
        reader.report.refuse(line.number, "number", "text_too_long", longest=64)
    return {
        "number": number,
        "description": reader.text(line, "description"),
        "departments": words(line.cells["departments"]) if "departments" in line.cells else None,
        "helpers": words(line.cells["helpers"]) if "helpers" in line.cells else None,
        "due_on": reader.day(line, "due_on"),
        "criteria": reader.text(line, "criteria"),
        "status": reader.word(line, "status", say.SHARED),
        "remark": reader.text(line, "remark"),
        **reader.owner(line),
    }
