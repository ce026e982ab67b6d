from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring import Refused, read_scheme
from tests.engine.scoring.conftest import rule_table, tier_scheme

GUARD = rule_table("downgrade_guard")


def test_the_ladder_and_the_guard_come_from_the_tables_alone():
    scheme = tier_scheme()
    assert [(m.key, m.name, m.band, m.entry_cents) for m in scheme.members] == [
        ("regular", "普通", 3, None),
        ("silver", "银牌", 2, 15_000),
        ("gold", "金牌", 1, 40_000),
    ]
    assert (scheme.guard.rho, scheme.guard.grace, scheme.guard.min_tenure) == (Fraction(4, 5), 2, 3)
    assert [scheme.keep_cents(rank) for rank in range(3)] == [None, 12_000, 32_000]


@given(st.integers(-10_000, 100_000) | st.sampled_from([14_999, 15_000, 39_999, 40_000]))
def test_limits_and_table_give_the_same_member(cents):
    scheme = tier_scheme()
    answer = scheme.table.decide({"window_spend": Fraction(cents, 100)})
    assert scheme.members[scheme.target(cents)].key == answer.outputs["member"]


def test_an_open_limit_begins_at_the_next_cent():
    tiers = rule_table("tier_cdnow", ("[150..400)", "(150..400)"), ("&lt; 150", "&lt;= 150"))
    assert read_scheme("x", tiers, GUARD, window_months=6, min_tenure=3).members[1].entry_cents == 15_001


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("[150..400)", "[160..400)"), "tier_gap"),
        (("&gt;= 400", "[400..900)"), "tier_gap"),
        (('"gold"', '"silver"'), "tier_member_twice"),
        (("&lt; 150", "&lt; 150, [500..600)"), "rules_overlap"),
        (("&gt;= 400", "&gt;= 400, 3000"), "tier_rule_not_a_range"),
        (("<text>window_spend", "<text>orders"), "tier_inputs"),
    ],
)
def test_a_table_that_is_no_ladder_is_refused(edit, code):
    with pytest.raises(Refused) as raised:
        read_scheme("x", rule_table("tier_cdnow", edit), GUARD, window_months=6, min_tenure=3)
    assert raised.value.code == code


def test_a_guard_with_two_keep_limits_is_refused():
    guard = rule_table("downgrade_guard", ("&gt;= 0.8", "&gt;= 0.9"))
    with pytest.raises(Refused, match="keep_limit"):
        read_scheme("x", rule_table("tier_cdnow"), guard, window_months=6, min_tenure=3)


def test_a_limit_too_high_to_show_its_ratio_exactly_is_refused():
    tiers = rule_table("tier_cdnow", ("400)", "90000000)"), ("&gt;= 400", "&gt;= 90000000"))
    with pytest.raises(Refused, match="tier_limit_too_high"):
        read_scheme("x", tiers, GUARD, window_months=6, min_tenure=3)
