from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.scoring import Purchase, Refused, Standing, review, spend
from tests.engine.scoring.conftest import tier_scheme

SCHEME = tier_scheme()
MEMBERS = [m.key for m in SCHEME.members]
cents = st.integers(-5_000, 60_000) | st.sampled_from([11_999, 12_000, 14_999, 15_000, 31_999, 32_000, 40_000])
standings = st.builds(
    Standing,
    member=st.sampled_from([None, *MEMBERS]),
    reviews_in_tier=st.integers(0, 6),
    fails=st.integers(0, 4),
    protected=st.booleans(),
    kind=st.sampled_from(["normal", "normal", "normal", "contract", "locked"]),
)


def rank(key):
    return SCHEME.rank(key)


@pytest.mark.parametrize(
    ("standing", "amount", "period_end", "expected"),
    [
        (Standing("gold", 9, 9, kind="contract"), 0, True, ("hold", "contract", "gold")),
        (Standing("gold", 9, 9, kind="locked"), 0, True, ("hold", "locked", "gold")),
        (Standing("silver", 9), 20_000, True, ("keep", "fits", "silver")),
        (Standing("regular"), 40_000, False, ("promote", "grown", "gold")),
        (Standing("gold", 9, 9, protected=True), 0, True, ("hold", "frozen", "gold")),
        (Standing("gold", 1, 9), 0, True, ("hold", "tenure", "gold")),
        (Standing("gold", 2, 9), 0, True, ("demote", "fallen", "silver")),
        (Standing("silver", 9, 5), 12_000, True, ("keep", "kept", "silver")),
        (Standing("silver", 9, 0), 11_999, True, ("warn", "grace", "silver")),
        (Standing("silver", 9, 1), 11_999, False, ("warn", "period_end", "silver")),
        (Standing("silver", 9, 1), 11_999, True, ("demote", "fallen", "regular")),
        (Standing(None), 20_000, False, ("assign", "first_review", "silver")),
    ],
)
def test_the_guard(standing, amount, period_end, expected):
    found = review(SCHEME, amount, standing, period_end=period_end)
    assert (found.action, found.reasons[1].code, found.proposed) == expected


@given(cents, standings, st.booleans())
def test_a_demotion_is_one_step_and_every_answer_has_reasons(amount, standing, period_end):
    found = review(SCHEME, amount, standing, period_end=period_end)
    assert len(found.reasons) >= 2
    if found.action == "demote":
        assert rank(found.proposed) == rank(standing.member) - 1
    elif found.action not in ("promote", "assign"):
        assert found.proposed == standing.member


@given(cents, st.integers(0, 50_000), standings, st.booleans())
def test_more_spend_never_lowers_the_tier(amount, more, standing, period_end):
    poorer = review(SCHEME, amount, standing, period_end=period_end)
    richer = review(SCHEME, amount + more, standing, period_end=period_end)
    assert rank(richer.target) >= rank(poorer.target)
    assert rank(richer.proposed) >= rank(poorer.proposed)


@given(cents, standings)
def test_exactly_the_distance_to_the_next_tier_changes_the_answer(amount, standing):
    assume(standing.kind == "normal")
    found = review(SCHEME, amount, standing, period_end=True)
    assume(found.next_gap_cents is not None)
    there = review(SCHEME, amount + found.next_gap_cents, standing, period_end=True)
    almost = review(SCHEME, amount + found.next_gap_cents - 1, standing, period_end=True)
    assert rank(there.proposed) > rank(almost.proposed)
    assert there.proposed == found.reasons[-1].params["member"]


@given(cents, standings)
def test_exactly_the_distance_to_keep_ends_the_fails(amount, standing):
    found = review(SCHEME, amount, standing, period_end=True)
    assume(found.keep_gap_cents)
    there = review(SCHEME, amount + found.keep_gap_cents, standing, period_end=True)
    almost = review(SCHEME, amount + found.keep_gap_cents - 1, standing, period_end=True)
    assert (there.fails, almost.fails) == (0, standing.fails + 1)
    assert there.action not in ("warn", "demote")


@given(cents, st.integers(1, 50_000), standings)
def test_a_refund_and_the_same_purchase_again_restore_the_answer(amount, refund, standing):
    day = date(2026, 6, 30)
    bought = [Purchase("c", day, amount)]
    again = [*bought, Purchase("c", day, -refund), Purchase("c", day, refund)]
    answers = [review(SCHEME, spend(rows, day, 6), standing, period_end=True) for rows in (bought, again)]
    assert answers[0] == answers[1]


def test_a_change_of_tier_starts_the_counts_again():
    found = review(SCHEME, 0, Standing("silver", 9, 1), period_end=True)
    assert (found.reviews_in_tier, found.fails, found.after) == (10, 2, (0, 0))


def test_a_member_of_another_scheme_is_refused():
    with pytest.raises(Refused, match="member_unknown"):
        review(SCHEME, 0, Standing("platinum"), period_end=True)
