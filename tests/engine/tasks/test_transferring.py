"""A customer gets another owner: open cases, tasks and who answers a complaint go with them, on record (P16)."""

import pytest

from engine.access import commands as people
from engine.customers import queries
from engine.customers.commands import find
from engine.tasks import transferring
from tests.kit import House, Run
from webapi.scenarios import world


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": {"C-1": {"band": 1}}})
    return house


def transferred(house: House, **asked: str) -> Run:
    about = house.look(lambda ctx: find(ctx, "C-1").id)
    run = house.start("ownership_transfer", by="zheng.kai", customer_id=about, customer="C-1", reason="region", **asked)
    run.task("decide").completed_by("li.qiang", decision="approve")
    run.task("hand_over").completed_by("zheng.kai", promises="五月报价", checklist=["contacts"])
    run.task("accept").completed_by("he.jing", decision="accept")
    run.task("introduce").completed_by("he.jing", channel="phone", met_on="2026-03-03")
    house.settle()
    return run


def complained(house: House) -> Run:
    about = house.look(lambda ctx: find(ctx, "C-1").id)
    told = {"problem": "…", "remedy_wanted": "…", "channel": "phone"}
    return house.start("complaint", by="bao.na", customer_id=about, customer="C-1", **told)


def test_an_open_complaint_goes_on_with_the_new_owner(company: House) -> None:
    complaint = complained(company)
    assert complaint.task("respond").row.assignee == "zheng.kai"
    transferred(company, to="he.jing")
    assert complaint.task("respond").row.assignee == "he.jing"
    assert complaint.variables["first_owner"] == "he.jing"
    assert [entry.fact for entry in complaint.facts].count("TaskReassigned") == 1
    assert company.look(lambda ctx: queries.one(ctx, "C-1")["owner"]) == "he.jing"


def test_a_later_step_of_an_open_case_goes_to_the_new_owner(company: House) -> None:
    about = company.look(lambda ctx: find(ctx, "C-1").id)
    flow = company.start("customer_flow", by="zheng.kai", customer_id=about, customer="C-1", topic="仓储")
    transferred(company, to="he.jing")
    flow.task("contact").completed_by("he.jing", topic="仓储", channel="phone", outcome="go_on")
    assert flow.task("need").row.assignee == "he.jing"


def test_the_inventory_counts_what_goes_over(company: House) -> None:
    complained(company)
    about = company.look(lambda ctx: find(ctx, "C-1").id)
    run = company.start("ownership_transfer", by="zheng.kai", customer_id=about, customer="C-1", reason="leave")
    held = run.variables["held"]
    assert (held["owner"], held["giver"], held["tasks"]) == ("zheng.kai", "zheng.kai", 1)
    assert len(held["cases"]) == 1
    assert held["promises"] >= 1


def test_what_somebody_who_left_had_in_hand_goes_up_and_with_the_customer_to_the_new_owner(company: House) -> None:
    complaint = complained(company)
    with company.unit() as ctx:
        people.disable(ctx, "zheng.kai")
    company.settle()
    assert complaint.task("respond").row.assignee == "li.qiang"
    with company.unit() as ctx:
        transferring.hand_over(ctx, find(ctx, "C-1").id, "zheng.kai", "he.jing")
    company.settle()
    assert complaint.task("respond").row.assignee == "he.jing"
