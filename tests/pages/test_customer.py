"""A customer's page: contacts in clear for a purpose, what comes next, and what an auditor sees of it."""

import re

import pytest
from playwright.sync_api import expect

from engine.customers import commands
from tests.pages.conftest import Company, Desk
from tests.pages.test_pages import barriers, kept

pytestmark = pytest.mark.pages


@pytest.fixture
def contact(company: Company) -> str:
    """G-1, whose deciding contact is known."""
    with company.house.unit() as ctx:
        commands.save_contact(ctx, "G-1", name="王小明", reach="13912345678")
    return "/customers/G-1"


def test_a_contact_is_read_for_a_purpose_and_the_auditor_sees_it(desk: Desk, contact: str) -> None:
    page = desk("li.qiang", contact, width=390)
    expect(page.get_by_text("139****5678")).to_be_visible()
    page.get_by_role("button", name="查看原文").click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("button", name="查看原文").click()
    expect(asked.get_by_text("请选择用途")).to_be_visible()
    asked.get_by_label("订单与交付").check()
    asked.get_by_role("button", name="查看原文").click()
    expect(page.get_by_role("link", name="13912345678")).to_be_visible()
    page.get_by_role("button", name="重新隐藏").click()
    expect(page.get_by_text("13912345678")).to_have_count(0)
    auditor = desk("shen.jing", contact)
    expect(auditor.get_by_text("查看了联系人原文,用途:订单与交付").first).to_be_visible()
    expect(auditor.get_by_text(re.compile("^李强 ·")).first).to_be_visible()
    expect(auditor.get_by_role("button", name="查看原文")).to_have_count(0)


def test_what_a_contact_permits_is_kept_with_where_it_came_from(desk: Desk, contact: str) -> None:
    page = desk("li.qiang", contact, width=390)
    page.get_by_role("button", name="联系许可").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("生日(月-日)").fill("8-15")
    sheet.get_by_label("农历").check()
    sheet.get_by_role("button", name="保存").click()
    expect(page.locator(".ant-message").get_by_text("对关怀的同意")).to_be_visible()  # nothing that was typed is lost
    sheet.get_by_role("radiogroup", name="关怀").get_by_label("同意", exact=True).check()
    sheet.get_by_role("button", name="保存").click()  # a refusal does not keep anybody waiting
    expect(sheet.get_by_text("必填")).to_be_visible()
    sheet.get_by_label("怎么得知的").fill("3 月 2 日来电")
    kept(page, "permits zh 390")
    assert barriers(page) == []
    sheet.get_by_role("button", name="保存").click()
    expect(sheet).to_have_count(0)
    page.get_by_role("button", name="联系许可").click()
    expect(page.get_by_role("dialog").get_by_text("来源:3 月 2 日来电")).to_be_visible()
    expect(page.get_by_text("08-15")).to_have_count(0)
