"""The handbook in the browser: it fits, it is read, and a reader says so."""

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Desk
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("place", ["/handbook/tiers", "/handbook/flow", "/handbook/mine"])
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


def test_a_published_copy_is_read_and_searched(desk: Desk) -> None:
    owner = settled(desk("admin", "/handbook/tiers"))
    owner.get_by_role("button", name="发布当前内容").click()
    expect(owner.get_by_text("第 1 版,admin 发布于")).to_be_visible()
    page = settled(desk("li.qiang", "/handbook/tiers"))
    page.get_by_role("button", name="我已阅读").click()
    expect(page.get_by_text("确认已读")).to_be_visible()
    page.get_by_role("searchbox").fill("降级审批")
    expect(page.get_by_role("heading", name="服务规范")).to_have_count(0)
    expect(page.get_by_role("cell", name="降级审批").first).to_be_visible()
