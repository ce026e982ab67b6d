"""Rule tables in the browser: changed in plain words, checked on their cells, tried on one case and on all customers,
taken to a spreadsheet and back, kept as a draft."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from engine.customers import trials
from tests.pages.conftest import Company, Desk
from tests.pages.test_pages import AXE, barriers, kept, settled

pytestmark = pytest.mark.pages

STUDIO = "/decisions/tier_cdnow?edit=1"
SLOW = 30_000
"""A dry run scores everybody twice."""


@pytest.fixture
def studio(desk: Desk) -> Page:
    """The studio of the tier table, where its owner sits."""
    return settled(desk("huang.lan", STUDIO))


def cell(page: Page, row: int, column: int) -> Locator:
    """A cell by its place, from 0."""
    return page.locator(f'[data-at="{row}/{column}"]')


def typed(page: Page, row: int, column: int, text: str, then: str = "Enter") -> None:
    cell(page, row, column).click()
    page.keyboard.type(text)
    page.keyboard.press(then)


def limit(page: Page, yuan: str) -> None:
    """Gold begins elsewhere, and silver ends there."""
    typed(page, 2, 0, f"≥ {yuan}")
    typed(page, 1, 0, f"≥ 150 且 < {yuan}")
    expect(page.get_by_text("没有空缺、重叠或用不到的规则")).to_be_visible(timeout=SLOW)


def test_a_rule_is_changed_with_a_dry_run_and_kept_as_a_draft(studio: Page) -> None:
    limit(studio, "500")
    studio.get_by_role("tab", name="全体试算").click()
    studio.get_by_role("button", name="对全体客户试算").click()
    moves = studio.get_by_role("row", name=re.compile("金牌 银牌 1 ¥450"))
    expect(moves).to_be_visible(timeout=SLOW)
    expect(studio.get_by_role("row", name=re.compile("^升级 1 0"))).to_be_visible()
    kept(studio, "dry run zh 1440")
    studio.get_by_role("button", name="保存草稿").click()
    expect(studio.get_by_text("草稿已保存")).to_be_visible()
    studio.reload()
    expect(cell(studio, 2, 0)).to_have_text("≥ 500")


def test_a_long_dry_run_says_how_far_it_is_and_is_called_off(
    studio: Page, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "AT_ONCE", 10)
    begin = studio.get_by_role("button", name=re.compile("对全体客户试算|重新试算"))
    limit(studio, "480")
    studio.get_by_role("tab", name="全体试算").click()
    begin.click()
    bar = studio.get_by_role("progressbar", name="全体试算")
    expect(bar).to_be_visible(timeout=SLOW)
    studio.get_by_role("button", name="取消试算").click()
    expect(bar).to_have_count(0)
    begin.click()
    expect(bar).to_be_visible(timeout=SLOW)
    studio.reload()  # it goes on without the page
    studio.get_by_role("tab", name="全体试算").click()
    company.house.settle()
    expect(studio.get_by_role("row", name=re.compile("金牌 银牌 1 ¥450"))).to_be_visible(timeout=SLOW)


def test_what_is_missing_and_what_overlaps_stands_in_the_grid_with_an_example(studio: Page) -> None:
    typed(studio, 2, 0, "≥ 500")
    gap = studio.locator("tr.rule-gap")
    expect(gap).to_contain_text("400", timeout=SLOW)
    kept(studio, "findings zh 1440")
    gap.get_by_role("button", name="补一条规则").click()
    expect(cell(studio, 3, 0)).to_have_text("400")
    typed(studio, 2, 0, "≥ 300")
    expect(studio.get_by_role("row").nth(2).get_by_role("img", name=re.compile("同时命中"))).to_be_visible(timeout=SLOW)


def test_the_bench_says_which_rule_fits_and_why_others_do_not(studio: Page) -> None:
    studio.get_by_role("tab", name="试验台").click()
    studio.get_by_label("六个月净消费(元)").last.fill("0.02万")
    expect(studio.get_by_text("第 2 条规则适用")).to_be_visible(timeout=SLOW)
    studio.get_by_text("其余 2 条为何不适用").click()
    expect(studio.get_by_text("六个月净消费(元) 要求 ≥ 400")).to_be_visible()
    expect(cell(studio, 0, 0)).to_contain_text("✗")


def test_what_cannot_be_read_says_why_and_changes_nothing(studio: Page) -> None:
    typed(studio, 2, 0, "很多")
    expect(studio.get_by_text(re.compile("“很多”不是数字"))).to_be_visible()
    studio.keyboard.press("Escape")
    expect(cell(studio, 2, 0)).to_have_text("≥ 400")
    expect(studio.get_by_role("button", name="撤销")).to_be_disabled()


def test_a_block_from_a_spreadsheet_is_pasted_and_taken_back(studio: Page) -> None:
    cell(studio, 0, 0).click()
    studio.evaluate("""() => {
        const data = new DataTransfer()
        data.setData('text/plain', '< 200\\t铁牌\\n200-1万\\t铜牌\\n')
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    }""")
    expect(cell(studio, 1, 0)).to_have_text("200–1万")
    expect(cell(studio, 1, 1)).to_have_text("铜牌")
    studio.keyboard.press("Control+z")
    expect(cell(studio, 1, 0)).to_have_text("≥ 150 且 < 400")


def test_rules_are_added_copied_moved_and_removed_without_a_mouse(studio: Page) -> None:
    cell(studio, 0, 0).click()
    studio.keyboard.press("Alt+ArrowDown")
    expect(cell(studio, 1, 0)).to_have_text("< 150")
    studio.keyboard.press("Control+Enter")
    expect(cell(studio, 2, 0)).to_have_text("—")
    studio.keyboard.press("ArrowUp")
    studio.keyboard.press("ArrowRight")
    studio.keyboard.press("Delete")
    expect(cell(studio, 1, 1)).to_have_text("")
    studio.get_by_role("button", name="第 3 条规则的操作").press("Enter")
    studio.get_by_role("menuitem", name="删除规则").click()
    expect(studio.locator("tbody tr:not(.rule-gap)")).to_have_count(3)


def test_a_table_goes_to_excel_and_comes_back_changed(studio: Page, tmp_path: Path) -> None:
    with studio.expect_download() as given:
        studio.get_by_role("button", name="导出为 Excel").click()
    path = tmp_path / "table.xlsx"
    given.value.save_as(path)
    book = load_workbook(path)
    book.worksheets[0]["B5"] = "≥ 5万"
    book.worksheets[0]["B4"] = "许多"
    book.save(path)
    studio.locator("input[type=file]").set_input_files(path)
    dialog = studio.get_by_role("dialog")
    expect(dialog).to_contain_text("第 4 行“六个月净消费(元)”")
    expect(dialog.locator(".rule-wide ins")).to_have_text("≥ 5万")
    dialog.get_by_role("button", name="采用这些改动").click()
    expect(cell(studio, 2, 0)).to_have_text("≥ 5万")
    expect(cell(studio, 1, 0)).to_have_text("≥ 150 且 < 400")


def test_the_expert_view_changes_the_same_file(studio: Page) -> None:
    studio.get_by_text("专家视图").click()
    entry = studio.locator("td[data-element-id=tier_gold_in_1]")
    entry.click()
    studio.keyboard.press("Control+a")
    studio.keyboard.type(">= 777")
    studio.locator("td[data-element-id=tier_silver_in_1]").click()
    expect(studio.get_by_text("有未保存的修改")).to_be_visible()
    studio.get_by_text("表格", exact=True).click()
    expect(cell(studio, 2, 0)).to_have_text("≥ 777")


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_studio_fits_and_is_accessible(desk: Desk, language: str) -> None:
    page = settled(desk("huang.lan", STUDIO, language=language))
    expect(page.get_by_role("gridcell").first).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        kept(page, f"studio {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if Path(AXE).is_file():
            assert barriers(page) == []
    expect(page.locator("section.rule-card")).to_have_count(3)
