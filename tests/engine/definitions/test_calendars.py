"""Calendars: edited with a reason and on record, never half, and alarmed about when a year is missing."""

from datetime import UTC, date, datetime

import pytest
import simplejson

from engine import clock
from engine.definitions import calendars
from engine.kernel import Conflict, Context, Forbidden, Invalid
from tests.kit import House

SHIFTS = {"mon": ["00:00-06:00", "22:00-24:00"], "tue": ["00:00-06:00"]}


@pytest.fixture
def china(house: House) -> House:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    house.person("dora", "process_owner")
    return house


def due(house: House, start: str, text: str, name: str = calendars.DEFAULT) -> clock.Due:
    at = datetime.fromisoformat(f"{start}+08:00")
    return house.look(lambda ctx: clock.due(text, at, calendars.calendar(ctx, name)))


def local(found: clock.Due) -> str:
    return found.at.astimezone(calendars.ZoneInfo("Asia/Shanghai")).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "text", "wanted"),
    [
        ("2026-02-13 17:00", "8bh", "02-14 17:00"),
        ("2026-09-18 17:00", "8bh", "09-20 17:00"),
        ("2026-09-30 16:00", "16bh", "10-09 16:00"),
        ("2026-01-03 10:00", "1bh", "01-04 10:00"),
    ],
)
def test_the_seeded_calendar_knows_adjusted_days(china: House, start: str, text: str, wanted: str) -> None:
    assert local(due(china, start, text)) == wanted
    assert not due(china, start, text).provisional


def test_what_runs_past_the_published_days_is_provisional_until_they_are_published(china: House) -> None:
    assert due(china, "2026-12-31 17:00", "8bh").provisional
    edited(china, published_until="2027-12-31", days={date(2027, 1, 2): {"kind": "working", "follows": 4}})
    assert not due(china, "2026-12-31 17:00", "8bh").provisional
    assert local(due(china, "2026-12-31 17:00", "8bh")) == "01-02 17:00"


def edited(house: House, by: str | None = "dora", **change: object) -> calendars.CalendarRow:
    with house.unit(by) as ctx:
        return calendars.change(ctx, calendars.DEFAULT, reason="State Council notice", **change)  # type: ignore[arg-type]


def test_an_edit_says_what_was_and_what_is_who_and_why(china: House) -> None:
    row = edited(china, days={date(2026, 10, 10): None, date(2026, 3, 6): {"kind": "half", "name": "年会"}})
    entry = china.ledger("settings")[-1]
    told = simplejson.loads(entry.data)
    assert (entry.fact, entry.actor, told["reason"], told["version"]) == (
        "CalendarChanged", "dora", "State Council notice", row.version,
    )  # fmt: skip
    assert told["old"]["days"]["2026-10-10"]["kind"] == "working"
    assert told["new"]["days"]["2026-10-10"] is None
    assert told["new"]["days"]["2026-03-06"]["source"] == "hand"
    assert local(due(china, "2026-03-06 11:00", "2bh")) == "03-09 10:00"


FOUR_DAYS = {key: ["08:00-12:00", "13:00-17:00"] for key in ("mon", "tue", "wed", "thu")}


def test_next_years_week_is_published_now_and_holds_from_its_day(china: House) -> None:
    before = due(china, "2026-12-30 16:00", "4bh")
    edited(china, later={"2027-01-01": FOUR_DAYS})
    assert due(china, "2026-12-30 16:00", "4bh").at == before.at
    assert local(due(china, "2026-12-31 17:00", "2bh")) == "01-04 09:00"
    told = simplejson.loads(china.ledger("settings")[-1].data)
    assert (told["old"]["later"], told["new"]["later"]) == ({}, {"2027-01-01": FOUR_DAYS})
    edited(china, later={})
    assert local(due(china, "2026-12-31 17:00", "2bh")) == "01-04 10:00"


