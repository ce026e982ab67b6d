"""Schemes of more than one metric: ladders read from tables, the weighted score, and both speeds alike."""

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pyarrow as pa
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from engine.scoring import Purchase, Refused, Standing, batch, columns, opening, read_scheme, review
from engine.scoring import score as scores
from engine.scoring.metrics import KNOWN, LADDERS, METRICS, measure
from engine.scoring.tables import Rule, Span, Table
from tests.engine.scoring.conftest import rule_table
from tests.engine.scoring.test_batch import STANDING, by_customer

GUARD = rule_table("downgrade_guard")
TODAY = date(2026, 6, 30)
OUT = ("member", "name", "name_en", "band")
CUSTOMERS = [f"c{n}" for n in range(8)]
few = settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@cache
def sample_a():
    return read_scheme("a", rule_table("tier_member"), GUARD, window_months=12, min_tenure=3)


@cache
def sample_d(table="score_points", *edits):
    score = rule_table(table, *edits)
    return read_scheme("d", rule_table("tier_value"), GUARD, window_months=12, min_tenure=3, score=score)


def bought(total=0, orders=0, largest=0):
    return {"total_spend": total * 100, "total_orders": orders, "largest_order": largest * 100}


@pytest.mark.parametrize(
    ("values", "member", "rule"),
    [
        (bought(), "regular", "member_regular"),
        (bought(49_999, 99, 4_999), "silver", "member_silver_total"),
        (bought(50_000, 11), "silver", "member_silver_total"),
        (bought(50_000, 12), "gold", "member_gold_total"),
        (bought(20_000, 1, 20_000), "gold", "member_gold_order"),
        (bought(9_999, 50, 4_999), "regular", "member_regular"),
        (bought(5_000, 1, 5_000), "silver", "member_silver_order"),
    ],
)
def test_sample_a_is_what_the_document_says(values, member, rule):
    found = review(sample_a(), values, Standing(), period_end=True)
    assert (found.target, found.tier_rule) == (member, rule)


def test_the_ways_of_sample_a_are_alternatives_of_limits_that_hold_together():
    _, silver, gold = sample_a().members
    assert silver.ways == ((("total_spend", 1_000_000), ("total_orders", 4)), (("largest_order", 500_000),))
    assert gold.ways == ((("total_spend", 5_000_000), ("total_orders", 12)), (("largest_order", 2_000_000),))
    assert gold.entry_cents is None


def test_the_best_way_counts_and_on_it_the_metric_that_lags():
    gold = sample_a().members[2]
    assert gold.attained(bought(40_000, 6, 8_000)) == Fraction(1, 2)
    assert gold.attained(bought(40_000, 6, 15_000)) == Fraction(3, 4)
    found = review(sample_a(), bought(40_000, 10, 15_000), Standing("gold", 9), period_end=True)
    assert (found.keep_ratio, found.action, found.fails) == (8_000, "keep", 0)
    assert found.keep_gaps == ()


def test_what_is_missing_is_told_way_by_way():
    found = review(sample_a(), bought(47_000, 10, 900), Standing("silver", 9), period_end=True)
    told = [{one.metric: (one.limit, one.amount) for one in gap} for gap in found.next_gaps]
    assert told == [
        {"total_spend": (5_000_000, 300_000), "total_orders": (12, 2)},
        {"largest_order": (2_000_000, 1_910_000)},
    ]
    assert found.reasons[-1].code == "next_ways"


def span(low, high=None):
    return None if low is None and high is None else (Span(low, low is not None, high, False),)


def drawn(inputs, rows, key="t"):
    rules = [Rule(f"r{n}", tuple(cells), (who, who, who, 1)) for n, (cells, who) in enumerate(rows)]
    return Table(key, tuple(inputs), OUT, tuple(rules))


