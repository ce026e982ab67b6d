"""What people write becomes work, and closes with it."""

from datetime import date

import pytest

from engine.access import queries as access
from engine.customers import dealing_commands as dealings
from engine.customers import queries
from engine.customers.dealings import Interaction, Need, SharedTask
from tests.engine.desk import Desk
from tests.kit import House


@pytest.fixture
def desk(house: House) -> Desk:
    desk = Desk(house)
    house.deploy("processes/work_item", "forms/work_item")
    return desk


def person(desk: Desk, name: str) -> str:
    return desk.house.look(lambda ctx: access.person(ctx.session, name).id)


def row(desk: Desk, kind):
    return desk.house.look(lambda ctx: ctx.session.query(kind).one())


def follow_up(desk: Desk, owner: str = "cat") -> str:
    return desk.record(
        subject="Q2业务回顾",
        next_action="安排6月产品培训",
        status="todo",
        owner_id=person(desk, owner),
        due_on=date(2026, 3, 6),
    )


def test_a_follow_up_is_a_task_of_its_owner_due_when_the_office_closes_that_day(desk):
    follow_up(desk)
    (run,) = desk.work()
    task = run.task("do_work").row
    assert (task.assignee, task.due_at.isoformat()) == ("cat", "2026-03-06T10:00:00+00:00")
    assert [entry["value"] for entry in task.summary] == ["安排6月产品培训"]


def test_what_is_to_be_done_is_not_in_the_ledger(desk):
    follow_up(desk)
    (run,) = desk.work()
    assert "培训" not in "".join(str(entry.data) for entry in run.facts)


def test_completing_the_task_sets_the_row_done(desk):
    follow_up(desk)
    (run,) = desk.work()
    run.task("do_work").completed_by("cat", outcome="已排在 6 月 12 日")
    assert (run.outcome, row(desk, Interaction).status, row(desk, Interaction).work_id) == ("done", "done", None)
    assert len(desk.work()) == 1


def test_setting_the_row_done_ends_the_task(desk):
    follow_up(desk)
    (run,) = desk.work()
    with desk.house.unit("ann") as ctx:
        held = ctx.session.get_one(Interaction, row(desk, Interaction).id)
        dealings.change_interaction(ctx, queries.seen(ctx, "C-1"), held, {"status": "done"})
    desk.house.settle()
    assert (run.outcome, run.tasks) == ("settled", [])


def changed(desk: Desk, **new: object) -> None:
    with desk.house.unit("ann") as ctx:
        held = ctx.session.get_one(Interaction, row(desk, Interaction).id)
        dealings.change_interaction(ctx, queries.seen(ctx, "C-1"), held, new)


def test_another_owner_and_day_move_the_same_task(desk):
    follow_up(desk)
    desk.work()
    changed(desk, owner_id=person(desk, "ann"), due_on=date(2026, 3, 10))
    (run,) = desk.work()
    task = run.task("do_work").row
    assert (task.assignee, task.due_at.isoformat()) == ("ann", "2026-03-10T10:00:00+00:00")
    assert {"TaskReassigned", "TaskDueMoved"} <= {entry.fact for entry in run.facts}


def test_another_action_is_another_piece_of_work(desk):
    follow_up(desk)
    desk.work()
    changed(desk, next_action="改为七月培训")
    old, new = desk.work()
    assert (old.outcome, new.open) == ("settled", ["do_work"])


def test_a_pending_need_is_work_until_it_is_confirmed(desk):
    with desk.house.unit("ann") as ctx:
        dealings.record_need(ctx, queries.seen(ctx, "C-1"), {"kind": "service", "description": "24小时响应"})
    (run,) = desk.work()
    run.task("do_work").completed_by("ann", outcome="已确认场景")
    assert (run.outcome, row(desk, Need).state) == ("done", "confirmed")


def test_a_task_across_departments_is_work_of_the_one_who_answers_for_it(desk):
    with desk.house.unit("bob") as ctx:
        dealings.record_shared_task(
            ctx, {"number": "XZ1", "description": "优化售后响应流程", "owner_id": person(desk, "kim")}
        )
    (run,) = desk.work()
    run.task("do_work").completed_by("kim", outcome="流程已发布")
    assert row(desk, SharedTask).status == "done"


def test_what_is_done_already_opens_nothing(desk):
    desk.record(subject="售后问题跟进", next_action="技术排查", status="done")
    assert desk.work() == []
