"""One's notices and what one wants of them; the channels by which they leave the house, and the company's settings."""

from typing import Any

from marshmallow import fields, validate

from engine.kernel import Context
from engine.notify import commands, queries, rules, words
from engine.notify.models import Channel as ChannelRow
from engine.notify.models import Delivery as DeliveryRow
from webapi import present
from webapi.api.shapes import CustomerRef, Nothing
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.texts import language
from webapi.unit import Blueprint

blueprint = Blueprint("notices", __name__, description="Notices")
MANAGE = ("manage", "channel")
HOUR = validate.Regexp(rules.HOUR.pattern + r"\Z")


class Notice(Schema):
    id = fields.String()
    at = Instant()
    kind = fields.String()
    text = fields.String(metadata={"description": "in the reader's language"})
    instance = fields.String(attribute="instance_id", allow_none=True)
    task = fields.String(attribute="task_id", allow_none=True)
    customer = fields.Nested(CustomerRef, allow_none=True)
    about = fields.String(allow_none=True, metadata={"description": "an element of the case"})
    params = fields.Dict(metadata={"description": "what the words are made of: number, task, due, percent, level"})
    read_at = Instant(allow_none=True)


class Notices(Schema):
    items = fields.List(fields.Nested(Notice))
    next = fields.String(allow_none=True)
    unread = fields.Integer()


class Unread(Schema):
    unread = fields.Integer()


class Preference(Schema):
    mail = fields.Boolean(required=True)
    muted = fields.List(fields.String(), load_default=list, metadata={"description": "kinds that stay inside"})
    quiet_from = fields.String(allow_none=True, validate=HOUR, load_default=None)
    quiet_to = fields.String(allow_none=True, validate=HOUR, load_default=None)


class ChannelBody(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 64))
    kind = fields.String(required=True, validate=validate.OneOf(rules.KINDS))
    audience = fields.String(load_default="house", validate=validate.OneOf(rules.AUDIENCES))
    settings = fields.Dict(keys=fields.String(), load_default=dict)
    secret = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        load_only=True,
        metadata={"description": "url, secret, password; sealed, never shown; what is left out stays"},
    )
    groups = fields.List(fields.String(), load_default=list)
    kinds = fields.List(fields.String(), load_default=list, metadata={"description": "none means all"})
    language = fields.String(load_default="zh", validate=validate.OneOf(rules.LANGUAGES))
    enabled = fields.Boolean(load_default=True)


class Channel(Schema):
    id = fields.String()
    name = fields.String()
    kind = fields.String()
    audience = fields.String()
    settings = fields.Dict()
    has_secret = fields.Boolean()
    groups = fields.List(fields.String())
    kinds = fields.List(fields.String())
    language = fields.String()
    enabled = fields.Boolean()


class Channels(Schema):
    items = fields.List(fields.Nested(Channel))
    notices = fields.List(fields.String(), metadata={"description": "the kinds of notice that there are"})


class Delivery(Schema):
    id = fields.String()
    channel = fields.String(attribute="channel_id")
    person = fields.String(allow_none=True)
    status = fields.String(metadata={"enum": ["queued", "sent", "failed", "dropped"]})
    error = fields.String(allow_none=True)
    due_at = Instant()
    done_at = Instant(allow_none=True)


class DeliveriesQuery(Query):
    channel = fields.String()
    status = fields.String()


class Tried(Schema):
    delivery = fields.String()


class Settings(Schema):
    quiet_from = fields.String(validate=HOUR)
    quiet_to = fields.String(validate=HOUR)
    address = fields.String(metadata={"description": "where people reach this installation; links begin with it"})
    sla_50 = fields.List(fields.String(validate=validate.OneOf(rules.WHO)))
    sla_80 = fields.List(fields.String(validate=validate.OneOf(rules.WHO)))
    sla_100 = fields.List(fields.String(validate=validate.OneOf(rules.WHO)))
    allowed_hosts = fields.List(fields.String(), dump_only=True)


class SettingsChange(Settings):
    reason = fields.String(required=True)


