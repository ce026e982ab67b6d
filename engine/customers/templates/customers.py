"""T1 客户信息基础档案表: the customer, the person who decides there, and columns that keflow computes itself.

An empty cell changes nothing, a masked value (`*总`, `139XXXX`) never replaces a real one, and the computed columns
(历史合作时长, 累计合作金额, 最近合作时间, 客户分层) are compared and their differences reported. With `opening`
(a date) they become the opening balance of customers that have none.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.customers import contact_queries, contacts, record, tombstones
from engine.customers.bulk import chunks
from engine.customers.cells import Unreadable, cents, day, duration, moment, months, name_and_title, words, yuan_text
from engine.customers.events import CustomerChanged, CustomerCreated, OpeningBalanceSet
from engine.customers.imports import Column, Line, Report, Template, read
from engine.customers.models import Customer
from engine.customers.templates.purchases import number_of
from engine.kernel import Context, Invalid, new_id

LONGEST = {"number": 64, "name": 200, "segment": 32, "industry": 120, "region": 120}
AT_ONCE = 2_000
ZONE = ZoneInfo("UTC")  # only the day of 最近合作时间 is compared


class Customers(Template):
    """Rows are upserted by 客户编号. Beyond T1's ten an import may name owner, department, region, kind, segment.

    The other names of columns are those that exports of 纷享销客 and Zoho CRM (Accounts) carry.
    """

    key = "customers"
    names: Mapping[str, str] = {"zh": "客户信息基础档案表", "en": "Customer records"}
    columns = (
        Column("number", "客户编号", ("customer", "customer number", "customer_id", "account number"), required=True),
        Column("name", "客户名称", ("customer name", "account name"), required=True),
        Column("industry", "所属行业", ("行业", "一级行业")),
        Column("decider", "决策人(姓名/职位)", ("决策人", "decision maker")),
        Column("contact", "联系方式", ("phone", "电话", "手机")),
        Column("months", "历史合作时长", ("tenure",)),
        Column("amount", "累计合作金额", ("total amount",)),
        Column("needs", "核心需求标签", ("tags",)),
        Column("tier", "客户分层", ("客户等级", "客户级别")),
        Column("last", "最近合作时间", ("last purchase", "最后成交时间")),
    )
    extra = (
        Column("owner", "客户经理", ("负责人", "account owner")),
        Column("department", "部门", ("所属部门", "负责人主属部门")),
        Column("region", "地区", ("区域", "省", "billing state")),
        Column("kind", "客户类型"),
        Column("segment", "客群"),
    )
    options = frozenset({"opening"})

    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        opening = _opening(options)
        people = record.People(ctx)
        numbers = [number_of(line.cells["number"]) for line in lines if "number" in line.cells]
        known = record.by_number(ctx, numbers)
        derived = record.derived(ctx, [customer.id for customer in known.values()])
        held = contacts.deciders(ctx, [customer.id for customer in known.values()])
        saved: list[contacts.Wish] = []
        gone = tombstones.buried(ctx, (pair for line in lines for pair in _forgettable(line)))
        for line in lines:
            if gone.intersection(_forgettable(line)):
                report.refuse(line.number, None, "person_erased")
                continue
            fields = _fields(line, people, report)
            wanted = _wanted(line)
            compared = _compared(line, report)
            number = fields.get("number")
            if number is None or line.number in report.bad_rows:
                continue
            if number in report.seen:
                report.refuse(line.number, "number", "customer_twice", number)
                continue
            report.seen.add(number)
            customer = known.get(number)
            if customer is not None and customer.number != number:
                report.warn(line.number, "number", "customer_merged", number, into=customer.number)
                report.counts["skipped"] += 1
                continue
            now = derived.get(customer.id, record.Derived()) if customer else record.Derived()
            begins = opening if not now.opening and {"amount", "months"} & compared.keys() else None
            if begins and not 1 <= compared.get("months", 0) <= 1200:
                report.refuse(line.number, "months", "opening_months_wrong", months=compared.get("months", 0))
                continue
            customer_id, changed = _save(ctx, customer, fields, report)
            if wanted:
                wish = contacts.Wish(customer_id, held.get(customer_id), *wanted)
                if wish.changes:
                    saved.append(wish)
                    changed = True
            if begins:
                amount, lasted = compared.pop("amount", 0), compared.pop("months")
                ctx.record(
                    OpeningBalanceSet(
                        customer_id=customer_id, amount_cents=amount, months=lasted, as_of=begins, source=report.file
                    )
                )
                changed = True
            _compare(line, compared, now, report, customer)
            if customer is None:
                report.counts["created"] += 1
            report.counts["changed" if customer and changed else "unchanged" if customer else "written"] += 1
        contacts.save(ctx, saved, report.batch)

    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        rows = select(Customer).where(Customer.tenant_id == ctx.tenant).order_by(Customer.number)
        if scope is not None:
            rows = rows.where(scope)
        for some in chunks(ctx.session.scalars(rows.execution_options(yield_per=AT_ONCE)), AT_ONCE):
            ids = [customer.id for customer in some]
            derived, held = record.derived(ctx, ids), contacts.deciders(ctx, ids)
            for customer in some:
                now, contact = derived.get(customer.id, record.Derived()), held.get(customer.id)
                masked = contact.masked if contact else {}
                shown = {field: contact_queries.veiled(ctx, field, mask) for field, mask in masked.items()}
                decider = "/".join(part for part in (shown.get("name"), contact.title if contact else None) if part)
                yield [
                    customer.number,
                    customer.name,
                    customer.industry,
                    decider or None,
                    shown.get("phone") or shown.get("mail"),
                    duration(now.months) if now.known else None,
                    yuan_text(now.amount_cents) if now.known else None,
                    "、".join(customer.needs) or None,
                    now.tier,
                    now.last_on.isoformat() if now.last_on else None,
                ]


def _opening(options: Mapping[str, Any]) -> date | None:
    value = options.get("opening")
    if value is None or isinstance(value, date):
        return value
    try:
        return day(str(value))
    except Unreadable as error:
        raise Invalid(error.code, option="opening", value=str(value)) from error


def _fields(line: Line, people: record.People, report: Report) -> dict[str, Any]:
    """The customer's own columns that have a value."""
    fields: dict[str, Any] = {}
    for column in ("number", "name"):
        if column not in line.cells:
            report.refuse(line.number, column, "cell_empty")
    for column, longest in LONGEST.items():
        if column in line.cells:
            fields[column] = number_of(line.cells[column])
            if len(fields[column]) > longest:
                report.refuse(line.number, column, "text_too_long", longest=longest)
    if "needs" in line.cells:
        fields["needs"] = words(line.cells["needs"])
    for column, field, find in (
        ("owner", "owner_id", people.person),
        ("department", "department_id", people.department),
        ("kind", "kind", record.kind),
    ):
        found = read(line, column, find, report)
        if found is not None:
            fields[field] = found
    return fields


