"""The public pages: complaint, service request, suggestion box, survey, status, opt-out. Each opens by its signed
link only.

No cookie is set and none is read, so no other site can act in anybody's name; a form sent from another site is refused
all the same. Whoever sends the same page twice is told the same number.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, HTTPException

from engine.attachments import commands as attachments
from engine.attachments import rules as attachment_rules
from engine.instances.models import Instance
from engine.kernel import Context, Invalid, Rejected, new_id
from engine.kernel.database import transaction
from engine.kernel.vault import derived
from engine.outreach import commands, intake, links, queries
from engine.privacy import copying, notices
from engine.privacy import queries as privacy
from webapi.db import db
from webapi.errors import TooMany, status_of
from webapi.public import limits
from webapi.public.fields import fields, read
from webapi.public.words import say
from webapi.texts import language
from webapi.texts import say as sentence
from webapi.unit import parts

blueprint = Blueprint("public", __name__, url_prefix="/p", template_folder="templates", static_folder="static")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_FORM = 110 * 1024 * 1024
FILES = 5


def lang() -> str:
    """The reader's language: the one chosen on the page, else the browser's."""
    chosen = request.values.get("lang", "")
    return chosen if chosen in ("zh", "en") else language()


class _Unit:
    """A transaction in the system's name: who is behind a link is nobody that we know."""

    def __init__(self, *, write: bool) -> None:
        self._transaction = transaction(db.session(), write=write)

    def __enter__(self) -> Context:
        session: Session = self._transaction.__enter__()
        self._ctx = parts().context(session)
        return self._ctx

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            try:
                self._ctx.seal()
            except BaseException as failed:
                self._transaction.__exit__(type(failed), failed, failed.__traceback__)
                raise
        self._transaction.__exit__(kind, error, trace)


@blueprint.after_request
def headers(response: Response) -> Response:
    """Stricter than the pages inside: nothing but our own style, nothing kept, nothing told to others."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    if request.endpoint != "public.static":
        response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.before_request
def guarded() -> None:
    """A form comes from our own page (browsers say so), and is of a bearable size."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = 1024 * 1024
    if request.method == "POST":
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin")
        ours = origin in (None, "null") or urlsplit(str(origin)).netloc == request.host
        if site not in ("same-origin", "none") or not ours:
            one_click = request.form.get("List-Unsubscribe") == "One-Click"
            if not one_click:
                raise Forbidden


@blueprint.errorhandler(Rejected)
def refused(refusal: Rejected) -> tuple[str, int] | Response:
    """Why a page does not open, in words."""
    status = 410 if refusal.code in ("link_expired", "survey_over") else status_of(refusal)
    page = _page("trouble", text=sentence(refusal.code, refusal.params, lang()), status=status)
    if isinstance(refusal, TooMany):
        page.headers["Retry-After"] = str(refusal.params["seconds"])
    return page


@blueprint.errorhandler(HTTPException)
def failed(error: HTTPException) -> Response:
    """What Flask refuses, in words."""
    status = error.code or 500
    code = f"http_{status}" if status in (400, 403, 404, 413) else "http_other"
    return _page("trouble", text=say(code, lang()), status=status)


def _page(kind: str, *, status: int = 200, **more: Any) -> Response:
    tongue = lang()

    def told(code: str, **params: Any) -> str:
        return say(code, tongue, **params)

    other = {**request.args, "lang": "en" if tongue == "zh" else "zh"}
    switch = request.path + "?" + "&".join(f"{name}={value}" for name, value in other.items() if name == "lang")
    html = render_template("page.html", kind=kind, lang=tongue, say=told, switch=switch, **more)
    return Response(html, status, mimetype="text/html")


@blueprint.get("/<any(complaint, service, feedback, survey, privacy):purpose>/<token>")
def ask(purpose: str, token: str) -> Response:
    """The form behind a link."""
    with _Unit(write=False) as ctx:
        link = links.read(ctx, purpose, token)
        if purpose == links.SURVEY and intake.answered(ctx, link):
            return _page("thanks", purpose=purpose, text=say("done.survey", lang()))
        return _form(ctx, purpose, {}, {}, new_id())


@blueprint.post("/<any(complaint, service, feedback, survey, privacy):purpose>/<token>")
def take(purpose: str, token: str) -> Response:
    """A form that was sent: its number and promise on the screen, or what to mend with everything kept."""
    typed = {name: value for name, value in request.form.items() if name not in ("lang", "once", "notice")}
    once = f"page:{request.form.get('once', '')[:64]}"
    with _Unit(write=False) as ctx:
        link = links.read(ctx, purpose, token)
        before = intake.taken(ctx, once) if len(once) > 20 else None
        if before is not None:
            return _thanks(ctx, purpose, before)
        if purpose == links.SURVEY and intake.answered(ctx, link):
            return _page("thanks", purpose=purpose, text=say("done.survey", lang()))
    with _Unit(write=True) as ctx:
        _count(ctx, token)
    try:
        with _Unit(write=True) as ctx:
            data = read(intake.form(ctx, purpose), typed)
            case = intake.take(ctx, links.read(ctx, purpose, token), data, once=once)
            _note(ctx, case)
            if purpose == links.SURVEY:
                return _thanks(ctx, purpose, None)
            _attach(ctx, case)
            return _thanks(ctx, purpose, case)
    except Invalid as refusal:
        errors = {error["path"].split(".")[0]: _wrong(error) for error in refusal.errors}
        errors = {"files" if name == "file" else name: text for name, text in errors.items()}
        if not errors:
            raise
        with _Unit(write=False) as ctx:
            page = _form(ctx, purpose, typed, errors, once.removeprefix("page:"))
        page.status_code = 422
        return page


