"""What all schemas of the API share: strict bodies, null equal to absent, instants with a zone, keyset pages."""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import marshmallow as ma
import simplejson
from flask.json.provider import JSONProvider
from marshmallow import fields

from engine.kernel import Invalid

LIMIT, LARGEST = 50, 1000


class Schema(ma.Schema):
    """A body: unknown fields are refused; a null in an optional field equals leaving it out, unless it may be null."""

    class Meta:
        unknown = ma.RAISE

    @ma.pre_load
    def drop_nulls(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        optional = {
            field.data_key or name for name, field in self.fields.items() if not field.required and not field.allow_none
        }
        return {name: value for name, value in data.items() if value is not None or name not in optional}


class Query(ma.Schema):
    """The query of a list."""

    class Meta:
        unknown = ma.EXCLUDE

    cursor = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(load_default=LIMIT, metadata={"description": "50 by default; more than 1000 counts as 1000"})

    @ma.post_load
    def bounded(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "limit": min(max(data["limit"], 1), LARGEST)}


class Instant(fields.DateTime):
    """An instant; a text without a zone is read in the zone of the installation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else instant(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        from webapi.unit import parts

        read: datetime = super()._deserialize(value, attr, data, **kwargs)
        return (read if read.tzinfo else read.replace(tzinfo=parts().config.zone)).astimezone(UTC)


def instant(value: datetime) -> str:
    """An instant as RFC 3339 in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


@cache
def page_of(item: type[ma.Schema]) -> type[ma.Schema]:
    """The schema of a keyset page of items."""
    shape: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(item)),
        "next": fields.String(
            allow_none=True, metadata={"description": "the cursor of the next page, if there is one"}
        ),
    }
    made: type[ma.Schema] = ma.Schema.from_dict(shape, name=f"PageOf{item.__name__}")
    return made


def page(items: Sequence[Any], limit: int, key: Callable[[Any], Any]) -> dict[str, Any]:
    """A keyset page of a query that was asked for one more than `limit`; `key` gives the cursor of the last item."""
    more = len(items) > limit
    shown = items[:limit]
    return {"items": shown, "next": cursor(key(shown[-1])) if more else None}


def cursor(key: Any) -> str:
    """An opaque text for the place after an item."""
    return base64.urlsafe_b64encode(dumps(key).encode()).decode().rstrip("=")


def after(query: Mapping[str, Any], *kinds: type) -> Any:
    """The place that the query's cursor stands for, as values of these kinds (one alone is not wrapped); None on the
    first page. Invalid when the cursor is not one of ours."""
    text = query.get("cursor")
    if not text:
        return None
    try:
        read = simplejson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), use_decimal=True)
        values = [_place(value, kind) for value, kind in zip(read if len(kinds) > 1 else [read], kinds, strict=True)]
    except (ValueError, TypeError):
        raise Invalid("cursor_invalid") from None
    return tuple(values) if len(kinds) > 1 else values[0]


def _place(value: Any, kind: type) -> Any:
    if kind is datetime and isinstance(value, str):
        value = datetime.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError
    return value


def dumps(value: Any) -> str:
    """JSON with exact numbers; instants in UTC, dates as ISO texts."""
    text: str = simplejson.dumps(
        value, use_decimal=True, ensure_ascii=False, separators=(",", ":"), default=_plain, ignore_nan=True
    )
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


class ExactJson(JSONProvider):
    """Flask's JSON with exact decimals both ways, in the order of the keys."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return dumps(obj)

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return exact(s)


def exact(text: str | bytes) -> Any:
    """JSON read with exact decimals; NaN and Infinity are not JSON. Raises ValueError."""
    return simplejson.loads(text, use_decimal=True)
