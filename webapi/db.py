"""Flask-SQLAlchemy bound to the engine's own metadata, and the few tables that only HTTP needs.

The engine knows nothing of Flask: the worker and the tests open the same tables with a plain session.
"""

from datetime import datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, Row, UtcDateTime
from engine.kernel.database import prepare

db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"expire_on_commit": False})


class IdempotencyKey(Row, Base):
    """An answer once given to a write that carried an Idempotency-Key, kept in the transaction of that write.

    `digest` is of what was asked: the same key on another question is the caller's mistake. An answer that holds the
    name of somebody who is erased goes as a whole, whoever it was about (`fleeting`): what was done is not done again.
    """

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id", "route", "key"), Index(None, "tenant_id", "at"))

    person_id: Mapped[str] = mapped_column(String(36))
    route: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary, info={"fleeting": True})
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInFailure(Row, Base):
    """How often signing in as a name failed of late, whether or not anybody has that name (kept as a digest)."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (UniqueConstraint("tenant_id", "name_digest"), Index(None, "last_at"))

    name_digest: Mapped[str] = mapped_column(String(64))
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RevokedToken(Base):
    """A token or session that its holder signed out of, by its digest, until it would have ended anyway."""

    __tablename__ = "revoked_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


def bind(app: Flask, url: str) -> None:
    """Open the database for this application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options(url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def options(url: str) -> dict[str, Any]:
    """How engines are opened here: values never in messages of errors, connections checked before use."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 30, "check_same_thread": False}}
    return {"hide_parameters": True, "pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}
