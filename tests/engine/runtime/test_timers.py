"""When timers are due."""

from datetime import UTC, datetime, timedelta

import pytest

from engine import runtime as rt
from engine.runtime import timers
from tests.engine.runtime.draw import boundary, draw, model, timer
from tests.engine.runtime.world import World

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
SHANGHAI = "Asia/Shanghai"


def due(text, zone="UTC", now=NOW):
    return timers.first(text, now, zone).due


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT90S", NOW + timedelta(seconds=90)),
        ("P1DT2H", NOW + timedelta(days=1, hours=2)),
        ("P2W", NOW + timedelta(weeks=2)),
        ("P1M", datetime(2026, 2, 28, 9, 30, tzinfo=UTC)),
        ("P1Y", datetime(2027, 1, 31, 9, 30, tzinfo=UTC)),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01T08:00:00+08:00", datetime(2026, 3, 1, 0, tzinfo=UTC)),
        ("R3/PT10M", NOW + timedelta(minutes=10)),
        ("R/2026-03-01T08:00:00Z/P1D", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("R2/P1D/2026-03-01T08:00:00Z", datetime(2026, 2, 28, 8, tzinfo=UTC)),
        ("0 9 * * *", datetime(2026, 2, 1, 9, tzinfo=UTC)),
        ("*/20 * * * *", datetime(2026, 1, 31, 9, 40, tzinfo=UTC)),
        ("0 0 8 ? * MON-FRI", datetime(2026, 2, 2, 8, tzinfo=UTC)),
        ("0 0 29 2 *", datetime(2028, 2, 29, tzinfo=UTC)),
        ("@monthly", datetime(2026, 2, 1, tzinfo=UTC)),
    ],
)
def test_a_text_is_due_at(text, expected):
    assert timers.literal(text)
    assert due(text) == expected


def test_a_local_time_is_read_in_the_houses_zone():
    assert due("2026-03-01T08:00", SHANGHAI) == datetime(2026, 3, 1, 0, tzinfo=UTC)
    assert due("2026-03-01", SHANGHAI) == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert due("0 9 * * *", SHANGHAI) == datetime(2026, 2, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["soon", "P", "PT", "R0/P1D", "R3/soon", "99 9 * * *", "* * 31 2 *", "2026-02-30", True, None]
)
def test_what_is_no_time_is_stuck(text):
    with pytest.raises(rt.Stuck) as stuck:
        due(text)

    assert stuck.value.code == "timer_invalid"


@pytest.mark.parametrize("text", ["a + b", 'duration("PT1H")', "n * 2 + 1 - k * 3", "wait"])
def test_feel_is_not_taken_for_a_literal(text):
    assert not timers.literal(text)


def test_a_cycle_counts_from_its_due_times_however_late_it_fires():
    schedule = timers.first("R3/PT10M", NOW, "UTC")
    seen = []
    while schedule is not None:
        seen.append(schedule.due - NOW)
        schedule = timers.following(schedule, "UTC")

    assert seen == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=30)]


def test_a_cron_line_goes_on_for_ever_in_the_houses_zone():
    schedule = timers.first("0 9 * * MON", NOW, SHANGHAI)
    after = timers.following(schedule, SHANGHAI)

    assert after.due - schedule.due == timedelta(weeks=1)
    assert after.left == timers.FOREVER


def test_a_timer_may_be_a_feel_expression_over_the_variables():
    world = World(
        model(draw("s -> a -> e; late -> e2", a="userTask", late=boundary("a", timer('=duration("P" + days + "D")'))))
    )

    case = world.start("p", {"days": "3"})

    assert list(case.timers.values()) == [world.now + timedelta(days=3)]


def test_feel_knows_the_moment_of_the_step():
    world = World(model(draw("s -> w -> e", w=("intermediateCatchEvent", timer('=now() + duration("PT1H")')))))

    case = world.start("p")

    assert list(case.timers.values()) == [world.now + timedelta(hours=1)]


def test_all_firings_of_a_cycle_come_after_a_long_stop():
    again = boundary("a", timer("R/PT1H", "timeCycle"), interrupting=False)
    world = World(model(draw("s -> a -> e; again -> tick", a="userTask", again=again)))
    case = world.start("p")

    world.later(24 * 3600)

    assert case.trace.count("tick") == 24


def test_a_timer_start_tells_when_it_is_due_and_when_again():
    world = World(model(draw("s -> a -> e", s=("startEvent", timer("R/PT1H", "timeCycle")))))
    (begin,) = world.models["p"].starts
    env = rt.Env(world.now, lambda key, variables, binding: None)

    schedule = rt.first_due(begin, env)

    assert schedule.due == world.now + timedelta(hours=1)
    assert rt.following(schedule, "UTC").due == world.now + timedelta(hours=2)
    assert world.start("p", at="s").trace == ["s", "a", "e"]
