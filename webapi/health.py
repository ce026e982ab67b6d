"""What an operator's tools ask, without sign-in: is it alive, may it get traffic, how much waits."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engine.kernel.database import transaction
from webapi import metrics, release
from webapi.db import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 as long as the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """200 when the database answers and is at this release, else 503."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            standing = release.standing(connection)
    except SQLAlchemyError:
        standing = "unreachable"
    response = jsonify(status="ok" if standing == release.CURRENT else "not ready", database=standing)
    response.status_code = 200 if standing == release.CURRENT else 503
    return response


@blueprint.get("/metrics")
def gauges() -> Response:
    """A few gauges in Prometheus' text format, read from the database so that any number of servers agree."""
    with transaction(db.session(), write=False) as session:
        return Response(metrics.text(session), mimetype="text/plain; version=0.0.4")
