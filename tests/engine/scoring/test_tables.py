from fractions import Fraction

import pytest

from engine.feel.dmn import table as dmn
from engine.feel.expression import parse
from engine.scoring import Refused, simple
from tests.engine.scoring.conftest import rule_table


def table(*rows, hit="UNIQUE", outputs=None):
    """One input `x`, one output `y`, a rule a row."""
    rules = tuple(
        dmn.Rule(f"r{n}", (dmn.cell(parse(cell, start="unary"), cell),), (dmn.Entry(repr(out), True, out),))
        for n, (cell, out) in enumerate(rows)
    )
    return dmn.Table("t", hit, "", (dmn.Input("x", "x"),), outputs or (dmn.Output("y"),), rules)


@pytest.mark.parametrize(
    ("cell", "inside", "outside"),
    [
        ("< 5", [4, Fraction(49, 10)], [5, 6, None, "4", True]),
        (">= 0.8", [Fraction(4, 5), 1], [Fraction(7999, 10000)]),
        ("[1..5)", [1, 4], [0, 5]),
        ("(1..5]", [2, 5], [1, 6]),
        ("2,3", [2, 3], [1, None]),
        ('"a","b"', ["a", "b"], ["c", 1, None]),
        ("true", [True], [False, None, 1]),
        ("null", [None], [0, "", False]),
        ("= 3", [3], [4]),
        ("-", [None, 1, "x"], []),
    ],
)
def test_a_cell_means_what_feel_means(cell, inside, outside):
    made = simple(table((cell, "yes"), hit="FIRST"))
    assert all(made.decide({"x": value}).outputs == {"y": "yes"} for value in inside)
    for value in outside:
        with pytest.raises(Refused, match="rule_gap"):
            made.decide({"x": value})


@pytest.mark.parametrize("cell", ["not(1)", "!= 1", "> x", 'date("2026-01-01")', "? > 1 and ? < 2", '> "a"'])
def test_what_is_not_simple_is_refused_with_its_rule(cell):
    with pytest.raises(Refused) as raised:
        simple(table((cell, "yes")))
    assert raised.value.code == "cell_not_simple"
    assert raised.value.params["rule"] == "r0"


def test_overlapping_unique_rules_and_other_hit_policies_are_refused():
    with pytest.raises(Refused, match="rules_overlap"):
        simple(table(("<= 5", "a"), (">= 5", "b")))
    with pytest.raises(Refused, match="hit_policy"):
        simple(table(("-", "a"), hit="COLLECT"))
    assert simple(table(("<= 5", "a"), (">= 5", "b"), hit="FIRST")).decide({"x": 5}).rule == "r0"


def test_defaults_and_computed_outputs_are_refused():
    with pytest.raises(Refused, match="default_output"):
        simple(table(("-", "a"), outputs=(dmn.Output("y", default=dmn.Entry("1", True, 1)),)))
    computed = dmn.Rule("r", (dmn.Anything(),), (dmn.Entry("x + 1"),))
    with pytest.raises(Refused, match="output_not_simple"):
        simple(dmn.Table("t", "UNIQUE", "", (dmn.Input("x", "x"),), (dmn.Output("y"),), (computed,)))


def test_limits_are_every_number_where_the_answer_may_change():
    assert rule_table("downgrade_guard").limits("keep_ratio") == [Fraction(4, 5)]
    assert rule_table("lifecycle").limits("days_since_last") == [180, 365]
    with pytest.raises(Refused, match="input_missing"):
        rule_table("lifecycle").limits("nothing")