@pytest.mark.parametrize(
    ("inputs", "rows", "code"),
    [
        (("turnover",), [([None], "x")], "tier_inputs"),
        (("recency_days",), [([None], "x")], "tier_inputs"),
        (("total_spend", "total_orders"), [([span(5), span(2)], "x"), ([span(None, 5), None], "y")], "tier_gap"),
        (("total_spend", "total_orders"), [([span(5), span(2)], "x"), ([span(5), None], "y"), ([None, None], "x")],
         "tier_more_is_less"),
        (("total_spend", "total_orders"), [([span(5), None], "x"), ([None, span(2)], "y"), ([None, None], "z")], None),
        (("total_spend", "largest_order"), [([span(5), span(None, 9)], "x"), ([span(None, 5), span(9)], "y"),
                                            ([span(5), span(9)], "w"), ([None, None], "z")], "tier_members_apart"),
    ],
)  # fmt: skip
def test_what_is_no_ladder_is_refused_with_an_example(inputs, rows, code):
    def read():
        return read_scheme("x", drawn(inputs, rows), GUARD, window_months=12, min_tenure=0)

    if code is None:
        assert [member.key for member in read().members] == ["z", "y", "x"]
        return
    with pytest.raises(Refused) as raised:
        read()
    assert raised.value.code == code
    assert "total_spend" in raised.value.params.get("known", ["total_spend"])
    if code in ("tier_gap", "tier_more_is_less"):
        assert "累计消费总额" in raised.value.params["example"]
        assert "Total spend" in raised.value.params["example_en"]


METRIC_KEYS = [key for key in LADDERS if key not in ("weighted_score", "potential")]


@st.composite
def schemes(draw):
    """Two or three metrics, two or three members, each reached by one or two ways, lower ones by less."""
    keys = draw(st.lists(st.sampled_from(METRIC_KEYS), min_size=2, max_size=3, unique=True))
    levels = draw(st.integers(1, 2))
    rows = []
    for level in range(levels, 0, -1):
        for _ in range(draw(st.integers(1, 2))):
            asked = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True))
            least = {key: level * draw(st.integers(1, 3)) * (100 if KNOWN[key].scale > 1 else 1) for key in asked}
            rows.append(([span(least.get(key)) for key in keys], f"m{level}"))
    rows.append(([None] * len(keys), "m0"))
    try:
        return read_scheme("r", drawn(keys, rows), GUARD, window_months=12, min_tenure=2)
    except Refused:
        assume(False)


days = st.integers(0, 900).map(lambda n: TODAY - timedelta(days=n)) | st.just(TODAY + timedelta(days=1))
cents = st.integers(-20_000, 60_000) | st.sampled_from([0, 10_000, 20_000, 30_000])
owned = st.dictionaries(
    st.sampled_from(CUSTOMERS), st.tuples(st.integers(-9_000, 90_000), st.integers(1, 14)), max_size=3
)
needs = st.dictionaries(st.sampled_from(CUSTOMERS), st.integers(1, 4), max_size=4)


@st.composite
def houses(draw):
    """Purchases with opening balances, pending needs, and standings by rank."""
    rows = draw(st.lists(st.builds(Purchase, st.sampled_from(CUSTOMERS), days, cents), max_size=40))
    for customer, (amount, months) in draw(owned).items():
        rows += opening(customer, amount, months, TODAY - timedelta(days=40))
    ranks = st.tuples(st.none() | st.integers(0, 2), st.integers(0, 5), st.integers(0, 3), st.booleans())
    return rows, draw(needs), draw(st.dictionaries(st.sampled_from(CUSTOMERS), ranks, max_size=8))


@pytest.fixture(scope="module")
def duck():
    return batch.open_engine(threads=1)


PURCHASE = pa.schema(
    [("customer_id", pa.string()), ("day", pa.date32()), ("amount_cents", pa.int64()), ("ordered", pa.bool_())]
)


