"""What comes next for a customer: waits of open cases, and steps and needs with a day that have no task yet."""

from datetime import date
from typing import Any

import pytest

from engine.customers import dealing_commands as dealings
from engine.customers import outlook
from engine.customers.commands import create, find
from tests.kit import House
from tests.kit.drawings import drawing

WAITING = drawing("rest", "start > pause:catch > end", pause={"name": "三天", "name:en": "Three days", "timer": "3d"})


@pytest.fixture
def shop(house: House) -> House:
    house.deploy(rest__bpmn=WAITING)
    with house.unit() as ctx:
        create(ctx, "C-1", "甲公司")
    return house


def coming(house: House, *names: str) -> list[tuple[Any, ...]]:
    found = house.look(lambda ctx: outlook.coming(ctx, find(ctx, "C-1")))
    return [tuple(one.get(name) for name in names) for one in found]


def test_an_open_case_tells_what_it_waits_for_and_one_that_is_over_tells_nothing(shop: House) -> None:
    run = shop.start("rest", customer_id=shop.look(lambda ctx: find(ctx, "C-1").id))
    assert coming(shop, "kind", "instance", "name", "name_en") == [("wait", run.id, "三天", "Three days")]
    shop.later(days=4)
    assert run.finished
    assert coming(shop, "kind") == []


@pytest.mark.parametrize(("status", "told"), [("todo", [("action", "2026-03-06", "寄样品")]), ("done", [])])
def test_a_next_step_with_a_day_comes_until_it_is_done(shop: House, status: str, told: list[Any]) -> None:
    step = {
        "channel": "phone",
        "subject": "回访",
        "next_action": "寄样品",
        "due_on": date(2026, 3, 6),
        "status": status,
    }
    with shop.unit() as ctx:
        dealings.record_interaction(ctx, find(ctx, "C-1"), step)
    assert coming(shop, "kind", "on", "text") == told


@pytest.mark.parametrize(("state", "told"), [("pending", [("need", "2026-03-09", "加一台")]), ("confirmed", [])])
def test_a_need_with_a_day_comes_until_it_is_confirmed(shop: House, state: str, told: list[Any]) -> None:
    need = {"kind": "product", "description": "加一台", "priority": "mid", "state": state, "due_on": date(2026, 3, 9)}
    with shop.unit() as ctx:
        dealings.record_need(ctx, find(ctx, "C-1"), need)
    assert coming(shop, "kind", "on", "text") == told
