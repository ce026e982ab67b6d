"""Telling the escalation ladder of a case something, over HTTP."""

from collections.abc import Callable

import pytest

from engine.customers import commands as customers
from tests.api.conftest import Caller
from tests.kit import House, Run
from webapi.scenarios import world

Call = Callable[[str | None], Caller]
ASKED = {"event": "customer_asks", "reason": "客户第三次来电"}


@pytest.fixture
def complaint(house: House) -> Run:
    world.furnish(house)
    world.settle(house, {"customers": {"C-1": {"band": 3}}})
    about = house.look(lambda ctx: customers.find(ctx, "C-1").id)
    said = {"problem": "热线打不通", "remedy_wanted": "说明", "channel": "phone"}
    run = house.start("complaint", customer_id=about, customer="C-1", **said)
    house.settle()
    return run


def test_the_customer_asks_and_the_department_answers_from_now_on(house: House, call: Call, complaint: Run) -> None:
    answer = call("bao.na").post(f"/instances/{complaint.id}/escalate", ASKED)
    assert answer.status_code == 200, answer.json
    house.settle()
    assert (complaint.variables["level"], complaint.variables["accountable"]) == (2, "zhao.min")
    assert "LadderTold" in [fact.fact for fact in complaint.facts]


def test_it_needs_a_reason_and_an_event_that_people_may_tell(call: Call, complaint: Run) -> None:
    bao = call("bao.na")
    for wrong in ({**ASKED, "reason": "  "}, {**ASKED, "event": "settled"}):
        assert bao.post(f"/instances/{complaint.id}/escalate", wrong).status_code == 422


def test_nobody_hands_back_what_is_not_theirs(house: House, call: Call, complaint: Run) -> None:
    call("bao.na").post(f"/instances/{complaint.id}/escalate", ASKED)
    house.settle()
    back = {"event": "handed_back", "reason": "一线可以解决"}
    assert call("bao.na").post(f"/instances/{complaint.id}/escalate", back).status_code == 403
    assert call("zhao.min").post(f"/instances/{complaint.id}/escalate", back).status_code == 200