def reviewed(duck, scheme, rows, wanted, known):
    """Everybody's review at batch speed."""
    wide = [{**row._asdict(), "ordered": row.order} for row in rows]
    bought = duck.create_table("many_bought", pa.Table.from_pylist(wide, PURCHASE), overwrite=True)
    columns_of = pa.schema([("customer_id", pa.string()), ("open_needs", pa.int64())])
    needed = pa.Table.from_pylist([{"customer_id": c, "open_needs": n} for c, n in wanted.items()], columns_of)
    need = duck.create_table("many_needs", needed, overwrite=True)
    told = [{"customer_id": customer, **vars(standing)} for customer, standing in known.items()]
    standing = duck.create_table("many_standing", pa.Table.from_pylist(told, STANDING), overwrite=True)
    counted = columns.measured(bought, TODAY, 12, scheme.measured, need)
    return by_customer(batch.review(counted, standing, scheme, period_end=True))


def alike(duck, scheme, house):
    rows, wanted, ranks = house
    members = [member.key for member in scheme.members]
    known = {
        customer: Standing(None if rank is None else members[min(rank, len(members) - 1)], *rest)
        for customer, (rank, *rest) in ranks.items()
    }
    found = reviewed(duck, scheme, rows, wanted, known)
    assert found.keys() >= {row.customer_id for row in rows if row.day <= TODAY} | known.keys()
    for customer, row in found.items():
        values = measure([p for p in rows if p.customer_id == customer], TODAY, 12, wanted.get(customer, 0))
        told = review(scheme, values, known.get(customer, Standing()), period_end=True)
        kept = {"window_cents": values["window_spend"], **told.values, "reason": told.reasons[1].code}
        assert row == {name: kept[name] if name in kept else getattr(told, name) for name in row}


@few
@given(schemes(), houses())
def test_random_schemes_are_scored_alike_at_both_speeds(duck, scheme, house):
    alike(duck, scheme, house)


DROPS = (
    ('"neutral"', '"drop"'),
    ("<text>365</text>", "<text>366</text>"),
    ('weight_tenure_months_out_4">\n          <text>"zero"', 'weight_tenure_months_out_4">\n          <text>"drop"'),
)


@few
@given(st.sampled_from([("score_points",), ("score_weights",), ("score_weights", *DROPS)]), houses())
def test_the_score_is_alike_at_both_speeds(duck, which, house):
    alike(duck, sample_d(*which), house)


@given(schemes(), st.data())
def test_the_ladder_gives_what_the_table_answers_and_more_never_lowers(scheme, data):
    atom = st.integers(0, 1_000) | st.sampled_from([99, 100, 10_000, 20_000, 30_000, 59_999])
    values = {key: data.draw(atom) for key in scheme.metrics}
    answer = scheme.table.decide(scheme.exact(values)).outputs["member"]
    assert scheme.members[scheme.target(values)].key == answer
    key = data.draw(st.sampled_from(scheme.metrics))
    assert scheme.target({**values, key: values[key] + data.draw(atom)}) >= scheme.target(values)


@given(schemes(), st.data())
def test_exactly_what_is_missing_leads_there_and_an_atom_less_does_not(scheme, data):
    values = {key: data.draw(st.integers(0, 60_000) | st.integers(0, 9)) for key in scheme.metrics}
    rank = data.draw(st.integers(0, len(scheme.members) - 1))
    found = review(scheme, values, Standing(scheme.members[rank].key, 9), period_end=True)
    for gaps, there in ((found.next_gaps, _target(found, scheme)), (found.keep_gaps, None)):
        for gap in gaps or ():
            full = {**values, **{one.metric: values[one.metric] + one.amount for one in gap}}
            assert _reaches(scheme, full, rank, there)
            for one in gap:
                if one.amount:
                    assert not _reaches(scheme, {**full, one.metric: full[one.metric] - 1}, rank, there)


def _target(found, scheme):
    return max(scheme.rank(found.member), scheme.rank(found.target)) + 1


