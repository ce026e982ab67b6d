"""The table checker: what it finds is really there, and what it does not find is not."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import dmn, expression, unary
from tests.engine.feel.tables import table

LIFECYCLE = [
    ("0", "-", "-", "-", "-", '"潜在客户"'),
    (">= 1", "true", "-", "-", "-", '"流失客户"'),
    (">= 1", "false", "true", "-", "-", '"回流客户"'),
    (">= 1", "false", "false", "<= 90", "-", '"新客户"'),
    (">= 1", "false", "false", "> 90", "<= 180", '"活跃客户"'),
    (">= 1", "false", "false", "> 90", "[181..365]", '"沉睡客户"'),
    (">= 1", "false", "false", "> 90", "> 365", '"流失客户"'),
]
COLUMNS = {
    "purchases": "integer",
    "contract_ended": "boolean",
    "returned": "boolean",
    "days_since_first": "integer",
    "days_since_last": "integer",
}


def findings(*args, **more):
    return list(dmn.read(table(*args, **more)).findings)


def test_a_table_of_whole_numbers_without_gap_is_clean():
    assert findings("UNIQUE", COLUMNS, {"": "string"}, LIFECYCLE, allowed={"purchases": ">= 0"}) == []


def test_the_same_table_of_fractions_has_the_gap_between_whole_numbers():
    fractions = COLUMNS | {"days_since_last": "number"}
    (gap,) = findings("UNIQUE", fractions, {"": "string"}, LIFECYCLE, allowed={"purchases": ">= 0"})
    assert (gap.code, gap.severity, gap.params["example"]["days_since_last"]) == ("gap", "warning", "180.5")


@pytest.mark.parametrize(
    ("hit", "kinds", "rows", "codes"),
    [
        ("UNIQUE", {"x": "number"}, [("< 5", "1"), (">= 5", "2")], []),
        ("UNIQUE", {"x": "number"}, [("<= 5", "1"), (">= 5", "2")], ["overlap"]),
        ("ANY", {"x": "number"}, [("<= 5", "1"), (">= 5", "1")], []),
        ("ANY", {"x": "number"}, [("<= 5", "1"), (">= 5", "2")], ["rules_disagree"]),
        ("FIRST", {"x": "number"}, [("<= 5", "1"), (">= 5", "2")], []),
        ("FIRST", {"x": "number"}, [("-", "1"), (">= 5", "2")], ["unreachable_rule"]),
        ("FIRST", {"x": "number"}, [("< 3", "1"), (">= 2", "2"), ("[1..4]", "3")], ["unreachable_rule"]),
        ("UNIQUE", {"x": "number"}, [("[5..1]", "1"), ("-", "2")], ["unreachable_rule"]),
        ("UNIQUE", {"x": "string"}, [('"a"', "1")], ["gap"]),
        ("UNIQUE", {"x": "boolean"}, [("true", "1")], ["gap"]),
        ("UNIQUE", {"x": "boolean"}, [("true", "1"), ("false", "2")], []),
        ("COLLECT", {"x": "number"}, [("1", "1")], []),
        ("UNIQUE", {"x": "number"}, [('"five"', "1"), ("-", "2")], ["cell_type"]),
        ("UNIQUE", {"x": "number"}, [("-", '"one"')], ["output_type"]),
        ("UNIQUE", {"x": "number"}, [("> y", "1"), ("<= 0", "2")], ["cells_not_checked"]),
        ("PRIORITY", {"x": "number"}, [("-", "1")], ["priority_without_values"]),
        ("UNIQUE", {"x": "date"}, [('< date("2024-01-01")', "1"), ('>= date("2024-01-01")', "2")], []),
        ("UNIQUE", {"x": "date"}, [('<= date("2024-01-01")', "1"), ('>= date("2024-01-02")', "2")], []),
        ("UNIQUE", {"x": "date"}, [('< date("2024-01-01")', "1"), ('> date("2024-01-01")', "2")], ["gap"]),
    ],
)
def test_each_defect_has_its_finding(hit, kinds, rows, codes):
    assert [finding.code for finding in findings(hit, kinds, {"": "number"}, rows)] == codes


def test_allowed_values_close_a_table():
    rows = [('"a"', "1"), ('"b"', "2"), ('"c"', "3")]
    found = findings("UNIQUE", {"x": "string"}, {"": "number"}, rows, allowed={"x": '"a", "b"'})
    assert [(finding.code, finding.element) for finding in found] == [("unreachable_rule", "r3")]


CELLS = st.one_of(
    st.just("-"),
    st.integers(0, 6).map(str),
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "!="]), st.integers(0, 6)).map(lambda p: f"{p[0]} {p[1]}"),
    st.tuples(st.sampled_from("[("), st.integers(0, 6), st.integers(0, 6), st.sampled_from("])")).map(
        lambda p: f"{p[0]}{p[1]}..{p[2]}{p[3]}"
    ),
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda p: f"not({p[0]}, {p[1]})"),
)
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6)
GRID = [Decimal(number) / 2 for number in range(-3, 17)]


def matching(rows, x, y):
    return [number for number, row in enumerate(rows, 1) if unary(row[0])({"?": x}) and unary(row[1])({"?": y})]


def witness(finding, rows):
    scope = {name: expression(text)({}) for name, text in finding.params["example"].items()}
    return matching(rows, scope.get("x", Decimal(0)), scope.get("y", Decimal(0)))


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_findings_and_a_brute_search_agree(rows):
    full = [(*row, str(number)) for number, row in enumerate(rows)]
    found = findings("UNIQUE", {"x": "number", "y": "number"}, {"": "number"}, full)
    gaps = [finding for finding in found if finding.code == "gap"]
    overlaps = [finding for finding in found if finding.code == "overlap"]
    counts = [len(matching(rows, x, y)) for x, y in product(GRID, GRID)]
    assert all(witness(gap, rows) == [] for gap in gaps)
    assert all(set(overlap.params["rows"]) <= set(witness(overlap, rows)) for overlap in overlaps)
    assert bool(gaps) == (0 in counts)
    assert bool(overlaps) == (max(counts) > 1)


@settings(max_examples=100, deadline=None)
@given(ROWS, st.sampled_from(GRID), st.sampled_from(GRID))
def test_the_index_agrees_with_testing_every_cell(rows, x, y):
    full = [(*row, str(number)) for number, row in enumerate(rows, 1)]
    result = dmn.read(table("RULE ORDER", {"x": "number", "y": "number"}, {"": "number"}, full)).evaluate(
        "D", {"x": x, "y": y}
    )
    assert result.value == [Decimal(number) for number in matching(rows, x, y)]
