"""The arithmetic of promises: what must hold for every start, every pause and every calendar."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from engine import clock
from engine.clock import Calendar
from engine.sla import rules
from engine.sla.rules import MINUTE, Pause, Terms
from engine.sla.words import MATTERS

DAYS = clock.chinese(2025, 2026)
CN = Calendar("CN", DAYS.published_until, days=DAYS.rows, published_from=DAYS.published_from)
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)

TABLE = Path(__file__).resolve().parents[3] / "processes/rules/sla_matrix.dmn"

minutes = st.integers(0, 20 * 24 * 60).map(lambda n: MONDAY + timedelta(minutes=n))
texts = st.sampled_from(["30min", "2bh", "8bh", "3wd", "5wd", "1h", "24h", "48h", "7d", "2bmin"])


@st.composite
def starts_with_pauses(draw: st.DrawFn) -> tuple[datetime, list[Pause]]:
    """A start and up to three pauses after it, one after the other."""
    moments = sorted(draw(st.lists(minutes, min_size=1, max_size=7, unique=True)))
    start, *rest = moments
    return start, [Pause(begin, end) for begin, end in zip(rest[::2], rest[1::2], strict=False)]


@given(starts_with_pauses(), texts)
def test_the_due_time_is_never_later_than_the_promise_and_what_was_paused(
    told: tuple[datetime, list[Pause]], text: str
) -> None:
    start, pauses = told
    due = rules.due(Terms(text, CN, "24h"), start, pauses)[0].at
    paused = sum((pause.end - pause.start for pause in pauses if pause.end), timedelta())
    assert due <= start + timedelta(hours=24) + paused
    if not pauses:
        assert due <= start + timedelta(hours=24)


@given(minutes, st.integers(0, 99), texts, st.integers(1, 10_000))
@example(MONDAY, 12, "8bh", 600)
def test_a_pause_keeps_what_was_left(start: datetime, share: int, text: str, length: int) -> None:
    before = rules.deadline(text, CN, start)
    begins = start + (before.at - start) * share // 100 // MINUTE * MINUTE
    ends = begins + timedelta(minutes=length)
    resumed = rules.deadline(text, CN, start, [Pause(begins, ends)])
    assert rules.remaining(resumed, ends) == rules.remaining(before, begins)


@given(starts_with_pauses(), texts)
@example((MONDAY, [Pause(MONDAY + timedelta(minutes=540), MONDAY + timedelta(minutes=541))]), "3wd")
def test_an_ended_pause_never_brings_the_due_time_forward(told: tuple[datetime, list[Pause]], text: str) -> None:
    start, pauses = told
    dues = [rules.deadline(text, CN, start, pauses[:count]).at for count in range(len(pauses) + 1)]
    assert dues == sorted(dues)


@given(starts_with_pauses(), texts)
def test_warnings_come_in_order_and_never_after_the_due_time(told: tuple[datetime, list[Pause]], text: str) -> None:
    start, pauses = told
    due = rules.deadline(text, CN, start, pauses)
    at = [rules.threshold(due, start, percent) for percent in (0, 50, 80, 100)]
    assert at == sorted(at)
    assert at[-1] == due.at


@given(starts_with_pauses(), texts, st.integers(0, 10_000))
def test_net_time_is_gross_time_without_the_pauses(told: tuple[datetime, list[Pause]], text: str, length: int) -> None:
    start, pauses = told
    end = start + timedelta(minutes=length)
    for calendar in (None, CN):
        took = rules.spent(calendar, start, end, pauses)
        assert 0 <= took.net <= took.gross
        assert took.net == took.gross or any(pause.start < end for pause in pauses)


def test_hours_in_a_row_that_counts_business_time_are_working_hours() -> None:
    assert rules.in_calendar("24h", "business") == "24bh"
    assert rules.in_calendar("7d", "夜班") == "7wd"
    assert rules.in_calendar("24h", "clock") == "24h"
    assert rules.in_calendar("8bh", "business") == "8bh"


def test_every_matter_of_the_shipped_table_has_its_name_in_both_languages() -> None:
    told = re.search(r"<text>kind</text>.*?<inputValues.*?<text>(.*?)</text>", TABLE.read_text("utf-8"), re.DOTALL)
    assert told is not None
    assert {value.strip('"') for value in told[1].split(",")} == set(MATTERS)
