"""A complaint nobody handles climbs to the department and the executive by the clock alone; the first owner stays."""

import json
from datetime import date

import pytest

from engine.customers import commands as customers
from engine.customers import protection
from engine.customers.tiers import TierState
from engine.instances import commands as instances
from engine.kernel import Conflict, Forbidden
from engine.sla import ladder
from engine.tasks import queries as inbox
from tests.kit import House, Run
from webapi.scenarios import world

HELD = ("level", "accountable", "first_owner")


@pytest.fixture
def complaint(house: House) -> Run:
    """Somebody of band 3 has complained; bao.na is to answer, whose head is zhao.min."""
    world.furnish(house)
    world.settle(house, {"customers": {"C-1": {"band": 3}}})
    return complain(house)


def complain(house: House) -> Run:
    about = house.look(lambda ctx: customers.find(ctx, "C-1").id)
    said = {"problem": "热线打不通", "remedy_wanted": "说明", "channel": "phone"}
    run = house.start("complaint", customer_id=about, customer="C-1", **said)
    house.settle()
    return run


def held(run: Run) -> list[object]:
    return [run.variables.get(name) for name in HELD]


def told(run: Run, event: str, by: str) -> None:
    with run.house.unit(by) as ctx:
        ladder.escalate(ctx, run.id, event, "客户来电催办")
    run.house.settle()


def test_it_climbs_by_the_clock_alone_and_its_first_owner_stays(house: House, complaint: Run) -> None:
    assert held(complaint) == [1, None, "bao.na"]
    house.later(hours=19, minutes=11)
    assert held(complaint) == [1, None, "bao.na"]
    house.later(minutes=2)  # 80 % of 24 hours without an answer
    assert held(complaint) == [2, "zhao.min", "bao.na"]
    house.later(hours=48)  # and no plan in the department
    assert held(complaint) == [3, "chen.li", "bao.na"]
    assert complaint.task("respond").row.assignee == "bao.na"


def test_whoever_it_climbs_to_reads_what_it_is_about(house: House, complaint: Run) -> None:
    house.later(days=4)
    with house.unit("chen.li", write=False) as ctx:
        [asked] = inbox.inbox(ctx, "mine")
        about = inbox.shown(ctx, asked)["matter"]
    assert (about["data"]["problem"], about["data"]["remedy_wanted"]) == ("热线打不通", "说明")


def test_whoever_is_told_of_it_is_told_once_a_level(house: House, complaint: Run) -> None:
    house.later(days=4)
    (climbed,) = complaint.children()
    sent = [json.loads(fact.data) for fact in climbed.facts if fact.fact == "NoticeSent"]
    told_of = [notice["to"] for notice in sent if notice["kind"] == "escalated"]
    assert told_of == [["zhao.min"], ["chen.li"]]


def test_the_highest_trigger_wins_and_a_lower_one_changes_nothing(house: House, complaint: Run) -> None:
    told(complaint, "external", "chen.li")
    told(complaint, "customer_asks", "chen.li")
    house.later(hours=20)
    assert held(complaint) == [3, "chen.li", "bao.na"]


def test_only_whoever_answers_for_a_level_hands_it_back(house: House, complaint: Run) -> None:
    told(complaint, "customer_asks", "bao.na")
    with pytest.raises(Forbidden):
        told(complaint, "handed_back", "li.qiang")
    told(complaint, "handed_back", "zhao.min")
    assert held(complaint) == [1, "bao.na", "bao.na"]


def test_a_case_that_is_over_has_no_ladder(house: House, complaint: Run) -> None:
    with house.unit() as ctx:
        instances.cancel(ctx, complaint.id, "登记错误")
    with pytest.raises(Conflict):
        told(complaint, "customer_asks", "bao.na")


def test_a_second_complaint_within_90_days_goes_to_the_department_not_over_it(house: House, complaint: Run) -> None:
    again = complain(house)
    assert again.variables["severity"]["severity"] == "S2"
    assert held(again)[:2] == [2, "zhao.min"]


def test_one_that_was_withdrawn_does_not_count_as_the_first(house: House, complaint: Run) -> None:
    complaint.task("respond").completed_by("bao.na", decision="withdrawn", told="客户撤回")
    house.settle()
    assert complaint.outcome == "withdrawn"
    assert complain(house).variables["severity"]["severity"] == "S4"


def test_who_has_a_complaint_above_the_frontline_keeps_their_tier(house: House, complaint: Run) -> None:
    about = house.look(lambda ctx: customers.find(ctx, "C-1").id)
    assert house.look(protection.protected) == frozenset()
    house.later(hours=20)
    assert house.look(protection.protected) == {about} == house.look(lambda ctx: protection.protected(ctx, about))
    with house.unit() as ctx:
        ctx.session.add(
            TierState(
                tenant_id=ctx.tenant,
                scheme="cdnow",
                customer_id=about,
                member="gold",
                since=date(2025, 6, 30),
                reviews=6,
                fails=3,
            )
        )
    run = world.evaluate(house, date(2026, 3, 31))
    assert house.look(lambda ctx: ctx.session.get(TierState, (ctx.tenant, "cdnow", about)).run_id) == run
    facts = {entry.fact: json.loads(entry.data) for entry in house.ledger(f"customer:{about}")}
    assert facts["TierHeld"]["reason"] == "frozen"
