"""Reports in a real browser: from the list to a chart, its table, its meaning and its file."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Desk
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages

SPAN = "from=2026-01-01&to=2026-03-31"


def asked(page: Page, kind: str) -> list[str]:
    """The addresses of scripts that the page has loaded."""
    return [
        str(url) for url in page.evaluate("performance.getEntriesByType('resource').map(e => e.name)") if kind in url
    ]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_report_fits_and_is_accessible(desk: Desk, language: str) -> None:
    page = settled(desk("shen.jing", f"/reports?{SPAN}", language=language))
    wrong = []
    for key in [one["key"] for one in page.request.get(page.url.split("/app")[0] + "/api/v1/reports").json()["items"]]:
        page.goto(re.sub(r"/reports.*", f"/reports/{key}?{SPAN}", page.url))
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            settled(page)
            expect(page.locator("figure:not(:has(svg path))")).to_have_count(0)
            kept(page, f"reports {key} {language[:2]} {width}")
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [f"{key}: {wider} px too wide at {width}"] * (wider > 0)
        wrong += [f"{key}: {what}" for what in barriers(page) + (untranslated(page) if language == "en-US" else [])]
    assert wrong == []


def test_a_report_is_a_chart_a_table_and_a_definition(desk: Desk) -> None:
    page = desk("shen.jing", f"/reports/tier_moves?{SPAN}")
    expect(page.get_by_role("figure", name="图:等级流动")).to_be_visible()
    expect(page.locator("figure svg path").first).to_be_attached()
    expect(page.locator("figure [role=img]")).to_have_attribute("aria-label", re.compile("银牌 → 普通: 8"))
    expect(page.get_by_role("cell", name="银牌").first).to_be_visible()
    expect(page.get_by_text("评定基准日在期间内的等级变更")).to_be_visible()


def test_a_report_goes_along_as_a_spreadsheet(desk: Desk) -> None:
    page = desk("shen.jing", f"/reports/tier_moves?{SPAN}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 CSV").click()
    text = waiting.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert "银牌" in text.decode("utf-8-sig")


def test_the_list_leads_from_report_to_report(desk: Desk) -> None:
    page = desk("shen.jing", f"/reports?{SPAN}", "en-US")
    page.get_by_role("navigation", name="List of reports").get_by_text("Cases by state").click()
    expect(page.get_by_role("heading", name="Cases by state")).to_be_visible()
    expect(page.get_by_role("cell", name="Tier review")).to_be_visible()
    assert "cases_by_state" in page.url


def test_charts_are_loaded_with_the_first_report_and_not_before(desk: Desk) -> None:
    page = desk("shen.jing", "/inbox")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert asked(page, "echarts") == []
    page.goto(page.url.replace("/inbox", f"/reports/cases_by_state?{SPAN}"))
    expect(page.locator("figure svg")).to_be_visible()
    assert asked(page, "echarts") != []


def test_a_head_has_six_figures_of_the_team(desk: Desk) -> None:
    page = desk("li.qiang", "/team")
    for name in ("在办任务", "已超期", "今日到期", "已升级", "按时完成(30 天)", "客户满意度(90 天)"):
        expect(page.get_by_text(name, exact=True).first).to_be_visible()


@pytest.mark.parametrize(
    ("who", "place", "formats"),
    [
        ("shen.jing", "/audit?view=heat&process=tier_review", ("XLSX", "CSV", "SVG", "PNG")),
        ("shen.jing", "/audit?view=sample&seed=2026-Q1", ("XLSX", "CSV")),
        ("li.qiang", "/team", ("XLSX", "CSV")),
        ("shen.jing", "/reports", ("XLSX", "CSV")),
    ],
)
def test_what_is_on_the_page_is_taken_along(desk: Desk, who: str, place: str, formats: tuple[str, ...]) -> None:
    page = settled(desk(who, place))
    starts = {"XLSX": b"PK", "CSV": b"\xef\xbb\xbf", "SVG": b"<", "PNG": b"\x89PNG"}
    if "SVG" in formats:
        expect(page.locator(".djs-shape").first).to_be_attached()
    for name in formats:
        button = page.get_by_role("link", name=f"导出 {name}").or_(page.get_by_role("button", name=f"导出 {name}"))
        with page.expect_download() as waiting:
            button.first.click()
        assert waiting.value.path().read_bytes().startswith(starts[name]), name
        assert waiting.value.suggested_filename.endswith(name.lower())
