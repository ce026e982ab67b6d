"""One request, one Context, one commit: the only place of the web side that commits.

`reads` and `writes` make a view of a function: check the sign-in, read the input by its schema, open the transaction,
check the role, run, write the answer by its schema, keep it under the Idempotency-Key if there is one, commit. A
refusal on the way undoes everything.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import flask_smorest
from flask import Response, current_app, g, request
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.access import queries, rules
from engine.jobs import SystemClock
from engine.jobs.clock import is_manual, real
from engine.kernel import Conflict, Context, Invalid, Rejected, new_id
from engine.kernel.database import is_taken, transaction
from webapi import auth
from webapi.arguments import Parser
from webapi.db import IdempotencyKey, db
from webapi.errors import SignedOut
from webapi.parts import Parts

View = Callable[..., Any]
Made = Callable[[View], View]
May = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Scalars that a view needs anyway, read in the statement of the sign-in; `take` remembers the answers."""

    columns: Sequence[Any]
    take: Callable[[Context, Sequence[Any]], None]


Beside = Callable[..., Asked]


def parts() -> Parts:
    """The parts of the application that is answering."""
    found: Parts = current_app.extensions["keflow"]
    return found


def signer() -> auth.Signer:
    """What signs and reads the sign-ins of this application."""
    found: auth.Signer = current_app.extensions["keflow.signer"]
    return found


@contextmanager
def unit(*, write: bool, beside: Asked | None = None) -> Iterator[Context]:
    """The Context of this request in one transaction; SignedOut unless the request carries a living sign-in."""
    try:
        with transaction(db.session(), write=write) as session:
            ctx = _context(session, beside)
            yield ctx
            ctx.seal()
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict("taken_meanwhile") from error  # two at once wrote the same key: the other was first


def _context(session: Session, beside: Asked | None) -> Context:
    claim: auth.Claim = g.claim
    manual = is_manual(parts().config.clock)
    asked = [auth.revoked(claim)]
    if manual:
        asked.append(select(SystemClock.now).where(SystemClock.id == 1).scalar_subquery())
    more = beside.columns if beside else ()
    found = queries.signed_in(session, claim.person_id, claim.credential, *asked, *more)
    if found is None or found[1][0]:
        raise SignedOut("signed_out")
    actor, told = found
    g.person_id = actor.person_id
    ctx = parts().context(session, told[1] if manual else None, actor)
    if beside:
        beside.take(ctx, told[len(asked) :])
    return ctx


def permit(verb: str, thing: str) -> None:
    """Forbidden unless the signed-in person may; for views that open units of their own."""
    with unit(write=False) as ctx:
        rules.require(ctx.actor, verb, thing)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """Views of one capability. `may` names the verb and thing of access.rules that the signed-in person needs."""

    ARGUMENTS_PARSER = Parser()

    def reads(self, rule: str, answer: Any = None, *, query: Any = None, may: May | None = None, **doc: Any) -> Made:
        """A GET: `view(ctx, [query,] **path)` in a transaction that only reads."""
        return self._view(rule, "GET", answer, query=query, body=None, may=may, status=200, **doc)

    def writes(
        self,
        rule: str,
        body: Any = None,
        answer: Any = None,
        *,
        may: May,
        query: Any = None,
        status: int = 200,
        method: str = "POST",
        beside: Beside | None = None,
        kept: bool = True,
        **doc: Any,
    ) -> Made:
        """A write: `view(ctx, [query,] [body,] **path)` in one transaction, repeatable by its Idempotency-Key unless
        its answer must be `kept` nowhere. What `beside` asks for by the path is read along with the sign-in."""
        return self._view(
            rule, method, answer, query=query, body=body, may=may, status=status, beside=beside, kept=kept, **doc
        )

    def asks(self, rule: str, body: Any, answer: Any, *, may: May) -> Made:
        """A POST that changes nothing: `view(ctx, body, **path)` in a transaction that only reads."""
        return self._view(rule, "POST", answer, query=None, body=body, may=may, status=200, write=False)

    def _view(
        self,
        rule: str,
        method: str,
        answer: Any,
        *,
        query: Any,
        body: Any,
        may: May | None,
        status: int,
        write: bool | None = None,
        beside: Beside | None = None,
        kept: bool = True,
        **doc: Any,
    ) -> Made:
        def made(view: View) -> View:
            view = self.response(status, answer)(view)
            view = _in_unit(view, may, write=method != "GET" if write is None else write, beside=beside, kept=kept)
            if body is not None:
                view = self.arguments(body, location="json")(view)
            if query is not None:
                view = self.arguments(query, location="query")(view)
            if doc:
                view = self.doc(**doc)(view)
            self.route(rule, methods=[method])(_signed(view))
            return view

        return made

    def signed(self, rule: str, body: Any = None, answer: Any = None, *, method: str = "GET") -> Made:
        """A view behind the sign-in that opens its own units of work: `view([body], **path)`."""

        def made(view: View) -> View:
            view = self.response(200, answer)(view)
            if body is not None:
                view = self.arguments(body, location="json")(view)
            self.route(rule, methods=[method])(_signed(view))
            return view

        return made

    def public(
        self, rule: str, body: Any = None, answer: Any = None, *, method: str = "POST", status: int = 200
    ) -> Made:
        """A view without sign-in and without a transaction of its own: `view([body])`."""

        def made(view: View) -> View:
            view = self.response(status, answer)(view)
            if body is not None:
                view = self.arguments(body, location="json")(view)
            self.route(rule, methods=[method])(self.doc(security=[])(view))
            return view

        return made


