"""One clock: its due time by the rules, its next moment as a job, and what happens to it at that moment.

A clock has at most one job, for the next thing that can happen to it (a warning, the miss, a reminder, the end of a
pause); each thing is a fact of its own and sets the next job, so that after a stop of any length all of them follow in
the order of their times.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine import clock, jobs
from engine.clock import Calendar
from engine.definitions.calendars import DEFAULT, calendar
from engine.kernel import Context
from engine.sla import events, rules
from engine.sla.asking import settings_of
from engine.sla.models import SlaClock, SlaSettings
from engine.sla.rules import Deadline, Pause, Spent, Terms

TICK = "sla.tick"
SETTINGS = "sla.settings"
REMINDERS = 2


def settings(ctx: Context) -> dict[str, Any]:
    """The company's switches, with defaults for what nobody set."""
    if SETTINGS not in ctx.memo:
        row = ctx.session.get(SlaSettings, ctx.tenant)
        ctx.memo[SETTINGS] = settings_of(row.values if row else None)
    found: dict[str, Any] = ctx.memo[SETTINGS]
    return found


def calendar_of(ctx: Context, row: SlaClock) -> Calendar:
    """The calendar that the clock counts its business time in."""
    return named(ctx, row.calendar)


def named(ctx: Context, name: str) -> Calendar:
    """A calendar as D08 names it; plain time and business time are the house's."""
    return calendar(ctx, DEFAULT if name in (rules.CLOCK, rules.BUSINESS) else name)


def pauses_of(row: SlaClock) -> list[Pause]:
    """What does not count."""
    return [
        Pause(datetime.fromisoformat(told["from"]), datetime.fromisoformat(told["to"]) if told["to"] else None)
        for told in row.pauses
    ]


def deadlines(ctx: Context, row: SlaClock) -> tuple[Deadline, Deadline | None]:
    """The deadline that is due and the one beside it, counted anew from the start."""
    return rules.due(Terms(row.text, calendar_of(ctx, row), row.promise), row.started_at, pauses_of(row))


def told(row: SlaClock, found: tuple[Deadline, Deadline | None], calendar: Calendar) -> tuple[str, dict[str, Any]]:
    """Due time and derivation as facts tell them."""
    first, other = found
    target = rules.deadline(row.text, calendar, row.started_at, pauses_of(row))
    promised = other is not None and first.at < target.at
    return first.at.isoformat(), rules.derivation(first, other, promised=promised, pauses=row.pauses)


def spent(ctx: Context, row: SlaClock, until: datetime) -> Spent:
    """Minutes with and without pauses, in the time that the target is counted in."""
    working = rules.working_time(row.text, calendar_of(ctx, row))
    return rules.spent(working, row.started_at, until, pauses_of(row))


def begin(ctx: Context, row: SlaClock, rule: Mapping[str, Any] | None, follows: str | None = None) -> None:
    """The clock runs from its start, which may lie in the past."""
    found = deadlines(ctx, row)
    due, derivation = told(row, found, calendar_of(ctx, row))
    row.due_at, row.due = found[0].at, derivation
    ctx.record(
        events.SlaStarted(
            **_of(row),
            kind=row.kind,
            band=row.band,
            override=row.override,
            received=row.started_at.isoformat(),
            text=row.text,
            calendar=row.calendar,
            promise=row.promise,
            due=due,
            derivation=derivation,
            rule=rule,
            follows=follows,
        )
    )
    plan(ctx, row)


def recount(ctx: Context, row: SlaClock, cause: str, terms: Mapping[str, Any] | None = None) -> bool:
    """Count the due time anew, under other `terms` where given. What was missed stays missed, what is over stays over;
    answers whether anything moved."""
    if row.stopped_at is not None or row.missed_at is not None:
        return False
    given = {name: value for name, value in (terms or {}).items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in given}
    for name, value in given.items():
        setattr(row, name, value)
    found = deadlines(ctx, row)
    due, derivation = told(row, found, calendar_of(ctx, row))
    if found[0].at == row.due_at and not given and derivation["provisional"] == row.due.get("provisional"):
        return False
    for name, value in before.items():
        setattr(row, name, value)  # rows change by facts
    ctx.record(
        events.SlaDueMoved(
            **_of(row), cause=cause, old=row.due_at.isoformat(), new=due, derivation=derivation, terms=given
        )
    )
    plan(ctx, row)
    return True


# --- the next moment ------------------------------------------------------------------------------------------------


def plan(ctx: Context, row: SlaClock) -> None:
    """Set the job for the next thing that can happen; a job for something else is taken back."""
    if row.job_id is not None:
        jobs.cancel(ctx, ids=[row.job_id])
        row.job_id = None
    moment = _next(ctx, row)
    if moment is not None:
        row.job_id = jobs.later(ctx, TICK, {"clock": row.id}, due=moment, instance_id=row.instance_id)


def _next(ctx: Context, row: SlaClock) -> datetime | None:
    if row.stopped_at is not None:
        return None
    if row.status == "paused":
        return _next_of_pause(ctx, row)
    if row.missed_at is not None:
        return None
    first, _ = deadlines(ctx, row)
    warnings = _warnings(row, first)
    if warnings:
        return min(at for _, at in warnings)
    return None if first.provisional and first.at <= ctx.now else first.at


