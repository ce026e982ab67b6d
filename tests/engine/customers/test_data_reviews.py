"""Whose record is due: once a quarter each, more at once when an import differs or a message bounces."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.customers import data_reviews, rule_tags
from engine.customers import dealing_commands as dealings
from engine.customers.commands import find
from engine.customers.dealing_queries import tags_of
from engine.customers.imports import load
from engine.customers.review_queries import due
from engine.customers.templates import template
from tests.kit import House
from webapi.scenarios import world


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    bought = {"bought": {date(2026, 2, 10): 600_000}, "band": 1}
    long_ago = {"bought": {date(2025, 11, 10): 5}, "band": 2}
    world.settle(house, {"crowd": 0, "customers": {"C-1": bought, "C-2": long_ago, "C-3": {"owner": None}}})
    return house


def planned(house: House) -> int:
    with house.unit() as ctx:
        count = data_reviews.plan(ctx)
    house.settle()
    return count


def test_each_owned_customer_is_due_once_a_quarter_and_nobody_twice(company: House) -> None:
    for _ in range(66):
        planned(company)
        company.later(days=1.4)
    runs = company.runs("data_review")
    assert sorted(run.variables["customer"] for run in runs) == ["C-1", "C-2"]
    assert {run.variables["reason"] for run in runs} == {"quarter"}


def test_the_list_says_who_is_at_it_who_waits_and_who_has_nobody(company: House) -> None:
    with company.unit() as ctx:
        data_reviews.ask(ctx, [find(ctx, "C-1")], "asked")
        for number in ("C-2", "C-3"):
            find(ctx, number).reviewed_at = company.now - timedelta(days=80)
    company.later(days=20)
    with company.unit("chen.li") as ctx:
        states = {one["number"]: one["state"] for one in due(ctx)}
    assert (states["C-1"], states["C-3"]) == ("late", "nobody")
    turned = any(run.variables["customer"] == "C-2" for run in company.runs("data_review"))  # its turn goes by its id
    assert states["C-2"] in (("open", "late") if turned else ("waiting",))
    with company.unit("zhou.ting") as ctx:
        assert due(ctx) == []


def test_an_import_that_differs_asks_for_a_review_of_whom_it_knew(company: House, tmp_path: Path) -> None:
    file = tmp_path / "T1.csv"
    file.write_text("客户编号,客户名称,累计合作金额\nC-1,客户 C-1,10万\nC-9,新客户,10万\n", "utf-8")
    with company.unit("huang.lan") as ctx:
        load(ctx, template("customers"), file)
    company.settle()
    (run,) = company.runs("data_review")
    assert (run.variables["customer"], run.variables["reason"]) == ("C-1", "import")


def test_rules_give_and_take_their_own_tags_only(company: House) -> None:
    def carried() -> list[str]:
        return company.look(lambda ctx: sorted(tag["name"] for tag in tags_of(ctx, find(ctx, "C-1"))))

    with company.unit() as ctx:
        dealings.tag(ctx, find(ctx, "C-1"), "重点沉寂")
        assert rule_tags.recompute(ctx) == {"given": 2, "taken": 0}
    assert carried() == ["大客户", "新客户", "重点沉寂"]
    company.later(days=120)  # every Monday it is done by itself
    assert carried() == ["大客户", "重点沉寂"]


def test_nobody_goes_through_the_record_of_somebody_who_was_erased(company: House) -> None:
    with company.unit() as ctx:
        find(ctx, "C-2").erased_at = ctx.now
    for _ in range(66):
        planned(company)
        company.later(days=1.4)
    assert [run.variables["customer"] for run in company.runs("data_review")] == ["C-1"]
    with company.unit("chen.li") as ctx:
        assert {one["number"] for one in due(ctx)} == {"C-1", "C-3"}


def test_a_review_says_all_tags_of_a_customer_and_nothing_said_changes_none(company: House) -> None:
    def reviewed(**told: list[str]) -> list[str]:
        with company.unit() as ctx:
            return data_reviews.correct(ctx, find(ctx, "C-1"), told)

    def carried() -> list[str]:
        return company.look(lambda ctx: data_reviews.findings(ctx, find(ctx, "C-1"))["tags"])

    assert (reviewed(tags=["出口企业", "重点"]), carried()) == (["tags"], ["出口企业", "重点"])
    assert (reviewed(), carried()) == ([], ["出口企业", "重点"])
    assert (reviewed(tags=["重点"]), carried()) == (["tags"], ["重点"])
    assert (reviewed(tags=[]), carried()) == (["tags"], [])
