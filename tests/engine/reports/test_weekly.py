"""Each week's first working day, every head hears in one line how the team stands."""

from datetime import UTC, datetime

import pytest

from engine.access import commands as people
from engine.definitions import calendars
from engine.notify import commands as notices
from engine.notify import queries, words
from engine.notify.models import Delivery, Notice
from engine.reports import weekly
from tests.kit import House
from tests.kit.drawings import drawing


@pytest.fixture
def team(house: House) -> House:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
        people.add_department(ctx, "east", name="东部")
    house.person("ann", department="east").person("lee", department="east").person("admin", "admin")
    with house.unit() as ctx:
        people.set_head(ctx, "east", "lee")
        weekly.set_next(ctx)
    return house.deploy(leave__bpmn=drawing("leave", "start > ask:user > end", ask={"assignee": "ann"})) and house


def told(house: House) -> list[Notice]:
    with house.unit("lee", write=False) as ctx:
        return [one for one in queries.mine(ctx) if one.kind == "weekly"]


def test_a_head_is_told_on_monday_and_the_next_one_and_nobody_else(team: House) -> None:
    team.start("leave", by="lee")
    team.later(days=6)
    assert told(team) == []
    team.later(days=1)
    (one,) = told(team)
    assert one.params == {"open": 1, "overdue": 0, "escalated": 0, "in_time": "–"}
    assert words.line("weekly", one.params, "en").startswith("Your team this week: 1 in hand")
    team.later(days=7)
    assert len(told(team)) == 2
    with team.unit("ann", write=False) as ctx:
        assert [one for one in queries.mine(ctx) if one.kind == "weekly"] == []


def test_a_holiday_moves_it_to_the_first_working_day(house: House) -> None:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    house.now = datetime(2026, 9, 30, 1, tzinfo=UTC)  # 1 to 7 October is off, the 8th is a Thursday
    assert house.look(weekly.next_week) == datetime(2026, 10, 8, 1, tzinfo=UTC)


def test_who_mutes_it_is_not_written_to(team: House) -> None:
    with team.unit("admin") as ctx:
        notices.save_channel(
            ctx, None, name="mail", kind="mail",
            settings={"host": "mail.invalid", "port": 25, "sender": "k@example.com", "security": "none"},
        )  # fmt: skip
    with team.unit("lee") as ctx:
        notices.prefer(ctx, mail=True, muted=["weekly"], quiet_from=None, quiet_to=None)
    team.later(days=7)
    assert len(told(team)) == 1
    assert team.look(lambda ctx: ctx.session.query(Delivery).count()) == 0
