"""The review of changes: on its day, in an emergency, in a firm with one process owner, and with scenarios played."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.access import commands as people
from engine.definitions import drafts, rehearsals, reviewing
from engine.definitions.rehearsals import Outcome
from engine.instances import commands as instances
from engine.kernel import Conflict, Forbidden, NotFound
from engine.notify.models import Notice
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.drawings import drawing
from tests.kit.house import ROOT

TASK = {"form": "work_item", "groups": "all"}
LEAVE = {"leave.bpmn": drawing("leave", "start > ask:user > end", name="请假", ask=TASK)}
TOLD = {**LEAVE, "leave.scenarios.yaml": "顺利: {steps: [], ends: end}\n".encode()}


@pytest.fixture
def firm(house: House) -> House:
    house.deploy("forms/work_item")
    return house.person("own", "process_owner").person("other", "process_owner").person("ann")


def submitted(house: House, files: dict[str, bytes] = LEAVE, **told: Any) -> str:
    with house.unit("own") as ctx:
        draft = reviewing.save(ctx, files)
        reviewing.submit(ctx, draft.id, "更清楚", **told)
        return draft.id


def status(house: House, draft: str) -> str:
    return house.look(lambda ctx: drafts.draft(ctx, draft).status)


def approve(house: House, draft: str, by: str = "other") -> None:
    with house.unit(by) as ctx:
        reviewing.approve(ctx, draft)


@contextmanager
def refused(kind: type[Exception], code: str) -> Iterator[None]:
    with pytest.raises(kind) as told:
        yield
    assert told.value.code == code  # type: ignore[attr-defined]


def test_an_approved_draft_takes_effect_on_its_day(firm: House) -> None:
    draft = submitted(firm, effective_from=firm.now + timedelta(days=3))
    approve(firm, draft)
    with refused(NotFound, "process_unknown"), firm.unit() as ctx:
        instances.start(ctx, "leave")
    firm.later(days=4)
    assert status(firm, draft) == "approved"
    assert firm.start("leave").row.version == 1


def test_what_was_called_off_does_not_take_effect(firm: House) -> None:
    draft = submitted(firm, effective_from=firm.now + timedelta(days=3))
    approve(firm, draft)
    with firm.unit("other") as ctx:
        reviewing.reject(ctx, draft, "还不是时候")
    firm.later(days=4)
    assert status(firm, draft) == "rejected"
    with refused(NotFound, "process_unknown"), firm.unit() as ctx:
        instances.start(ctx, "leave")


def test_a_scheduled_draft_that_was_overtaken_stops_and_says_why(firm: House) -> None:
    draft = submitted(firm, effective_from=firm.now + timedelta(days=3))
    approve(firm, draft)
    firm.deploy(leave__bpmn=drawing("leave", "start > other:user > end"))
    firm.later(days=4)
    assert status(firm, draft) == "stopped"
    assert firm.look(lambda ctx: drafts.draft(ctx, draft).reason) == "draft_outdated"
    assert firm.start("leave").row.version == 1


@pytest.mark.parametrize("end", ["approved", "objected"])
def test_an_emergency_is_published_alone_and_its_review_stays_due(firm: House, end: str) -> None:
    with firm.unit("own") as ctx:
        draft = reviewing.save(ctx, LEAVE).id
        reviewing.publish_urgently(ctx, draft, "线上出错")
    assert firm.start("leave").row.version == 1
    firm.later(days=30)
    assert status(firm, draft) == "urgent"
    with refused(Forbidden, "four_eyes"):
        approve(firm, draft, by="own")
    with firm.unit("other") as ctx:
        reviewing.approve(ctx, draft) if end == "approved" else reviewing.reject(ctx, draft, "有误")
    assert status(firm, draft) == end


def test_in_a_firm_with_one_owner_a_head_reviews(house: House) -> None:
    house.person("own", "process_owner").person("boss").person("ann")
    house.deploy("forms/work_item")
    with house.unit() as ctx:
        people.add_department(ctx, "sales")
        people.set_head(ctx, "sales", "boss")
    draft = submitted(house)
    with refused(Forbidden, "not_allowed"):
        approve(house, draft, by="ann")
    approve(house, draft, by="boss")
    assert status(house, draft) == "approved"


def test_where_there_is_another_owner_a_head_does_not_review(firm: House) -> None:
    firm.person("boss")
    with firm.unit() as ctx:
        people.add_department(ctx, "sales")
        people.set_head(ctx, "sales", "boss")
    with refused(Forbidden, "not_allowed"):
        approve(firm, submitted(firm), by="boss")


def told(house: House, who: str) -> list[str]:
    house.settle()
    asked = select(Notice.kind).where(Notice.person == who).order_by(Notice.id)
    return house.look(lambda ctx: list(ctx.session.scalars(asked)))


def test_whoever_may_approve_hears_of_a_draft_and_the_author_of_the_end(firm: House) -> None:
    draft = submitted(firm)
    assert (told(firm, "other"), told(firm, "own"), told(firm, "ann")) == (["draft_waits"], [], [])
    with firm.unit("other") as ctx:
        reviewing.reject(ctx, draft, "不清楚")
    assert told(firm, "own") == ["draft_refused"]
    with firm.unit("own") as ctx:
        reviewing.submit(ctx, draft, "更清楚了")
    approve(firm, draft)
    assert told(firm, "own") == ["draft_refused", "draft_approved"]
    assert told(firm, "other") == ["draft_waits"]  # the second one was decided before anybody was told


def test_in_a_small_firm_the_heads_hear_of_a_draft(house: House) -> None:
    house.deploy("forms/work_item")
    house.person("own", "process_owner").person("boss").person("ann")
    with house.unit() as ctx:
        people.add_department(ctx, "sales")
        people.set_head(ctx, "sales", "boss")
    submitted(house)
    assert (told(house, "boss"), told(house, "ann")) == (["draft_waits"], [])
    for name, looks in (("boss", True), ("ann", False), ("own", True)):
        with house.unit(name, write=False) as ctx:
            assert reviewing.looks_at_drafts(ctx) is looks


def test_an_emergency_asks_the_others_for_their_review(firm: House) -> None:
    draft = submitted(firm)
    with firm.unit("own") as ctx:
        reviewing.publish_urgently(ctx, draft, "系统要上线")
    assert told(firm, "other") == ["draft_urgent"]


def test_the_machine_has_no_eyes(firm: House) -> None:
    draft = submitted(firm)
    with refused(Forbidden, "not_allowed"), firm.unit() as ctx:
        reviewing.approve(ctx, draft)


def rehearsed(house: House, *scenarios: bool) -> House:
    """The same house, where scenarios are played and end so."""
    told = [{"name": f"场景{at}", "ok": ok, "why": None if ok else "…"} for at, ok in enumerate(scenarios)]
    job = rehearsals.job(lambda process, files: Outcome(told, []))
    return House(house.engine, replace(WIRING, jobs={**WIRING.jobs, rehearsals.KIND: job}), house.now)


def test_a_draft_waits_for_its_scenarios(firm: House) -> None:
    draft = submitted(firm, TOLD)
    with refused(Conflict, "rehearsal_waiting"):
        approve(firm, draft)
    rehearsed(firm, True).settle()
    approve(firm, draft)
    assert status(firm, draft) == "approved"


def test_a_draft_whose_scenarios_go_astray_is_not_published_unless_urgently(firm: House) -> None:
    draft = submitted(firm, TOLD)
    rehearsed(firm, True, False).settle()
    with refused(Conflict, "rehearsal_red"):
        approve(firm, draft)
    with firm.unit("own") as ctx:
        reviewing.publish_urgently(ctx, draft, "线上出错")
    assert status(firm, draft) == "urgent"


def test_a_table_is_tried_out_on_the_processes_that_ask_it(firm: House) -> None:
    firm.deploy("processes/rules/approval_route.dmn", "processes/approval", by="own")
    with firm.unit("own") as ctx:
        scenarios = (ROOT / "processes/approval/scenarios.yaml").read_bytes()
        told = reviewing.save(ctx, {"approval.scenarios.yaml": scenarios})
        reviewing.publish_urgently(ctx, told.id, "先有场景")
        table = (ROOT / "processes/rules/approval_route.dmn").read_bytes()
        draft = reviewing.save(ctx, {"approval_route.dmn": table})
        assert rehearsals.concerned(ctx, draft) == ["approval"]
