"""T4 and T6: what the sheets say of progress is compared with what it is, and placeholders are empty."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.customers.templates import template
from engine.improvement import rules
from engine.improvement.models import PlanAction, TrackedGoal
from engine.kernel import Invalid
from tests.engine.customers.conftest import Shop
from webapi.demo.accounts import FILE

SAMPLES = FILE.with_name("samples")
SHARES = st.decimals(-1000, 1000, places=2)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str) -> Path:
        path = tmp_path / "sheet.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def all_of(shop: Shop, kind):
    return shop.house.look(lambda ctx: ctx.session.query(kind).order_by(kind.id).all())


def test_the_sheets_97_and_85_percent_are_found_and_explained(ruled: Shop) -> None:
    report = ruled.takes("tracking", SAMPLES / "T4.csv")
    assert [(told["sheet"], told["computed"]) for told in report.differences] == [("97%", "80%"), ("85%", "60%")]
    assert [told["code"] for told in report.warnings] == [
        "progress_by_current_over_target",
        "progress_by_current_over_base",
    ]


def test_the_computed_progress_is_what_is_given_back(ruled: Shop) -> None:
    ruled.takes("tracking", SAMPLES / "T4.csv")
    with ruled.unit() as ctx:
        rows = list(template("tracking").export(ctx))
    assert [row[2:6] for row in rows] == [["75分", "90分", "87分", "80%"], ["20%", "15%", "17%", "60%"]]
    first = all_of(ruled, TrackedGoal)[1]
    assert (first.base, first.unit, first.owner_text) == ("0.2", "%", "*主管")


def test_a_goal_that_is_where_it_began_has_no_progress(ruled: Shop, table: Callable[..., Path]) -> None:
    sheet = table("优化目标,核心指标,优化前值,目标值,当前值,达成率", "保持,满意度,90分,90分,90分,100%")
    report = ruled.takes("tracking", sheet)
    assert ([told["code"] for told in report.warnings], report.differences) == (["target_is_base"], [])


def test_values_of_different_units_are_refused(ruled: Shop, table: Callable[..., Path]) -> None:
    with pytest.raises(Invalid) as refused:
        ruled.takes("tracking", table("优化目标,核心指标,优化前值,目标值", "提升,满意度,75分,90%"))
    assert [error["code"] for error in refused.value.errors] == ["units_differ"]


def test_a_placeholder_period_is_empty_and_a_real_one_is_read(ruled: Shop, table: Callable[..., Path]) -> None:
    report = ruled.takes("plans", SAMPLES / "T6.csv")
    assert [told["code"] for told in report.warnings] == ["placeholder_empty"]
    said = "优化售后响应流程,*经理,2024-06-01~2024-06-15,,《售后响应SOP手册》"
    again = ruled.takes("plans", table("关键动作,负责人,起止时间,所需资源,交付成果", said))
    (held,) = all_of(ruled, PlanAction)
    assert (again.counts["changed"], str(held.starts_on), str(held.ends_on)) == (1, "2024-06-01", "2024-06-15")


@given(base=SHARES, target=SHARES, share=st.decimals(-2, 2, places=2))
def test_progress_is_the_share_of_the_way_whichever_way_is_better(base: Decimal, target: Decimal, share: Decimal):
    assume(base != target)
    here = base + (target - base) * share
    assert abs(rules.progress(base, target, here) - share) < Decimal("1e-20")
    assert rules.progress(-base, -target, -here) == rules.progress(base, target, here)
