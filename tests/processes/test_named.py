"""Whom a form names must be there: a slip of the pen is a wrong field of the form, never a case that is stuck."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest

from engine.customers.commands import find
from engine.definitions import queries as definitions
from engine.kernel import Invalid
from engine.tasks import commands as tasks
from engine.tasks import forms, starting
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


@pytest.mark.parametrize(
    ("process", "said"),
    [
        ("customer_care", {"customer": "C-1", "occasion": "other"}),
        ("customer_care_plan", {"topic": "以旧换新", "customers": ["C-1"], "on": date(2026, 3, 10)}),
        ("ownership_transfer", {"customer": "C-1", "reason": "region"}),
        ("data_review", {"customer": "C-1"}),
        ("churn_rescue", {"customer": "C-1"}),
    ],
)
def test_a_case_begins_only_with_a_customer_whom_its_starter_may_see(company: House, process: str, said: dict) -> None:
    with pytest.raises(Invalid) as refused, company.unit("tang.yu") as ctx:
        starting.start(ctx, process, said)
    assert {code for _, code in wrong_fields(refused)} == {"customer_unknown"}
    assert company.runs(process) == []
    with company.unit("li.qiang") as ctx:
        starting.start(ctx, process, said)
    company.settle()
    assert [run.incidents for run in company.runs(process)] == [[]]


def test_an_exception_that_is_no_mover_of_the_run_is_a_wrong_field(company: House) -> None:
    more = {"C-2": {"tier": "silver", "fails": 1, "bought": {date(2026, 2, 10): 100}}}
    world.settle(company, {"crowd": 0, "customers": more})
    run = company.start("tier_batch_evaluation", by="xu.li", scheme="cdnow", as_of="2026-02-28", mode="live")
    company.settle()
    (task,) = run.tasks
    with pytest.raises(Invalid) as refused, company.unit("ma.chao") as ctx:
        tasks.complete(ctx, task.id, {"decision": "confirm", "exceptions": ["C-2", "C-1"]})
    assert wrong_fields(refused) == [("exceptions/1", "exceptions_unknown")]
    assert (run.incidents, run.open) == ([], ["confirm"])


def test_a_review_day_that_has_passed_is_a_wrong_field_and_nothing_is_lost(company: House) -> None:
    run = company.start("handbook_lifecycle", by="huang.lan", at="asked", book="tiers", why="年度修订")
    told = {"decision": "go", "book": "tiers", "audience": ["一线客服"], "information": "怎么评", "goal": "说得清"}
    with pytest.raises(Invalid) as refused, company.unit("huang.lan") as ctx:
        tasks.complete(ctx, run.tasks[0].id, {**told, "review_on": company.now.date().isoformat()})
    assert wrong_fields(refused) == [("review_on", "day_not_ahead")]
    assert run.open == ["charter"]


@pytest.mark.parametrize(
    ("dates", "right"),
    [
        ({"starts_on": "2026-04-01", "ends_on": "2026-03-31"}, False),
        ({"ends_on": "2026-03-01"}, False),
        ({"starts_on": "2026-02-01", "ends_on": "2026-03-01"}, True),
    ],
)
def test_a_contract_that_ends_before_it_begins_is_a_wrong_field(company: House, dates: dict, right: bool) -> None:
    given = {"outcome": "sign", "number": "HT-1", "amount": 5, "delivery_on": "2026-05-01", "text": "standard"}
    form = company.look(lambda ctx: definitions.form(ctx, definitions.latest(ctx, "form", "contract")))
    with nullcontext() if right else pytest.raises(Invalid) as refused:
        forms.accept(form, {**given, "signed_on": "2026-03-02", **dates})
    assert right or wrong_fields(refused) == [("ends_on", "not_before")]
