"""The handbook in the browser: it fits, it is read, and a reader says so."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engine.handbook import cases as studies
from engine.handbook import commands, copies
from engine.instances import queries as cases
from engine.instances.models import Instance
from tests.pages.conftest import Company, Desk
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("place", ["/handbook/tiers", "/handbook/flow", "/handbook/cases", "/handbook/mine"])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_book_fits_and_is_accessible(desk: Desk, place: str, language: str) -> None:
    page = settled(desk("admin", place, language=language))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        settled(page)
        kept(page, f"{place} {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []


def test_a_published_copy_is_read_and_searched(desk: Desk, company: Company) -> None:
    owner = settled(desk("huang.lan", "/handbook/tiers"))
    owner.get_by_role("link", name="修订并发布").click()
    expect(owner.get_by_label("为什么要修订")).to_be_visible()
    with company.house.unit("huang.lan") as ctx:
        charter = {"audience": ["等级管理员"], "information": "怎么评", "goal": "人人会用"}
        commands.publish(ctx, "tiers", {"charter": charter, "texts": {}})
    page = settled(desk("li.qiang", "/handbook/tiers"))
    page.get_by_role("button", name="我已阅读").click()
    expect(page.get_by_text("确认已读")).to_be_visible()
    page.get_by_role("combobox", name="版本").click()
    page.get_by_title("第 1 版").click()
    expect(page.get_by_text("你在读已发布的第 1 版")).to_be_visible()
    page.get_by_role("searchbox").fill("降级审批")
    expect(page.get_by_role("heading", name="服务规范")).to_have_count(0)
    expect(page.get_by_role("cell", name="降级审批").first).to_be_visible()


def test_what_a_reader_says_about_a_chapter_is_a_case_that_names_it(desk: Desk, company: Company) -> None:
    page = settled(desk("li.qiang", "/handbook/tiers"))
    page.get_by_role("button", name="对“服务规范”的反馈").click()
    page.get_by_label("哪里说不清").fill("二级客户的时限看不懂")
    page.get_by_role("button", name="提 交").or_(page.get_by_role("button", name="提交")).click()
    expect(page.get_by_text("已登记")).to_be_visible()
    with company.house.unit(write=False) as ctx:
        [case] = ctx.session.scalars(select(Instance).where(Instance.process == "feedback")).all()
        known = cases.variables(case)
    assert (known["source"], known["section"]) == ("handbook", "客户等级管理手册 · 服务规范")


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "首答拖了三天"), ("en-US", "Three days")])
def test_a_case_is_found_in_either_language(desk: Desk, company: Company, language: str, said: str) -> None:
    zh = {"title": "首答拖了三天", "story": "没有人回电", "cause": "交班没有清单", "lesson": "交班写清单"}
    en = {"title": "Three days", "story": "Nobody called back", "cause": "No list", "lesson": "Write a list"}
    made = {"kind": "complaint", "outcome": "failure", "book": "flow", "texts": {"zh": zh, "en": en}}
    with company.house.unit() as ctx:
        studies.publish(ctx, "AL-1", made, "")
    page = settled(desk("li.qiang", "/handbook/cases", language=language))
    page.get_by_role("searchbox").fill("called 清单")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("region", name=said)).to_be_visible()
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []
    page.get_by_role("searchbox").fill("退款")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("region", name=said)).to_have_count(0)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_what_a_copy_did_stands_beside_its_text(desk: Desk, company: Company, language: str) -> None:
    kpis = [{"metric": "CSAT", "target": "85 %", "figure": "csat", "aim": 85}]
    charter = {"audience": ["一线客服"], "information": "how", "goal": "all", "kpis": kpis}
    with company.house.unit("huang.lan") as ctx:
        if copies.newest(ctx, "flow") is None:
            commands.publish(ctx, "flow", {"charter": charter, "texts": {}})
    page = settled(desk("huang.lan", "/handbook/flow", language=language))
    page.get_by_text("实施效果" if language == "zh-CN" else "Effect", exact=True).click()
    expect(page.get_by_role("cell", name="客户保留率" if language == "zh-CN" else "Retention")).to_be_visible()
    expect(page.get_by_role("cell", name="85 %")).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []
    executive = settled(desk("chen.li", "/handbook/flow", language=language))
    expect(executive.get_by_text("实施效果" if language == "zh-CN" else "Effect", exact=True)).to_be_visible()
    staff = settled(desk("li.qiang", "/handbook/flow", language=language))
    expect(staff.get_by_text("实施效果" if language == "zh-CN" else "Effect", exact=True)).to_have_count(0)
