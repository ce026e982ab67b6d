"""A request about one's own data is acknowledged when somebody has the receipt, and not before."""

from collections.abc import Iterable

import pytest

from engine.sla.events import SlaMet, SlaMissed
from tests.kit import House
from webapi.scenarios import world

ASKED = {"kind": "access", "requester": "王小明", "reach": "13912345678", "channel": "letter", "language": "zh"}
LETTER = {"way": "letter", "told_on": "2026-03-02", "note": "挂号 1233"}


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    known = {"C-1": {"band": 3, "contact": {"name": "王小明", "phone": "13912345678"}}}
    world.settle(house, {"crowd": 0, "customers": known})
    return house


def told(house: House, run: str, fact: type) -> Iterable[str]:
    return [one.data["target"] for one in house.told(f"instance:{run}") if one.fact == fact.__name__]


def test_a_receipt_that_nobody_got_is_owed_until_somebody_is_told(company: House) -> None:
    run = company.start("data_subject_request", by="bai.ran", **ASKED)
    company.settle()
    assert (run.open, told(company, run.id, SlaMet)) == (["receipt_by_person"], [])
    run.task("receipt_by_person").completed_by("bai.ran", **LETTER)
    assert (run.open, told(company, run.id, SlaMet)) == (["verify"], ["acknowledge"])


def test_a_receipt_that_nobody_gives_is_late_after_a_working_day(company: House) -> None:
    run = company.start("data_subject_request", by="bai.ran", **ASKED)
    company.settle()
    company.later(days=2)
    assert told(company, run.id, SlaMissed) == ["acknowledge"]


def test_a_receipt_that_was_sent_is_given(company: House) -> None:
    world.settle(company, {"crowd": 0, "texting": True})
    run = company.start("data_subject_request", by="bai.ran", **ASKED)
    company.settle()
    assert (run.open, told(company, run.id, SlaMet)) == (["verify"], ["acknowledge"])
