"""Being away: from when to when, and who stands in. Said by the person, by a head above, or by an admin."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from engine.access import queries
from engine.access.events import AbsenceEnded, AbsenceRecorded, SkillsSet
from engine.access.models import Absence, Person, Skill
from engine.access.rules import require
from engine.access.standing_in import ABSENT
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound, new_id

LONGEST = 400
"""Days; whoever is away for longer has left."""


def record(ctx: Context, name: str, from_on: date, to_on: date, substitute: str | None = None) -> str:
    """The person is away on these days, both included; the new id. Conflict when days are said twice, Invalid for days
    in the wrong order or a substitute who is the person, no staff, or has this very person as substitute then."""
    row = queries.person(ctx.session, name, tenant=ctx.tenant)
    _may(ctx, row)
    if not from_on <= to_on or (to_on - from_on).days > LONGEST or to_on < ctx.now.astimezone(ctx.zone).date():
        raise Invalid("absence_days_wrong", first=from_on.isoformat(), last=to_on.isoformat())
    overlapping = Absence.tenant_id == ctx.tenant, Absence.from_on <= to_on, Absence.to_on >= from_on
    held = ctx.session.scalars(select(Absence).where(*overlapping, Absence.person_id == row.id)).first()
    if held is not None:
        raise Conflict("absence_overlaps", first=held.from_on.isoformat(), last=held.to_on.isoformat())
    stand_in = _substitute(ctx, row, substitute) if substitute else None
    if stand_in is not None:
        circle = select(Absence.id).where(
            *overlapping, Absence.person_id == stand_in.id, Absence.substitute_id == row.id
        )
        if ctx.session.scalar(circle):
            raise Invalid("substitute_circle", person=row.name, substitute=stand_in.name)
    absence = new_id()
    ctx.record(
        AbsenceRecorded(
            absence=absence,
            person=row.name,
            from_on=from_on,
            to_on=to_on,
            substitute=stand_in.name if stand_in else None,
            person_id=row.id,
            substitute_id=stand_in.id if stand_in else None,
        )
    )
    ctx.memo.pop(ABSENT, None)
    return absence


def end(ctx: Context, absence_id: str) -> None:
    """The person is back: an absence that has begun ended yesterday, one that has not is as if never said."""
    held = ctx.session.get(Absence, absence_id)
    if held is None or held.tenant_id != ctx.tenant:
        raise NotFound("absence_unknown", id=absence_id)
    row = queries.person(ctx.session, held.person_id, tenant=ctx.tenant)
    _may(ctx, row)
    ctx.record(AbsenceEnded(absence=held.id, person=row.name))
    ctx.memo.pop(ABSENT, None)


def listed(ctx: Context, name: str | None = None) -> list[tuple[Absence, str, str | None]]:
    """Absences of today and later, by first day: the row, the person's name and the substitute's."""
    rows = select(Absence).where(Absence.tenant_id == ctx.tenant, Absence.to_on >= ctx.now.astimezone(ctx.zone).date())
    if name is not None:
        rows = rows.where(Absence.person_id == queries.person(ctx.session, name, tenant=ctx.tenant).id)
    found = list(ctx.session.scalars(rows.order_by(Absence.from_on, Absence.id)))
    ids = {one for row in found for one in (row.person_id, row.substitute_id) if one}
    told = queries.names_of(ctx.session, ids, tenant=ctx.tenant)
    return [(row, told[row.person_id], told.get(row.substitute_id or "")) for row in found]


def set_skills(ctx: Context, name: str, skills: Sequence[str]) -> None:
    """What a person is good at, as it is from now on."""
    require(ctx.actor, "manage", "person")
    row = queries.person(ctx.session, name, tenant=ctx.tenant)
    wanted = sorted({skill.strip() for skill in skills if skill.strip()})
    if any(len(skill) > 64 for skill in wanted):
        raise Invalid("skill_invalid")
    if wanted != skills_of(ctx, [row.id]).get(row.id, []):
        ctx.record(SkillsSet(person=row.name, skills=wanted, person_id=row.id))


def skills_of(ctx: Context, ids: Sequence[str]) -> dict[str, list[str]]:
    """Skills by person id, sorted; people without any are left out."""
    rows = select(Skill).where(Skill.tenant_id == ctx.tenant, Skill.person_id.in_(list(ids))).order_by(Skill.skill)
    found: dict[str, list[str]] = {}
    for row in ctx.session.scalars(rows):
        found.setdefault(row.person_id, []).append(row.skill)
    return found


def _substitute(ctx: Context, row: Person, name: str) -> Person:
    stand_in = queries.person(ctx.session, name, tenant=ctx.tenant)
    if stand_in.id == row.id or stand_in.disabled:
        raise Invalid("substitute_wrong", substitute=stand_in.name)
    if not queries.actor_of(ctx.session, stand_in.name, tenant=ctx.tenant).has("staff"):
        raise Invalid("substitute_wrong", substitute=stand_in.name)
    return stand_in


def _may(ctx: Context, row: Person) -> None:
    """The person, a head of the department or above, an admin."""
    own = row.id == ctx.actor.person_id
    headed = row.department_id is not None and row.department_id in ctx.actor.departments
    if not (own or headed or ctx.actor.executive or ctx.actor.has("admin")):
        raise Forbidden("not_allowed", verb="record", thing="absence")
