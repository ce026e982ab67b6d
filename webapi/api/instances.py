"""Cases: starting, looking, steering; and messages, signals and incidents between and in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import Select, func, select

from engine.customers.models import Customer as CustomerRow
from engine.customers.queries import seen
from engine.feel import values
from engine.history import queries as history
from engine.instances import commands, messages, migration, queries
from engine.instances.models import Incident as IncidentRow
from engine.instances.models import Instance as InstanceRow
from engine.kernel import Conflict, Context, Invalid, NotFound, Rejected
from engine.tasks import starting
from webapi import narrowing, present, sight, watching
from webapi.api.shapes import Entry, Incident, Instance, InstanceItem
from webapi.schemas import Query, Schema, after, page, page_of
from webapi.texts import language, say
from webapi.unit import Blueprint, permit, unit

blueprint = Blueprint("instances", __name__, description="Cases")
READ, STEER = ("read", "case"), ("steer", "case")
MANY = 100
"""Cases that one request migrates."""


class Start(Schema):
    process = fields.String(required=True, metadata={"description": "the key of a process"})
    version = fields.Integer(validate=validate.Range(1))
    business_key = fields.String(validate=validate.Length(1, 255))
    customer = fields.String(metadata={"description": "客户编号 or id"})
    variables = fields.Dict(keys=fields.String(), load_default=dict)


class Reason(Schema):
    reason = fields.String(load_default="")


class Resolution(Reason):
    result = fields.Dict(keys=fields.String(), load_default=dict)


class Variables(Reason):
    variables = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(1))


class Migrate(Reason):
    version = fields.Integer(required=True, validate=validate.Range(1))
    dry_run = fields.Boolean(load_default=False, metadata={"description": "only the plan; nothing changes"})
    mapping = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "element of the old version -> element of the new one, where the ids differ"},
    )


class MigrateMany(Migrate):
    from_version = fields.Integer(validate=validate.Range(1), metadata={"description": "without: all other versions"})
    instances = fields.List(fields.String(), validate=validate.Length(1, MANY), metadata={"description": "only these"})
    after = fields.String(load_default="", metadata={"description": "`next` of the answer before"})


class Move(Reason):
    element = fields.String(required=True, metadata={"description": "where it is open now (or a token of the case)"})
    to = fields.String(required=True)


class Migration(Schema):
    instance = fields.String()
    from_version = fields.Integer()
    to_version = fields.Integer()
    migrated = fields.Boolean()
    moves = fields.List(fields.Dict(), metadata={"description": "token, element, to, changed settings"})
    armed = fields.List(fields.String(), metadata={"description": "new events on the edge of open activities"})
    dropped = fields.List(fields.String(), metadata={"description": "events that the new version no longer has"})
    passed_by = fields.List(fields.String(), metadata={"description": "new steps that this case will not come to"})
    refused = fields.List(fields.Dict(), metadata={"description": "element, code, message, remedy, params"})
    tasks = fields.List(
        fields.Dict(),
        metadata={"description": "open tasks with people and due time; kept: what the new version changes"},
    )


class Migrations(Schema):
    items = fields.List(fields.Nested(Migration))
    next = fields.String(allow_none=True)


class Message(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 255))
    correlation = fields.Dict(keys=fields.String(), load_default=dict)
    message_id = fields.String(validate=validate.Length(1, 255))
    ttl = fields.Float(validate=validate.Range(0, 366 * 86400), load_default=3600)
    variables = fields.Dict(keys=fields.String(), load_default=dict)


class Signal(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 255))
    variables = fields.Dict(keys=fields.String(), load_default=dict)


class Kind(Schema):
    code = fields.String()
    message = fields.String()
    count = fields.Integer()


class Kinds(Schema):
    items = fields.List(fields.Nested(Kind))


class Delivered(Schema):
    delivered = fields.List(fields.String())
    buffered = fields.Boolean()


@blueprint.writes("/instances", Start, Instance, may=("start", "case"), status=201)
def start(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Start a process and run it until it waits for a person, time, a message or an outside call"""
    customer = seen(ctx, body["customer"]) if "customer" in body else _named(ctx, body["variables"].get("customer"))
    if customer is not None and customer.erased_at is not None:
        wrong = {"path": "customer", "code": "customer_erased", "params": {"customer": customer.number}}
        raise Invalid("customer_erased", [wrong], customer=customer.number)
    instance = starting.start(
        ctx,
        body["process"],
        values.of(body["variables"]),
        version=body.get("version"),
        business_key=body.get("business_key"),
        customer_id=customer.id if customer else None,
    )
    return _whole(ctx, instance)


