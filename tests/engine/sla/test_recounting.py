"""An edited calendar moves every open due date, on record, and nothing that is over or was missed already."""

from datetime import date, datetime, timedelta

import pytest
import simplejson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.definitions import calendars
from engine.instances import commands as cases
from engine.sla import clocks as sla
from engine.sla import commands, recounting
from tests.engine.sla.conftest import china, clocks, complain
from tests.kit import House, Run
from tests.kit.drawings import drawing

TIMED = drawing(
    "timed",
    "start > a:user > end; late:boundary > b:user > end2:end",
    a={"due": "8bh"},
    late={"attachedToRef": "a", "cancelActivity": "false", "timer": "2wd"},
)
TUESDAY_OFF = {date(2026, 3, 3): {"kind": "off", "name": "停电"}}


def edited(house: House, **change: object) -> None:
    with house.unit("dora") as ctx:
        calendars.change(ctx, calendars.DEFAULT, reason="power cut", **change)  # type: ignore[arg-type]
    house.settle()


@pytest.fixture
def timed(desk: House) -> Run:
    desk.deploy(timed__bpmn=TIMED)
    desk.later(hours=4)
    return desk.start("timed")  # Monday 13:00: the task is due on Tuesday 12:00, the timer on Wednesday 13:00


def moved(run: Run, fact: str) -> list[tuple[str, str]]:
    told = [simplejson.loads(entry.data) for entry in run.facts if entry.fact == fact]
    return [(china(at(one["old"])), china(at(one["new"]))) for one in told]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_tasks_and_timers_move_and_say_from_when_to_when(desk: House, timed: Run) -> None:
    edited(desk, days=TUESDAY_OFF)
    assert china(timed.task("a").row.due_at) == "03-04 12:00"
    assert moved(timed, "TaskDueMoved") == [("03-03 12:00", "03-04 12:00")]
    assert moved(timed, "TimerMoved") == [("03-04 13:00", "03-05 13:00")]
    desk.later(days=2)
    assert timed.open == ["a"]
    desk.later(days=1)
    assert timed.open == ["a", "b"]


def test_the_inbox_is_ordered_by_the_new_due_time(desk: House, timed: Run) -> None:
    edited(desk, days=TUESDAY_OFF)
    row = timed.task("a").row
    assert row.sort_at == row.due_at


def test_every_open_clock_is_due_as_if_it_had_always_been_counted_so(desk: House) -> None:
    runs = [complain(desk, band=band) for band in (1, 2, 3)]
    edited(desk, days=TUESDAY_OFF, pattern={day: ["08:00-12:00"] for day in ("mon", "tue", "wed", "thu", "fri")})
    rows = [row for run in runs for row in clocks(run).values()]
    fresh = desk.look(lambda ctx: [sla.deadlines(ctx, row)[0].at for row in rows])
    assert [row.due_at for row in rows] == fresh
    assert china(clocks(runs[0])["resolution"].due_at) == "03-06 09:00"
    assert moved(runs[0], "SlaDueMoved")[-1] == ("03-05 09:00", "03-06 09:00")


def test_what_was_missed_already_stays_missed(desk: House) -> None:
    run = complain(desk, band=1, received="2026-02-26T09:00:00+08:00")
    desk.later(hours=1)
    assert clocks(run)["resolution"].status == "missed"
    before = clocks(run)["resolution"].due_at
    edited(desk, days={date(2026, 2, 27): {"kind": "off"}, **TUESDAY_OFF})
    assert (clocks(run)["resolution"].status, clocks(run)["resolution"].due_at) == ("missed", before)


def test_an_estimate_is_never_missed_and_becomes_a_due_date_when_the_days_are_published(desk: House) -> None:
    run = complain(desk, band=1)
    edited(desk, published_until="2026-03-01")
    assert clocks(run)["first_response"].due["provisional"]
    desk.later(hours=5)
    assert clocks(run)["first_response"].missed_at is None
    edited(desk, published_until="2026-12-31")
    desk.settle()
    row = clocks(run)["first_response"]
    assert (row.status, china(row.missed_at)) == ("missed", "03-02 11:00")


def test_a_suspended_case_moves_too_and_fires_when_it_goes_on(desk: House, timed: Run) -> None:
    with desk.unit("dora") as ctx:
        cases.suspend(ctx, timed.id, "audit")
    edited(desk, days=TUESDAY_OFF)
    with desk.unit("dora") as ctx:
        cases.resume(ctx, timed.id, "audit over")
    desk.later(days=2)
    assert timed.open == ["a"]
    desk.later(days=1)
    assert timed.open == ["a", "b"]


def test_an_edit_goes_through_all_cases_in_batches(desk: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    runs = [complain(desk, band=1) for _ in range(5)]
    edited(desk, days=TUESDAY_OFF)
    assert {china(clocks(run)["resolution"].due_at) for run in runs} == {"03-06 09:00"}


def test_a_finished_case_is_left_alone(desk: House, timed: Run) -> None:
    timed.task("a").completed_by("ann")
    before = len(timed.facts)
    edited(desk, days=TUESDAY_OFF)
    assert len(timed.facts) == before


NEXT_DAYS = [date(2026, 3, 2) + timedelta(days=ahead) for ahead in range(14)]
EDITS = st.dictionaries(st.sampled_from(NEXT_DAYS), st.sampled_from(["off", "half", "working", None]), max_size=6)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, st.sampled_from([1, 2, 3]), st.booleans())
def test_after_any_edit_a_due_date_is_what_a_new_one_would_be(
    desk: House, edits: dict[date, str | None], band: int, pausing: bool
) -> None:
    run = complain(desk, band=band, received=desk.now.isoformat())
    if pausing:
        with desk.unit("ann") as ctx:
            commands.pause(ctx, clocks(run)["resolution"].id, "customer", "mail 17")
    edited(desk, days={day: kind and {"kind": kind} for day, kind in edits.items()})
    fresh = clocks(complain(desk, band=band, received=desk.now.isoformat()))
    for target, row in clocks(run).items():
        assert (row.due_at, row.due["provisional"]) == (fresh[target].due_at, fresh[target].due["provisional"])
