import random
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.scoring import Purchase, Standing, abc, batch, clv, lifecycle, replay, review, rfm, spend
from tests.engine.scoring.conftest import MONTH_ENDS, rule_table, tier_scheme

SCHEME = tier_scheme()
TODAY = date(2026, 6, 30)
customers = st.sampled_from([f"c{n}" for n in range(12)])
days = st.integers(0, 900).map(lambda n: TODAY - timedelta(days=n)) | st.just(TODAY + timedelta(days=1))
amounts = st.integers(-20_000, 30_000) | st.sampled_from([0, 100, 12_000, 15_000])
purchases = st.lists(st.builds(Purchase, customers, days, amounts), max_size=80)
standings = st.dictionaries(
    customers,
    st.builds(
        Standing,
        st.sampled_from([None, "regular", "silver", "gold"]),
        st.integers(0, 5),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(["normal", "contract", "locked"]),
    ),
)
# a shrink would take minutes of database calls
few = settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@pytest.fixture(scope="module")
def duck():
    return batch.open_engine(threads=1)


def load(duck, rows, known=None):
    """The purchases and standings as tables of the engine."""
    schema = pa.schema([("customer_id", pa.string()), ("day", pa.date32()), ("amount_cents", pa.int64())])
    bought = duck.create_table(
        "purchases", pa.Table.from_pylist([row._asdict() for row in rows], schema), overwrite=True
    )
    wide = [{"customer_id": customer, **vars(standing)} for customer, standing in (known or {}).items()]
    table = pa.table({name: [row[name] for row in wide] for name in batch.STANDING}, schema=STANDING)
    return bought, duck.create_table("standings", table, overwrite=True)


TYPES = {"string": pa.string(), "int64": pa.int64(), "boolean": pa.bool_()}
STANDING = pa.schema([(name, TYPES[kind]) for name, kind in batch.STANDING.items()])


def by_customer(expression):
    return {row.pop("customer_id"): row for row in expression.to_pyarrow().to_pylist()}


def same(found, row):
    """A row review and a batch row say the same."""
    told = {name: getattr(found, name) for name in row if name not in ("window_cents", "reason")}
    assert row == told | {"window_cents": row["window_cents"], "reason": found.reasons[1].code}


@few
@given(purchases, standings, st.booleans())
def test_a_batch_review_equals_the_reviews_row_by_row(duck, rows, known, period_end):
    bought, standing = load(duck, rows, known)
    found = by_customer(batch.review(batch.metrics(bought, TODAY, 6), standing, SCHEME, period_end=period_end))
    expected = {row.customer_id for row in rows if row.day <= TODAY} | known.keys()
    assert found.keys() == expected
    for customer, row in found.items():
        own = [p for p in rows if p.customer_id == customer]
        cents = spend(own, TODAY, 6)
        assert row["window_cents"] == cents
        same(review(SCHEME, cents, known.get(customer, Standing()), period_end=period_end), row)


@few
@given(purchases)
def test_batch_methods_equal_the_row_functions(duck, rows):
    bought, _ = load(duck, rows)
    own = {p.customer_id: [] for p in rows if p.day <= TODAY}
    for p in rows:
        if p.day <= TODAY:
            own[p.customer_id].append(p)
    days = {c: {p.day for p in ps if p.amount_cents >= 0} for c, ps in own.items()}
    facts = {
        c: rfm.Metrics((TODAY - max(days[c])).days if days[c] else None, len(days[c]), spend(ps, TODAY, 6))
        for c, ps in own.items()
    }
    metrics = batch.metrics(bought, TODAY, 6)
    total = {c: sum(p.amount_cents for p in ps) for c, ps in own.items()}
    classes = abc.classify(total, rule_table("abc"))
    assert {c: r["abc_class"] for c, r in by_customer(batch.abc(metrics, rule_table("abc"))).items()} == {
        c: found.key for c, found in classes.items()
    }
    quintiles = by_customer(batch.rfm_by_quintile(metrics))
    assert {c: rfm.Scores(**row) for c, row in quintiles.items()} == rfm.by_quintile(facts)
    table = rule_table("rfm_score")
    thresholds = by_customer(batch.rfm_by_threshold(metrics, TODAY, table))
    assert {c: rfm.Scores(**row) for c, row in thresholds.items()} == {
        c: rfm.by_threshold(m, table) for c, m in facts.items()
    }
    assert {c: r["clv_cents"] for c, r in by_customer(batch.clv(metrics, 3_333)).items()} == {
        c: clv.historic(ps, 3_333) for c, ps in own.items()
    }
    life = rule_table("lifecycle")
    states = by_customer(batch.lifecycle(bought, TODAY, life))
    assert {c: row["state"] for c, row in states.items()} == {
        c: lifecycle.state(lifecycle.life(found, TODAY, life), life).outputs["state"]
        for c, found in days.items()
        if found
    }