def _note(ctx: Context, case: Instance) -> None:
    """The version of the privacy notice that stood above what came in; a page from before the first one had none."""
    version = request.form.get("notice", "")
    if version.isdecimal() and len(version) < 9:
        notices.shown(ctx, case.id, int(version), lang())


def _attach(ctx: Context, case: Instance) -> None:
    given = [file for file in request.files.getlist("files") if file.filename]
    if len(given) > FILES:
        place = {"path": "files", "code": "too_many", "params": {"most": FILES}}
        raise Invalid("field_too_many", [place], most=FILES)
    for file in given:
        attachments.add(ctx, case.id, file.filename or "", file.stream.read(attachment_rules.LARGEST + 1))


def _count(ctx: Context, token: str) -> None:
    key = derived(parts().config.secret, "public limits")
    limits.count(ctx.session, key, request.remote_addr or "", token)


def _form(ctx: Context, purpose: str, typed: Mapping[str, str], errors: Mapping[str, str], once: str) -> Response:
    asked = intake.form(ctx, purpose)
    shown = fields(asked, lang(), typed, errors)
    wrong, notice = errors.get("files", ""), privacy.notice(ctx)
    return _page(
        "form", purpose=purpose, fields=shown, errors=len(errors), wrong=wrong, once=once, most=FILES, notice=notice
    )


def _wrong(error: Mapping[str, Any]) -> str:
    return sentence(f"field_{error['code']}", error.get("params", {}), lang())


def _thanks(ctx: Context, purpose: str, case: Instance | None) -> Response:
    if case is None:
        return _page("thanks", purpose=purpose, text="")
    link = links.address(ctx, links.STATUS, {"i": case.id})
    if link.startswith("/"):
        link = request.host_url.rstrip("/") + link
    return _page("thanks", purpose=purpose, text="", told=_shown(ctx, case), link=link)


def _shown(ctx: Context, case: Instance | links.Link) -> dict[str, Any]:
    found = intake.status(ctx, case) if isinstance(case, links.Link) else intake.told(ctx, case)
    stamp = "%Y-%m-%d %H:%M"
    return {
        "number": found.number,
        "received": found.received.astimezone(ctx.zone).strftime(stamp),
        "promises": [(name, at.astimezone(ctx.zone).strftime(stamp)) for name, at in found.promises.items()],
        "state": "closed" if found.closed else "answered" if found.answered else "received",
        "answer": found.answer,
        "closed": found.closed.astimezone(ctx.zone).strftime(stamp) if found.closed else None,
    }


@blueprint.get("/status/<token>")
def status(token: str) -> Response:
    """How a matter stands: number, promise, how far it is; nothing internal."""
    with _Unit(write=False) as ctx:
        return _page("status", told=_shown(ctx, links.read(ctx, links.STATUS, token)))


@blueprint.get("/opt-out/<token>")
def ask_out(token: str) -> Response:
    """Asks before anything happens: mail programs follow links by themselves."""
    with _Unit(write=False) as ctx:
        return _page("opt-out", done=queries.is_out(ctx, links.read(ctx, links.OPT_OUT, token).about["c"]))


@blueprint.post("/opt-out/<token>")
def let_out(token: str) -> Response:
    """No care and no marketing from this moment (also RFC 8058, one click in the mail program)."""
    with _Unit(write=True) as ctx:
        commands.opt_out(ctx, links.read(ctx, links.OPT_OUT, token).about["c"], source="link")
        return _page("opt-out", done=True)


@blueprint.get("/copy/<token>")
def ask_copy(token: str) -> Response:
    """Asks before anything happens: mail programs follow links by themselves."""
    with _Unit(write=False) as ctx:
        links.read(ctx, links.COPY, token)
        return _page("copy")


@blueprint.post("/copy/<token>")
def fetch_copy(token: str) -> Response:
    """The copy of a person's data, fetched by its link; an hour later it is gone."""
    with _Unit(write=True) as ctx:
        content = copying.fetch(ctx, links.read(ctx, links.COPY, token).about["y"], by_link=True)
    response = Response(content, mimetype="application/zip")
    response.headers["Content-Disposition"] = "attachment; filename=personal-data.zip"
    return response
