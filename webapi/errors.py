"""Every answer that is not a success, in one shape: application/problem+json (RFC 9457).

A Rejected of the engine maps here, once, to its status; so do what Flask and the schemas refuse, and a bug, which is
logged and told without any of its inside.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import structlog
from flask import Flask, Response, current_app, jsonify
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from engine.kernel import Conflict, Forbidden, Invalid, NotFound, Rejected
from webapi.texts import dotted, field_message, language, say, title

log = structlog.get_logger("keflow")


class SignedOut(Rejected):
    """Nobody we know is asking: 401."""


class TooMany(Rejected):
    """Too many attempts; `seconds` says how long to wait: 429."""


STATUS: dict[type[Rejected], int] = {
    SignedOut: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Rejected: 400,
}
HTTP_CODES = {
    400: "bad_request",
    404: "route_unknown",
    405: "method_not_allowed",
    413: "too_large",
    422: "input_invalid",
}
LOCATIONS = {"json", "query", "form", "files", "json_or_form", "headers"}


def register(app: Flask) -> None:
    """Let this application answer errors in the one shape."""
    app.register_error_handler(Rejected, rejected)
    app.register_error_handler(HTTPException, refused_by_flask)
    app.register_error_handler(OperationalError, database_failed)
    app.register_error_handler(Exception, failed)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem answer; `more` are the members beyond RFC 9457's own."""
    body = {"title": title(status, language()), "status": status, "detail": detail, "code": code, **more}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def status_of(refusal: Rejected) -> int:
    """The HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def rejected(refusal: Rejected) -> Response:
    """The engine refused, and nothing changed. Lists, objects and who was faster (`by`) are told as members."""
    lang = language()
    more: dict[str, Any] = {
        name: value for name, value in refusal.params.items() if isinstance(value, (list, dict)) or name == "by"
    }
    if isinstance(refusal, Invalid) and refusal.errors:
        more["errors"] = [told(error, lang) for error in refusal.errors]
    response = problem(status_of(refusal), refusal.code, say(refusal.code, refusal.params, lang), **more)
    if isinstance(refusal, SignedOut):
        response.headers["WWW-Authenticate"] = 'Bearer realm="keflow"'
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.params.get("seconds", 60))
    return response


def told(error: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """One place of an Invalid as API.md shows it: {path, message}, and the code."""
    params = error.get("params", {})
    message = error.get("message") or say(error["code"], params, lang)
    return {"path": dotted(error["path"]), "message": message, "code": error["code"]}


def refused_by_flask(error: HTTPException) -> Response:
    """An unknown address or method, an unreadable body, a schema's refusal: Flask, werkzeug and webargs raise these."""
    if error.response is not None:
        return cast(Response, error.response)  # a redirect
    status, lang = error.code or 500, language()
    messages = getattr(error, "data", {}).get("messages")
    if status >= 500:
        return problem(status, "internal_error", say("internal_error", {}, lang))
    if status == 400 and isinstance(messages, dict) and "json" in messages:
        return problem(400, "json_invalid", say("json_invalid", {}, lang))
    code = HTTP_CODES.get(status, error.name.lower().replace(" ", "_"))
    detail = say(code, {}, lang) if code in HTTP_CODES.values() else title(status, lang)
    more = {"errors": list(_places(messages, (), lang))} if messages else {}
    response = problem(status, code, detail, **more)
    if error.get_headers() and (allow := dict(error.get_headers()).get("Allow")):
        response.headers["Allow"] = allow
    return response


def _places(messages: Any, path: tuple[Any, ...], lang: str) -> Iterator[dict[str, str]]:
    """marshmallow's nested messages as a flat list of places."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            skip = key == "_schema" or (not path and key in LOCATIONS)
            yield from _places(inner, path if skip else (*path, key), lang)
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield {"path": dotted(path), "message": field_message(str(message), lang)}


def database_failed(error: OperationalError) -> Response:
    """The database is locked, gone, or gave up: the caller may simply try again."""
    # the driver's words and the statement, never its parameters: they may be personal
    words = str(error.orig).strip().splitlines()
    log.error(
        "database failed",
        kind=type(error.orig).__name__,
        said=words[0] if words else "",
        code=getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None),
        statement=" ".join((error.statement or "").split())[:500],
    )
    response = problem(503, "busy", say("busy", {}, language()))
    response.headers["Retry-After"] = "1"
    return response


def failed(error: Exception) -> Response:
    """A bug: logged with its trace, told without it."""
    log.error("bug", exc_info=error)
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return problem(500, "internal_error", say("internal_error", {}, language()))
