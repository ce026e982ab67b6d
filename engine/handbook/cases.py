"""Case studies: what the house learnt from complaints, rescues and projects, for the handbook's chapter of cases.

What a case begins with is taken from its rows, never from what people wrote in it: codes, spans and counts identify
nobody, and what is sealed stays sealed. Who may write is told by the process; who the customer was, nobody is told.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select

from engine.customers import commands as customers
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.definitions.catalogue import catalogue
from engine.handbook.events import CaseStudyPublished
from engine.handbook.models import CaseStudy
from engine.handbook.words import BANDS, LANGUAGES, TITLES, Language, of, say, title
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.kernel.base import dumps
from engine.sla.models import SlaClock
from engine.tasks.models import Task
from engine.training import courses

TEXTS = ("title", "story", "cause", "lesson")


def about(ctx: Context, number: str | None, kind: str | None, customer: Customer | None = None) -> Instance | None:
    """The case that a study is about: by its number, else the customer's last one of the kind; None for neither."""
    found = select(Instance).where(Instance.tenant_id == ctx.tenant).order_by(Instance.id.desc()).limit(1)
    if number:
        whole = found.where(Instance.parent_id.is_(None))  # what it called carries its number too
        return ctx.session.scalars(whole.where(Instance.business_key == number)).one_or_none()
    if customer is None:
        return None
    of_customer = found.where(Instance.customer_id == customer.id, Instance.process == kind)
    return ctx.session.scalars(of_customer).one_or_none()


def may_be_told(ctx: Context, number: str, case: Instance | None) -> None:
    """NotFound case_unknown unless there is a case of this number, and the asker may see the customer it is about, or
    did something in the case."""
    found = about(ctx, number, None)
    customer = ctx.session.get(Customer, found.customer_id) if found and found.customer_id else None
    if found is None or not (
        customer is None or customers.may_see(ctx.actor, customer) or _took_part(ctx, found, ctx.actor.name)
    ):
        raise NotFound("case_unknown", number=number)


def _took_part(ctx: Context, case: Instance, name: str) -> bool:
    mine = or_(Task.assignee == name, Task.completed_by == name)
    of_case = select(Task.id).where(Task.tenant_id == ctx.tenant, Task.root_id == case.root_id, mine)
    return ctx.session.scalar(of_case.limit(1)) is not None


def prefill(ctx: Context, case: Instance | None, kind: str | None, author: str | None) -> dict[str, Any]:
    """What a study begins with: {kind, facts, facts_en, author}. `author` is who asked for it, else who last did a task
    of the case; None leaves it to the heads."""
    told: dict[str, Any] = {"kind": kind or "other", "author": author or (case and _last_hand(ctx, case)) or None}
    for language, name in (("zh", "facts"), ("en", "facts_en")):
        told[name] = "" if case is None else _facts(ctx, case, language)
    return told


def _last_hand(ctx: Context, case: Instance) -> str | None:
    tasks = select(Task.completed_by).join(Instance, Instance.id == Task.instance_id)
    done = tasks.where(Instance.root_id == case.root_id, Task.completed_by.is_not(None))
    return ctx.session.scalar(done.order_by(Task.completed_at.desc(), Task.id.desc()).limit(1))


def _facts(ctx: Context, case: Instance, language: Language) -> str:
    """Kind, quarter, service band, span, outcome, promises, causes: nothing that tells who it was."""
    model = definitions.model(ctx, definitions.version(ctx, "process", case.process, case.version))
    local = case.started_at.astimezone(ctx.zone)
    customer = ctx.session.get(Customer, case.customer_id) if case.customer_id else None
    clocks = list(ctx.session.scalars(select(SlaClock).where(SlaClock.root_id == case.root_id)))
    kept, missed = (sum(one.status == status for one in clocks) for status in ("met", "missed"))
    causes = sorted({one.cause for one in clocks if one.cause})
    ended = model.elements.get(case.outcome or "")
    name = (ended.name_en if language == "en" else ended.name) if ended else None
    head = catalogue(ctx).latest("process", case.process, ctx.now)
    parts = [
        title(head, language) if head else case.process,
        say("quarter_of", language, year=local.year, quarter=(local.month + 2) // 3),
        of(BANDS[customer.band], language) if customer and customer.band else "",
        say("took", language, days=((case.ended_at or ctx.now) - case.started_at).days),
        say("came_to", language, what=name) if name else "",
        say("kept_promises", language, kept=kept, missed=missed) if kept or missed else "",
        say("causes", language, what=", ".join(causes)) if causes else "",
    ]
    return "\n".join(part for part in parts if part)


def publish(ctx: Context, number: str, told: Mapping[str, Any], case: str) -> str:
    """Admit a case study to the handbook; answers its number. NotFound handbook_unknown."""
    if told["book"] not in TITLES:
        raise NotFound("handbook_unknown", key=told["book"])
    texts = {language: {name: told["texts"][language].get(name) or "" for name in TEXTS} for language in LANGUAGES}
    ctx.record(
        CaseStudyPublished(
            number=number,
            kind=told["kind"],
            outcome=told["outcome"],
            book=told["book"],
            course=told.get("course"),
            case_id=case,
            hash=sha256(dumps(texts).encode()).hexdigest(),
            texts=texts,
        )
    )
    return number


def search(ctx: Context, words: str, language: Language, *, book: str | None = None) -> list[dict[str, Any]]:
    """Published studies, newest first, that hold every one of these words in either language, upper or lower case:
    {number, kind, outcome, book, course, course_name, at, title, story, cause, lesson}; what has no English is told in
    Chinese."""
    asked = select(CaseStudy).where(CaseStudy.tenant_id == ctx.tenant)
    if book is not None:
        asked = asked.where(CaseStudy.book == book)
    wanted = words.casefold().split()
    rows = ctx.session.scalars(asked.order_by(CaseStudy.published_at.desc(), CaseStudy.number.desc()))
    named = {one.key: (one.name_en if language == "en" else "") or one.name for one in courses.courses(ctx)}
    return [_told(row, language, named) for row in rows if all(word in _words(row) for word in wanted)]


def _words(row: CaseStudy) -> str:
    texts = [text for language in LANGUAGES for text in row.texts[language].values()]
    return "\n".join((row.number, *texts)).casefold()


def _told(row: CaseStudy, language: Language, named: Mapping[str, str]) -> dict[str, Any]:
    zh, mine = row.texts["zh"], row.texts[language]
    at: datetime = row.published_at
    head = {"number": row.number, "kind": row.kind, "outcome": row.outcome, "book": row.book, "course": row.course}
    course = named.get(row.course or "", row.course)
    return {**head, "course_name": course, "at": at, **{name: mine[name] or zh[name] for name in TEXTS}}
