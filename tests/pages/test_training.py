"""Training in the browser: an exam is sat and its certificate held; courses, questions and the library are kept."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.access import commands as access
from engine.access import queries as people
from engine.customers import commands as customers
from engine.training import courses, shipped
from engine.training.models import Course
from tests.pages.conftest import PASSWORD, Company, Desk
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages


@pytest.fixture(scope="module")
def keeper(company: Company) -> str:
    """Who keeps training; the shipped courses are taken over, and one short course has three questions of its own."""
    house = company.house
    name = house.look(lambda ctx: people.people_in(ctx.session, courses.ADMINISTRATORS)[0])
    with house.unit() as ctx:
        access.set_password(ctx, name, PASSWORD)
        shipped.take(ctx)
        course = courses.save(ctx, "calls", {"name": "电话回访", "name_en": "Call-backs", "format": "online", "draw": 3,
                                             "minutes": 10, "valid_months": 12})  # fmt: skip
        for n in range(3):
            options = [{"key": "a", "text": f"先问候{n}", "text_en": f"Greet {n}"},
                       {"key": "b", "text": f"直接推销{n}", "text_en": f"Sell {n}"}]  # fmt: skip
            told = {"kind": "single", "text": f"第 {n} 通电话怎么开头?", "text_en": f"How to begin call {n}?",
                    "options": options, "right": ["a"],
                    "explanation": "先问候", "explanation_en": "Greet first"}  # fmt: skip
            courses.save_question(ctx, course, told)
    return name


def tab(page: Page, name: str) -> None:
    page.get_by_title(name, exact=True).click()
    settled(page)


@pytest.mark.parametrize("place", ["mine", "due", "courses", "plan", "library"])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_tab_fits_and_is_accessible(keeper: str, desk: Desk, place: str, language: str) -> None:
    page = settled(desk(keeper, f"/training?tab={place}", language=language))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        settled(page)
        kept(page, f"training {place} {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []


def test_somebody_sits_an_exam_and_holds_the_certificate(keeper: str, company: Company, desk: Desk) -> None:
    house = company.house
    place = {"person": "li.qiang", "course": "calls", "title": "电话回访", "due": house.now + timedelta(days=14),
             "gate": "role", "cause": "joiner", "holds": False, "exam": True}  # fmt: skip
    run = house.start("training_place", place=place, plan={"format": "online", "date": "2026-03-09"})
    run.task("attend").completed_by("li.qiang", attended=True)
    page = settled(desk("li.qiang", f"/exam/{run.task('exam').id}"))
    page.get_by_role("button", name="开始考试").click()
    for question in range(3):
        page.get_by_label(f"先问候{question}").check()
    expect(page.get_by_text("已保存")).to_be_visible()
    kept(page, "exam paper zh 1440")
    assert barriers(page) == []
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_text("100 分")).to_be_visible()
    kept(page, "exam result zh 1440")
    run.task("survey").completed_by("li.qiang", rating=90)
    page.get_by_role("link", name="回我的培训").click()
    row = page.get_by_role("listitem").filter(has_text="电话回访")
    expect(row.get_by_text("合格")).to_be_visible()
    expect(row.get_by_text("2027-03-02")).to_be_visible()


def test_a_question_is_written_changed_and_retired(keeper: str, desk: Desk) -> None:
    page = settled(desk(keeper, "/training?tab=courses"))
    page.get_by_role("button", name="电话回访").click()
    page.get_by_role("button", name="新题").click()
    form = page.get_by_role("dialog")
    form.get_by_text("判断").click()
    form.get_by_label("题目(中文)").fill("可以代考")
    form.get_by_text("错", exact=True).click()
    form.get_by_role("button", name="保存").click()
    asked = page.get_by_role("listitem").filter(has_text="可以代考")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="修改").click()
    form = page.get_by_role("dialog")
    form.get_by_label("题目(中文)").fill("可以请人代考")
    form.get_by_role("button", name="保存").click()
    asked = page.get_by_role("listitem").filter(has_text="可以请人代考")
    asked.get_by_role("button", name="停用").click()
    expect(asked).to_have_count(0)


def test_the_pass_mark_of_a_course_changes(keeper: str, company: Company, desk: Desk) -> None:
    page = settled(desk(keeper, "/training?tab=courses"))
    page.get_by_role("button", name="新课程").click()
    form = page.get_by_role("dialog")
    form.get_by_label("代码").fill("greeting")
    form.get_by_label("名称", exact=True).fill("接待礼仪")
    form.get_by_label("合格分").fill("90")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name="接待礼仪")).to_be_visible()
    with company.house.unit(write=False) as ctx:
        made: Course = courses.course(ctx, "greeting")
        assert (made.name, made.pass_mark) == ("接待礼仪", 90)


def test_what_is_put_into_the_library_is_offered_beside_the_customer_it_fits(
    keeper: str, company: Company, desk: Desk
) -> None:
    with company.house.unit() as ctx:
        customers.change(ctx, "S-1", needs=["节能改造"])
    page = settled(desk(keeper, "/training?tab=library"))
    page.get_by_label("标题", exact=True).fill("节能白皮书")
    page.get_by_label("适合的核心需求").first.fill("节能改造")
    page.keyboard.press("Enter")
    expect(page.locator(".ant-select-selection-item:visible").filter(has_text="节能改造").first).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "energy.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    page.get_by_role("button", name="放入资料库").click()
    expect(page.get_by_text("节能白皮书")).to_be_visible()
    kept(page, "library filled zh 1440")
    assert barriers(page) == []
    page = settled(desk("li.qiang", "/customers/S-1"))
    kept(page, "customer library zh 1440")
    offered = page.get_by_role("listitem").filter(has_text="节能白皮书")
    expect(offered.get_by_text("节能改造")).to_be_visible()
    with page.expect_download() as download:
        offered.get_by_role("link").click()
    assert download.value.suggested_filename == "energy.pdf"
