"""The process owner's studio: a change is drawn or brought along, played, looked at by somebody else, and published."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.pages.conftest import ROOT, Company, Desk
from tests.pages.test_pages import barriers, kept, settled

RULES = ROOT / "processes/rules"


def brought(page: Page, *files: FilePayload) -> None:
    """Files are uploaded; the page of their draft opens."""
    page.locator("input[type=file]").set_input_files(list(files))
    page.wait_for_url("**/drafts/*")


def submitted(page: Page, why: str) -> str:
    """The draft is handed over; its address."""
    page.get_by_role("button", name="提交审核").click()
    page.get_by_label("原因").fill(why)
    page.get_by_role("dialog").get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("待审核", exact=True)).to_be_visible()
    return page.url.rpartition("/app")[2]


def approved(page: Page) -> None:
    page.get_by_role("button", name="批准并发布").click()
    page.get_by_role("dialog").get_by_role("button", name="批准并发布").click()
    expect(page.get_by_text("已发布", exact=True).first).to_be_visible()


def contingency(size: str) -> FilePayload:
    text = (RULES / "contingency_plan.dmn").read_text("utf-8")
    changed = re.sub(r"(<description>)([^<]*)(</description>)", rf"\1\2{size}\3", text)
    return {"name": "contingency_plan.dmn", "mimeType": "application/xml", "buffer": changed.encode()}


def test_a_rule_changed_is_published_by_a_second_person(desk: Desk, company: Company) -> None:
    author = desk("huang.lan", "/drafts")
    brought(author, contingency("(更清楚)"))
    draft = submitted(author, "写得更清楚")
    expect(author.get_by_role("button", name="批准并发布")).to_have_count(0)
    company.house.settle()
    other = desk("gao.yuan", "/drafts")
    other.get_by_text("写得更清楚").click()
    other.wait_for_url(f"**{draft}")
    expect(other.locator("ins", has_text="(更清楚)").first).to_be_visible()
    assert barriers(settled(other)) == []
    kept(other, "draft zh 1440")
    approved(other)


def test_without_an_answer_nothing_is_published(desk: Desk) -> None:
    author = desk("huang.lan", "/drafts")
    brought(author, contingency("(还要想)"))
    draft = submitted(author, "还要想")
    other = desk("gao.yuan", draft)
    other.get_by_role("button", name="退回").click()
    other.get_by_label("理由").fill("请先说明影响")
    other.get_by_role("dialog").get_by_role("button", name="退回").click()
    expect(other.get_by_text(re.compile("请先说明影响"))).to_be_visible()
    author.reload()
    expect(author.get_by_text("已退回", exact=True)).to_be_visible()


def stepped_in(page: Page, flow: str) -> str:
    """A human task is put on a flow; its id."""
    page.locator(".djs-shape").first.wait_for()
    place = page.locator(f"[data-element-id={flow}] .djs-hit").first.bounding_box()
    assert place
    x, y = place["x"] + place["width"] * 0.3, place["y"] + place["height"] / 2
    page.locator("[data-action='create.task']").click()
    page.mouse.move(x - 60, y - 30)
    page.mouse.move(x, y, steps=6)
    page.mouse.click(x, y)
    number = page.get_by_label("编号", exact=True)
    expect(number).to_have_value(re.compile("Activity_"))
    page.keyboard.press("Escape")
    page.locator(".djs-context-pad [data-action=replace]").click()
    page.locator(".djs-popup [data-id=replace-with-user-task]").click()
    expect(page.get_by_label("表单")).to_be_visible()
    return number.input_value()


def told(page: Page, **fields: str) -> None:
    for label, text in fields.items():
        page.get_by_label(label).first.fill(text)
        page.keyboard.press("Enter")


def test_a_step_added_to_the_complaint_leaves_old_cases_unharmed(desk: Desk, company: Company) -> None:
    old = company.house.start("complaint", by="tang.yu", customer="S-1", problem="漏发", channel="online")
    author = desk("huang.lan", "/processes/complaint?edit=1")
    step = stepped_in(author, "to_close_to_outcome")
    told(author, 名称="合并复核", 小组="质检")
    author.get_by_role("button", name="保存为草稿").click()
    author.wait_for_url("**/drafts/*")
    expect(author.get_by_role("button", name="提交审核")).to_be_disabled()
    author.get_by_role("link", name="继续编辑").click()
    author.locator(f"[data-element-id={step}]").click()
    told(author, 表单="work_item")
    author.get_by_role("button", name="保存为草稿").click()
    expect(author.get_by_role("button", name="提交审核")).to_be_enabled()
    draft = submitted(author, "合并前再看一眼")
    company.house.settle()
    other = desk("gao.yuan", draft)
    expect(other.locator(f".diff-added[data-element-id={step}]")).to_be_visible()
    kept(other, "draft of a process zh 1440")
    other.get_by_role("tab", name="场景演练").click()
    expect(other.get_by_text("未通过").first).to_be_visible()
    expect(other.get_by_role("button", name="批准并发布")).to_be_disabled()
    author.reload()
    author.get_by_role("button", name="紧急发布").click()
    author.get_by_label("理由").fill("演示当天要用")
    author.get_by_role("dialog").get_by_role("button", name="紧急发布").click()
    expect(author.get_by_text("紧急发布,待补审")).to_be_visible()
    other.reload()
    other.get_by_role("button", name="补审通过").click()
    other.get_by_role("dialog").get_by_role("button", name="补审通过").click()
    expect(other.get_by_text("已发布", exact=True).first).to_be_visible()
    assert old.row.version == 1
    assert old.status in ("running", "waiting")


@pytest.mark.parametrize(("width", "language"), [(390, "zh-CN"), (1440, "en-US")])
def test_the_drafts_pages_fit_and_are_clean(desk: Desk, width: int, language: str) -> None:
    author = desk("huang.lan", "/drafts")
    brought(author, contingency(f"({width})"))
    for path, name in (("/drafts?view=mine", "drafts"), (author.url.rpartition("/app")[2], "draft")):
        page = desk("huang.lan", path, language=language, width=width)
        assert barriers(settled(page)) == []
        kept(page, f"{name} {language} {width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
