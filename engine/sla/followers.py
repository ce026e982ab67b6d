"""What the clocks do when something happens in a case: they follow facts and stand in nobody's way.

A drawing that asks for a promise that cannot be had is on record (`SlaUnavailable`); the case goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from engine import jobs
from engine.clock import ClockError
from engine.customers.events import TierPromoted
from engine.definitions import queries as definitions
from engine.definitions.events import CalendarChanged
from engine.feel import values
from engine.instances.events import (
    ElementCancelled,
    ElementCompleted,
    ElementEntered,
    InstanceCancelled,
    InstanceCompleted,
    InstanceStarted,
    TaskOpened,
)
from engine.instances.models import Instance
from engine.kernel import Context, Invalid
from engine.runtime import Element
from engine.sla import asking, clocks, commands, recounting
from engine.sla.asking import HUMAN, SPANS, Marks, Unavailable
from engine.sla.events import SlaUnavailable
from engine.sla.models import SlaClock
from engine.tasks.appliers import OPENED

_CASE = "sla.case"
RESPONSES = ("first_response", "next_response")


def case_started(ctx: Context, fact: InstanceStarted) -> None:
    """Remember the row, which is not written yet."""
    ctx.memo[_CASE, fact.instance_id] = fact.row


def entered(ctx: Context, fact: ElementEntered) -> None:
    """Clocks of one execution of an element begin."""
    found = _marked(ctx, fact.instance_id, fact.element)
    if found is None:
        return
    case, element, _ = found
    with _on_record(ctx, case, element):
        if "sla" in element.settings and element.kind in SPANS:
            answers = asking.listed(element, "sla_meets")
            commands.start(ctx, case, element.id, fact.token, asking.asked(ctx, case, element), answers)
        if level := element.settings.get("sla_level"):
            text = asking.evaluated(ctx, level, values.loads(case.variables))
            commands.start_one(ctx, case, element.id, fact.token, "level", str(text))


def completed(ctx: Context, fact: ElementCompleted) -> None:
    """An element meets what it says it meets, and all that began with it; or the clocks of the case begin."""
    found = _marked(ctx, fact.instance_id, fact.element)
    if found is None:
        return
    case, element, marks = found
    if "sla" in element.settings and element.kind not in SPANS:
        with _on_record(ctx, case, element):
            commands.start(ctx, case, element.id, None, asking.asked(ctx, case, element), list(marks.met))
    if "next_response" in asking.listed(element, "sla_starts"):
        commands.start_one(ctx, case, element.id, None, "next_response", None)
    _meet(ctx, case, element, fact.token, marks)


def _meet(ctx: Context, case: Instance, element: Element, token: str, marks: Marks) -> None:
    met = set(asking.listed(element, "sla_meets"))
    if element.kind in HUMAN:
        if "first_response" not in marks.met:
            met.add("first_response")
    else:
        met -= set(RESPONSES)  # what no person does is no response
    own = element.kind in SPANS and ("sla" in element.settings or "sla_level" in element.settings)
    if not met and not own:
        return
    for row in commands.open_clocks(ctx, case.root_id):
        if row.target in met and (row.token is None or row.token == token or row.instance_id != case.id):
            clocks.stop(ctx, row)
        elif row.token == token and row.instance_id == case.id:
            _over(ctx, row, responded=element.kind in HUMAN)


def _over(ctx: Context, row: SlaClock, *, responded: bool) -> None:
    """What the clock belonged to has ended as it should: a response that nobody gave is no longer owed."""
    if row.target in ("resolution", "level") or responded:
        clocks.stop(ctx, row)
    else:
        clocks.cancel(ctx, row, "case_ended")


def cancelled(ctx: Context, fact: ElementCancelled) -> None:
    """An element was taken away, and its clocks with it."""
    if _marked(ctx, fact.instance_id, fact.element) is not None:
        _end(ctx, fact.instance_id, lambda row: row.token == fact.token, "element_cancelled")


def case_completed(ctx: Context, fact: InstanceCompleted) -> None:
    """The case is over: what it promised is kept."""
    for row in _clocks_of(ctx, fact.instance_id):
        if row.token is None:
            _over(ctx, row, responded=False)
        else:
            clocks.cancel(ctx, row, "case_ended")


def case_cancelled(ctx: Context, fact: InstanceCancelled) -> None:
    """The case was called off: nothing is owed any more."""
    _end(ctx, fact.instance_id, lambda row: True, "case_cancelled")


def _end(ctx: Context, instance_id: str, which: Callable[[SlaClock], bool], reason: str) -> None:
    for row in _clocks_of(ctx, instance_id):
        if which(row):
            clocks.cancel(ctx, row, reason)


def _clocks_of(ctx: Context, instance_id: str) -> list[SlaClock]:
    case = _case(ctx, instance_id)
    if case is None or _marks(ctx, case) is None:
        return []
    return [row for row in commands.open_clocks(ctx, case.root_id) if row.instance_id == instance_id]


def task_opened(ctx: Context, fact: TaskOpened) -> None:
    """A task without a due time of its own is due when its clock is."""
    if _marked(ctx, fact.instance_id, fact.element) is None:
        return
    task = next((row for row in ctx.memo.get(OPENED, ()) if row.id == fact.task_id), None)
    if task is not None and task.due_at is None:
        recounting.align(ctx, task)


# --- from outside the case --------------------------------------------------------------------------------------------


def customer_promoted(ctx: Context, fact: TierPromoted) -> None:
    """A better tier may shorten what is promised in the customer's open cases; each in a job of its own."""
    if fact.band is None:
        return
    open_cases = (
        select(SlaClock.instance_id)
        .where(
            SlaClock.tenant_id == ctx.tenant,
            SlaClock.customer_id == fact.customer_id,
            SlaClock.stopped_at.is_(None),
            SlaClock.band > fact.band,
        )
        .distinct()
    )
    for case in ctx.session.scalars(open_cases).all():
        jobs.later(ctx, recounting.TIER, {"band": fact.band}, instance_id=case)


def calendar_changed(ctx: Context, fact: CalendarChanged) -> None:
    """All open due dates are counted anew, in batches."""
    jobs.later(ctx, recounting.CALENDAR, {"calendar": fact.calendar, "version": fact.version, "after": ""})


# --- the drawing's marks ----------------------------------------------------------------------------------------------


def _marked(ctx: Context, instance_id: str, element: str | None) -> tuple[Instance, Element, Marks] | None:
    case = _case(ctx, instance_id)
    marks = _marks(ctx, case) if case is not None else None
    if case is None or marks is None or element is None or element not in marks.elements:
        return None
    return case, marks.elements[element], marks


def _case(ctx: Context, instance_id: str) -> Instance | None:
    known: Instance | None = ctx.memo.get((_CASE, instance_id))
    return known if known is not None else ctx.session.get(Instance, instance_id)


def _marks(ctx: Context, case: Instance) -> Marks | None:
    return asking.marks(definitions.model(ctx, definitions.by_id(ctx, case.definition_id)))


@contextmanager
def _on_record(ctx: Context, case: Instance, element: Element) -> Iterator[None]:
    """What cannot be promised is told in the ledger of the case."""
    try:
        yield
    except (Unavailable, ClockError, Invalid) as error:
        params: dict[str, Any] = error.params
        ctx.record(SlaUnavailable(instance_id=case.id, element=element.id, code=error.code, params=params))
