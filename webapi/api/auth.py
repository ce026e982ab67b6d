"""Signing in and out, and who one is."""

from contextlib import suppress
from typing import Any

from flask import Response, request
from marshmallow import fields, validate

from engine.access import queries
from engine.customers import viewing
from engine.definitions import reviewing
from engine.kernel import Context, Forbidden
from engine.kernel.database import transaction
from engine.privacy import queries as privacy
from engine.tasks import team
from webapi import auth
from webapi.db import db
from webapi.errors import SignedOut
from webapi.schemas import Instant, Schema
from webapi.unit import Blueprint, parts, signer

blueprint = Blueprint("auth", __name__, description="Signing in and out")


class SignIn(Schema):
    username = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=validate.Length(1, 1024))


class AccessToken(Schema):
    access_token = fields.String()
    token_type = fields.Constant("Bearer")
    expires_at = Instant()


class Me(Schema):
    username = fields.String()
    display_name = fields.String()
    roles = fields.List(fields.String())
    groups = fields.List(fields.String())
    department = fields.String(allow_none=True)
    leads = fields.Boolean(metadata={"description": "heads somebody, or steers or reads all cases"})
    privacy = fields.Boolean(metadata={"description": "may see who looked at personal data"})
    officer = fields.Boolean(metadata={"description": "looks after privacy, or audits how that is done"})
    reviews = fields.Boolean(metadata={"description": "drafts of others may come to them for review"})
    language = fields.String(allow_none=True)
    demo = fields.Boolean(metadata={"description": "whether this installation shows the demo company"})


@blueprint.public("/auth/token", SignIn, AccessToken)
def token(body: dict[str, str]) -> dict[str, Any]:
    """A bearer token for programs, good for 12 hours"""
    text, ends = signer().token(auth.sign_in(signer(), body["username"], body["password"]))
    return {"access_token": text, "expires_at": ends}


@blueprint.public("/auth/session", SignIn, status=204)
def start(body: dict[str, str]) -> Response:
    """A cookie session for pages; writes then carry the cookie keflow_csrf as X-CSRF-Token"""
    claim = auth.sign_in(signer(), body["username"], body["password"])
    response = Response(status=204)
    signer().start_session(response, claim, secure=request.is_secure)
    return response


@blueprint.public("/auth/session", method="DELETE", status=204)
def end() -> Response:
    """Sign out: the session ends, wherever its cookie was copied to"""
    with suppress(SignedOut, Forbidden):
        claim = signer().claim(request)
        with transaction(db.session(), write=True) as session:
            auth.revoke(session, claim)
    response = Response(status=204)
    auth.end_session(response)
    return response


@blueprint.public("/auth/token", method="DELETE", status=204)
def revoke() -> Response:
    """Sign out of the bearer token that this request carries"""
    claim = signer().claim(request)
    with transaction(db.session(), write=True) as session:
        auth.revoke(session, claim)
    return Response(status=204)


@blueprint.reads("/auth/me", Me)
def me(ctx: Context) -> dict[str, Any]:
    """Who is signed in"""
    person = queries.people(ctx.session, tenant=ctx.tenant, name=ctx.actor.name, limit=1)[0]
    return {
        "username": person.name,
        "display_name": person.display_name,
        "roles": sorted(ctx.actor.roles),
        "groups": sorted(ctx.actor.groups),
        "department": person.department,
        "leads": team.leads(ctx),
        "reviews": reviewing.looks_at_drafts(ctx),
        "privacy": viewing.may_see(ctx),
        "officer": privacy.may_read(ctx),
        "language": person.language,
        "demo": parts().config.demo,
    }
