"""Telling people: a notice in the application for each, and what is to leave the house by their channels.

A person who has read the notice, or whose task is done before the quiet hours are over, is not written to any more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine import jobs
from engine.access import queries as access
from engine.definitions import queries as definitions
from engine.feel import values
from engine.instances.events import NoticeSent
from engine.instances.models import Instance
from engine.instances.opening import row_of
from engine.kernel import Context, new_id
from engine.notify import queries, rules
from engine.notify.models import Channel, Delivery, Notice, Preference
from engine.tasks.models import Task

DELIVER = "notice_delivery"
RETRIES = 6
"""Tries after the first one; with growing pauses about ten minutes in all."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be told. `groups` are those whose work it is; `urgent` reaches people in their quiet hours too."""

    kind: str
    key: str | None = None
    instance_id: str | None = None
    task_id: str | None = None
    customer_id: str | None = None
    about: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    groups: Collection[str] = ()
    urgent: bool = False


def of_case(ctx: Context, fact: NoticeSent) -> None:
    """What a case says: its number, and the name of the task or step concerned. Those named are people here."""
    case = row_of(ctx, fact.instance_id)
    element = fact.about or fact.element
    about = {**named(ctx, case, element), **fact.params}
    more = {name: getattr(fact, name) for name in ("level", "percent") if getattr(fact, name) is not None}
    said = Said(
        kind=fact.kind,
        key=fact.key,
        instance_id=fact.instance_id,
        task_id=fact.task_id,
        customer_id=fact.customer_id or case.customer_id,
        about=fact.about,
        params={"number": number(ctx, case), **about, **more},
        urgent=(fact.level or 0) >= rules.URGENT_LEVEL,
    )
    with ctx.session.no_autoflush:  # a case that tells something is written once, at its end
        _tell(ctx, sorted(fact.to), said)


def number(ctx: Context, case: Instance) -> str:
    """What people call the case: its business key or number, its root's, else the end of its id."""
    for row in (case, *([] if case.root_id == case.id else [row_of(ctx, case.root_id)])):
        found = row.business_key or (values.loads(row.variables) or {}).get("number")
        if isinstance(found, str) and found:
            return found
    return case.root_id[-8:]


def named(ctx: Context, case: Instance, element: str | None) -> dict[str, str]:
    """How the drawing calls an element."""
    found = definitions.model(ctx, definitions.by_id(ctx, case.definition_id)).elements.get(element or "")
    return {} if found is None else {"task": found.name or found.id, "task_en": found.name_en}


def of_task(ctx: Context, task: Task, kind: str, key: str | None = None) -> Said:
    """Something about a task: its name, its due time, its case's number."""
    params = {"task": task.name, "task_en": task.name_en, "number": number(ctx, row_of(ctx, task.instance_id))}
    if task.due_at is not None:
        params["due"] = task.due_at.isoformat()
    return Said(
        kind=kind,
        key=key,
        instance_id=task.instance_id,
        task_id=task.id,
        customer_id=task.customer_id,
        about=task.element,
        params=params,
        groups=tuple(task.groups),
        urgent=False,
    )


def tell(ctx: Context, people: Iterable[str], said: Said) -> list[str]:
    """Tell these people, each once; answers who was told now. Names that nobody here has are left out."""
    with ctx.session.no_autoflush:
        return _tell(ctx, sorted(access.existing(ctx.session, people, tenant=ctx.tenant)), said)


def _tell(ctx: Context, people: list[str], said: Said) -> list[str]:
    told = _keep(ctx, people, said)
    if told:
        _send(ctx, told, said)
    return sorted(told)


def keep_inside(ctx: Context, people: Iterable[str], said: Said) -> None:
    """Tell these people in the application only: what is wrong with a channel cannot leave by it."""
    _keep(ctx, sorted(people), said)


def _keep(ctx: Context, people: list[str], said: Said) -> dict[str, str]:
    """A row for each who was not told before under this key: {person: notice id}."""
    if not people:
        return {}
    dialect = sqlite if ctx.session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [
        {
            "id": new_id(),
            "tenant_id": ctx.tenant,
            "person": person,
            "kind": said.kind,
            "key": said.key,
            "instance_id": said.instance_id,
            "task_id": said.task_id,
            "customer_id": said.customer_id,
            "about": said.about,
            "params": dict(said.params),
            "at": ctx.now,
        }
        for person in people
    ]
    new = dialect.insert(Notice).on_conflict_do_nothing().returning(Notice.person, Notice.id)
    return {row.person: row.id for row in ctx.session.execute(new, rows)}


def _send(ctx: Context, told: Mapping[str, str], said: Said) -> None:
    channels = [
        one for one in queries.channels(ctx, audience="house") if one.enabled and rules.serves(one.kinds, said.kind)
    ]
    if not channels:
        return
    company, wants = queries.settings(ctx), _wants(ctx, told)
    for channel in channels:
        if channel.kind == rules.MAIL:
            for person, notice_id in told.items():
                want = wants.get(person)
                if want is None or (want.mail and said.kind not in want.muted):
                    queue(ctx, channel, notice_id, person, _due(ctx, company, want, said))
        elif _concerns(ctx, channel, told, said):
            queue(ctx, channel, next(iter(told.values())), None, _due(ctx, company, None, said))


def _wants(ctx: Context, people: Iterable[str]) -> dict[str, Preference]:
    rows = select(Preference).where(Preference.tenant_id == ctx.tenant, Preference.person.in_(list(people)))
    return {row.person: row for row in ctx.session.scalars(rows)}


def _concerns(ctx: Context, channel: Channel, told: Iterable[str], said: Said) -> bool:
    """A robot tells its groups what concerns them: their work, or one of their people; without groups, everything."""
    if not channel.groups or not set(channel.groups).isdisjoint(said.groups):
        return True
    return any(
        not set(access.people_in(ctx.session, group, tenant=ctx.tenant)).isdisjoint(told) for group in channel.groups
    )


def _due(ctx: Context, company: Mapping[str, Any], want: Preference | None, said: Said) -> datetime:
    if said.urgent:
        return ctx.now
    begins = (want.quiet_from if want else None) or company["quiet_from"]
    ends = (want.quiet_to if want else None) or company["quiet_to"]
    return rules.quiet_until(ctx.now, ctx.zone, begins, ends) or ctx.now


def queue(ctx: Context, channel: Channel, notice_id: str, person: str | None, due: datetime) -> str:
    """Have a notice leave by a channel at its time; answers the delivery's id."""
    row = Delivery(
        id=new_id(), tenant_id=ctx.tenant, channel_id=channel.id, notice_id=notice_id, person=person, due_at=due
    )
    ctx.session.add(row)
    jobs.later(ctx, DELIVER, {"delivery": row.id}, due=due, retries=RETRIES)
    return row.id
