"""Every page: readable by everybody, in both languages, on a laptop and a phone; the case, the modeler, the auditor."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import ROOT, Desk

pytestmark = pytest.mark.pages

AXE = ROOT / "webui" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ROOT / "var" / "screens"
PLACES = (
    "/inbox",
    "/inbox?list=1",
    "/start",
    "/start?process=interaction",
    "/team",
    "/team?view=escalated",
    "/customers",
    "/customers/S-0",
    "/cases",
    "/incidents",
    "/processes",
    "/processes/tier_review",
    "/decisions",
    "/decisions/approval_route",
    "/records",
    "/records?view=twins",
    "/records?view=merges",
    "/training",
    "/training?tab=due",
    "/training?tab=courses",
    "/training?tab=plan",
    "/views",
    "/audit",
    "/audit?view=breaches",
    "/audit?view=heat",
    "/audit?view=sample&seed=2026-Q1",
    "/audit?view=proof",
    "/audit?view=settings",
    "/reports",
    "/no-such-page",
)


def settled(page: Page) -> Page:
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    expect(page.locator(".ant-skeleton, .ant-spin-spinning")).to_have_count(0, timeout=20_000)
    return page


def kept(page: Page, name: str) -> None:
    """A picture of the page for people to look at; a page that shows nothing is refused."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{re.sub(r'[^a-z0-9]+', '_', name.strip('/'))}.png")
    assert len(page.locator("#content").inner_text().strip()) > 8, f"{name} is blank"


def untranslated(page: Page) -> list[str]:
    """Chinese on an English page, without names: people, customers, groups, and the texts of a company's own tables."""
    said = page.evaluate("""() => {
        const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        for (let node; (node = walk.nextNode()); ) {
            const own = '.dmn-decision-table-container, .rule-scroll, .rule-narrow, .ant-avatar, style'
            const names = node.parentElement.closest(own)
            if (!names && /[\u3400-\u9fff]/.test(node.data)) found.add(node.data.trim())
        }
        return [...found]
    }""")
    api = page.url.split("/app")[0] + "/api/v1"
    people = page.request.get(f"{api}/people?limit=1000").json()["items"]
    groups = page.request.get(f"{api}/groups").json()["items"]
    called = [*(one["display_name"] for one in people), *(one["name"] for one in groups if not one["name_en"])]
    names = sorted(called, key=len, reverse=True)
    known = re.compile("|".join([*map(re.escape, names), r"客户 \S+", "中文"]))
    return sorted(text for text in said if re.search("[\u3400-\u9fff]", known.sub("", text)))


def barriers(page: Page) -> list[str]:
    """What WCAG 2.1 AA finds wrong, with the first place of each."""
    page.evaluate(AXE.read_text("utf-8"))  # not as a script tag: the pages' security policy refuses those
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_page_fits_and_is_accessible(desk: Desk, place: str, language: str) -> None:
    page = settled(desk("admin", place, language=language))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        settled(page)
        kept(page, f"{place} {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    if not Path(AXE).is_file():
        pytest.skip("axe-core is not installed (npm ci in webui/)")
    assert barriers(page) == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("what", ["task", "case"])
def test_an_open_task_and_its_case_fit_and_are_accessible(desk: Desk, what: str, language: str, width: int) -> None:
    page = settled(desk("li.qiang", language=language, width=width))
    api, _, _ = page.url.partition("/app")
    (task,) = page.request.get(f"{api}/api/v1/tasks?status=mine&limit=1").json()["items"]
    page.goto(f"{api}/app" + (f"/inbox?task={task['id']}" if what == "task" else f"/cases/{task['instance']}"))
    expect(page.get_by_text("添加附件" if language == "zh-CN" else "Add a file")).to_be_visible(timeout=20_000)
    settled(page)
    kept(page, f"{what} {language[:2]} {width}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if Path(AXE).is_file():
        assert barriers(page) == []


def test_an_owner_reads_what_a_table_will_cost_in_work(desk: Desk) -> None:
    page = desk("huang.lan", "/decisions/followup_frequency", width=390)
    page.get_by_role("button", name="工作量预估").click()
    told = page.get_by_role("dialog")
    expect(told.get_by_text("每月人工任务")).to_be_visible()
    expect(told.get_by_role("row")).not_to_have_count(1)
    settled(page)
    kept(page, "forecast zh 390")
    assert barriers(page) == []


def test_a_case_shows_where_it_stands_and_the_path_it_took(desk: Desk) -> None:
    page = desk("li.qiang")
    page.get_by_text("客户 G-0").click()
    page.get_by_role("link", name="查看案件").click()
    expect(page.locator(".here[data-element-id=approve_demotion]")).to_be_visible()
    expect(page.locator(".djs-connection.passed")).not_to_have_count(0)
    expect(page.get_by_text("任务“降级审批”送达")).to_be_visible()
    kept(page, "case zh 1440")


def test_the_language_is_the_readers_choice(desk: Desk) -> None:
    page = desk("li.qiang", language="en-US")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.get_by_role("button", name="李强").click()
    page.get_by_text("中文").click()
    expect(page.get_by_role("heading", name="收件箱")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="收件箱")).to_be_visible()


def test_a_model_that_would_run_wrongly_is_refused_at_its_element(desk: Desk) -> None:
    page = desk("huang.lan", "/processes/tier_review?edit=1")
    page.locator("[data-element-id=approve_executive]").click()
    page.get_by_label("期限").fill("=1 +")
    page.keyboard.press("Enter")
    expect(page.locator(".found-error[data-element-id=approve_executive]")).to_be_visible()
    page.get_by_role("tab", name=re.compile("检查结果")).click()
    page.get_by_text("approve_executive").first.click()
    expect(page.get_by_label("期限")).to_have_value("=1 +")


def test_an_auditor_sees_who_changed_what_and_the_proof(desk: Desk) -> None:
    page = desk("shen.jing", "/audit?view=settings")
    expect(page.get_by_text("陈立 的密码已更换").first).to_be_visible()
    page.get_by_role("tab", name="完整性证明").click()
    page.get_by_role("button", name="验证链").click()
    expect(page.locator(".ant-alert-success")).to_be_visible()


def test_an_auditor_draws_a_sample_and_takes_the_evidence_along(desk: Desk) -> None:
    page = desk("shen.jing", "/audit?seed=2026-Q1&size=3")
    expect(page.get_by_text(re.compile(r"抽取 3 个,种子 2026-Q1"))).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="证据包").first.click()
    assert re.fullmatch(r"evidence-.+\.zip", taken.value.suggested_filename)
