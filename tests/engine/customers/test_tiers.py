"""What a decision does: tier, band and benefits at once; and how a tier explains itself."""

from datetime import date, timedelta

import pytest

from engine.customers import applying, commands, queries, reviews, schemes
from engine.kernel import Conflict, Invalid, NotFound
from tests.engine.customers.conftest import SCHEME
from tests.engine.customers.test_evaluation import HEAD, members, run, selling

__all__ = ["selling"]


@pytest.fixture
def moving(selling):
    """C-2 is proposed for gold by a run."""
    selling.run_id = run(selling, date(1998, 2, 28))["run"]
    return selling


def promote(shop, **more) -> dict:
    with shop.unit() as ctx:
        return commands.apply_tier(ctx, "C-2", "cdnow", "gold", run=shop.run_id, **more)


def test_a_promotion_changes_tier_band_and_benefits_together(moving):
    done = promote(moving, approvers=["bob"])
    assert (done["old"], done["new"], done["band"]) == ("regular", "gold", 1)
    assert "free_express" in done["gained"]
    assert "standard_process" in done["lost"]
    with moving.unit(write=False) as ctx:
        tier = queries.tier(ctx, "C-2")
    assert tier["member"]["code"] == "gold"
    assert {benefit["code"] for benefit in tier["benefits"]} >= {"free_express", "hotline", "after_sales"}
    assert moving.rows("SELECT status FROM score_move") == [("applied",)]
    assert moving.rows("SELECT band FROM customer WHERE number = 'C-2'") == [(1,)]


def test_the_ledger_keeps_the_whole_decision(moving):
    promote(moving, approvers=["bob"])
    fact = moving.house.ledger(moving.stream("C-2"))[-1]
    told = fact.data if isinstance(fact.data, dict) else __import__("simplejson").loads(fact.data)
    assert (fact.fact, told["old"], told["new"], told["approvers"]) == ("TierPromoted", "regular", "gold", ["bob"])
    assert told["metrics"]["window_spend"] == 51_000
    assert [reason["code"] for reason in told["reasons"]][:2] == ["metric", "grown"]
    assert told["rules"]["tier"] == "tier_gold"


def test_applied_twice_changes_nothing_the_second_time(moving):
    promote(moving)
    before = moving.one("SELECT COUNT(*) FROM ledger")
    assert promote(moving)["changed"] is False
    assert moving.one("SELECT COUNT(*) FROM ledger") == before


def test_a_tier_that_moved_meanwhile_is_not_overwritten(moving):
    with moving.unit() as ctx:
        commands.apply_tier(ctx, "C-2", "cdnow", "silver")
    with pytest.raises(Conflict, match="tier_moved"):
        promote(moving)


def test_a_rejected_change_keeps_the_tier(moving):
    with moving.unit() as ctx:
        commands.keep_tier(ctx, "C-2", "cdnow", run=moving.run_id, comment="一次性大单")
    assert members(moving)["C-2"] == "regular"
    assert moving.rows("SELECT status FROM score_move") == [("kept",)]
    assert moving.facts(moving.stream("C-2"))[-1] == "TierKept"


def test_a_tier_explains_itself_and_the_distance_is_exact(moving, table):
    with moving.unit(write=False) as ctx:
        told = queries.tier(ctx, "C-1")["explanation"]
    assert told["rule"]["matched"][0] == "tier_regular"
    gap = told["distance"]["next"]
    assert (gap["member"]["code"], gap["cents"]) == ("silver", 14_000)
    moving.takes("purchases", table(HEAD, "C-1,1998-06-30,139.99", name="almost.csv"))
    moving.takes("purchases", table(HEAD, "C-1,1998-06-30,0.01", name="exactly.csv"))
    with moving.unit(write=False) as ctx:
        assert queries.tier(ctx, "C-1")["explanation"]["proposed"]["code"] == "silver"


def test_other_methods_stand_beside_the_tier(moving):
    with moving.unit(write=False) as ctx:
        others = {method["method"]: method for method in queries.tier(ctx, "C-2")["others"]}
    assert others["abc"]["member"]["code"] == "A"
    assert others["lifecycle"]["member"]["code"] == "active"
    assert others["rfm"]["values"]["purchase_days"] == 2
    assert str(others["clv"]["values"]["value"]) == "510.00"


def test_a_lock_needs_reason_and_expiry_and_holds(moving):
    with moving.unit() as ctx, pytest.raises(Invalid, match="lock_reason_missing"):
        commands.lock_tier(ctx, "C-2", "cdnow", until=date(1998, 12, 31), reason=" ")
    with moving.unit() as ctx:
        commands.lock_tier(ctx, "C-2", "cdnow", until=date(1998, 12, 31), reason="谈判中")
    assert run(moving, date(1998, 3, 31))["counts"]["hold"] == 1
    with moving.unit() as ctx:
        commands.unlock_tier(ctx, "C-2", "cdnow")
    assert run(moving, date(1998, 4, 30))["movers"] == 1


def test_reviews_are_queued_once_and_exceptions_left_out(moving):
    with moving.unit() as ctx, pytest.raises(Invalid, match="exceptions_unknown"):
        reviews.start(ctx, moving.run_id, ["C-1"])
    for _ in range(2):
        with moving.unit() as ctx:
            assert reviews.start(ctx, moving.run_id) == 1
    assert moving.one("SELECT COUNT(*) FROM job WHERE kind = 'tiers.start_reviews'") == 1
    with moving.unit() as ctx:
        assert reviews.start(ctx, moving.run_id, ["C-2"]) == 0
    assert moving.rows("SELECT status FROM score_move") == [("excepted",)]


def test_one_scheme_leads(moving):
    with moving.unit() as ctx, pytest.raises(Conflict, match="scheme_leads_already"):
        commands.save_scheme(ctx, "other", {"table": "tier_cdnow"}, leading=True)
    with moving.unit() as ctx, pytest.raises(NotFound, match="scheme_unknown"):
        queries.tier(ctx, "C-1", "other")


def test_a_tier_that_begins_later_is_given_on_its_day(moving):
    day = moving.house.now.date() + timedelta(days=10)
    with moving.unit() as ctx:
        told = applying.apply(ctx, "C-2", "cdnow", "gold", run=moving.run_id, effective_on=day, approvers=["bob"])
    assert (told["changed"], members(moving)["C-2"]) == (False, "regular")
    moving.house.later(days=11)
    assert members(moving)["C-2"] == "gold"
    assert moving.facts(moving.stream("C-2"))[-1] == "TierPromoted"


def test_data_that_no_longer_grow_are_explained_as_of_their_last_day(moving):
    with moving.unit() as ctx:
        scheme = schemes.current(ctx, "cdnow")
        assert scheme.day(date(2026, 3, 1)) == date(2026, 3, 1)
        commands.save_scheme(ctx, "cdnow", {**SCHEME, "until": "1998-02-28"}, leading=True)
    with moving.unit(write=False) as ctx:
        assert queries.tier(ctx, "C-2")["explanation"]["as_of"] == "1998-02-28"
    with pytest.raises(Invalid), moving.unit() as ctx:
        commands.save_scheme(ctx, "cdnow", {**SCHEME, "until": "1998-02-30"}, leading=True)


def test_who_objected_reads_that_and_not_of_a_contract(moving):
    with moving.unit() as ctx:
        commands.find(ctx, "C-2").unprofiled_at = ctx.now
    with moving.unit(write=False) as ctx:
        reasons = queries.tier(ctx, "C-2")["explanation"]["reasons"]
    assert any("本人不接受画像" in one["zh"] for one in reasons)
    assert not any("合同" in one["zh"] for one in reasons)
