import pytest

from engine.clock import due_in_words, words


def test_a_derivation_tells_the_adjusted_weekend(china, at):
    derivation = china.add(at("2026-02-13 17:00"), 8, "bh").derivation
    zh, en = words(derivation, "zh"), words(derivation, "en")
    assert zh == (
        "自 2026-02-13(周五)17:00 起 8 个工作小时:2026-02-14(周六)17:00;日历“中国”第 1 版;调休上班:02-14 周六(春节)"
    )
    assert en == (
        "8 working hours from Fri 2026-02-13 17:00: Sat 2026-02-14 17:00; "
        'calendar "中国", version 1; working by adjustment: Sat 02-14 (Spring Festival)'
    )


def test_a_derivation_says_that_it_is_provisional(china, at):
    derivation = china.add(at("2026-12-31 17:00"), 1, "wd").derivation
    assert "暂定:日历公布至 2026-12-31" in words(derivation, "zh")
    assert "provisional: the calendar is published until 2026-12-31" in words(derivation, "en")


def test_clock_time_needs_no_calendar_in_words(china, at):
    derivation = china.add(at("2026-09-30 17:30"), 24, "h").derivation
    assert words(derivation, "en") == "24 hours from Wed 2026-09-30 17:30: Thu 2026-10-01 17:30"


@pytest.mark.parametrize(
    ("due", "zh", "en"),
    [
        ("2026-03-04 12:00", "还剩 2 个工作小时", "2 working hours left"),
        ("2026-03-04 11:00", "还剩 1 个工作小时", "1 working hour left"),
        ("2026-03-04 10:20", "还剩 20 个工作分钟", "20 working minutes left"),
        ("2026-03-06 10:00", "还剩 2 个工作日", "2 working days left"),
        ("2026-03-04 09:30", "自今天 09:30 起逾期", "late since today 09:30"),
        ("2026-03-03 17:00", "自昨天 17:00 起逾期", "late since yesterday 17:00"),
        ("2026-02-13 17:00", "自 2 月 13 日 17:00 起逾期", "late since 13 Feb 17:00"),
        ("2025-12-31 17:00", "自 2025-12-31 17:00 起逾期", "late since 2025-12-31 17:00"),
    ],
)
def test_due_in_words(china, at, due, zh, en):
    now = at("2026-03-04 10:00")
    assert due_in_words(at(due), now, china, "zh") == zh
    assert due_in_words(at(due), now, china, "en") == en


def test_outside_working_time_the_clock_counts(china, at):
    assert due_in_words(at("2026-03-07 15:00"), at("2026-03-07 10:00"), china, "zh") == "还剩 5 小时"
    assert due_in_words(at("2026-03-06 10:00"), at("2026-03-03 10:00"), china, "en", working=False) == "3 days left"
