"""Whom a form names must be there: a slip of the pen is a wrong field of the form, never a case that is stuck."""

from typing import Any

import pytest

from engine.customers.commands import find
from engine.kernel import Invalid
from engine.tasks import commands as tasks
from engine.tasks import starting
from tests.kit import House
from webapi.scenarios import world

ASKED = {"kind": "inquiry", "question": "开票信息怎么改", "channel": "phone"}
COMPLAINT = {"problem": "账单多收", "remedy_wanted": "退款", "channel": "phone"}


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": {"C-1": {"band": 2}}})
    return house


def wrong_fields(refused: Any) -> list[tuple[str, str]]:
    return [(error["path"], error["code"]) for error in refused.value.errors]


def test_a_customer_that_is_not_there_is_a_wrong_field_and_the_task_stays_open(company: House) -> None:
    run = company.start("service_request", by="tang.yu")
    company.settle()
    (task,) = run.tasks
    with pytest.raises(Invalid, match="form_invalid") as refused, company.unit("tang.yu") as ctx:
        tasks.complete(ctx, task.id, {**ASKED, "customer": "C-11"})
    assert wrong_fields(refused) == [("customer", "customer_unknown")]
    assert (run.incidents, [one.element for one in run.tasks]) == ([], ["register"])
    with company.unit("tang.yu") as ctx:
        tasks.complete(ctx, task.id, {**ASKED, "customer": "C-1"})
    company.settle()
    assert run.incidents == []


def test_another_customer_than_the_case_s_own_is_refused_too(company: House) -> None:
    world.settle(company, {"crowd": 0, "customers": {"C-2": {"band": 2}}})
    first = company.look(lambda ctx: find(ctx, "C-1").id)
    run = company.start("service_request", by="tang.yu", customer_id=first)
    company.settle()
    with pytest.raises(Invalid) as refused, company.unit("tang.yu") as ctx:
        tasks.complete(ctx, run.tasks[0].id, {**ASKED, "customer": "C-2"})
    assert wrong_fields(refused) == [("customer", "customer_unknown")]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [({"customer": "C-9"}, "customer"), ({"customer": "C-1", "subject_person": "nobody"}, "subject_person")],
)
def test_a_complaint_does_not_begin_with_names_that_are_not_there(company: House, said: dict, wrong: str) -> None:
    with pytest.raises(Invalid) as refused, company.unit("tang.yu") as ctx:
        starting.start(ctx, "complaint", {**COMPLAINT, **said})
    assert [path for path, _ in wrong_fields(refused)] == [wrong]
    assert company.runs("complaint") == []
