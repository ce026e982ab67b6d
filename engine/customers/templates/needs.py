"""T2 客户需求深度分析表: what customers need. A row is the same when customer, type and description are."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.customers import dealing_commands as commands
from engine.customers import vocabulary as say
from engine.customers.bulk import chunks
from engine.customers.dealings import Need
from engine.customers.imports import Column, Line, Report, Template
from engine.customers.models import Customer
from engine.customers.templates.dealings import Held, Reader, news, noted, owners
from engine.kernel import Context

AT_ONCE = 2_000


class Needs(Template):
    """待跟进 opens work of the 负责人, 已确认 closes it; what follows the word in brackets stays as a note."""

    key = "needs"
    names: Mapping[str, str] = {"zh": "客户需求深度分析表", "en": "Customer needs"}
    columns = (
        Column("customer", "客户编号", ("customer_no", "customer number"), required=True),
        Column("kind", "需求类型(如产品/服务/售后)", ("需求类型", "type"), required=True),
        Column("description", "需求描述", ("description",), required=True),
        Column("priority", "优先级(高/中/低)", ("优先级", "priority")),
        Column("product", "关联产品/服务", ("关联产品", "product")),
        Column("proposal", "解决方案建议", ("proposal",)),
        Column("owner", "负责人", ("owner",)),
        Column("due_on", "预计解决时间", ("due",)),
        Column("state", "客户反馈(已确认/待跟进)", ("客户反馈", "feedback")),
    )

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        reader = Reader(ctx, lines, report)
        held: dict[str, Held] = {}
        for line in lines:
            reader.required(line, "customer", "kind", "description")
            customer = reader.customer(line)
            state, note = reader.word_and_note(line, "state", say.STATES)
            row = {
                "kind": reader.word(line, "kind", say.NEEDS),
                "description": reader.text(line, "description"),
                "priority": reader.word(line, "priority", say.PRIORITIES),
                "product": reader.text(line, "product"),
                "proposal": reader.text(line, "proposal"),
                "due_on": reader.day(line, "due_on"),
                "state": state,
                "note": note,
                **reader.owner(line),
            }
            if customer is None or line.number in report.bad_rows:
                continue
            if customer.id not in held:
                held[customer.id] = _held(ctx, customer, report)
            known = held[customer.id].take((row["kind"], row["description"]))
            if known is None:
                told = {name: value for name, value in row.items() if value is not None}
                report.seen.add(commands.record_need(ctx, customer, told, batch=report.batch))
                report.counts["written"] += 1
            else:
                changed = commands.change_need(ctx, customer, known, news(known, row), batch=report.batch)
                report.counts["changed" if changed else "unchanged"] += 1

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = (
            select(Need, Customer.number)
            .join(Customer, Customer.id == Need.customer_id)
            .where(Need.tenant_id == ctx.tenant)
            .order_by(Need.id)
            .execution_options(yield_per=AT_ONCE)
        )
        if scope is not None:
            rows = rows.where(scope)
        for some in chunks(ctx.session.execute(rows), AT_ONCE):
            called = owners(ctx, [need for need, _ in some])
            for need, number in some:
                yield [
                    number,
                    say.NEED_WORDS[need.kind],
                    need.description,
                    say.PRIORITY_WORDS[need.priority],
                    need.product,
                    need.proposal,
                    called[need.id],
                    need.due_on.isoformat() if need.due_on else None,
                    noted(say.STATE_WORDS[need.state], need.note),
                ]


def _held(ctx: Context, customer: Customer, report: Report) -> Held:
    rows = select(Need).where(Need.tenant_id == ctx.tenant, Need.customer_id == customer.id).order_by(Need.id)
    return Held(ctx.session.scalars(rows), lambda row: (row.kind, row.description), report.seen)