@blueprint.reads("/notices", Notices, query=Query)
def notices(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The asker's notices, newest first"""
    rows = queries.mine(ctx, after=after(query, str), limit=query["limit"] + 1)
    shown = page(rows, query["limit"], lambda notice: notice.id)
    of = present.customers(ctx, (row.customer_id for row in shown["items"]))
    names = ("id", "at", "kind", "instance_id", "task_id", "about", "params", "read_at")
    items = [
        {
            **{name: getattr(row, name) for name in names},
            "text": words.line(row.kind, row.params, language()),
            "customer": of.get(row.customer_id),
        }
        for row in shown["items"]
    ]
    return {"items": items, "next": shown["next"], "unread": queries.unread(ctx)}


@blueprint.writes("/notices/read", Nothing, Unread, may=("work", "task"))
def read(ctx: Context, body: dict[str, Any]) -> dict[str, int]:
    """All of the asker's notices are read now"""
    queries.read(ctx)
    return {"unread": 0}


@blueprint.reads("/notices/preference", Preference)
def preference(ctx: Context) -> Any:
    """What the asker wants"""
    return queries.preference(ctx)


@blueprint.writes("/notices/preference", Preference, Preference, may=("work", "task"), method="PUT")
def prefer(ctx: Context, body: dict[str, Any]) -> Any:
    """What the asker wants from now on; escalations to the executives come anyway"""
    return commands.prefer(ctx, **body)


@blueprint.reads("/notices/channels", Channels, may=MANAGE)
def channels(ctx: Context) -> dict[str, Any]:
    """All channels, without their secrets"""
    return {"items": [_told(row) for row in queries.channels(ctx)], "notices": list(words.LINES)}


@blueprint.writes("/notices/channels", ChannelBody, Channel, may=MANAGE, status=201)
def add_channel(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A new way out of the house"""
    return _told(commands.save_channel(ctx, None, **body))


@blueprint.writes("/notices/channels/<channel_id>", ChannelBody, Channel, may=MANAGE, method="PUT")
def change_channel(ctx: Context, body: dict[str, Any], channel_id: str) -> dict[str, Any]:
    """Change a channel; secrets that are left out stay"""
    return _told(commands.save_channel(ctx, channel_id, **body))


@blueprint.writes("/notices/channels/<channel_id>/remove", Nothing, Nothing, may=MANAGE)
def remove_channel(ctx: Context, body: dict[str, Any], channel_id: str) -> dict[str, Any]:
    """Take a channel away, with its secret"""
    commands.remove_channel(ctx, channel_id)
    return {}


@blueprint.writes("/notices/channels/<channel_id>/test", Nothing, Tried, may=MANAGE)
def try_channel(ctx: Context, body: dict[str, Any], channel_id: str) -> dict[str, Any]:
    """Send a test notice; what became of it is among the deliveries"""
    return {"delivery": commands.try_channel(ctx, channel_id)}


@blueprint.reads("/notices/deliveries", page_of(Delivery), query=DeliveriesQuery, may=MANAGE)
def deliveries(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """What left the house or did not, newest first"""
    found = queries.deliveries(ctx, channel_id=query.get("channel"), status=query.get("status"))
    if last := after(query, str):
        found = found.where(DeliveryRow.id < last)
    rows = ctx.session.scalars(found.limit(query["limit"] + 1)).all()
    return page(rows, query["limit"], lambda row: row.id)


@blueprint.reads("/notices/settings", Settings, may=MANAGE)
def settings(ctx: Context) -> dict[str, Any]:
    """Quiet hours, address and whom a used-up clock concerns"""
    return queries.settings(ctx)


@blueprint.writes("/notices/settings", SettingsChange, Settings, may=MANAGE, method="PATCH")
def change_settings(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Set notices otherwise, for everybody"""
    reason = body.pop("reason")
    return commands.change_settings(ctx, body, reason=reason)


def _told(row: ChannelRow) -> dict[str, Any]:
    names = ("id", "name", "kind", "audience", "settings", "groups", "kinds", "language", "enabled")
    return {**{name: getattr(row, name) for name in names}, "has_secret": row.sealed is not None}
