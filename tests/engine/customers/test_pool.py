"""公海: whom nobody works on goes back, after a word to the owner; one claims, the next learns who was faster."""

from datetime import date, timedelta

import pytest

from engine.access import commands as people
from engine.customers import dealing_commands as dealings
from engine.customers import leaving, pool, queries
from engine.customers.commands import find
from engine.kernel import Conflict, Context
from engine.notify.models import Notice
from tests.kit import House
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import world


@pytest.fixture
def company(house: House) -> House:
    """Two leads of zheng.kai, and a customer who has bought."""
    world.furnish(house)
    customers = {"C-1": {}, "C-2": {}, "C-3": {"bought": {date(2026, 2, 10): 600}}}
    world.settle(house, {"crowd": 0, "customers": customers})
    return house


def standing(house: House, number: str) -> tuple[str | None, bool, date | None]:
    told = house.look(lambda ctx: queries.one(ctx.acting_as(ctx.actor), number))
    return told["owner"], told["pooled"], told["pool_on"]


def gone_back(house: House, *numbers: str) -> None:
    with house.unit() as ctx:
        for number in numbers:
            pool.give_back(ctx, find(ctx, number), "idle")


def met(ctx: Context, number: str) -> None:
    row = {"channel": "phone", "subject": "回访", "status": "done", "on": ctx.now.date()}
    dealings.record_interaction(ctx, find(ctx, number), row)


def test_the_owner_is_told_three_days_before_a_lead_goes_back(company: House) -> None:
    company.later(days=28)
    owner, pooled, on = standing(company, "C-1")
    assert (owner, pooled, on) == ("zheng.kai", False, date(2026, 4, 1))
    kinds = company.look(lambda ctx: [row.kind for row in ctx.session.query(Notice).filter_by(person="zheng.kai")])
    assert kinds.count("pool_soon") == 1
    company.later(days=3)
    assert standing(company, "C-1") == (None, True, None)
    assert standing(company, "C-3") == ("zheng.kai", False, None)


def test_a_follow_up_keeps_a_lead(company: House) -> None:
    company.later(days=28)
    with company.unit() as ctx:
        met(ctx, "C-1")
    company.later(days=4)
    assert standing(company, "C-1") == ("zheng.kai", False, None)
    assert standing(company, "C-2")[1]


def test_a_lead_without_a_deal_goes_back_however_often_it_was_met(company: House) -> None:
    for _ in range(19):
        with company.unit() as ctx:
            met(ctx, "C-1")
        company.later(days=10)
    assert standing(company, "C-1")[1]


def test_whoever_has_an_open_complaint_stays(company: House) -> None:
    about = company.look(lambda ctx: find(ctx, "C-1").id)
    told = {"customer": "C-1", "problem": "…", "remedy_wanted": "…", "channel": "phone"}
    company.start("complaint", customer_id=about, **told)
    company.later(days=33)
    assert (standing(company, "C-1")[1], standing(company, "C-2")[1]) == (False, True)


def test_the_second_to_claim_learns_who_was_faster(company: House) -> None:
    gone_back(company, "C-1")
    with company.unit() as ctx:
        pool.claim(ctx, find(ctx, "C-1"), "wu.hao")
    with pytest.raises(Conflict) as refused, company.unit() as ctx:
        pool.claim(ctx, find(ctx, "C-1"), "he.jing")
    assert (refused.value.code, refused.value.params["by"]) == ("customer_claimed", "wu.hao")
    company.settle()
    assert [run.open for run in company.runs("customer_flow")] == [["contact"]]


def test_a_claimed_customer_is_safe_for_fifteen_days_and_a_person_holds_only_so_many(
    company: House,
) -> None:
    strict = PROCESSES / "rules" / "pool_rule.dmn"
    company.deploy(pool_rule__dmn=strict.read_bytes().replace(b">30<", b">5<").replace(b">50<", b">1<"))
    gone_back(company, "C-1", "C-2")
    with company.unit() as ctx:
        pool.claim(ctx, find(ctx, "C-1"), "wu.hao")
    with pytest.raises(Conflict, match="pool_cap_reached"), company.unit() as ctx:
        pool.claim(ctx, find(ctx, "C-2"), "wu.hao")
    company.later(days=14)
    assert standing(company, "C-1")[0] == "wu.hao"
    company.later(days=3)
    assert standing(company, "C-1")[1]


def test_the_page_lists_the_pool_and_what_goes_back_soon(company: House) -> None:
    gone_back(company, "C-2")
    with company.unit() as ctx:
        find(ctx, "C-1").pool_on = ctx.now.date() + timedelta(days=3)
    with company.unit("wu.hao") as ctx:
        assert [each["number"] for each in queries.page(ctx, pooled="open")] == ["C-2"]
        assert queries.page(ctx, pooled="soon") == []
    with company.unit("zheng.kai") as ctx:
        assert [each["number"] for each in queries.page(ctx, pooled="soon")] == ["C-1"]


def test_the_customers_of_somebody_who_left_are_handed_over_in_one_go(company: House) -> None:
    with company.unit() as ctx:
        people.disable(ctx, "zheng.kai")
    with company.unit("li.qiang") as ctx:
        assert leaving.left(ctx) == [{"person": "zheng.kai", "customers": 3}]
        assert leaving.hand_over(ctx, "zheng.kai", "he.jing") == 3
    with company.unit("li.qiang") as ctx:
        assert (leaving.left(ctx), leaving.hand_over(ctx, "zheng.kai")) == ([], 0)
    run = company.runs("ownership_transfer")[0]
    run.task("decide").completed_by("chen.li", decision="approve")  # the head asked, so the head's head decides
    assert run.task("hand_over").row.assignee == "li.qiang"  # who left fills in nothing
