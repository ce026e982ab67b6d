"""While somebody draws: formulas are checked where they stand, services say what they take."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.wiring import WIRING
from tests.api.conftest import Caller
from tests.kit import House

Call = Callable[[str | None], Caller]


@pytest.fixture
def owner(house: House, call: Call) -> Caller:
    house.person("own", "process_owner")
    return call("own")


def checked(caller: Caller, text: str, how: str = "always") -> Any:
    return caller.post("/formulas/check", {"text": text, "how": how}).json


@pytest.mark.parametrize(
    ("text", "how"),
    [("amount > 5", "always"), ("=case.head", "marked"), ("ann, bob", "marked"), ("5wd", "timer"), ("PT24H", "timer")],
)
def test_what_is_right_has_no_message(owner: Caller, text: str, how: str) -> None:
    assert checked(owner, text, how)["message"] is None


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("reuslt = 1", {"reuslt": "result"}),
        ("resolution.text", {}),
        ("customer_id", {}),
        ("choosen.person", {"choosen": "chosen"}),
        ("my_chosen + chosem", {}),
        ("bnad > 1", {}),
        ("band1 > 1", {"band1": "band"}),
    ],
)
def test_a_slip_of_the_pen_is_told_with_the_name_that_is_meant(
    owner: Caller, house: House, text: str, doubts: dict[str, str]
) -> None:
    house.deploy("forms/work_item", "processes/rules/frequency_band.dmn")
    scope = {"forms": ["work_item", "none_such"], "decisions": ["frequency_band"], "names": ["chosen", "result"],
             "mentioned": ["chosem"]}  # fmt: skip
    told = owner.post("/formulas/check", {"text": text, "how": "always", "scope": scope}).json
    assert (told["message"], told["doubts"]) == (None, doubts)


@pytest.mark.parametrize(
    ("text", "how", "position"),
    [("1 +", "always", 3), ("= 1 +", "marked", 5), ("{a: 1, b: }", "always", 10), ("PT24", "timer", 0)],
)
def test_what_is_wrong_is_told_at_its_place(owner: Caller, text: str, how: str, position: int) -> None:
    found = checked(owner, text, how)
    assert found["message"]
    assert found["position"] == position


def test_a_formula_tells_what_it_reads(owner: Caller) -> None:
    assert checked(owner, 'decision = "approve" and amount > 5')["names"] == ["amount", "decision"]


def test_every_service_says_what_it_takes(owner: Caller) -> None:
    found = {one["key"]: one for one in owner.get("/services").json["items"]}
    assert found.keys() == WIRING.connectors.keys()
    kinds = {one["name"]: one["required"] for one in found["notice.send"]["parameters"]}
    assert kinds["kind"] is True
    assert kinds["group"] is False
