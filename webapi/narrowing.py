"""Which cases somebody asks for: conditions on Instance over cases, customers, people and incidents at once, so that no
single room can answer them. What may be seen of them is another question (sight.py)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import ColumnElement, or_, select

from engine.access import queries as access
from engine.customers.models import Customer
from engine.instances import queries
from engine.instances.models import Incident, Instance
from engine.kernel import Context
from webapi.schemas import Query

STATUSES = ("running", "waiting", "suspended", "incident", "completed", "cancelled")


class Wanted(Query):
    """What a list of cases is narrowed by; all of it holds together."""

    process = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    customer = fields.String(metadata={"description": "客户编号 or id"})
    business_key = fields.String()
    parent = fields.String(metadata={"description": "cases that this one called or started by message"})
    started_from = fields.Date(metadata={"description": "started on this day or later"})
    started_until = fields.Date(metadata={"description": "started on this day or earlier"})
    older = fields.Integer(validate=validate.Range(1, 3660), metadata={"description": "open for so many days"})
    stuck = fields.String(metadata={"description": "code of an open incident, see /incidents/kinds"})
    department = fields.String(metadata={"description": "of the customer, with the departments below it"})
    owner = fields.String(metadata={"description": "user name of the customer's owner"})


def conditions(ctx: Context, query: Mapping[str, Any]) -> Iterator[ColumnElement[bool]]:
    """What `customer`, `started_from`, `started_until`, `older`, `stuck`, `department` and `owner` ask of a case."""
    if which := query.get("customer"):
        yield _of(ctx, or_(Customer.number == which, Customer.id == which))
    if day := query.get("started_from"):
        yield Instance.started_at >= _midnight(ctx, day)
    if day := query.get("started_until"):
        yield Instance.started_at < _midnight(ctx, day + timedelta(days=1))
    if days := query.get("older"):
        yield Instance.started_at <= ctx.now - timedelta(days=days)
        yield Instance.ended_at.is_(None)
    if code := query.get("stuck"):
        stuck = queries.open_incidents(ctx).where(Incident.code == code).order_by(None)
        yield Instance.id.in_(stuck.with_only_columns(Incident.instance_id))
    if which := query.get("department"):
        yield _of(ctx, Customer.department_id.in_(_below(ctx, which)))
    if name := query.get("owner"):
        yield _of(ctx, Customer.owner_id == access.person(ctx.session, name, tenant=ctx.tenant).id)


def _below(ctx: Context, which: str) -> list[str]:
    """A department and all below it, by id."""
    tree = access.departments(ctx.session, tenant=ctx.tenant)
    found = [access.department(ctx.session, which, tenant=ctx.tenant).id]
    for above in found:  # grows while it is read
        found += [one.id for one in tree if one.parent_id == above]
    return found


def _of(ctx: Context, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Instance.customer_id.in_(select(Customer.id).where(Customer.tenant_id == ctx.tenant, condition))


def _midnight(ctx: Context, day: date) -> datetime:
    return datetime.combine(day, time(), ctx.zone)
