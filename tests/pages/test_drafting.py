"""From nothing to a process in force in the browser: begun in the list, promised in scenarios, approved, changed, its
cases moved, and taken back; and a table that begins the same way."""

import pytest
from playwright.sync_api import Page, expect

from tests.kit import Run
from tests.pages.conftest import Company, Desk
from tests.pages.hands import chosen
from tests.pages.test_pages import barriers, kept, settled
from tests.pages.test_studio import approved, stepped_in, submitted, told

PROMISE = "办好: {{by: tang.yu, steps: [{steps}], ends: done}}"
STEP = "{do: step, by: tang.yu, with: {}}"
SLOW = 60_000
"""Scenarios are played in a program of their own."""


def begun(page: Page, what: str, key: str, zh: str, en: str) -> None:
    page.get_by_role("button", name=what).click()
    for label, text in (("中文名称", zh), ("英文名称", en), ("代号", key)):
        page.get_by_label(label).fill(text)


def promised(page: Page, company: Company, *steps: str) -> None:
    """The scenarios are written into the draft and played; all go well."""
    page.get_by_role("tab", name="场景演练").click()
    page.get_by_role("button", name="编辑场景").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(PROMISE.format(steps=", ".join(steps)))
    kept(page, "scenario editor zh 1440")
    page.get_by_role("button", name="存入草稿").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="演练场景").click()
    expect(page.get_by_text("演练中")).to_be_visible()
    company.house.settle()
    page.reload()
    page.get_by_role("tab", name="场景演练").click()
    expect(page.get_by_text("通过", exact=True).first).to_be_visible(timeout=SLOW)


def looked_at(desk: Desk, draft: str) -> None:
    other = desk("gao.yuan", draft)
    approved(other)


def test_a_process_is_begun_promised_approved_changed_moved_and_taken_back(desk: Desk, company: Company) -> None:
    author = desk("huang.lan", "/processes")
    begun(author, "新建流程", "visit_note", "参观登记", "Visit note")
    chosen(author, author.get_by_label("第一步由谁办"), "一线客服")
    author.get_by_role("button", name="开始编辑").click()
    author.wait_for_url("**/drafts/*/edit")
    expect(author.locator("[data-element-id=step]").first).to_be_visible()
    kept(author, "new process zh 1440")
    author.goto(author.url.removesuffix("/edit"))
    promised(author, company, STEP)
    draft = submitted(author, "以后都登记")
    company.house.settle()
    looked_at(desk, draft)
    run = company.house.start("visit_note", by="tang.yu")
    draft = changed(author, desk, company)
    moved(author, draft, run)
    taken_back(author)


def changed(author: Page, desk: Desk, company: Company) -> str:
    """A second step, with which the old promise no longer holds: it is written anew, and approved as usual."""
    author.goto(f"{company.url}/app/processes/visit_note?edit=1")
    step = stepped_in(author, "to_done")
    told(author, 名称="核对", 小组="一线客服", 表单="visit_note_step")
    author.get_by_role("button", name="保存为草稿").click()
    author.wait_for_url("**/drafts/*")
    promised(author, company, STEP, STEP.replace("do: step", f"do: {step}"))
    draft = submitted(author, "要两个人看过")
    company.house.settle()
    looked_at(desk, draft)
    return draft


def moved(author: Page, draft: str, run: Run) -> None:
    """A case of the first version: looked whether it can move, then moved."""
    assert run.row.version == 1
    author.goto(author.url.partition("/app")[0] + "/app" + draft)
    author.get_by_role("tab", name="进行中的案件").click()
    author.get_by_role("button", name="查看能否迁移").click()
    expect(author.get_by_text("可以迁移", exact=True)).to_be_visible()
    assert run.row.version == 1
    kept(author, "moving cases zh 1440")
    author.get_by_role("button", name="迁移 1 件").click()
    expect(author.get_by_text("没有按旧版本办理的案件")).to_be_visible()
    assert run.row.version == 2


def taken_back(author: Page) -> None:
    """The first version's text is a change like any other."""
    author.goto(author.url.partition("/app")[0] + "/app/processes/visit_note?version=1")
    author.get_by_role("button", name="退回到此版本").click()
    author.get_by_role("tooltip").get_by_role("button").last.click()
    author.wait_for_url("**/drafts/*")
    expect(author.get_by_text("基于第 2 版")).to_be_visible()
    kept(author, "going back zh 1440")


def test_a_table_begins_in_the_grid(desk: Desk) -> None:
    author = desk("huang.lan", "/decisions")
    begun(author, "新建规则表", "visit_gift", "参观礼品", "Visit gift")
    author.get_by_role("button", name="开始编辑").click()
    author.wait_for_url("**/decisions/visit_gift?*")
    author.locator('[data-at="0/1"]').click()
    author.keyboard.type("茶叶")
    author.keyboard.press("Enter")
    kept(author, "new table zh 1440")
    author.get_by_role("button", name="保存草稿").click()
    expect(author.get_by_text("草稿已保存")).to_be_visible()
    author.get_by_role("button", name="提交审核").click()
    author.wait_for_url("**/drafts/*")
    author.get_by_role("link", name="继续编辑").click()
    expect(author.locator('[data-at="0/1"]')).to_have_text("茶叶")


@pytest.mark.parametrize(("width", "language"), [(390, "en-US"), (1440, "en-US"), (390, "zh-CN")])
def test_the_lists_of_the_studio_fit_and_are_clean(desk: Desk, width: int, language: str) -> None:
    for path in ("/processes", "/decisions", "/forms"):
        page = desk("huang.lan", path, language=language, width=width)
        assert barriers(settled(page)) == []
        kept(page, f"{path[1:]} list {language} {width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
