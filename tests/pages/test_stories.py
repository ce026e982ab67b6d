"""The stories that the regime is about, told in the browser from beginning to end, on the practice clock."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.access import commands as access
from tests.pages.conftest import PASSWORD, Company, Desk, open_company
from tests.pages.test_pages import kept, settled

pytestmark = pytest.mark.pages
PEOPLE = ("tang.yu", "bao.na", "zhao.min", "zheng.kai", "peng.jie", "cao.lei")


@pytest.fixture(scope="module")
def company(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company of its own: these stories push the clock by days."""
    with open_company(tmp_path_factory.mktemp("stories")) as opened:
        with opened.house.unit() as ctx:
            for name in PEOPLE:
                access.set_password(ctx, name, PASSWORD)
        yield opened


def later(page: Page, step: str, times: int = 1) -> None:
    """The visitor pushes the practice clock."""
    page.get_by_role("button", name="演练时钟").click()
    for _ in range(times):
        with page.expect_response(re.compile("/clock")) as moved:
            page.get_by_role("button", name=step).click()
        assert moved.value.ok
    page.keyboard.press("Escape")


def test_a_complaint_nobody_handles_climbs_to_the_executives_phone(desk: Desk) -> None:
    frontline = desk("tang.yu", "/start?process=complaint", width=390)
    said = frontline.get_by_role("dialog")
    said.get_by_role("combobox", name="客户").fill("S-1")
    frontline.get_by_title("客户 S-1 (S-1)").click()
    said.get_by_label("发生了什么").fill("热线打不通")
    said.get_by_label("希望如何解决").fill("说明原因")
    said.get_by_label("电话").check()
    kept(frontline, "complaint zh 390")
    said.get_by_role("button", name="发起").click()
    expect(frontline.get_by_text(re.compile("编号 TS2026"))).to_be_visible(timeout=20_000)
    later(frontline, "+1 天")
    expect(desk("zhao.min", "/team?view=escalated").get_by_role("heading", name="客户 S-1")).to_be_visible()
    later(frontline, "+1 天", 2)
    executive = settled(desk("chen.li", "/team?view=escalated", width=390))
    expect(executive.get_by_role("heading", name="客户 S-1")).to_be_visible()
    kept(executive, "executive zh 390")
    executive.get_by_role("button", name=re.compile("^查看并决定 ")).first.click()
    expect(executive.get_by_text("热线打不通")).to_be_visible()
    expect(executive.get_by_role("button", name="提交")).to_be_visible()
    kept(executive, "executive task zh 390")
