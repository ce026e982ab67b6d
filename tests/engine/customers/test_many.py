"""Schemes of several metrics and of a weighted score, from the evaluation to the explanation of an old run."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.customers import commands, dryrun, explanation, incentives, known, queries
from engine.kernel import Invalid
from tests.engine.customers.test_evaluation import HEAD, members, run

RULES = Path(__file__).resolve().parents[3] / "processes" / "rules"
MEMBER = {
    "names": {"zh": "会员等级", "en": "Member tiers"},
    "table": "tier_member",
    "window_months": 12,
    "min_tenure": 1,
}
VALUE = {
    "names": {"zh": "高中低价值", "en": "Value"},
    "table": "tier_value",
    "score": "score_points",
    "window_months": 12,
    "min_tenure": 1,
}
LATER = date(1998, 2, 28)


@pytest.fixture
def buying(ruled, table):
    """C-1 has eleven small orders of long ago, C-2 one of 19,000, C-3 nothing but a pending need."""
    small = [f"C-1,1996-{month:02}-05,4500" for month in range(1, 12)]
    ruled.takes("purchases", table(HEAD, *small, "C-2,1998-01-06,19000"), create_customers=True)
    ruled.takes("customers", table("客户编号,客户名称", "C-3,新客户", name="more.csv"))
    need = "客户编号,需求描述,需求类型(如产品/服务/售后),优先级(高/中/低),客户反馈(已确认/待跟进)"
    ruled.takes("needs", table(need, "C-3,要一台,产品,高,待跟进", name="needs.csv"))
    with ruled.unit() as ctx:
        commands.save_scheme(ctx, "cdnow", MEMBER, leading=True)
    run(ruled, date(1998, 1, 31))
    return ruled


def told(shop, number: str) -> dict:
    with shop.unit(write=False) as ctx:
        return queries.tier(ctx, number)["explanation"]


def grow(shop, table) -> dict:
    """C-1 buys a twelfth time, C-2 a single order of 20,000; both are proposed for gold."""
    shop.takes("purchases", table(HEAD, "C-1,1998-02-10,500", "C-2,1998-02-11,20000", name="february.csv"))
    return run(shop, LATER)


def test_the_first_review_looks_at_everything_that_was_ever_bought(buying):
    assert members(buying) == {"C-1": "silver", "C-2": "silver", "C-3": "regular"}
    kept = dict(buying.rows("SELECT c.number, s.measured FROM tier_state s JOIN customer c ON c.id = s.customer_id"))
    assert kept["C-1"] == '{"total_spend":4950000,"total_orders":11,"largest_order":450000}'
    assert buying.one("SELECT amount_cents FROM tier_state s JOIN customer c ON c.id = s.customer_id "
                      "WHERE number = 'C-1'") == 0  # revenue stays that of the window  # fmt: skip


def test_the_distance_is_told_way_by_way_and_exactly_so_much_leads_there(buying, table):
    gap = told(buying, "C-1")["distance"]["next"]
    assert gap["zh"] == "再消费 500 元并再买 1 单,或一单达到 20,000 元"
    assert gap["en"] == "500 yuan more and 1 more orders, or one order of 20,000 yuan"
    buying.takes("purchases", table(HEAD, "C-1,1998-06-30,499.99", name="almost.csv"))
    assert told(buying, "C-1")["proposed"]["code"] == "silver"
    buying.takes("purchases", table(HEAD, "C-1,1998-06-30,0.01", name="exactly.csv"))
    assert told(buying, "C-1")["proposed"]["code"] == "gold"


def test_an_old_run_explains_itself_by_the_values_that_it_saw(buying, table):
    summary = grow(buying, table)
    assert (summary["movers"], summary["promotions"]) == (2, 2)
    buying.takes("purchases", table(HEAD, "C-1,1998-03-02,-45000", name="back.csv"))
    with buying.unit(write=False) as ctx:
        customer = commands.find(ctx, "C-1")
        scheme = explanation.scheme_of(ctx, "cdnow", summary["run"])
        old = explanation.told(ctx, explanation.of_run(ctx, customer, scheme, summary["run"]))
    assert old["rule"]["matched"][0] == "member_gold_total"
    assert [(one["code"], one["value"]) for one in old["metrics"][:3]] == [
        ("total_spend", Decimal("50000.00")), ("total_orders", 12), ("largest_order", Decimal("4500.00"))
    ]  # fmt: skip
    assert old["reasons"][0]["zh"] == "累计消费总额 50,000 元,累计购买次数 12 单,最大单笔订单金额 4,500 元。"
    assert told(buying, "C-1")["metrics"][0]["value"] == Decimal("5000.00")


def test_what_was_decided_is_in_the_ledger_with_its_values(buying, table):
    summary = grow(buying, table)
    with buying.unit() as ctx:
        commands.apply_tier(ctx, "C-2", "cdnow", "gold", run=summary["run"])
    data = buying.house.ledger(buying.stream("C-2"))[-1].data
    fact = data if isinstance(data, dict) else __import__("simplejson").loads(data)
    assert fact["metrics"]["largest_order"] == 2_000_000
    assert fact["rules"]["tier"] == "member_gold_order"


def test_a_dry_run_of_another_limit_and_of_another_metric(buying):
    drawn = (RULES / "tier_member.dmn").read_text("utf-8")
    for content in (drawn.replace("&gt;= 20000", "&gt;= 19000"), drawn.replace("largest_order", "window_spend")):
        (found,) = buying.house.look(lambda ctx, content=content: dryrun.compare(ctx, "tier_member", content.encode()))
        moves = [(move.today, move.draft) for move in found.moves]
        assert moves == ([("silver", "gold")] if "19000" in content else [])


def test_a_draft_that_asks_for_what_has_no_formula_names_what_is_known(buying):
    drawn = (RULES / "tier_member.dmn").read_text("utf-8").replace("largest_order", "loyalty")
    with pytest.raises(Invalid, match="scheme_tier_inputs") as refused:
        buying.house.look(lambda ctx: dryrun.compare(ctx, "tier_member", drawn.encode()))
    assert refused.value.params["found"] == ["loyalty"]
    assert "tenure_months" in refused.value.params["known"]


def test_near_the_next_tier_is_near_on_some_way(buying):
    with buying.unit(write=False) as ctx:
        near = [commands.find(ctx, key).number for key in incentives._near(ctx, 2)]
    assert sorted(near) == ["C-1", "C-2"]


@pytest.fixture
def valued(buying):
    with buying.unit() as ctx:
        commands.save_scheme(ctx, "value", VALUE)
    run(buying, LATER, scheme="value")
    return buying


def test_a_scheme_by_score_stands_beside_the_leading_one_and_shows_what_it_is_made_of(valued):
    kept = valued.rows("SELECT c.number, s.member FROM tier_state s JOIN customer c ON c.id = s.customer_id "
                       "WHERE s.scheme = 'value' ORDER BY c.number")  # fmt: skip
    assert kept == [("C-1", "low_value"), ("C-2", "low_value"), ("C-3", "low_value")]
    with valued.unit(write=False) as ctx:
        tier = queries.tier(ctx, "C-2", "value")
    assert tier["method"] == "score"
    score = tier["explanation"]["metrics"][0]
    assert [(part["code"], part["points"]) for part in score["parts"]] == [
        ("window_spend", 0), ("purchase_days", 0), ("recency_days", 5), ("tenure_months", 0), ("potential", 4)
    ]  # fmt: skip
    assert (score["value"], sum(part["points"] for part in score["parts"])) == (9, 9)
    assert tier["explanation"]["distance"]["next"]["zh"] == "综合评分再高 41 分"


def test_the_score_of_the_run_is_that_of_the_page(valued):
    with valued.unit() as ctx:
        commands.save_scheme(ctx, "value", {**VALUE, "until": LATER.isoformat()})
    for number in ("C-1", "C-2", "C-3"):
        measured = valued.one("SELECT s.measured FROM tier_state s JOIN customer c ON c.id = s.customer_id "
                              "WHERE s.scheme = 'value' AND c.number = :n", n=number)  # fmt: skip
        with valued.unit(write=False) as ctx:
            customer = commands.find(ctx, number)
            scheme = explanation.scheme_of(ctx, "value", None)
            found = explanation.of_today(ctx, customer, scheme)
            asked = known.one(ctx, customer, "tier_value")
        assert f'"weighted_score":{found.review.values["weighted_score"]}' in measured
        assert asked["weighted_score"] * 100 == found.review.values["weighted_score"]


def test_a_draft_of_the_scoring_table_is_tried_on_everybody(valued):
    drawn = (RULES / "score_points.dmn").read_text("utf-8").replace("&gt;= 1000000", "&gt;= 900000")
    drawn = drawn.replace("[300000..1000000)", "[300000..900000)")
    (found,) = valued.house.look(lambda ctx: dryrun.compare(ctx, "score_points", drawn.encode()))
    assert (found.today.scheme.key, found.moves) == ("value", [])


def test_a_scheme_by_score_needs_its_table(buying):
    with buying.unit() as ctx:
        commands.save_scheme(ctx, "value", {**VALUE, "score": ""})
    with pytest.raises(Invalid, match="scheme_score_missing"):
        run(buying, LATER, scheme="value")
