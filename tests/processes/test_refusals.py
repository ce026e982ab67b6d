"""Who refuses decisions by rules alone is decided about by a person from then on, now and at later evaluations."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.customers import commands as customers
from engine.customers import permissions, reviews
from engine.customers.models import Contact
from engine.customers.tiers import ScoreMove
from engine.outreach.events import CustomerWritten
from engine.privacy import requests
from tests.kit import House
from webapi.scenarios import world

FEBRUARY = date(2026, 2, 28)
REACH = {"requester": "王小明", "reach": "13912345678", "channel": "phone", "language": "zh"}


@pytest.fixture
def company(house: House) -> House:
    """C-1 has bought enough for a better tier, which needs nobody's approval."""
    world.furnish(house)
    known = {"tier": "regular", "bought": {date(2026, 2, 10): 260}}
    contact = {"name": "王小明", "phone": "13912345678"}
    world.settle(house, {"crowd": 0, "texting": True, "customers": {"C-1": {**known, "contact": contact}, "C-2": {}}})
    return house


def refuses(house: House, *, given: bool = False) -> None:
    with house.unit() as ctx:
        contact = ctx.session.scalars(select(Contact.id)).one()
        permissions.consent(ctx, contact, "automation", given=given, source="来信")


def reviewed(house: House, day: date = FEBRUARY) -> tuple[list[str], str, str]:
    """The open steps of the reviews that an evaluation starts, and the route and state of its only move."""
    run = world.evaluate(house, day)
    with house.unit() as ctx:
        reviews.start(ctx, run)
    house.settle()
    with house.unit(write=False) as ctx:
        move = ctx.session.scalars(select(ScoreMove).where(ScoreMove.run_id == run)).one()
        told = move.route, move.status
    return [step for case in house.runs("tier_review") for step in case.open], *told


def test_a_change_that_needs_nobody_is_applied_and_its_move_says_so(company: House) -> None:
    assert reviewed(company) == ([], "none", "applied")
    assert world.tier(company, "C-1") == "silver"


def test_after_a_refusal_a_person_decides_what_the_rules_alone_would_have(company: House) -> None:
    refuses(company)
    assert reviewed(company) == (["approve_promotion"], "person", "reviewing")
    assert world.tier(company, "C-1") == "regular"


def test_a_refusal_may_be_taken_back(company: House) -> None:
    refuses(company)
    refuses(company, given=True)
    assert reviewed(company) == ([], "none", "applied")


def test_a_review_that_runs_ends_for_the_one_by_a_person(company: House) -> None:
    refuses(company)
    assert reviewed(company)[0] == ["approve_promotion"]
    (running,) = company.runs("tier_review")
    request = company.start("data_subject_request", by="bai.ran", kind="refuse", **REACH)
    company.settle()
    request.task("verify").completed_by("bai.ran", identity="confirmed", way="callback")
    company.settle()
    _, anew = company.runs("tier_review")
    assert (running.status, anew.open) == ("cancelled", ["approve_promotion"])
    with company.unit(write=False) as ctx:
        assert ctx.session.scalars(select(ScoreMove.status)).one() == "superseded"


def test_the_grounds_are_told_with_separators_and_without_codes(company: House) -> None:
    world.settle(
        company, {"crowd": 0, "customers": {"C-3": {"tier": "gold", "bought": {date(2026, 2, 10): "12345.60"}}}}
    )
    with company.unit() as ctx:
        text = requests.explain(ctx, customers.find(ctx, "C-3"))
    assert "共 12,345.60 元" in text["text"]
    assert "tier_" not in text["text"]


def test_one_receipt_even_where_the_record_is_another_customer_s(company: House) -> None:
    run = company.start("data_subject_request", by="bai.ran", kind="explain", **REACH)
    company.settle()
    run.task("verify").completed_by("bai.ran", identity="elsewhere", customer="C-1")
    company.settle()
    assert run.open == ["verify"]
    written = [one for one in company.told(f"instance:{run.id}") if one.fact == CustomerWritten.__name__]
    assert len(written) == 1