def test_an_edit_that_changes_nothing_is_none(china: House) -> None:
    before = len(china.ledger("settings"))
    row = edited(china, days={date(2026, 1, 7): None}, zone="Asia/Shanghai")
    assert (row.version, len(china.ledger("settings"))) == (1, before)


def test_days_entered_by_hand_outlast_a_new_import(china: House) -> None:
    edited(china, days={date(2026, 10, 10): {"kind": "off", "name": "厂庆"}})
    with china.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    kept = china.look(lambda ctx: calendars.days(ctx, calendars.DEFAULT, date(2026, 10, 10), date(2026, 10, 10)))
    assert [(day.kind, day.name) for day in kept] == [("off", "厂庆")]


def test_a_night_shift_in_another_zone_is_a_calendar_of_its_own(china: House) -> None:
    with china.unit("dora") as ctx:
        calendars.create(
            ctx, "夜班", zone="Europe/Berlin", pattern=SHIFTS, published_until="2026-12-31", reason="Werk 2"
        )
    found = due(china, "2026-03-30 10:00", "9bh", "夜班")  # Monday 04:00 in Berlin
    assert found.at == datetime(2026, 3, 31, 3, tzinfo=UTC)  # 2 h before 06:00, 2 h from 22:00, 5 h from midnight
    with pytest.raises(Conflict), china.unit("dora") as ctx:
        calendars.create(ctx, "夜班", reason="again")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pattern": {"mon": ["13:00-12:00"]}}, "interval_out_of_order"),
        ({"pattern": {"mon": ["09:00-12:00", "11:00-13:00"]}}, "intervals_overlap"),
        ({"pattern": {"montag": []}}, "weekday_unknown"),
        ({"pattern": {}}, "calendar_never_opens"),
        ({"zone": "Mars/Olympus"}, "calendar_value_invalid"),
        ({"published_until": "soon"}, "calendar_value_invalid"),
        ({"days": {date(2026, 3, 3): {"kind": "lazy"}}}, "day_kind_unknown"),
        ({"days": {date(2026, 3, 3): {"kind": "half", "hours": ["9-12"]}}}, "interval_unreadable"),
    ],
)
def test_what_nobody_could_count_with_is_refused(china: House, change: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        edited(china, **change)
    assert [error["code"] for error in refused.value.errors] == [code]


def test_staff_do_not_edit_calendars_and_nobody_without_a_reason(china: House) -> None:
    china.person("ann")
    with pytest.raises(Forbidden):
        edited(china, by="ann", zone="UTC")
    with pytest.raises(Invalid, match="reason_needed"), china.unit("dora") as ctx:
        calendars.change(ctx, calendars.DEFAULT, reason=" ", zone="UTC")


def test_an_edit_that_is_undone_leaves_nothing_behind(china: House) -> None:
    def undone(ctx: Context) -> None:
        calendars.change(ctx, calendars.DEFAULT, reason="try", days={date(2026, 3, 3): {"kind": "off"}})
        assert not calendars.calendar(ctx).is_working_day(date(2026, 3, 3))
        raise RuntimeError("never mind")

    with pytest.raises(RuntimeError), china.unit() as ctx:
        undone(ctx)
    edited(china, days={date(2026, 3, 4): {"kind": "off"}})
    assert local(due(china, "2026-03-02 17:00", "8bh")) == "03-03 17:00"


def test_a_missing_year_is_alarmed_about_from_november_and_daily_from_december(china: House) -> None:
    until = datetime(2026, 12, 4, 12, tzinfo=UTC)
    china.later(seconds=(until - china.now).total_seconds())
    assert alarms(china) == ["11-01", "11-08", "11-15", "11-22", "11-29", "12-01", "12-02", "12-03", "12-04"]
    edited(china, published_until="2027-12-31")
    china.later(days=300)
    assert len(alarms(china)) == 9
    china.later(days=60)
    assert alarms(china)[9:11] == ["11-01", "11-08"]


def alarms(house: House) -> list[str]:
    return [entry.at[5:10] for entry in house.ledger("settings") if entry.fact == "CalendarUnpublished"]
