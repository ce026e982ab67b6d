"""Rows and column types shared by all tables: UUIDv7 keys, UTC instants, JSON that keeps key order and exact decimals.

JSON is stored as text on both databases: PostgreSQL's jsonb would reorder keys and both drivers would turn exact
decimals into floats.
"""

from datetime import UTC, datetime
from typing import Any

import simplejson
import uuid_utils
from sqlalchemy import DateTime, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

TENANT = "default"


class Base(DeclarativeBase):
    """The one metadata of the product; names of constraints are fixed so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


def new_id() -> str:
    """A UUIDv7 as text: sortable by time, made without asking the database."""
    return str(uuid_utils.uuid7())


class Row:
    """Mix-in of every table: a UUIDv7 key and the tenant."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id, sort_order=-2)
    tenant_id: Mapped[str] = mapped_column(String(32), default=TENANT, sort_order=-1)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused because nobody could say what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """JSON as text: key order kept, decimals exact."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else simplejson.loads(value, use_decimal=True)


def dumps(value: Any) -> str:
    """Compact JSON text of plain values; decimals are written as exact numbers."""
    text: str = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    return text