def _named(ctx: Context, which: Any) -> CustomerRow | None:
    """Whose case it is, where the start form has asked and the asker may see the customer; else the process says."""
    try:
        return seen(ctx, which) if isinstance(which, str) and which else None
    except NotFound:
        return None


def _whole(ctx: Context, instance: InstanceRow) -> dict[str, Any]:
    ctx.session.flush()
    stuck = ctx.session.scalars(queries.open_incidents(ctx, [instance.id])).all()
    return present.instance(ctx, instance, stuck)


@blueprint.reads("/instances", page_of(InstanceItem), query=narrowing.Wanted, may=READ)
def instances(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Cases that the asker may see, newest first"""
    found = queries.instances(
        ctx,
        process=query.get("process"),
        status=query.get("status"),
        business_key=query.get("business_key"),
        parent=query.get("parent"),
        seen_by=sight.of_cases(ctx),
    ).where(*narrowing.conditions(ctx, query))
    if last := after(query, str):
        found = found.where(InstanceRow.id < last)
    limit = query["limit"]
    shown = page(ctx.session.scalars(found.limit(limit + 1)).all(), limit, lambda instance: instance.id)
    return {**shown, "items": present.instances(ctx, shown["items"])}


@blueprint.reads("/instances/<instance_id>", Instance, may=READ)
def instance(ctx: Context, instance_id: str) -> dict[str, Any]:
    """A case: variables, where it stands, why it is stuck"""
    found = sight.case(ctx, instance_id)
    watching.case(ctx, found)
    return _whole(ctx, found)


@blueprint.reads("/instances/<instance_id>/history", page_of(Entry), query=Query, may=READ)
def instance_history(ctx: Context, query: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """The ledger of a case, in order"""
    stream = history.instance(sight.case(ctx, instance_id).id)
    last, limit = after(query, int) or 0, query["limit"]
    found = history.entries(ctx.session, ctx.tenant, stream, after=last, limit=limit + 1)
    shown = page(found, limit, lambda entry: entry.seq)
    return {**shown, "items": present.entries(ctx, shown["items"])}


@blueprint.writes("/instances/<instance_id>/cancel", Reason, Instance, may=STEER)
def cancel(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """End a case for good, with everything that it called and waits for"""
    return _whole(ctx, commands.cancel(ctx, instance_id, body["reason"]))


@blueprint.writes("/instances/<instance_id>/suspend", Reason, Instance, may=STEER)
def suspend(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Stop a case where it stands"""
    return _whole(ctx, commands.suspend(ctx, instance_id, body["reason"]))


@blueprint.writes("/instances/<instance_id>/resume", Reason, Instance, may=STEER)
def resume(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Let a suspended case go on"""
    return _whole(ctx, commands.resume(ctx, instance_id, body["reason"]))


@blueprint.writes("/instances/<instance_id>/variables", Variables, Instance, may=STEER, method="PATCH")
def set_variables(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Change variables of a case, on record with old, new and reason"""
    return _whole(ctx, commands.set_variables(ctx, instance_id, body["variables"], body["reason"]))


@blueprint.writes("/instances/<instance_id>/migrate", Migrate, Migration, may=STEER)
def migrate(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Let a case go on in another version of its process; with `dry_run` only the plan of it"""
    version, mapping = body["version"], body["mapping"]
    if body["dry_run"]:
        planned = migration.plan(ctx, instance_id, version, mapping)
    else:
        with _in_words():
            planned = migration.migrate(ctx, instance_id, version, body["reason"], mapping)
    return present.migration(ctx, planned, migrated=not body["dry_run"])


@blueprint.signed("/processes/<key>/migrate", MigrateMany, Migrations, method="POST")
def migrate_many(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Let running cases go on in another version, each in a transaction of its own; those that cannot, go on as they
    are and say why. `next` goes into `after` until it is null"""
    permit(*STEER)
    found = body.get("instances")
    with unit(write=False) as ctx:
        ids = found or migration.running(
            ctx, key, body["version"], body.get("from_version"), after=body["after"], limit=MANY
        )
    items = [_migrated(key, instance_id, body) for instance_id in ids]
    return {"items": items, "next": ids[-1] if not found and len(ids) == MANY else None}


def _migrated(key: str, instance_id: str, body: dict[str, Any]) -> dict[str, Any]:
    version, mapping, dry = body["version"], body["mapping"], body["dry_run"]
    try:
        with unit(write=not dry) as ctx:
            if queries.instance(ctx, instance_id).process != key:
                raise NotFound("instance_unknown", id=instance_id)
            if dry:
                return present.migration(ctx, migration.plan(ctx, instance_id, version, mapping), migrated=False)
            done = migration.attempt(ctx, instance_id, version, body["reason"], mapping)
            return present.migration(ctx, done, migrated=not done.plan.refusals)
    except Rejected as refusal:
        told = {"element": None, "code": refusal.code, "message": say(refusal.code, refusal.params, language())}
        return {"instance": instance_id, "migrated": False, "refused": [told]}


@blueprint.writes("/instances/<instance_id>/move", Move, Instance, may=STEER)
def move(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Take away what is open at an element and go on at another one of the same scope"""
    with _in_words():
        return _whole(ctx, migration.move(ctx, instance_id, body["element"], body["to"], body["reason"]))


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except Conflict as refusal:
        if "refusals" in refusal.params:
            refusal.params["refused"] = present.refusals(refusal.params.pop("refusals"))
        raise


@blueprint.writes("/messages", Message, Delivered, may=("send", "message"))
def message(ctx: Context, body: dict[str, Any]) -> messages.Delivery:
    """Bring a message to whoever waits for it, or start what begins with it, or keep it for `ttl` seconds"""
    return messages.publish(
        ctx,
        body["name"],
        body["correlation"],
        body["variables"],
        message_id=body.get("message_id"),
        ttl=timedelta(seconds=body["ttl"]),
    )


@blueprint.writes("/signals", Signal, Delivered, may=("send", "message"))
def signal(ctx: Context, body: dict[str, Any]) -> messages.Delivery:
    """Bring a signal to all who listen, and start what begins with it"""
    return messages.signal(ctx, body["name"], body["variables"])


@blueprint.reads("/incidents", page_of(Incident), query=Query, may=("read", "incident"))
def incidents(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Open incidents of the cases that the asker may see, newest first; to administrators also jobs of no case"""
    found = _seen_incidents(ctx)
    if last := after(query, str):
        found = found.where(IncidentRow.id < last)
    shown = page(ctx.session.scalars(found.limit(query["limit"] + 1)).all(), query["limit"], lambda one: one.id)
    return {**shown, "items": [present.incident(one) for one in shown["items"]]}


@blueprint.reads("/incidents/kinds", Kinds, may=("read", "incident"))
def incident_kinds(ctx: Context) -> dict[str, Any]:
    """Why cases are stuck: each kind with the words of its newest incident, and how many there are; the most first"""
    kinds = _seen_incidents(ctx).order_by(None).subquery()
    counted = select(func.max(kinds.c.id), func.count()).group_by(kinds.c.code)
    count = {row[0]: row[1] for row in ctx.session.execute(counted)}
    newest = ctx.session.scalars(select(IncidentRow).where(IncidentRow.id.in_(count))).all()
    told = [{**present.incident(one), "count": count[one.id]} for one in newest]
    return {"items": sorted(told, key=lambda one: (-one["count"], one["code"]))}


def _seen_incidents(ctx: Context) -> Select[IncidentRow]:
    found = queries.open_incidents(ctx)
    condition = sight.of_cases(ctx)
    if condition is None:
        return found
    return found.where(IncidentRow.instance_id.in_(select(InstanceRow.id).where(condition)))


@blueprint.writes("/incidents/<incident_id>/retry", Reason, Instance, may=("resolve", "incident"))
def retry(ctx: Context, body: dict[str, Any], incident_id: str) -> dict[str, Any]:
    """Run the failed element or job again; it may fail again, which is a new incident"""
    case = commands.retry(ctx, incident_id)
    return _whole(ctx, case) if case else {}


@blueprint.writes("/incidents/<incident_id>/resolve", Resolution, Instance, may=("resolve", "incident"))
def resolve(ctx: Context, body: dict[str, Any], incident_id: str) -> dict[str, Any]:
    """Say that the stuck element's work was done by hand: the case goes on with this result"""
    case = commands.resolve(ctx, incident_id, body["result"], body["reason"])
    return _whole(ctx, case) if case else {}
