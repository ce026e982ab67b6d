"""The CDNOW oracle to the digit: the data itself, ABC, quintiles, and what the guard does to flapping."""

from collections import Counter
from datetime import date

import pytest

from engine.scoring import Effect, Standing, abc, effect, replay, review, rfm, spend
from tests.engine.scoring.conftest import MONTH_ENDS, rule_table, tier_scheme

AS_OF = date(1998, 7, 1)


@pytest.fixture(scope="module")
def windows(cdnow):
    return {c: [spend(ps, day, 6) for day in MONTH_ENDS] for c, ps in cdnow.items()}


def test_the_data(cdnow):
    rows = [p for ps in cdnow.values() for p in ps]
    assert (len(rows), len(cdnow), sum(p.amount_cents for p in rows)) == (69_659, 23_570, 250_031_563)
    assert (min(p.day for p in rows), max(p.day for p in rows)) == (date(1997, 1, 1), date(1998, 6, 30))
    assert sum(p.amount_cents == 0 for p in rows) == 80
    assert sum(sum(p.amount_cents for p in ps) == 0 for ps in cdnow.values()) == 68
    frequency = [len({p.day for p in ps}) for ps in cdnow.values()]
    assert (sum(frequency), frequency.count(1)) == (67_591, 12_054)


def test_abc(cdnow):
    total = {c: sum(p.amount_cents for p in ps) for c, ps in cdnow.items()}
    classes = Counter(found.key for found in abc.classify(total, rule_table("abc")).values())
    assert classes == {"A": 7_695, "B": 8_067, "C": 7_808}


def test_quintiles(cdnow):
    facts = {
        c: rfm.Metrics((AS_OF - max(p.day for p in ps)).days, len({p.day for p in ps}), 0) for c, ps in cdnow.items()
    }
    scores = rfm.by_quintile(facts).values()
    assert Counter(s.R for s in scores) == {1: 4_735, 2: 4_712, 3: 4_702, 4: 4_702, 5: 4_719}
    assert Counter(s.F for s in scores) == {2: 12_054, 3: 4_040, 4: 2_205, 5: 5_271}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"rho": "1", "grace": "1", "steps": "null", "min_tenure": 0}, Effect(3_140, 3_264, 55, 1_271)),
        ({"rho": "1", "grace": "2", "min_tenure": 0}, Effect(2_838, 2_831, 0, 561)),
        ({"rho": "0.8", "grace": "1", "min_tenure": 0}, Effect(2_868, 2_927, 0, 632)),
    ],
)
def test_the_policies_measured_on_16_month_ends(windows, policy, expected):
    assert effect(replay(tier_scheme(**policy), windows)) == expected


def test_the_full_guard_cuts_flaps_by_more_than_five_and_ends_two_step_drops(windows):
    found = effect(replay(tier_scheme(), windows))
    assert found.flaps * 5 <= 1_271
    assert found.falls == 0
    assert found == Effect(2_681, 2_518, 0, 132)


def test_replaying_a_period_equals_reviewing_month_by_month(windows):
    scheme, some = tier_scheme(), dict(list(windows.items())[:300])
    moves, standing = [], dict.fromkeys(some, Standing())
    for n in range(len(MONTH_ENDS)):
        for customer, cents in some.items():
            before = standing[customer]
            found = review(scheme, cents[n], before, period_end=True)
            standing[customer] = Standing(found.proposed, *found.after)
            if before.member not in (None, found.proposed):
                moves.append((customer, n, scheme.rank(found.proposed) - scheme.rank(before.member)))
    assert sorted((m.customer_id, m.review, m.steps) for m in replay(scheme, some)) == sorted(moves)