def test_a_member_of_another_scheme_is_found_and_not_scored(duck):
    bought, standing = load(duck, [], {"c1": Standing("platinum"), "c2": Standing("gold")})
    reviewed = batch.review(batch.metrics(bought, TODAY, 6), standing, SCHEME, period_end=True)
    assert list(by_customer(batch.uncovered(reviewed))) == ["c1"]


def test_abc_cuts_tell_the_class_of_everybody(duck, cdnow):
    metrics = batch.metrics(load(duck, [p for ps in cdnow.values() for p in ps])[0], MONTH_ENDS[-1], 6)
    cuts = batch.abc_cuts(metrics, rule_table("abc")).to_pyarrow().to_pylist()
    assert [(cut["abc_class"], cut["customers"]) for cut in cuts] == [("A", 7_695), ("B", 8_067), ("C", 7_808)]
    total = {c: sum(p.amount_cents for p in ps) for c, ps in cdnow.items()}
    classes = abc.classify(total, rule_table("abc"))
    for customer, cents in total.items():
        assert classes[customer].key == next(cut["abc_class"] for cut in cuts if cents >= cut["from_cents"])


def test_the_order_of_the_rows_changes_nothing_and_running_twice_neither(duck, cdnow):
    rows = [p for ps in cdnow.values() for p in ps]
    first = _scored(duck, rows)
    random.Random(7).shuffle(rows)
    assert _scored(duck, rows) == first == _scored(duck, rows)


def _scored(duck, rows):
    bought, standing = load(duck, rows)
    metrics = batch.metrics(bought, MONTH_ENDS[-1], 6)
    return [
        by_customer(result)
        for result in (
            batch.review(metrics, standing, SCHEME, period_end=True),
            batch.abc(metrics, rule_table("abc")),
            batch.rfm_by_quintile(metrics),
        )
    ]


def test_a_simulated_rule_change_equals_the_activated_one(duck, cdnow):
    draft = tier_scheme(rho="0.7", grace="1", min_tenure=2)
    some = {c: cdnow[c] for c in sorted(cdnow)[:500]}
    simulated = [(m.customer_id, m.review, m.steps) for m in replay(draft, windows(some))]
    moves, known = [], {}
    for n, day in enumerate(MONTH_ENDS[:9]):
        bought, standing = load(duck, [p for ps in some.values() for p in ps], known)
        reviewed = by_customer(batch.review(batch.metrics(bought, day, 6), standing, draft, period_end=True))
        for customer, row in reviewed.items():
            moves += moved(draft, customer, n, row)
            stays = row["member"] == row["proposed"]
            counts = (row["reviews_in_tier"], row["fails"]) if stays else (0, 0)
            known[customer] = Standing(row["proposed"], *counts)
    assert moves
    assert sorted(moves) == sorted(simulated)


def windows(purchases):
    return {c: [spend(ps, day, 6) for day in MONTH_ENDS[:9]] for c, ps in purchases.items()}


def moved(scheme, customer, n, row):
    if row["action"] in ("promote", "demote"):
        yield customer, n, scheme.rank(row["proposed"]) - scheme.rank(row["member"])
