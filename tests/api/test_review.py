"""A tier review from inbox to customer page, as the pages see it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.customers.models import Customer
from tests.api.conftest import Caller
from tests.kit import House, Run
from webapi.scenarios import world

Call = Callable[[str | None], Caller]
BUDGET = 12
"""SQL statements that one completed human task may cost, HTTP included."""
TIER_CHANGE = 16
"""What another tier costs: customer, standing, scheme; band, standing, move, benefits; notice, channel, message (10);
whether other managers look after it, asked where transfers are switched on: the case, the customer, the table, groups,
their people, the owner (6)."""


@pytest.fixture
def review(house: House) -> Run:
    """C-1 stands at gold and has fallen below it twice: the demotion needs the head, then the executive."""
    world.furnish(house)
    given = {"customers": {"C-1": {"tier": "gold", "fails": 1, "bought": {date(2026, 2, 10): 100}}}}
    run = world.settle(house, {**given, "evaluated": date(2026, 2, 28)})
    customer = house.look(lambda ctx: ctx.session.scalars(select(Customer.id).where(Customer.number == "C-1")).one())
    case = house.start("tier_review", customer_id=customer, **world.proposal(house, str(run), "C-1"))
    house.settle()
    return case


@pytest.fixture
def speaks(review: Run, call: Call) -> Call:
    """People who speak once the review is under way, at the time that it then is."""
    return call


def test_head_and_executive_demote_and_the_page_shows_it(speaks: Call, review: Run, counting: Any) -> None:
    head, executive = speaks("li.qiang"), speaks("chen.li")
    [task] = head.get("/tasks").json["items"]
    assert task["customer"]["number"] == "C-1"
    page = head.get(f"/tasks/{task['id']}").json
    assert page["data"]["explanation"]
    with counting() as seen:
        done = head.post(f"/tasks/{task['id']}/complete", {"data": {"decision": "approve"}})
    assert (done.status_code, seen.commits) == (200, 1)
    assert len(seen.statements) <= BUDGET, seen.statements
    [mine] = executive.get("/tasks").json["items"]
    with counting() as last:
        executive.post(f"/tasks/{mine['id']}/complete", {"data": {"decision": "approve"}})
    assert (len(last.statements) <= BUDGET + TIER_CHANGE, last.commits) == (True, 1), last.statements
    assert executive.get("/customers/C-1/tier").json["member"]["code"] == "silver"
    assert executive.get(f"/instances/{review.id}").json["outcome"] == "demoted"
    facts = {entry["fact"] for entry in executive.get("/customers/C-1/timeline?limit=200").json["items"]}
    assert {"TierDemoted", "TaskCompleted"} <= facts


def test_the_proposer_approves_on_no_route(speaks: Call, review: Run) -> None:
    head, proposer = speaks("li.qiang"), speaks("xu.li")
    [task] = head.get("/tasks").json["items"]
    for verb, body in (("claim", {}), ("complete", {"data": {"decision": "approve"}})):
        assert proposer.post(f"/tasks/{task['id']}/{verb}", body).status_code == 403
    for verb in ("delegate", "reassign"):
        refused = head.post(f"/tasks/{task['id']}/{verb}", {"to": "xu.li"})
        assert (refused.status_code, refused.json["code"]) == (403, "four_eyes")
    [result] = proposer.post("/tasks/bulk", {"verb": "claim", "ids": [task["id"]]}).json["results"]
    assert result["status"] == 403


def test_a_tier_is_locked_and_unlocked_by_a_process_owner(house: House, speaks: Call) -> None:
    house.person("own", "process_owner", "auditor")
    owner, until = speaks("own"), (house.now.date() + timedelta(days=30)).isoformat()
    assert speaks("li.qiang").post("/customers/C-1/tier/lock", {"until": until, "reason": "谈判中"}).status_code == 403
    assert owner.post("/customers/C-1/tier/lock", {"until": until, "reason": "谈判中"}).json["locked_until"] == until
    assert owner.post("/customers/C-1/tier/unlock", {}).json["locked_until"] is None
    assert owner.post("/customers/C-1/tier/unlock", {}).status_code == 409
