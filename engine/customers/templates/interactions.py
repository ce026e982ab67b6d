"""T3 客户互动全记录表: contacts with customers. A row is the same when day, customer, channel and subject are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.customers import contact_queries
from engine.customers import dealing_commands as commands
from engine.customers import vocabulary as say
from engine.customers.bulk import chunks
from engine.customers.cells import masked
from engine.customers.dealings import Interaction
from engine.customers.imports import Column, Line, Report, Template
from engine.customers.models import Customer
from engine.customers.templates.dealings import Held, Reader, news, owners
from engine.kernel import Context

AT_ONCE = 2_000


class Interactions(Template):
    """An open 后续行动 becomes work of the 负责人, 已完成 closes it. `participants` are sealed, many at once."""

    key = "interactions"
    names: Mapping[str, str] = {"zh": "客户互动全记录表", "en": "Interactions"}
    columns = (
        Column("on", "互动日期", ("date", "跟进时间"), required=True),
        Column("customer", "客户编号", ("customer_no", "customer number"), required=True),
        Column("channel", "互动方式(电话/拜访/线上)", ("互动方式", "跟进方式", "channel"), required=True),
        Column("subject", "互动主题", ("subject", "跟进主题"), required=True),
        Column("participants", "参与人员", ("participants",)),
        Column("feedback", "客户反馈", ("feedback", "跟进内容")),
        Column("next_action", "后续行动", ("next action",)),
        Column("owner", "负责人", ("owner", "跟进人")),
        Column("status", "完成状态(已完成/进行中/待处理)", ("完成状态", "status")),
    )
    extra = (Column("due_on", "截止时间", ("due",)),)

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        reader = Reader(ctx, lines, report)
        read = [(line, *_row(line, reader)) for line in lines]
        good = [(customer, row) for line, customer, row in read if customer and line.number not in report.bad_rows]
        held = _held(ctx, [customer for customer, _ in good], report)
        fresh, again = [], []
        for customer, row in good:
            known = held.take((row["on"], customer.id, row["channel"], row["subject"]))
            if known is None:
                fresh.append((customer, {name: value for name, value in row.items() if value is not None}))
            else:
                again.append((customer, known, row))
        who = commands.participants(ctx, [known for _, known, _ in again])
        for customer, known, row in again:
            said = {**row, "participants": _news(who.get(known.id), row["participants"])}
            changed = commands.change_interaction(ctx, customer, known, news(known, said), batch=report.batch)
            report.counts["changed" if changed else "unchanged"] += 1
        sealed = ctx.vault.seal_all(
            ctx.session,
            [(commands.subject(c.id), commands.PARTICIPANTS, row.get("participants")) for c, row in fresh],
        )
        for (customer, row), text in zip(fresh, sealed, strict=True):
            if "status" not in row and row.get("next_action"):
                row["status"] = "todo"
            report.seen.add(commands.record_interaction(ctx, customer, row, batch=report.batch, sealed=text))
            report.counts["written"] += 1

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = (
            select(Interaction, Customer)
            .join(Customer, Customer.id == Interaction.customer_id)
            .where(Interaction.tenant_id == ctx.tenant)
            .order_by(Interaction.on, Interaction.id)
            .execution_options(yield_per=AT_ONCE)
        )
        if scope is not None:
            rows = rows.where(scope)
        for some in chunks(ctx.session.execute(rows), AT_ONCE):
            called = owners(ctx, [row for row, _ in some])
            who = contact_queries.participants(ctx, [(row, customer) for row, customer in some])
            for row, customer in some:
                yield [
                    row.on.isoformat(),
                    customer.number,
                    say.CHANNEL_WORDS[row.channel],
                    row.subject,
                    who.get(row.id),
                    row.feedback,
                    row.next_action,
                    called[row.id],
                    say.STATUS_WORDS[row.status],
                ]


def _row(line: Line, reader: Reader) -> tuple[Customer | None, dict[str, Any]]:
    reader.required(line, "on", "customer", "channel", "subject")
    row = {
        "on": reader.day(line, "on"),
        "channel": reader.word(line, "channel", say.CHANNELS),
        "subject": reader.text(line, "subject"),
        "participants": reader.text(line, "participants"),
        "feedback": reader.text(line, "feedback"),
        "next_action": reader.text(line, "next_action"),
        "due_on": reader.day(line, "due_on"),
        "status": reader.word(line, "status", say.STATUSES),
        **reader.owner(line),
    }
    if row["on"] is None and "on" in line.cells and line.number not in reader.report.bad_rows:
        reader.report.refuse(line.number, "on", "not_a_date", line.cells["on"])
    return reader.customer(line), row


def _held(ctx: Context, customers: Sequence[Customer], report: Report) -> Held:
    ids = list({customer.id for customer in customers})
    rows = select(Interaction).where(Interaction.tenant_id == ctx.tenant, Interaction.customer_id.in_(ids))
    return Held(
        ctx.session.scalars(rows.order_by(Interaction.id)) if ids else (),
        lambda row: (row.on, row.customer_id, row.channel, row.subject),
        report.seen,
    )


def _news(before: str | None, told: str | None) -> str | None:
    """Participants that are news: what a mask hides, or what is on record already, is not."""
    if told is None or before == told or (before and masked(told) and not masked(before)):
        return None
    return told