def _forgettable(line: Line) -> list[tuple[str, str]]:
    """What a row says that could be of somebody who asked to be forgotten."""
    reach = number_of(line.cells["contact"]) if "contact" in line.cells else ""
    number = number_of(line.cells["number"]) if "number" in line.cells else ""
    told = [("number", number), ("mail" if "@" in reach else "phone", reach)]
    return [(kind, value) for kind, value in told if value]


def _wanted(line: Line) -> tuple[str | None, str | None, str | None] | None:
    """Name and title of the decider and the way to reach them; None when the row says nothing of it."""
    name, title = name_and_title(str(line.cells["decider"])) if "decider" in line.cells else (None, None)
    reach = number_of(line.cells["contact"]) if "contact" in line.cells else None
    return (name, title, reach) if name or title or reach else None


def _compared(line: Line, report: Report) -> dict[str, Any]:
    parsers = {"months": months, "amount": cents, "last": lambda cell: moment(cell, ZONE)[0], "tier": str}
    found = {column: read(line, column, parse, report) for column, parse in parsers.items()}  # type: ignore[arg-type]
    return {column: value for column, value in found.items() if value is not None}


def _save(ctx: Context, customer: Customer | None, fields: Mapping[str, Any], report: Report) -> tuple[str, bool]:
    if customer is None:
        created = new_id()
        ctx.record(CustomerCreated(customer_id=created, batch=report.batch, **fields))
        return created, True
    changes = record.changes(customer, fields)
    if changes:
        told = record.told(customer, changes)
        ctx.record(CustomerChanged(customer_id=customer.id, changes=told, new=changes, batch=report.batch))
    return customer.id, bool(changes)


def _compare(line: Line, compared: Mapping[str, Any], now: record.Derived, report: Report, of: Customer | None) -> None:
    computed: dict[str, tuple[Any, Any]] = {
        "months": (now.months, duration(now.months)),
        "amount": (now.amount_cents, yuan_text(now.amount_cents)),
        "last": (now.last_on, now.last_on and now.last_on.isoformat()),
        "tier": (now.tier, now.tier),
    }
    for column, sheet in compared.items():
        value, shown = computed[column]
        if sheet != value:
            report.differs(line.number, column, line.cells[column], shown, of)
