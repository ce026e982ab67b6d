"""A task across departments and its row of T5 are one thing (P10); the end of a week looks at each."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.access import queries as access
from engine.customers import dealing_commands as dealings
from engine.customers import shared_tasks
from engine.customers.dealings import SharedTask
from engine.customers.imports import load
from engine.customers.templates import template
from engine.definitions import calendars
from engine.feel import values
from engine.improvement.models import PlanAction
from engine.instances import commands as instances
from tests.kit import House, Run
from webapi.scenarios import world

ZONE = ZoneInfo("Asia/Shanghai")
PROJECT: dict[str, dict[str, Any]] = {
    "diagnose": {"decision": "go", "figures": "平均 31 小时", "problems": [{"what": "响应慢"}]},
    "why": {"whys": [{"why": "没人盯", "evidence": "工单"}], "root": "没人", "controllable": True, "action": "定人"},
    "set_goal": {
        "goal": "24 小时首答", "metric": "满意度评分", "unit": "分", "base": 75, "target": 90,
        "date": "2026-06-01", "strategy": "留住客户", "feasibility": "可行",
    },
    "make_plan": {
        "grounds": "见效快",
        "actions": [
            {
                "action": "开通意见箱", "owner": "tang.yu", "helpers": ["bao.na"],
                "ends": "2026-04-30", "deliverable": "意见箱",
            },
            {"action": "换软件", "ends": "2026-04-30", "deliverable": "新软件"},
        ],
    },
}  # fmt: skip
HEAD = "任务编号,任务描述,涉及部门,负责人,配合人,截止时间,完成标准,状态(待开始/进行中/已完成/延期),备注\n"


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    return house


def imported(
    house: House, folder: Path, status: str = "待开始", *, owner: str = "luo.wei", due: str = "2026-03-31"
) -> Run:
    file = folder / "T5.csv"
    file.write_text(f"{HEAD}XZ1,优化售后响应流程,技术部,{owner},cao.lei,{due},流程文件发布,{status},\n", "utf-8")
    with house.unit("long.fei") as ctx:
        load(ctx, template("tasks"), file)
    house.settle()
    return house.runs("cross_dept_task")[0]


def row(house: House) -> SharedTask:
    return house.look(lambda ctx: ctx.session.query(SharedTask).one())


def test_a_row_of_the_table_is_a_case_and_follows_it(company: House, tmp_path: Path) -> None:
    run = imported(company, tmp_path)
    run.task("accept").completed_by("luo.wei", decision="accept")
    assert row(company).status == "doing"
    run.task("contribute").completed_by("cao.lei", what="排查步骤")
    run.task("work").completed_by("luo.wei", outcome="done", evidence="已发布")
    run.task("check").completed_by("long.fei", decision="pass")
    company.settle()
    assert (run.outcome, row(company).status, row(company).work_id) == ("done", "done", None)
    assert len(company.runs("cross_dept_task")) == 1


def test_a_row_set_done_elsewhere_ends_the_case(company: House, tmp_path: Path) -> None:
    run = imported(company, tmp_path)
    imported(company, tmp_path, status="已完成")
    assert run.status == "cancelled"


def test_another_owner_and_day_in_the_table_move_the_running_case(company: House, tmp_path: Path) -> None:
    run = imported(company, tmp_path)
    run.task("accept").completed_by("luo.wei", decision="accept")
    moved = imported(company, tmp_path, status="进行中", owner="zhao.min", due="2026-04-10")
    assert (moved.id, len(company.runs("cross_dept_task")), run.open) == (run.id, 1, ["contribute"])
    assert run.task("contribute").row.due_at == datetime(2026, 4, 10, 18, tzinfo=ZONE)
    company.later(seconds=(datetime(2026, 4, 9, 9, tzinfo=ZONE) - company.now).total_seconds())
    assert run.open == ["contribute"]  # the old day has come, and nothing happened
    run.task("contribute").completed_by("cao.lei", what="排查步骤")
    task = run.task("work").row
    assert (task.assignee, task.due_at) == ("zhao.min", datetime(2026, 4, 10, 18, tzinfo=ZONE))
    imported(company, tmp_path, status="进行中", owner="long.fei", due="2026-04-10")
    assert run.task("work").row.assignee == "long.fei"


def test_a_later_day_is_the_rows_day_and_its_status_is_late(company: House, tmp_path: Path) -> None:
    run = imported(company, tmp_path)
    run.task("accept").completed_by("luo.wei", decision="accept")
    run.task("contribute").completed_by("cao.lei", what="排查步骤")
    run.task("work").completed_by("luo.wei", outcome="extend", new_date="2026-04-10", reason="等采购")
    run.task("grant").completed_by("long.fei", decision="agree")
    company.settle()
    assert (row(company).status, row(company).due_on) == ("late", date(2026, 4, 10))
    assert run.open == ["work"]


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 3, 6), True), (date(2026, 3, 5), False), (date(2026, 4, 30), True), (date(2026, 5, 9), True)],
)
def test_the_snapshot_is_taken_on_the_last_working_day_of_a_week(company: House, day: date, last: bool) -> None:
    """2026-05-01 is a holiday, so that week ends on Thursday; 2026-05-09 is a Saturday that is worked."""
    with company.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    with company.unit() as ctx:
        assert shared_tasks.ends_week(ctx, day) is last


def test_weeks_without_a_step_are_counted_and_a_step_begins_anew(company: House, tmp_path: Path) -> None:
    run = imported(company, tmp_path)
    unchanged = []
    for week in range(4):
        company.later(seconds=(datetime(2026, 3, 6 + 7 * week, 17, 1, tzinfo=ZONE) - company.now).total_seconds())
        unchanged.append((row(company).snapshot or {})["unchanged"])
        if week == 2:
            run.task("accept").completed_by("luo.wei", decision="accept")
    assert unchanged == [0, 1, 2, 0]
    kinds = [case.open for case in company.runs("cross_dept_week") if case.open]
    assert kinds == [["respond"]]


def test_without_the_process_a_row_is_work_as_before(house: House) -> None:
    house.person("kim", "staff").deploy("processes/work_item", "forms/work_item")
    with house.unit() as ctx:
        owner = access.person(ctx.session, "kim").id
        dealings.record_shared_task(ctx, {"number": "XZ1", "description": "优化流程", "owner_id": owner})
    house.settle()
    assert len(house.runs("work_item")) == 1


def planned(house: House) -> tuple[Run, list[Run]]:
    """A project whose plan of two actions is approved, and the tasks it called."""
    with house.unit() as ctx:
        told = {"source": "feedback", "problem": "回复太慢"}
        project_id = instances.start(ctx, "improvement", values.of(told), at="proposed").id
    house.settle()
    [project] = [run for run in house.runs("improvement") if run.id == project_id]
    for element, answers in PROJECT.items():
        project.task(element).completed_by("long.fei", **answers)
    house.runs("approval")[0].task("decide").completed_by("chen.li", decision="approve")
    house.settle()
    return project, house.runs("cross_dept_task")


def actions(house: House) -> dict[str, PlanAction]:
    return house.look(lambda ctx: {one.action: one for one in ctx.session.query(PlanAction)})


def told_in_the_table(house: House, task: str, **new: Any) -> None:
    with house.unit("long.fei") as ctx:
        held = ctx.session.query(SharedTask).filter_by(description=task).one()
        dealings.change_shared_task(ctx, held, new)
    house.settle()


def test_each_action_of_a_plan_is_a_task_and_has_its_owner_and_day(company: House) -> None:
    _, tasks = planned(company)
    assert sorted(run.open for run in tasks) == [["accept"], ["accept"]]
    [mine] = [run for run in tasks if "tang.yu" in [task.assignee for task in run.tasks]]
    mine.task("accept").completed_by("tang.yu", decision="return", reason="在休假")
    mine.task("regive").completed_by("long.fei", decision="other", owner="zheng.kai")
    mine.task("accept").completed_by("zheng.kai", decision="accept")
    mine.task("contribute").completed_by("bao.na", what="题目")
    mine.task("work").completed_by("zheng.kai", outcome="extend", new_date="2026-05-20", reason="等系统")
    mine.task("grant").completed_by("long.fei", decision="agree")
    company.settle()
    moved = actions(company)["开通意见箱"]
    owner = company.look(lambda ctx: access.person(ctx.session, "zheng.kai").id)
    assert (moved.owner_id, moved.ends_on, moved.done_on) == (owner, date(2026, 5, 20), None)


def test_an_action_settled_in_the_table_ends_its_task_and_the_project_goes_on(company: House) -> None:
    project, _ = planned(company)
    told_in_the_table(company, "换软件", description="换掉软件")
    assert [run.open for run in company.runs("cross_dept_task")] == [["accept"], ["accept"]]
    told_in_the_table(company, "开通意见箱", status="done")
    told_in_the_table(company, "换掉软件", status="dropped")
    assert [run.status for run in company.runs("cross_dept_task")] == ["cancelled", "cancelled"]
    found = actions(company)
    assert [found[name].done_on for name in ("开通意见箱", "换软件")] == [date(2026, 3, 2), None]
    assert [found[name].dropped_on for name in ("开通意见箱", "换软件")] == [None, date(2026, 3, 2)]
    assert [token["element"] for token in project.row.tokens.values()] == ["review_day"]


def test_another_owner_in_the_table_moves_the_called_task_and_nothing_else_of_the_project(company: House) -> None:
    _, tasks = planned(company)
    other = company.look(lambda ctx: access.person(ctx.session, "zheng.kai").id)
    told_in_the_table(company, "换软件", owner_id=other)
    assert sorted(run.task("accept").row.assignee for run in tasks) == ["tang.yu", "zheng.kai"]
    assert actions(company)["换软件"].owner_id == other
    assert len(company.runs("cross_dept_task")) == 2


def test_what_is_done_in_a_called_task_counts_for_its_week(company: House) -> None:
    planned(company)
    unchanged = []
    for week in range(3):
        company.later(seconds=(datetime(2026, 3, 6 + 7 * week, 17, 1, tzinfo=ZONE) - company.now).total_seconds())
        rows = company.look(lambda ctx: ctx.session.query(SharedTask).order_by(SharedTask.description).all())
        unchanged.append([(one.snapshot or {})["unchanged"] for one in rows])
        if week == 1:
            owner = next(run for run in company.runs("cross_dept_task") if run.tasks[0].assignee == "tang.yu")
            owner.task("accept").completed_by("tang.yu", decision="accept")
    assert unchanged == [[0, 0], [1, 1], [0, 2]]
