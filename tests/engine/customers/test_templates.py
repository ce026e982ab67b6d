"""T1 to T6 of the documents: their own sample rows go in, come out, and come back as no change."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.access import commands as people
from engine.customers import dealing_commands as dealings
from engine.customers.cells import Unreadable, measure, placeholder, span
from engine.customers.dealings import Interaction, Need, SharedTask
from engine.customers.imports import Report
from engine.customers.templates import template
from engine.kernel import Invalid
from tests.engine.customers.conftest import Shop
from webapi.demo.accounts import FILE

SAMPLES = FILE.with_name("samples")
TABLES = {"customers": "T1", "needs": "T2", "interactions": "T3", "tasks": "T5", "tracking": "T4", "plans": "T6"}
ROWS = {"plans": 1}
"""Of T6 the documents tell one row; of the others two."""


@pytest.fixture
def sampled(ruled: Shop) -> Shop:
    """The shop with every sample row of the documents."""
    for key, name in TABLES.items():
        ruled.takes(key, SAMPLES / f"{name}.csv")
    return ruled


def exported(shop: Shop, key: str, to: Path) -> Path:
    with shop.unit() as ctx, to.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow([column.title for column in template(key).columns])
        rows.writerows(template(key).export(ctx))
    return to


def all_of(shop: Shop, kind):
    return shop.house.look(lambda ctx: ctx.session.query(kind).order_by(kind.id).all())


@pytest.mark.parametrize("key", TABLES)
def test_the_columns_are_those_of_the_documents(key: str) -> None:
    header = (SAMPLES / f"{TABLES[key]}.csv").read_text("utf-8").splitlines()[0]
    assert [column.title for column in template(key).columns] == header.split(",")


@pytest.mark.parametrize("key", TABLES)
def test_the_samples_are_taken_without_a_refusal(ruled: Shop, key: str) -> None:
    if key not in ("customers", "tasks", "tracking", "plans"):
        ruled.takes("customers", SAMPLES / "T1.csv")
    report = ruled.takes(key, SAMPLES / f"{TABLES[key]}.csv")
    assert (report.counts["written"], report.counts["refused"]) == (ROWS.get(key, 2), 0)


@pytest.mark.parametrize("key", TABLES)
def test_an_exported_table_comes_back_as_no_change(sampled: Shop, tmp_path: Path, key: str) -> None:
    report = sampled.takes(key, exported(sampled, key, tmp_path / "out.csv"))
    assert (report.counts["unchanged"], report.counts["changed"], report.counts["written"]) == (ROWS.get(key, 2), 0, 0)


def test_needs_are_read_as_they_are_meant(sampled: Shop) -> None:
    first, second = all_of(sampled, Need)
    assert (first.kind, first.priority, first.state, first.note) == ("product", "high", "confirmed", "需补充成本明细")
    assert (second.kind, second.state, second.note) == ("service", "pending", "需确认具体场景")
    assert (first.owner_id, first.owner_text, first.due_on) == (None, "*经理", date(2024, 6, 30))


def test_interactions_are_read_as_they_are_meant(sampled: Shop) -> None:
    first, second = all_of(sampled, Interaction)
    assert [(row.channel, row.status) for row in (first, second)] == [("visit", "doing"), ("phone", "done")]
    assert "总监" not in first.participants
    assert sampled.house.look(lambda ctx: dealings.participants(ctx, [first]))[first.id] == "经理、总监"


def test_tasks_across_departments_are_read_as_they_are_meant(sampled: Shop) -> None:
    first, second = all_of(sampled, SharedTask)
    assert (first.departments, first.helpers, first.status) == (["销售部", "服务部"], ["专员", "主管"], "doing")
    assert (second.status, second.owner_text) == ("done", "*主管")


def test_derived_columns_of_t1_are_compared_not_trusted(ruled: Shop) -> None:
    report = ruled.takes("customers", SAMPLES / "T1.csv")
    assert {line["column"] for line in report.differences} == {"months", "amount", "last", "tier"}


def test_a_mask_never_covers_a_real_value(sampled: Shop, table: Callable[..., Path]) -> None:
    with sampled.unit() as ctx:
        people.add_person(ctx, "ann", display_name="安妮", roles=["staff"])
    header = ",".join(f'"{column.title}"' for column in template("interactions").columns)
    row = '2024-05-10,C2024001,拜访,Q2业务回顾,{},"对方案效果满意,希望增加培训支持",安排6月产品培训,{},进行中'
    sampled.takes("interactions", table(header, row.format("王总、李总监", "安妮")))
    report = sampled.takes("interactions", table(header, row.format("*总", "*助理")))
    held = all_of(sampled, Interaction)[0]
    assert (report.counts["unchanged"], held.owner_text is None, held.owner_id is not None) == (1, True, True)
    assert sampled.house.look(lambda ctx: dealings.participants(ctx, [held]))[held.id] == "王总、李总监"


def test_an_unknown_word_is_the_cells_error(sampled: Shop, table: Callable[..., Path]) -> None:
    lines = table("客户编号,需求类型,需求描述,优先级", "C2024001,产品,甲,紧急", "C2024001,产品,乙,高")
    with pytest.raises(Invalid) as refused:
        sampled.takes("needs", lines)
    assert [(error["path"], error["code"]) for error in refused.value.errors] == [("2/priority", "value_unknown")]
    report: Report = sampled.takes("needs", lines, partial=True)
    assert report.counts["written"] == 1


def test_equal_rows_of_one_file_are_two(sampled: Shop, table: Callable[..., Path]) -> None:
    twice = table("互动日期,客户编号,互动方式,互动主题", *["2024-06-01,C2024001,电话,回访"] * 2)
    assert sampled.takes("interactions", twice).counts["written"] == 2
    assert sampled.takes("interactions", twice).counts["unchanged"] == 2


def test_a_placeholder_is_empty_with_a_warning(sampled: Shop, table: Callable[..., Path]) -> None:
    report = sampled.takes("tasks", table("任务编号,任务描述,截止时间", "XZ9,优化流程,X月X日"))
    assert [(line["column"], line["code"]) for line in report.warnings] == [("due_on", "placeholder_empty")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-06-01~2024-06-30", (date(2024, 6, 1), date(2024, 6, 30))),
        ("6月1日-6月30日", (date(2024, 6, 1), date(2024, 6, 30))),
        ("12月20日至1月10日", (date(2024, 12, 20), date(2025, 1, 10))),
        ("2024年6月1日-6月30日", (date(2024, 6, 1), date(2024, 6, 30))),
    ],
)
def test_ranges(cell: str, expected: tuple[date, date]) -> None:
    assert span(cell, 2024) == expected


@pytest.mark.parametrize("cell", ["下周", "6月31日-7月2日", "2024-06-30~2024-06-01"])
def test_what_is_no_range(cell: str) -> None:
    with pytest.raises(Unreadable):
        span(cell, 2024)


def test_measures_keep_their_unit() -> None:
    assert [measure(cell) for cell in ("75分", "20%", "24小时", "1,200")] == [
        (Decimal(75), "分"),
        (Decimal("0.2"), "%"),
        (Decimal(24), "小时"),
        (Decimal(1200), ""),
    ]
    assert placeholder("X月X日-X月X日")
    assert not placeholder("6月1日-6月30日")
