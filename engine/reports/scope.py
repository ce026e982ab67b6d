"""Whose rows a report counts: an account manager's own customers, a head's departments, the cases in which they or
their people worked, and all for those who answer for the whole. Every report narrows its statements by one of these
conditions, so nobody reads a number they may not see.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, true

from engine.access import queries as access
from engine.access.models import Person
from engine.customers.models import Customer
from engine.kernel import Context, Forbidden
from engine.reports.report import Asked, Report, Span
from engine.tasks import team
from engine.tasks.models import Task


def sees_all(ctx: Context) -> bool:
    """Whether the actor answers for the whole house. Reports name no customer, so process owners count as such."""
    return ctx.actor.executive or ctx.actor.has("auditor", "process_owner")


def keeps(ctx: Context, report: Report) -> bool:
    """Whether the report measures what the actor looks after for the whole house."""
    return not ctx.actor.groups.isdisjoint(access.groups_named(ctx.session, report.keepers, tenant=ctx.tenant).values())


def may(ctx: Context, report: Report) -> bool:
    """Whether the actor may read the report at all."""
    return report.whose != "house" or sees_all(ctx) or keeps(ctx, report)


def require(ctx: Context, report: Report) -> None:
    """Forbidden unless `may`."""
    if not may(ctx, report):
        raise Forbidden("report_of_the_house", report=report.key)


def customers(ctx: Context, asked: Asked) -> list[ColumnElement[bool]]:
    """The condition on Customer: those the actor may see, in the band and department asked for."""
    found = _filtered(ctx, asked)
    if not _whole(ctx, asked):
        found.append(access.scope(ctx.actor).where(Customer.owner_id, Customer.department_id))
    return found


def of_customers(ctx: Context, asked: Asked, column: Any) -> ColumnElement[bool]:
    """The condition on a column of customer ids; everything, where nothing narrows it."""
    if _whole(ctx, asked) and asked.band is None and asked.department is None:
        return true()
    return column.in_(select(Customer.id).where(*customers(ctx, asked)))  # type: ignore[no-any-return]


def of_cases(ctx: Context, asked: Asked, root: Any, customer: Any) -> ColumnElement[bool]:
    """The condition on the columns of a case's root and its customer: of those the actor may see, and, whoever the
    customer belongs to, those in which the actor or somebody whom they oversee had a task."""
    theirs = of_customers(ctx, asked, customer)
    if _whole(ctx, asked):
        return theirs
    by = people(ctx, Asked(asked.span))
    rows = select(Task.root_id).where(Task.tenant_id == ctx.tenant)
    worked = [root.in_(rows.where(or_(Task.assignee.in_(by), Task.completed_by.in_(by))))]
    if asked.band is not None or asked.department is not None:
        worked.append(customer.in_(select(Customer.id).where(*_filtered(ctx, asked))))
    return or_(theirs, and_(*worked))


def _whole(ctx: Context, asked: Asked) -> bool:
    return asked.whole or sees_all(ctx)


def _filtered(ctx: Context, asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Customer.tenant_id == ctx.tenant]
    if asked.band is not None:
        found.append(Customer.band == asked.band)
    if asked.department is not None:
        found.append(Customer.department_id.in_(_below(ctx, asked.department)))
    return found


def people(ctx: Context, asked: Asked) -> Select[str]:
    """The names of the people whom the actor oversees, and their own, in the department asked for."""
    found = select(Person.name).where(Person.tenant_id == ctx.tenant)
    if not asked.whole:
        found = found.where(or_(Person.name.in_(team.overseen(ctx)), Person.name == ctx.actor.name))
    if asked.department is not None:
        found = found.where(Person.department_id.in_(_below(ctx, asked.department)))
    return found


def _below(ctx: Context, which: str) -> list[str]:
    """The ids of a department and all below it."""
    root = access.department(ctx.session, which, tenant=ctx.tenant)
    every = access.departments(ctx.session, tenant=ctx.tenant)
    found, grown = {root.id}, True
    while grown:
        more = {row.id for row in every if row.parent_id in found} - found
        found |= more
        grown = bool(more)
    return sorted(found)


def month(column: Any, span: Span, *, instant: bool = True) -> ColumnElement[str]:
    """The month of a column as `2026-03`, in the house's zone whatever the database's; `instant` False: of a date."""
    months = span.months()
    ends = [(name, Span(end, end, span.zone).since if instant else end) for name, _, end in months[:-1]]
    last = literal(months[-1][0])
    return case(*[(column < end, name) for name, end in ends], else_=last) if ends else last
