"""Rounds of training: who is to do which course by when, and what starts a round by itself.

A round is one case of `training_exam`, whatever asked for it: people who joined, a change marked important, the yearly
plan, a certificate that runs out, an exam failed for good, a finding.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from engine import clock, jobs
from engine.access import queries as access
from engine.access.events import PersonAdded, PersonDisabled
from engine.access.models import Person
from engine.definitions import drafts, rehearsals
from engine.definitions import queries as definitions
from engine.definitions.calendars import calendar
from engine.definitions.catalogue import catalogue
from engine.definitions.events import DraftApproved, DraftPublished
from engine.feel import values
from engine.instances import commands as instances
from engine.instances import messages
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context
from engine.training import courses
from engine.training.authority import examined, valid
from engine.training.gates import ANY
from engine.training.models import Authority, Course, Newcomer

PROCESS, AT = "training_exam", "needed"
JOINED, ROUND, LEFT = "training.joined", "training.round", "training.left"
GONE = "person_left"
"""The message by which a place in a round ends: whoever has it works here no more."""
FACING = ("客户经理", "一线客服", "售前产品", "售后技术")
"""Groups whose people speak with customers: they learn more when they join."""
AHEAD = timedelta(days=20)
"""So long before its day a planned training is prepared."""
RUNS_OUT = timedelta(days=30)
"""So long before its end a certificate is renewed."""
MORNING = time(9)
RENEWED = frozenset({"version", "failed", "finding", "periodic"})
"""What is learnt anew even by those who have passed."""


def places(ctx: Context, told: Mapping[str, Any]) -> dict[str, Any]:
    """{places, exempt}: a place for each person and course that table D18 (`needs`: course, deadline, gate) asks for,
    each with its due date; `exempt` counts those who have passed already and need not again.

    The table names a course, or the rule by which it is found: `changed` and `step` (what `process` is about),
    `planned` and `same` (the course that the round names).
    """
    people = _people(ctx, told)
    found: list[dict[str, Any]] = []
    exempt = 0
    for need in told["needs"]:
        due = clock.due(need["deadline"], ctx.now, calendar(ctx)).at
        for course in _courses(ctx, need["course"], told):
            for name in _of_groups(ctx, course, people):
                if told["event"] not in RENEWED and _passed(ctx, course, name):
                    exempt += 1
                elif (name, course.key) not in {(one["person"], one["course"]) for one in found}:
                    found.append(_place(ctx, name, course, due, need["gate"], told))
    return {"places": found, "exempt": exempt}


def _place(
    ctx: Context, name: str, course: Course, due: datetime, gate: str, told: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "person": name,
        "course": course.key,
        "title": course.name,
        "title_en": course.name_en or course.name,
        "due": due,
        "gate": gate,
        "cause": told["event"],
        "holds": bool(told.get("major")) and gate == "process",
        "exam": examined(ctx, course),
    }


def _people(ctx: Context, told: Mapping[str, Any]) -> list[str]:
    named = set(access.existing(ctx.session, told.get("people") or (), tenant=ctx.tenant))
    groups = set(told.get("groups") or ())
    if not named and not groups and told["event"] == "version" and told.get("process"):
        groups = groups_of(ctx, told["process"])
    for group in groups:
        named |= set(access.people_in(ctx.session, group, tenant=ctx.tenant))
    return sorted(named)


def groups_of(ctx: Context, process: str) -> set[str]:
    """The groups that the steps of a process in force are meant for."""
    head = catalogue(ctx).latest("process", process, ctx.now)
    found: set[str] = set()
    for one in definitions.model(ctx, head).elements.values() if head else ():
        if one.kind == "userTask":
            asked = one.settings.get("groups", "")
            found |= {word.strip() for word in asked.split(",")} if asked and asked[0] not in "=$" else {one.lane or ""}
    return found - {""}


def _courses(ctx: Context, which: str, told: Mapping[str, Any]) -> list[Course]:
    every = courses.courses(ctx)
    if which in ("planned", "same"):
        return [course for course in every if course.key == told.get("course")]
    if which in ("changed", "step"):
        if told.get("course"):
            return [course for course in every if course.key == told["course"]]
        process = told.get("process") or ""
        linked = [one for one in every if process in {step.partition(".")[0] for step in one.steps}]
        return linked or [one for one in every if ANY in one.steps]
    return [course for course in every if course.key == which]


def _of_groups(ctx: Context, course: Course, people: Sequence[str]) -> list[str]:
    if not course.groups:
        return list(people)
    meant = {name for group in course.groups for name in access.people_in(ctx.session, group, tenant=ctx.tenant)}
    return [name for name in people if name in meant]


def _passed(ctx: Context, course: Course, name: str) -> bool:
    who = access.person(ctx.session, name, tenant=ctx.tenant)
    return valid(ctx.session.get(Authority, (ctx.tenant, who.id, course.id)), _today(ctx))


# --- what starts a round ----------------------------------------------------------------------------------------------


def start_due(ctx: Context) -> dict[str, int]:
    """Queue a round for every planned training that comes near and for the certificates of a course that run out on a
    day; none is asked for twice."""
    today = _today(ctx)
    planned = [one for one in courses.planned(ctx, today, today + AHEAD) if one.started_on is None]
    for one in planned:
        one.started_on = today
        course = ctx.session.get_one(Course, one.course_id)
        groups = one.groups or course.groups or [group.name for group in access.groups(ctx.session, tenant=ctx.tenant)]
        _later(ctx, {"event": "yearly", "course": course.key, "groups": groups}, f"plan:{one.id}")
    ending = _ending(ctx, today)
    for (key, until), people in ending.items():
        _later(ctx, {"event": "periodic", "course": key, "people": people}, f"ends:{key}:{until}")
    return {"planned": len(planned), "periodic": len(ending)}


def _ending(ctx: Context, today: date) -> dict[tuple[str, date], list[str]]:
    rows = (
        select(Course.key, Authority.until, Person.name)
        .join(Authority, Authority.course_id == Course.id)
        .join(Person, Person.id == Authority.person_id)
        .where(
            Authority.tenant_id == ctx.tenant,
            Authority.state == "granted",
            Authority.until <= today + RUNS_OUT,
            Authority.due_at.is_(None),
            Person.disabled.is_(False),
            Course.active.is_(True),
        )
        .order_by(Course.key, Person.name)
    )
    found: dict[tuple[str, date], list[str]] = {}
    for key, until, name in ctx.session.execute(rows):
        if until is not None:
            found.setdefault((key, until), []).append(name)
    return found


def joined(ctx: Context, fact: PersonAdded) -> None:
    """Somebody joined: on the next morning everybody who joined on the day is asked to training, where there is any."""
    if catalogue(ctx).latest("process", PROCESS, ctx.now) is None or not courses.courses(ctx):
        return
    today = _today(ctx)
    ctx.session.add(Newcomer(tenant_id=ctx.tenant, person_id=fact.person_id, joined_on=today))
    morning = datetime.combine(today + timedelta(days=1), MORNING, ctx.zone)
    jobs.later(ctx, JOINED, {}, due=morning, key=f"{JOINED}:{today}")


def left(ctx: Context, fact: PersonDisabled) -> None:
    """Somebody left: each of their places in a round ends, so that the round comes to its end without them."""
    places = (
        select(Authority.case_id)
        .join(Instance, Instance.id == Authority.case_id)
        .where(Authority.tenant_id == ctx.tenant, Authority.person_id == fact.person_id, Instance.ended_at.is_(None))
    )
    for place in ctx.session.scalars(places.order_by(Authority.case_id)):
        jobs.later(ctx, LEFT, {"place": place})


def _leave(ctx: Context, job: Job) -> None:
    """The job: the place is told; at a step where nothing is asked of the person any more nobody listens."""
    messages.publish(ctx, GONE, {"place": job.payload["place"]}, ttl=timedelta(0))


def _first_training(ctx: Context, job: Job) -> None:
    rows = list(ctx.session.scalars(select(Newcomer).where(Newcomer.tenant_id == ctx.tenant)))
    names = set(access.names_of(ctx.session, [row.person_id for row in rows], tenant=ctx.tenant).values())
    facing = {name for group in FACING for name in access.people_in(ctx.session, group, tenant=ctx.tenant)} & names
    for role, some in (("customer_facing", facing), ("other", names - facing)):
        if some:
            _start(ctx, {"event": "joiner", "role": role, "people": sorted(some)})
    for row in rows:
        ctx.session.delete(row)


def approved(ctx: Context, fact: DraftApproved | DraftPublished) -> None:
    """A change marked important is in force: those who work in the processes concerned train anew."""
    if fact.deployment_id is None:
        return
    ctx.session.flush()
    found = drafts.draft(ctx, fact.draft_id)
    if found.major:
        own = {subject["key"] for subject in found.subjects if subject["kind"] == "process"}
        for process in sorted(own | set(rehearsals.concerned(ctx, found))):
            _later(ctx, {"event": "version", "process": process, "major": True}, f"{found.id}:{process}")


def _later(ctx: Context, told: Mapping[str, Any], key: str) -> None:
    jobs.later(ctx, ROUND, {**told, "key": key}, key=f"{ROUND}:{key}")


def _round(ctx: Context, job: Job) -> None:
    told = dict(job.payload)
    _start(ctx, told, told.pop("key"))


def _start(ctx: Context, told: Mapping[str, Any], key: str | None = None) -> None:
    if catalogue(ctx).latest("process", PROCESS, ctx.now) is None:
        return
    try:
        instances.start(ctx, PROCESS, values.of(dict(told)), once=key, at=AT)
    except Conflict:
        return  # this round was started before


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()


JOIN, BEGIN, LEAVE = Inside(_first_training), Inside(_round), Inside(_leave)