def _signed(view: View) -> View:
    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        g.claim = signer().claim(request)
        return view(*args, **kwargs)

    return checked


def _in_unit(view: View, may: May | None, *, write: bool, beside: Beside | None = None, kept: bool = True) -> View:
    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Response:
        with unit(write=write, beside=beside and beside(**kwargs)) as ctx:
            if may is not None:
                rules.require(ctx.actor, *may)
            before = _Kept.of(ctx) if write and kept else None
            if before is not None and before.answer is not None:
                return before.answer
            answer: Response = view(ctx, *args, **kwargs)
            if before is not None:
                before.keep(answer)
            return answer

    return run


def each(
    ids: Sequence[str], may: May, verb: Callable[[Context, str], Any], told: Callable[[str, Rejected | None], Any]
) -> list[Any]:
    """Do `verb(ctx, id)` for every id, each in a unit of its own, and tell what became of it. With an Idempotency-Key
    an id that was done under it before is told as done, and nothing happens again."""
    key = request.headers.get("Idempotency-Key")
    results = []
    for one in ids:
        try:
            with unit(write=True) as ctx:
                rules.require(ctx.actor, *may)
                kept = _Kept(ctx, f"{key[:200]} {one}") if key else None
                if kept is None or kept.answer is None:
                    verb(ctx, one)
                    if kept is not None:
                        kept.keep(Response(b"{}"))
        except SignedOut:
            raise
        except Rejected as refusal:
            results.append(told(one, refusal))
        else:
            results.append(told(one, None))
    return results


class _Kept:
    """The Idempotency-Key of this request: its row is written first, so that a simultaneous twin waits for it."""

    def __init__(self, ctx: Context, key: str) -> None:
        self._session = ctx.session
        self.answer: Response | None = None
        self._id = new_id()
        route = f"{request.method} {request.url_rule}"
        row = {
            "id": self._id, "tenant_id": ctx.tenant, "person_id": ctx.actor.person_id, "route": route, "key": key,
            "digest": _digest(), "status": 0, "answer": b"", "at": real(),
        }  # fmt: skip
        dialect = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        taken = self._session.execute(
            dialect.insert(IdempotencyKey).values(row).on_conflict_do_nothing().returning(IdempotencyKey.id)
        )
        if taken.first() is None:
            self.answer = self._given(row)

    @staticmethod
    def of(ctx: Context) -> "_Kept | None":
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return None
        if not 0 < len(key) <= 255:
            raise Invalid("idempotency_key_invalid")
        return _Kept(ctx, key)

    def _given(self, row: dict[str, Any]) -> Response:
        names = ("tenant_id", "person_id", "route", "key")
        same = [getattr(IdempotencyKey, name) == row[name] for name in names]
        stored = self._session.scalars(select(IdempotencyKey).where(*same)).one()
        if stored.digest != row["digest"]:
            raise Invalid("idempotency_key_reused")
        if stored.status == 0:
            raise Conflict("busy")
        response = Response(stored.answer, stored.status, mimetype="application/json")
        response.headers["Idempotent-Replay"] = "true"
        return response

    def keep(self, answer: Response) -> None:
        values = {"status": answer.status_code, "answer": answer.get_data()}
        self._session.execute(update(IdempotencyKey).where(IdempotencyKey.id == self._id).values(**values))


def _digest() -> str:
    """What was asked. Of a multipart body the parts count, not the boundary, which changes with every send."""
    digest = hashlib.sha256(request.full_path.encode() + b"\0")
    if request.mimetype != "multipart/form-data":
        digest.update(request.get_data())
        return digest.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        digest.update(f"{name}={value}\0".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda part: (part[0], part[1].filename or "")):
        digest.update(f"{name}:{file.filename}\0".encode())
        while chunk := file.stream.read(1 << 20):
            digest.update(chunk)
        file.stream.seek(0)
    return digest.hexdigest()
