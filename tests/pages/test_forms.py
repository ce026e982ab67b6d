"""A process owner builds a form: adds, words, orders, sets conditions, sees it as it will be, and saves a draft."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.waiting import until
from tests.pages.conftest import Desk
from tests.pages.hands import dated
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages


def titles(page: Page) -> list[str]:
    rows = page.locator("ol[aria-label=字段] > li button[aria-pressed]")
    return [text.split(" ")[0].split("\n")[0] for text in rows.all_inner_texts()]


def opened(desk: Desk, key: str) -> Page:
    page = desk("huang.lan", f"/forms/{key}")
    expect(page.locator("ol[aria-label=字段] > li").first).to_be_visible(timeout=20_000)
    return page


def preview(page: Page) -> Locator:
    return page.get_by_role("region", name="预览")


def added(page: Page, kind: str, title: str) -> None:
    page.get_by_role("button", name="添加字段").click()
    page.get_by_role("menuitem", name=kind, exact=True).click()
    page.get_by_label("名称 (中文)").fill(title)
    page.get_by_label("名称 (英文)").fill(f"English of {title}")


def chosen(page: Page, label: str, option: str) -> None:
    page.get_by_label(label).click()
    page.locator(".ant-select-dropdown:visible").get_by_title(option, exact=True).click()
    page.keyboard.press("Escape")


def test_a_field_required_under_a_condition_is_added_seen_and_saved_as_a_draft(desk: Desk) -> None:
    page = opened(desk, "tier_decision")
    added(page, "多行文字", "驳回依据")
    page.get_by_role("button", name="在这种情况下必填").click()
    page.get_by_role("button", name="只在这种情况下显示").click()
    for label in ("在这种情况下必填", "只在这种情况下显示"):
        condition = page.get_by_role("group", name=label)
        expect(condition).to_contain_text("决定")
        chosen(page, f"{label}: 等于其中之一", "驳回")
        condition.locator(".ant-select-selection-item-remove").first.click()
        expect(condition).not_to_contain_text("批准")
    shown = preview(page)
    expect(shown.get_by_label("驳回依据")).to_have_count(0)
    shown.get_by_label("驳回").check()
    expect(shown.get_by_label("驳回依据")).to_be_visible()
    shown.get_by_role("button", name="试提交").click()
    expect(shown.locator(".ant-form-item-explain-error").first).to_be_visible()
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="去送审").first.click()
    expect(page).to_have_url(re.compile(r"/drafts/"))


def test_the_saved_draft_holds_the_condition_and_leaves_the_rest_as_it_was(desk: Desk) -> None:
    page = opened(desk, "quote")
    api = page.url.split("/app")[0] + "/api/v1"
    before = page.request.get(f"{api}/forms/quote").json()
    added(page, "金额", "定金")
    page.get_by_role("button", name="在这种情况下必填").click()
    with page.expect_response(re.compile(r"/api/v1/drafts(\?|$)")) as saved:
        page.get_by_role("button", name="保存草稿").click()
    draft = page.request.get(f"{api}/drafts/{saved.value.json()['id']}").json()
    schema = json.loads(draft["contents"]["quote.schema.json"])
    assert schema["properties"].pop("money") == {"title": "money", "type": "number", "minimum": 0}
    asked = next(rule["then"]["required"] for rule in schema["allOf"] if "money" in rule["then"]["required"])
    asked.remove("money")
    assert schema == before["schema"]
    assert json.loads(draft["contents"]["quote.zh.json"])["money"] == "定金"


def test_fields_are_put_in_order_with_the_keyboard_alone(desk: Desk) -> None:
    page = opened(desk, "quote")
    before = titles(page)
    page.get_by_role("button", name=f"下移“{before[0]}”").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    until(lambda: titles(page) == [before[1], before[2], before[0], *before[3:]])
    expect(page.get_by_role("button", name=f"下移“{before[0]}”")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    until(lambda: titles(page) == [before[1], before[0], *before[2:]])
    labels = preview(page).locator("label")
    expect(labels.nth(0)).to_have_text(before[1])
    expect(labels.nth(1)).to_have_text(before[0])


def test_what_the_server_finds_stands_at_its_field_and_leads_there(desk: Desk) -> None:
    page = opened(desk, "followup")
    page.get_by_role("tab", name="JSON").click()
    text = json.loads(page.get_by_label("文件内容").input_value())
    page.get_by_label("文件内容").fill(json.dumps({**text, "required": [*text["required"], "gone"]}))
    page.get_by_role("button", name="采用").click()
    page.get_by_role("button", name="1 个问题").click(timeout=20_000)
    expect(page.get_by_text("必填的“gone”不是这张表单的字段。")).to_be_visible()


def test_a_new_form_begins_as_a_copy_and_previews_in_english_on_a_phone(desk: Desk) -> None:
    page = desk("huang.lan", "/forms")
    page.get_by_role("button", name="新建表单").click()
    page.get_by_label("中文名称").fill("试用回访")
    page.get_by_label("英文名称").fill("Trial call")
    page.get_by_label("代号", exact=True).fill("trial_call")
    page.get_by_role("combobox", name=re.compile("复制")).fill("satisfaction_call")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="开始编辑").click()
    expect(page.get_by_role("heading", name="试用回访")).to_be_visible(timeout=20_000)
    page.locator("label").filter(has_text="英文").click()
    page.locator("label").filter(has_text="手机").click()
    expect(preview(page).get_by_role("button", name="试提交")).to_be_visible()
    expect(preview(page)).to_contain_text("Score")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("link", name="去送审").first).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_builder_fits_and_is_accessible_in_both_languages(desk: Desk, language: str) -> None:
    for place in ("/forms", "/forms/quote"):
        page = settled(desk("huang.lan", place, language=language))
        if place == "/forms/quote":
            page.locator("ol li button[aria-pressed]").last.click()
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            kept(page, f"{place} {language[:2]} {width}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert language == "zh-CN" or untranslated(page) == []
        assert barriers(page) == []


def test_a_step_in_the_modeler_leads_to_its_form(desk: Desk) -> None:
    page = desk("huang.lan", "/processes/customer_flow?edit=1")
    page.locator("[data-element-id=quote]").first.click(timeout=30_000)
    expect(page.get_by_role("link", name="编辑这张表单")).to_have_attribute("href", "/app/forms/quote", timeout=20_000)


def test_enter_in_a_date_takes_the_date_and_does_not_send_the_form(desk: Desk) -> None:
    page = opened(desk, "transfer_introduction")
    shown = preview(page)
    dated(page, shown.get_by_label("日期"), "2026-03-05")
    expect(shown.locator(".ant-form-item-explain-error")).to_have_count(0)
    shown.get_by_role("button", name="试提交").click()
    expect(shown.locator(".ant-form-item-explain-error")).to_have_text(["必填"])


def test_a_wrong_field_says_what_is_wrong_and_keeps_its_hint(desk: Desk) -> None:
    page = opened(desk, "data_check")
    shown = preview(page)
    shown.get_by_role("button", name="试提交").click()
    wrong = shown.locator(".ant-form-item-has-error").filter(has_text="客户分类")
    expect(wrong.locator(".ant-form-item-explain-error")).to_have_text("必填")
    expect(wrong.get_by_text("存疑时告知等级管理员")).to_be_visible()
