"""ABC, RFM, lifecycle, value and the window, each for a handful of customers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring import Purchase, abc, back, clv, lifecycle, opening, rfm, spend
from tests.engine.scoring.conftest import rule_table

ABC, LIFE, SCORE, SEGMENT = (rule_table(key) for key in ("abc", "lifecycle", "rfm_score", "rfm_segment"))
spends = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(-500, 5_000), min_size=1)


def test_one_giant_is_a_and_ties_share_the_class_of_their_group():
    found = abc.classify({"giant": 8_500, "x": 500, "y": 500, "z": 500}, ABC)
    assert [found[c].key for c in ("giant", "x", "y", "z")] == ["A", "B", "B", "B"]


def test_without_any_spend_everybody_is_c():
    assert {c.key for c in abc.classify({"x": 0, "y": -5}, ABC).values()} == {"C"}


@given(spends)
def test_abc_ranks_by_spend_and_never_splits_a_tie(found):
    classes = abc.classify(found, ABC)
    for one, first in found.items():
        for other, second in found.items():
            if max(first, 0) >= max(second, 0):
                assert classes[one].key <= classes[other].key


@given(spends, st.integers(1, 10_000))
def test_more_spend_never_lowers_an_abc_class(found, more):
    customer = min(found)
    richer = found | {customer: found[customer] + more}
    assert abc.classify(richer, ABC)[customer].key <= abc.classify(found, ABC)[customer].key


@given(st.dictionaries(st.integers(), st.integers(0, 20), min_size=1))
def test_quintiles_follow_average_ranks(values):
    n, ordered = len(values), sorted(values.values())
    for customer, score in rfm.quintiles(values).items():
        ranks = [place for place, value in enumerate(ordered, 1) if value == values[customer]]
        # ⌊5·(mean rank − ½)/n⌋ in integers
        assert score == min(5, 5 * (2 * sum(ranks) - len(ranks)) // (2 * n * len(ranks)) + 1)


@pytest.mark.parametrize(
    ("metrics", "scores"),
    [
        (rfm.Metrics(30, 12, 100_000_000), (5, 5, 5)),
        (rfm.Metrics(31, 11, 99_999_999), (4, 4, 4)),
        (rfm.Metrics(180, 3, 10_000_000), (3, 3, 3)),
        (rfm.Metrics(365, 2, 2_000_000), (2, 2, 2)),
        (rfm.Metrics(366, 1, 1_999_999), (1, 1, 1)),
        (rfm.Metrics(None, 0, 0), (1, 1, 1)),
    ],
)
def test_thresholds(metrics, scores):
    assert rfm.by_threshold(metrics, SCORE) == rfm.Scores(*scores)


def test_all_125_scores_have_a_segment():
    cells = {rfm.segment(rfm.Scores(r, f, m), SEGMENT).outputs["name"] for r in R5 for f in R5 for m in R5}
    assert len(cells) == 8
    assert rfm.segment(rfm.Scores(2, 5, 4), SEGMENT).outputs["name"] == "重要保持客户"


R5 = range(1, 6)
TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("ago", "ended", "state"),
    [
        ([], False, "potential"),
        ([], True, "potential"),
        ([10], True, "churned"),
        ([90], False, "new"),
        ([91], False, "active"),
        ([300, 180], False, "active"),
        ([300, 181], False, "dormant"),
        ([800, 366], False, "churned"),
        ([456, 90], False, "returned"),
        ([455, 90], False, "active"),
        ([800, 91], False, "active"),
        ([800, 80, 5], False, "returned"),
    ],
)
def test_lifecycle(ago, ended, state):
    days = [TODAY - timedelta(days=n) for n in ago]
    found = lifecycle.life(days, TODAY, LIFE, contract_ended=ended)
    assert lifecycle.state(found, LIFE).outputs["state"] == state


def test_the_window_excludes_its_first_day_and_includes_its_last():
    rows = [Purchase("c", day, 100) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31))]
    assert back(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert spend(rows, date(2026, 8, 31), 6) == 200
    assert spend(rows, date(2026, 8, 30), 6) == 100


@given(st.integers(-100_000, 100_000), st.integers(1, 24), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_an_opening_balance_counts_whole_until_its_months_leave_the_window(amount, months, at):
    rows = list(opening("c", amount, months, at))
    assert sum(row.amount_cents for row in rows) == amount
    assert spend(rows, at, months) == amount
    assert spend(rows, at, 1) == rows[0].amount_cents


def test_historic_value_is_the_margin_so_far():
    rows = [Purchase("c", TODAY, 10_001), Purchase("c", TODAY, -1_000)]
    assert (clv.historic(rows), clv.historic(rows, 3_000)) == (9_001, 2_700)
