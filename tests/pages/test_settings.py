"""The settings in a real browser: people, calendars, service times, duty; who changed what stands beside."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.pages.conftest import Desk
from tests.pages.hands import dated
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages


@pytest.mark.parametrize(
    "tab", ["people", "departments", "groups", "absences", "duty", "calendars", "sla", "tiers", "processes"]
)
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_settings_fit_and_are_accessible(desk: Desk, tab: str, language: str) -> None:
    page = settled(desk("admin", f"/settings?tab={tab}", language=language))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        kept(page, f"settings {tab} {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []


def test_a_person_is_changed_and_the_page_says_by_whom(desk: Desk) -> None:
    page = settled(desk("admin", "/settings?tab=people"))
    page.get_by_label("按用户名或姓名查找").fill("tang.yu")
    page.get_by_role("button", name="唐雨").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("区域").fill("苏州")
    drawer.get_by_role("button", name="保存").click()
    expect(drawer).to_have_count(0)
    page.get_by_role("button", name="唐雨").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("区域")).to_have_value("苏州")
    expect(drawer.get_by_role("listitem").first).to_contain_text("系统管理员")
    expect(drawer.get_by_role("listitem").first).to_contain_text("唐雨 调动")
    assert barriers(page) == []


def test_people_come_from_a_table_that_is_looked_at_first(desk: Desk, tmp_path: Path) -> None:
    book, file = Workbook(), tmp_path / "people.xlsx"
    for row in (["用户名", "姓名", "部门"], ["new.one", "新同事", "hq"], ["new.two", "某人", "没有的部门"]):
        book.active.append(row)
    book.save(file)
    page = settled(desk("admin", "/settings?tab=people"))
    page.get_by_role("button", name="从 Excel 导入").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_role("row", name=re.compile("new.one · 新同事 新增"))).to_be_visible()
    expect(dialog.get_by_text("没有部门“没有的部门”。")).to_be_visible()
    dialog.get_by_role("button", name="只导入其余 1 行").click()
    expect(dialog).to_be_hidden()
    page.get_by_label("按用户名或姓名查找").fill("new.")
    expect(page.get_by_role("cell", name="new.one")).to_be_visible()
    expect(page.get_by_role("cell", name="new.two")).to_have_count(0)


def test_a_make_up_day_and_next_years_week_move_a_due_date(desk: Desk) -> None:
    page = settled(desk("huang.lan", "/settings?tab=calendars"))
    expect(page.get_by_text("人员", exact=True)).to_have_count(0)
    page.get_by_role("button", name="取入法定节假日与调休").click()
    page.get_by_role("dialog").get_by_label("修改原因").fill("启用")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    page.get_by_role("button", name="添加一天").click()
    dialog = page.get_by_role("dialog")
    dated(page, dialog.get_by_label("日期"), "2026-03-14")
    dialog.get_by_label("类型").click()
    page.get_by_title("调休上班").click()
    dialog.get_by_label("名称", exact=True).fill("盘点")
    dialog.get_by_label("修改原因").fill("年度盘点")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("cell", name="盘点")).to_be_visible()
    expect(page.get_by_role("listitem").first).to_contain_text("年度盘点")
    page.get_by_role("textbox", name="时限").fill("1wd")
    dated(page, page.get_by_label("从何时起"), "2026-03-13 18:00")
    expect(page.get_by_text("到期:2026-03-14 18:00")).to_be_visible()
    page.get_by_role("button", name="编辑", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("周六").fill("09:00-12:00")
    dated(page, dialog.get_by_label("从何日起"), "2027-05-01")
    dialog.get_by_label("修改原因").fill("明年五月起周六上午开门")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_text("2027-05-01 起")).to_be_visible()
    for start, due in (("2027-04-23 18:00", "2027-04-26 18:00"), ("2027-05-21 18:00", "2027-05-22 12:00")):
        dated(page, page.get_by_label("从何时起"), start)
        expect(page.get_by_text(f"到期:{due}")).to_be_visible()


def test_a_service_time_is_changed_by_a_draft(desk: Desk) -> None:
    page = settled(desk("huang.lan", "/settings?tab=sla"))
    page.get_by_role("button", name="修改:投诉 2 工作小时 / 3 工作日").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("首次响应").fill("1bh")
    dialog.get_by_role("button", name="生成改动").click()
    page.wait_for_url(re.compile(r"/drafts/[0-9a-f-]{36}"))
    expect(settled(page).get_by_text("服务时限").first).to_be_visible()


def test_a_week_of_duty_is_planned_and_a_shift_changes_hands(desk: Desk) -> None:
    page = settled(desk("huang.lan", "/settings?tab=duty"))
    page.get_by_role("button", name="排班").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("值班表").fill("热线")
    for who in ("tang.yu", "cao.lei"):
        dialog.get_by_label("轮值人员").fill(who)
        page.get_by_title(re.compile(who)).click()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name=re.compile("^唐雨,"))).to_have_count(7)
    page.get_by_role("button", name=re.compile("^曹磊,")).first.click()
    swap = page.get_by_role("dialog")
    swap.get_by_label("换人").fill("tang.yu")
    page.get_by_title(re.compile(r"tang\.yu")).click()
    swap.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name=re.compile("^唐雨,"))).to_have_count(8)


def test_staff_have_no_settings(desk: Desk) -> None:
    page = settled(desk("li.qiang"))
    expect(page.get_by_role("menuitem", name="设置")).to_have_count(0)
