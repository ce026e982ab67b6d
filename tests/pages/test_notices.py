"""The pages for people who do not sign in, and the notice settings, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.outreach import links
from tests.pages.conftest import Company, Desk
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages


def visit(
    browser: Browser, company: Company, purpose: str, *, language: str = "zh-CN", width: int = 390, **about: str
) -> Page:
    with company.house.unit(write=False) as ctx:
        token = links.sign(ctx, purpose, about)
    context = browser.new_context(locale=language, viewport={"width": width, "height": 844}, java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{company.url}/p/{purpose}/{token}")
    return page


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("purpose", ["complaint", "service", "survey"])
def test_a_public_form_fits_a_phone_and_is_accessible(
    browser: Browser, company: Company, purpose: str, language: str
) -> None:
    page = visit(browser, company, purpose, language=language, s="nobody waits")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        page.screenshot(path=f"var/screens/public_{purpose}_{language[:2]}_{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert barriers(page) == []
    words = page.locator("main").inner_text()
    assert bool(re.search("[\u3400-\u9fff]", words)) == (language == "zh-CN")


def test_a_complaint_is_made_on_a_phone_with_its_number_and_status(browser: Browser, company: Company) -> None:
    page = visit(browser, company, "complaint")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_have_text("有 4 处需要修改")
    page.get_by_label("发生了什么").fill("机器停了两天,没人回电")
    page.get_by_label("您希望我们怎样处理").fill("尽快修好")
    page.get_by_label("怎么称呼您").fill("王小明")
    page.get_by_label("联系方式").fill("13900001111")
    page.get_by_label(re.compile("^附件")).set_input_files(
        {"name": "照片.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到您的投诉")).to_be_visible()
    number = page.locator("dd.number").inner_text()
    assert re.fullmatch(r"TS\d{8}-\d{4}", number)
    expect(page.get_by_text("首次答复不晚于")).to_be_visible()
    assert barriers(page) == []
    page.locator("a[href*='/p/status/']").click()
    expect(page.get_by_text("等待首次答复")).to_be_visible()
    expect(page.locator("dd.number")).to_have_text(number)
    assert barriers(page) == []


def test_a_survey_is_answered_without_a_mouse(browser: Browser, company: Company) -> None:
    page = visit(browser, company, "survey", language="en-US", s="nobody waits")
    page.get_by_role("radio", name="80").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Fine.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The survey is over. Thank you.")


@pytest.mark.parametrize("tab", ["mine", "channels", "company", "texts", "links"])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_notice_settings_fit_and_are_accessible(desk: Desk, tab: str, language: str) -> None:
    page = settled(desk("admin", f"/notices?tab={tab}", language=language))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        kept(page, f"notices {tab} {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []


def test_a_channel_is_made_tested_and_removed(desk: Desk) -> None:
    page = settled(desk("admin", "/notices?tab=channels"))
    page.get_by_role("button", name="新建渠道").click()
    page.get_by_label("名称").fill("客服群")
    page.get_by_label("类型").click()
    page.get_by_title("企业微信群机器人").click()
    page.get_by_label("Webhook 地址").fill("https://127.0.0.1/send?key=0815")
    page.get_by_role("button", name="保存").click()
    row = page.get_by_role("row", name="客服群")
    expect(row).to_be_visible()
    row.get_by_role("button", name="发测试通知").click()
    expect(page.get_by_text("已发出")).to_be_visible()
    assert "0815" not in page.content()
    row.get_by_role("button", name="移除").click()
    page.get_by_role("tooltip").get_by_role("button", name="确定").click()
    expect(row).to_have_count(0)


def test_wishes_are_kept(desk: Desk) -> None:
    page = settled(desk("li.qiang", "/notices"))
    page.get_by_role("switch", name="发邮件给我").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.reload()
    expect(page.get_by_role("switch", name="发邮件给我")).not_to_be_checked()


def test_an_internal_field_is_refused_at_its_place(desk: Desk) -> None:
    page = settled(desk("huang.lan", "/notices?tab=texts"))
    page.get_by_role("button", name="已收到您的投诉").click()
    page.get_by_label("中文正文").fill("合同金额 {contract_amount}")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("“contract_amount”是内部信息，不得对外发送。")).to_be_visible()


def test_a_link_is_made_and_shown(desk: Desk) -> None:
    page = settled(desk("li.qiang", "/notices?tab=links"))
    page.get_by_role("button", name="生成链接").click()
    expect(page.locator("a[href*='/p/complaint/']")).to_be_visible()
