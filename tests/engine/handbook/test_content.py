"""What the handbook says is what is in force: a changed rule changes its chapter, time alone changes nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from engine.access.models import Group
from engine.customers import commands as customers
from engine.handbook import content
from engine.handbook.content import BOOKS
from engine.kernel import new_id
from engine.sla.models import SlaClock
from tests.kit import House
from tests.kit.drawings import drawing
from tests.kit.house import MONDAY

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ("processes", "forms")


def book(house: House, key: str = "flow", language: Any = "zh") -> dict[str, dict[str, Any]]:
    found = house.look(lambda ctx: content.written(ctx, key, language))
    return {chapter["key"]: chapter for chapter in found["chapters"]}


def words(chapter: dict[str, Any]) -> str:
    return "\n".join(str(block.get("text") or block.get("rows") or "") for block in chapter["blocks"])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", BOOKS)
def test_all_chapters_are_written_from_what_is_shipped(house: House, key: str, language: str) -> None:
    house.deploy(*SHIPPED)
    found = book(house, key, language)
    assert list(found) == [
        "preface",
        "classification",
        "service",
        "communication",
        "processes",
        "duties",
        "cases",
        "appendix",
    ]
    assert all(chapter["blocks"] for chapter in found.values())
    figures = [block for block in found["processes"]["blocks"] if block["kind"] == "figure"]
    assert len(figures) == len(found["processes"]["sources"])
    for one in figures:
        assert house.look(lambda ctx, one=one: content.figure(ctx, one["process"], one["version"], "zh")) is not None


@pytest.mark.parametrize(
    ("key", "chapter", "zh", "en"),
    [
        ("tiers", "classification", "重要挽留客户", "Key, to be won back"),
        ("flow", "classification", "合同将到期", "Contract ends soon"),
        ("flow", "service", "客户不接受结果", "The customer does not accept the result"),
        ("tiers", "communication", "合作周年", "Anniversary"),
        ("flow", "communication", "由人联系", "In person"),
        ("flow", "duties", "无跟进(天)", "Without follow-up (days)"),
        ("flow", "duties", "面对客户", "Speaks with customers"),
        ("flow", "duties", "严重事件之后", "After a serious matter"),
        ("flow", "duties", "写明理由后", "With a reason"),
        ("tiers", "communication", "每 14 天", "every 14 days"),
        ("tiers", "communication", "一级、二级", "Band 1, Band 2"),
        ("flow", "service", "1 个月", "1 mo"),
        ("flow", "service", "流程不清晰", "Unclear process"),
        ("flow", "service", "系统中断预案", "Outage plan"),
        ("flow", "service", "查明涉及哪些人、哪些字段", "Find out which people and which fields it concerns"),
        ("flow", "service", "30 分钟", "30 min"),
        ("flow", "duties", "手上事情最少的", "Whoever has least to do"),
        ("flow", "duties", "反馈处理、满意度", "Feedback, Satisfaction"),
        ("flow", "duties", "启动风险应对", "Start the risk response"),
        ("flow", "duties", "连续未达标(月)", "Months missed"),
    ],
)
def test_what_tables_promise_is_told_in_both_languages(house: House, key: str, chapter: str, zh: str, en: str) -> None:
    house.deploy(*SHIPPED)
    for language, told in (("zh", zh), ("en", en)):
        blocks = book(house, key, language)[chapter]["blocks"]
        assert told in str([block for block in blocks if block["kind"] == "table"])


def test_groups_in_a_table_are_called_as_the_reader_calls_them(house: House) -> None:
    house.deploy(*SHIPPED)
    with house.unit() as ctx:
        ctx.session.execute(update(Group).where(Group.name == "等级管理员").values(name_en="Tier keepers"))
    duties = book(house, "tiers", "en")["duties"]
    assert "Tier keepers" in words(duties)
    assert "等级管理员" not in words(duties)


def steps(found: dict, chapter: str, process: str) -> dict[str, dict[str, str]]:
    """The rows of a chapter about a process, by step, each as {column: cell}."""
    told = {}
    for block in found[chapter]["blocks"]:
        if block["kind"] == "table" and "流程" in block["columns"]:
            rows = [dict(zip(block["columns"], row, strict=True)) for row in block["rows"]]
            told |= {row["步骤"]: row for row in rows if "步骤" in row and row["流程"] == process}
    return told


def test_beside_each_step_stands_who_is_asked_and_who_is_told_as_far_as_the_drawing_says(house: House) -> None:
    house.deploy(*SHIPPED)
    found = steps(book(house, "flow"), "duties", "客户流转")
    assert (found["报价"]["协商(C)"], found["签约"]["协商(C)"]) == ("审批人(按审批权限表)", "审批人(按审批权限表)")
    assert (found["初次接触"]["协商(C)"], found["初次接触"]["知会(I)"]) == ("", "")
    complaints = steps(book(house, "flow"), "duties", "投诉处理")
    assert "客户" in {cell for row in complaints.values() for cell in row["知会(I)"].split("、")}


def test_ones_own_duties_name_who_is_told_too(house: House) -> None:
    house.deploy(*SHIPPED)
    house.person("shao", groups=("隐私负责人",))
    with house.unit("shao", write=False) as ctx:
        (told,) = [block for block in content.mine(ctx, "zh")["blocks"] if block["kind"] == "table"]
    rows = {row[1]: dict(zip(told["columns"], row, strict=True)) for row in told["rows"]}
    assert rows["隐私负责人复核"]["知会(I)"].split("、") == ["客户", "流程负责人"]


def test_a_new_version_of_a_table_changes_its_chapter_and_no_other(house: House) -> None:
    house.deploy(*SHIPPED)
    before = book(house)
    table = (ROOT / "processes/rules/sla_matrix.dmn").read_text("utf-8")
    house.deploy(sla_matrix__dmn=table.replace('"24h"', '"12h"').encode())
    after = book(house)
    changed = {key for key in before if before[key]["hash"] != after[key]["hash"]}
    assert changed == {"service", "appendix"}
    assert "12 小时" in words(after["service"])
    assert {"kind": "decision", "key": "sla_matrix", "name": "服务时限", "version": 2} in after["service"]["sources"]


@pytest.mark.parametrize("kind", ["投诉", "售后"])
def test_medians_stand_beside_promises_from_five_on_and_leave_the_hash_alone(house: House, kind: str) -> None:
    house.deploy(*SHIPPED)
    before = book(house)["service"]
    house.deploy(solo__bpmn=drawing("solo", "start > ask:user > end"))
    run = house.start("solo")
    for n in range(5):
        settled(house, run.id, kind, n)
    after = book(house)["service"]
    assert "3 小时" in words(after)
    assert "3 小时" not in words(before)
    assert after["hash"] == before["hash"]


def settled(house: House, instance: str, kind: str, n: int) -> None:
    """A matter of band 3 answered within three hours."""
    with house.unit() as ctx:
        began, due = MONDAY - timedelta(days=n + 1), MONDAY - timedelta(days=n)
        times = {"started_at": began, "recorded_at": began, "due_at": due, "stopped_at": began + timedelta(hours=3)}
        told = {"kind": kind, "band": 3, "override": "none", "target": "first_response", "status": "met"}
        clock = {"text": "24h", "calendar": "clock", "pausable": False, "warn_at": [], "due": {"at": due.isoformat()}}
        ctx.session.add(
            SlaClock(id=new_id(), instance_id=instance, root_id=instance, element="ask", **told, **clock, **times)
        )


def test_a_person_reads_the_steps_of_their_own_groups(house: House) -> None:
    house.person("flo", groups=("前台",)).person("gus")
    house.deploy(
        hello__bpmn=drawing(
            "hello", "start > greet:user > bow:user > end", greet={"groups": "前台"}, bow={"groups": "后台"}
        )
    )
    with house.unit("flo", write=False) as ctx:
        mine = content.mine(ctx, "zh")
    assert "greet" in words(mine)
    assert "bow" not in words(mine)
    with house.unit("gus", write=False) as ctx:
        assert "没有" in words(content.mine(ctx, "zh"))


def test_an_empty_house_has_a_handbook_that_says_so(house: House) -> None:
    found = book(house, "tiers", "en")
    assert "No tier scheme" in words(found["classification"])
    assert "not deployed" in words(found["service"])


@pytest.mark.parametrize(
    ("language", "entry", "formula"),
    [
        (
            "zh",
            "累计消费总额 ≥ 50,000 元 且 累计购买次数 ≥ 12 单;或 最大单笔订单金额 ≥ 20,000 元",
            "退款与期初余额不是订单",
        ),
        ("en", "Total spend ≥ 50,000 yuan and Total orders ≥ 12 orders; or Largest order ≥ 20,000 yuan", "no orders"),
    ],
)
def test_criteria_of_several_figures_are_told_with_what_each_figure_means(
    house: House, language: str, entry: str, formula: str
) -> None:
    house.deploy(*SHIPPED)
    with house.unit() as ctx:
        customers.save_scheme(ctx, "members", {"table": "tier_member"}, leading=True)
        customers.save_scheme(ctx, "value", {"table": "tier_value", "score": "score_weights"})
    found = book(house, "tiers", language)
    criteria, appendix = words(found["classification"]), words(found["appendix"])
    assert entry in criteria
    assert ("按半分" if language == "zh" else "Half the points") in criteria
    assert formula in appendix