def _reaches(scheme, values, rank, there):
    if there is None:
        return review(scheme, values, Standing(scheme.members[rank].key, 9), period_end=True).fails == 0
    return scheme.target(values) >= there


def test_the_score_adds_up_and_its_parts_are_the_explanation():
    values = {
        "window_spend": 40_000_000,
        "purchase_days": 7,
        "recency_days": 95,
        "tenure_months": 40,
        "potential": 5_000,
    }
    points = sample_d().score
    assert [one.points for one in points.contributions(values)] == [2_500, 1_400, 500, 1_500, 900]
    assert points.total(values) == 6_800
    found = review(sample_d(), values, Standing("low_value"), period_end=True)
    assert (found.target, found.values["weighted_score"]) == ("mid_value", 6_800)
    weights = sample_d("score_weights").score
    assert [one.points for one in weights.contributions(values)] == [700, 583, 1_109, 1_000, 750]


def test_what_is_not_known_counts_as_the_table_says():
    unknown = {"window_spend": 0, "purchase_days": 0, "recency_days": None, "tenure_months": None, "potential": None}
    assert sample_d().score.total(unknown) == 750
    assert sample_d("score_weights").score.total(unknown) == 750  # neutral: half of 15
    full = {**unknown, "window_spend": 200_000_000, "purchase_days": 24, "recency_days": 0, "tenure_months": 60}
    dropped = sample_d("score_weights", ('"neutral"', '"drop"')).score
    assert (dropped.total(full), sample_d("score_weights").score.total(full)) == (10_000, 9_250)


@pytest.mark.parametrize(
    ("table", "edit", "code"),
    [
        ("score_points", ("<text>35</text>", "<text>36</text>"), "score_not_100"),
        ("score_points", ("[300000..1000000)", "[310000..1000000)"), "score_gap"),
        ("score_points", ('"potential"</text>', '"charm"</text>'), "score_metric"),
        ("score_weights", ("<text>0.35</text>", "<text>0.3</text>"), "score_not_100"),
        ("score_weights", ('"neutral"', '"guess"'), "score_row"),
    ],
)
def test_a_scoring_table_that_decides_nothing_is_refused(table, edit, code):
    with pytest.raises(Refused) as raised:
        scores.read(rule_table(table, edit))
    assert raised.value.code == code


def test_a_scheme_that_asks_for_the_score_needs_a_scoring_table():
    with pytest.raises(Refused, match="score_missing"):
        read_scheme("d", rule_table("tier_value"), GUARD, window_months=12, min_tenure=3)


def test_an_opening_balance_is_spend_and_loyalty_but_no_order():
    rows = [*opening("c", 120_000, 12, TODAY), Purchase("c", TODAY, -500)]
    found = measure(rows, TODAY, 6)
    assert (found["total_spend"], found["window_spend"]) == (119_500, 59_500)
    assert (found["total_orders"], found["largest_order"], found["recency_days"]) == (0, 0, None)
    assert found["tenure_months"] == 12


def test_potential_follows_its_formula():
    old = [Purchase("c", date(2024, 1, 5), 100), Purchase("c", date(2025, 9, 1), 1_000), Purchase("c", TODAY, 1_200)]
    assert measure(old, TODAY, 12)["potential"] == 2_500
    assert measure(old[:2], TODAY, 12, open_needs=3)["potential"] == 5_000
    assert measure([old[2]], TODAY, 12)["potential"] == 2_500
    assert measure([], TODAY, 12)["potential"] is None
    assert measure([], TODAY, 12, open_needs=1)["potential"] == 2_500


def test_every_metric_has_name_unit_formula_and_source_in_both_languages():
    for metric in METRICS:
        for words in (metric.name, metric.formula, metric.source):
            assert words.zh.strip()
            assert words.en.isascii() or "–" in words.en
        assert metric.unit in ("CNY", "orders", "days", "months", "points")
