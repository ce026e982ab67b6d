"""The advisory board: who is suggested, and who is owed which answer."""

from datetime import date

from engine.customers import advisory
from tests.kit import House
from webapi.scenarios import world


def test_core_customers_who_may_be_contacted_are_suggested_by_what_they_bought(house: House) -> None:
    world.furnish(house)
    contact = {"phone": "13912345678"}
    customers = {
        "C-1": {"band": 1, "contact": contact},
        "C-2": {"band": 1, "contact": contact, "bought": {date(2026, 2, 1): 1200}},
        "C-3": {"band": 1, "contact": {**contact, "opted_out": True}, "bought": {date(2026, 2, 1): 9000}},
        "C-5": {"band": 1, "contact": contact, "bought": {date(2026, 2, 1): 90}},
        "C-4": {"band": 2, "contact": contact, "bought": {date(2026, 2, 1): 9000}},
    }
    world.settle(house, {"customers": customers})
    assert house.look(advisory.core) == [{"customer": "C-2", "bought": "1,200"}, {"customer": "C-5", "bought": "90"}]


def test_every_member_who_came_is_answered_with_or_without_advice() -> None:
    replies = [{"customer": "C-1", "accepted": True}, {"customer": "C-2", "accepted": True}, {"customer": "C-3"}]
    advice = [{"customer": "C-1", "advice": "周末接电话", "decision": "improve", "reason": "排班"}]
    told = advisory.of_members(replies, advice)
    assert [one["customer"] for one in told] == ["C-1", "C-2"]
    assert told[0]["advice"] == [{"advice": "周末接电话", "decision": "improve", "reason": "排班"}]
    assert told[1]["advice"] == []
