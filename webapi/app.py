"""create_app: the one place where the application is put together."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

import structlog
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask, Response, g, request
from flask_smorest import Api
from marshmallow import fields
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.kernel import new_id
from webapi import db, errors, health, pages
from webapi.api import BLUEPRINTS
from webapi.auth import CSRF_HEADER, SESSION_COOKIE, Signer
from webapi.parts import Parts
from webapi.public import pages as public
from webapi.schemas import ExactJson, Instant, Schema

VERSION = "v1"
LARGEST_BODY = 300 * 1024 * 1024  # a table of purchases; JSON is held smaller where it is read
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)

log = structlog.get_logger("keflow")


PLACE: dict[str, fields.Field[Any]] = {"path": fields.String(), "message": fields.String(), "code": fields.String()}


class Problem(Schema):
    """An error, as RFC 9457 has it."""

    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    code = fields.String(metadata={"description": "stable; texts may change"})
    errors = fields.List(fields.Nested(Schema.from_dict(PLACE, name="Place")))


class RestApi(Api):  # type: ignore[misc]
    """flask-smorest with our own errors."""

    ERROR_SCHEMA = Problem

    def init_app(self, app: Flask, **more: Any) -> None:
        self._untold: list[Any] = []
        self._telling = Lock()
        super().init_app(app, **more)

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        """Its routes; what the document says of them is put together when somebody asks for it, which takes longer than
        all else that a start does."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self._untold.append(blp)

    def _openapi_json(self) -> Any:
        with self._telling:
            while self._untold:
                blp = self._untold.pop(0)
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})
        return super()._openapi_json()

    def _register_error_handlers(self) -> None:
        """webapi.errors answers instead."""


def create_app(parts: Parts) -> Flask:
    """The application on the database of its settings, which must be at this release (webapi/release.py)."""
    app = Flask("webapi", static_folder=None)
    app.json = ExactJson(app)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        API_TITLE="keflow",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"/api/{VERSION}",
    )
    if hops := parts.config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.bind(app, parts.config.database_url)
    app.extensions["keflow"] = parts
    app.extensions["keflow.signer"] = Signer(*parts.config.secrets)
    errors.register(app)
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(public.blueprint)
    _register_api(app)
    return app


def _register_api(app: Flask) -> None:
    api = RestApi(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_namer())})
    api.register_field(Instant, "string", "date-time")
    bearer = {"type": "http", "scheme": "bearer"}
    cookie = {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE, "description": f"writes need {CSRF_HEADER}"}
    api.spec.components.security_scheme("bearer", bearer)
    api.spec.components.security_scheme("cookie", cookie)
    api.spec.options["security"] = [{"bearer": []}, {"cookie": []}]
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=f"/api/{VERSION}")


def _namer() -> Callable[[Any], str]:
    """What the OpenAPI document calls a schema: its class; a second one of that name with its file's name before it."""
    named: dict[str, type] = {}

    def name_of(schema: Any) -> str:
        kind = resolve_schema_cls(schema)
        kind = kind[0] if isinstance(kind, list) else kind
        if not isinstance(kind, type):
            return str(kind)
        plain = kind.__name__
        if named.setdefault(plain, kind) is kind:
            return plain
        return f"{kind.__module__.rpartition('.')[2].title()}{plain}"

    return name_of


def _begin() -> None:
    g.began, g.request_id = time.perf_counter(), new_id()


def _finish(response: Response) -> Response:
    """Headers of every answer, equal answers as 304, and one line of log without personal data: no names, no query."""
    head = response.headers
    head["X-Request-ID"] = g.request_id
    head["X-Content-Type-Options"] = "nosniff"
    head.setdefault("Referrer-Policy", "same-origin")
    head["Cross-Origin-Opener-Policy"] = "same-origin"
    head.setdefault("Content-Security-Policy", POLICY)
    if request.is_secure:
        head["Strict-Transport-Security"] = "max-age=31536000"
    if request.path.startswith("/api/"):
        response.vary.update(("Accept-Language", "Authorization", "Cookie"))
        response.cache_control.private, response.cache_control.no_cache = True, True
        if request.method == "GET" and response.status_code == 200 and not response.is_streamed:
            response.add_etag()
            response.make_conditional(request)
    log.info(
        "request",
        method=request.method,
        route=str(request.url_rule) if request.url_rule else None,
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000, 1),
        person=g.get("person_id"),
        request=g.request_id,
    )
    return response