def _warnings(row: SlaClock, first: Deadline) -> list[tuple[int, datetime]]:
    return [
        (percent, rules.threshold(first, row.started_at, percent))
        for percent in row.warn_at
        if percent < 100 and percent not in row.warned
    ]


def tick(ctx: Context, row: SlaClock) -> None:
    """The one next thing that is due happens: a warning, the miss, a reminder, or the end of a pause."""
    row.job_id = None
    if row.stopped_at is not None:
        return
    if row.status == "paused":
        _tick_of_pause(ctx, row)
    elif row.missed_at is None:
        first, _ = deadlines(ctx, row)
        due_warnings = sorted((at, percent) for percent, at in _warnings(row, first) if at <= ctx.now)
        if due_warnings:
            at, percent = due_warnings[0]
            ctx.record(events.SlaWarned(**_of(row), percent=percent, since=at.isoformat(), due=row.due_at.isoformat()))
        elif first.at <= ctx.now and not first.provisional:
            miss(ctx, row)
    plan(ctx, row)


def miss(ctx: Context, row: SlaClock) -> None:
    """The time is over."""
    ctx.record(events.SlaMissed(**_of(row), due=row.due_at.isoformat()))


# --- ends -----------------------------------------------------------------------------------------------------------


def stop(ctx: Context, row: SlaClock) -> None:
    """The promise is kept now: in time, or too late for one that is (or thereby turns out to be) missed."""
    if row.status == "paused":
        resume(ctx, row)
    if row.missed_at is None and row.due_at < ctx.now and not row.due.get("provisional"):
        miss(ctx, row)
    took = spent(ctx, row, ctx.now)
    kept = events.SlaMet if row.missed_at is None else events.SlaAnsweredLate
    ctx.record(kept(**_of(row), gross=took.gross, net=took.net))
    plan(ctx, row)


def cancel(ctx: Context, row: SlaClock, reason: str) -> None:
    """The promise no longer applies; one that was missed stays missed and ends."""
    if row.missed_at is not None:
        took = spent(ctx, row, ctx.now)
        ctx.record(events.SlaAnsweredLate(**_of(row), gross=took.gross, net=took.net))
    else:
        ctx.record(events.SlaCancelled(**_of(row), reason=reason))
    plan(ctx, row)


# --- pauses ---------------------------------------------------------------------------------------------------------


def pause(ctx: Context, row: SlaClock, reason: str, proof: str, until: datetime) -> None:
    """Stop counting until somebody resumes, at the latest `until`."""
    ctx.record(events.SlaPaused(**_of(row), reason=reason, proof=proof, until=until.isoformat()))
    plan(ctx, row)


def resume(ctx: Context, row: SlaClock, *, automatic: bool = False) -> None:
    """Go on counting: due after what was left."""
    close_pause(row, ctx.now)
    due, derivation = told(row, deadlines(ctx, row), calendar_of(ctx, row))
    ctx.record(
        events.SlaResumed(**_of(row), automatic=automatic, old=row.due_at.isoformat(), due=due, derivation=derivation)
    )
    plan(ctx, row)


def close_pause(row: SlaClock, at: datetime) -> None:
    """The open pause ends."""
    row.pauses = [*row.pauses[:-1], {**row.pauses[-1], "to": at.isoformat()}]


def pause_ends(ctx: Context, row: SlaClock) -> datetime | None:
    """Until when a pause that begins now may last: what the earlier ones left of the cap; None when nothing is left."""
    calendar = calendar_of(ctx, row)
    cap = settings(ctx)["pause_cap"]
    working = rules.working_time(cap, calendar)
    most = rules.spent(working, ctx.now, clock.due(cap, ctx.now, calendar).at).gross
    used = sum(
        rules.spent(working, told.start, told.end).gross
        for told, kept in zip(pauses_of(row), row.pauses, strict=True)
        if told.end is not None and kept["reason"] != REOPENED
    )
    return rules.after(working, ctx.now, (most - used) * rules.MINUTE) if used < most else None


REOPENED = "closed"
"""The reason of the time between closing and reopening, which counts for nobody."""


def _moments(ctx: Context, row: SlaClock) -> Sequence[datetime]:
    """The two reminders, at a third and two thirds of the pause."""
    told = row.pauses[-1]
    begin, end = datetime.fromisoformat(told["from"]), datetime.fromisoformat(told["until"])
    return [begin + (end - begin) * number / (REMINDERS + 1) for number in range(1, REMINDERS + 1)]


def _next_of_pause(ctx: Context, row: SlaClock) -> datetime:
    told = row.pauses[-1]
    number: int = told["reminded"]
    if number < REMINDERS:
        return _moments(ctx, row)[number]
    return datetime.fromisoformat(told["until"])


def _tick_of_pause(ctx: Context, row: SlaClock) -> None:
    told = row.pauses[-1]
    if _next_of_pause(ctx, row) > ctx.now:
        return
    if told["reminded"] < REMINDERS:
        number = told["reminded"] + 1
        ctx.record(events.SlaPauseReminded(**_of(row), number=number, until=told["until"]))
    else:
        resume(ctx, row, automatic=True)


def _of(row: SlaClock) -> dict[str, Any]:
    return {
        "instance_id": row.instance_id,
        "element": row.element,
        "clock_id": row.id,
        "target": row.target,
        "row": row,
    }


def planned(first: Deadline, start: datetime) -> int:
    """The minutes that the deadline allows, pauses left out, in its own time."""
    return rules.spent(first.calendar, start, first.first.at).gross
