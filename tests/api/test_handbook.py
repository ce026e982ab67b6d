"""The handbook over HTTP: read it, take it along, publish it, say that it was read."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from engine.handbook import cases, commands
from tests.api.conftest import Caller
from tests.kit import House
from webapi.pages import FONTS

Call = Callable[[str | None], Caller]


@pytest.fixture
def books(house: House, call: Call) -> Call:
    house.deploy("processes", "forms")
    house.person("pat", "process_owner").person("ann", groups=("一线客服",)).person("guest", "admin")
    return call


def test_a_handbook_is_published_read_and_becomes_stale(books: Call, house: House) -> None:
    published(house)
    assert books("ann").post("/handbooks/flow/acknowledge", json={"number": 1}).status_code == 204
    table = (house_file("processes/rules/sla_matrix.dmn")).replace('"24h"', '"12h"')
    house.deploy(sla_matrix__dmn=table.encode())
    told = books("ann").get("/handbooks/flow").json
    assert [chapter["key"] for chapter in told["changed"]] == ["service", "appendix"]
    assert told["stale"] == told["changed"]
    moved = {"kind": "decision", "key": "sla_matrix", "name": "服务时限", "before": 1, "after": 2}
    assert told["stale"][0]["sources"] == [moved]
    (flow,) = [item for item in books("ann").get("/handbooks").json["items"] if item["key"] == "flow"]
    assert flow["published"]["readers"] == 1
    old = books("ann").get("/handbooks/flow?number=1").json
    assert "12 小时" not in str(old["chapters"])
    assert [one["number"] for one in old["copies"]] == [1]
    assert old["review_on"] == "2027-03-01"


def published(house: House) -> None:
    charter = {"audience": ["一线客服"], "information": "怎么流转", "goal": "人人会用"}
    with house.unit("pat") as ctx:
        commands.publish(ctx, "flow", {"charter": charter, "texts": {}}, review_on=date(2027, 3, 1))


def house_file(path: str) -> str:
    from tests.kit.house import ROOT

    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize(("language", "title"), [("zh", "客户等级管理手册"), ("en", "Customer tier handbook")])
def test_the_file_stands_alone_with_its_drawings(books: Call, language: str, title: str) -> None:
    answer = books("ann").get(f"/handbooks/tiers/html?language={language}")
    assert answer.mimetype == "text/html"
    page = etree.HTML(answer.get_data())
    assert page.findtext(".//h1") == title
    assert len(page.findall(".//figure/svg")) == 4
    assert not page.xpath("//*[@src] | //link | //script")


def test_the_document_holds_the_tables_and_the_drawings(books: Call) -> None:
    answer = books("ann").get("/handbooks/tiers/docx?language=zh")
    paper = Document(BytesIO(answer.get_data()))
    assert paper.paragraphs[0].text == "客户等级管理手册"
    assert "客户权益" in [part.text for part in paper.paragraphs]
    assert [cell.text for cell in paper.tables[0].rows[0].cells][-1] == "名称"
    drawings = [part for part in paper.part.package.iter_parts() if part.partname.endswith(".svg")]
    assert len(drawings) == 4


@pytest.mark.parametrize(
    ("language", "title", "chapter"),
    [("zh", "客户等级管理手册", "权益、沟通与激励"), ("en", "Customer tier handbook", "Responsibilities")],
)
def test_the_pdf_has_contents_bookmarks_and_its_fonts_inside(
    books: Call, language: str, title: str, chapter: str
) -> None:
    answer = books("ann").get(f"/handbooks/tiers/pdf?language={language}")
    assert answer.mimetype == "application/pdf"
    paper = PdfReader(BytesIO(answer.get_data()))
    texts = [page.extract_text() for page in paper.pages]
    assert paper.metadata.title == title
    assert title in texts[0]
    (mark,) = [one for one in paper.outline if not isinstance(one, list) and one.title.endswith(chapter)]
    at = paper.get_destination_page_number(mark)
    assert chapter in texts[1]
    assert chapter in texts[at]
    assert f"{at + 1} / {len(texts)}" in texts[at]
    fonts = [font.get_object() for page in paper.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert {font["/BaseFont"].split("+")[1] for font in fonts} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all("/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts)
    assert len(answer.get_data()) < 2_000_000


def test_without_the_pages_there_is_no_pdf_and_the_reader_is_told(books: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapi.api.handbook.FONTS", FONTS / "nowhere")
    assert books("ann").get("/handbooks/tiers/pdf").json["code"] == "handbook_fonts_missing"


def test_a_figure_is_an_svg_and_one_that_is_not_there_is_not_found(books: Call) -> None:
    answer = books("ann").get("/handbooks/figures/complaint/1?language=en")
    assert answer.mimetype == "image/svg+xml"
    assert "Complaint" in answer.get_data(as_text=True)
    assert books("ann").get("/handbooks/figures/complaint/9").status_code == 404
    assert books("ann").get("/handbooks/cooking").status_code == 404


def test_my_duties_are_those_of_my_groups(books: Call) -> None:
    mine = books("ann").get("/handbooks/mine").json
    (table,) = [block for block in mine["blocks"] if block["kind"] == "table"]
    assert any(row[0] == "投诉处理" for row in table["rows"])
    assert all("一线客服" in row[2] for row in table["rows"])


def test_what_a_copy_did_is_for_those_who_answer_for_the_whole_house(books: Call, house: House) -> None:
    published(house)
    books("ann").post("/handbooks/flow/acknowledge", json={"number": 1})
    told = books("pat").get("/handbooks/flow/effect/1").json
    assert (told["readers"], told["audience"], told["feedback"]) == (1, 1, 0)
    assert told["figures"][0]["name"] == "客户转化率"
    assert [books(who).get("/handbooks/flow").json["effect"] for who in ("pat", "ann")] == [True, False]
    refused = books("ann").get("/handbooks/flow/effect/1")
    assert (refused.status_code, refused.json["code"]) == (403, "report_of_the_house")
    assert books("pat").get("/handbooks/flow/effect/2").json["code"] == "handbook_copy_unknown"


def test_cases_are_found_over_http(books: Call, house: House) -> None:
    told = {"title": "首答拖了三天", "story": "没有人回电", "cause": "交班", "lesson": "写清单"}
    made = {"kind": "complaint", "outcome": "failure", "book": "flow", "texts": {"zh": told, "en": {}}}
    with house.unit() as ctx:
        cases.publish(ctx, "AL-1", made, "")
    (one,) = books("ann").get("/handbooks/cases?q=清单").json["items"]
    assert (one["number"], one["title"], one["course"]) == ("AL-1", "首答拖了三天", None)
    assert books("ann").get("/handbooks/cases?q=清单&book=tiers").json["items"] == []


@pytest.mark.parametrize("book", ["tiers", "flow"])
def test_no_cell_of_a_handbook_is_a_code(books: Call, book: str) -> None:
    page = etree.HTML(books("ann").get(f"/handbooks/{book}/html?language=zh").get_data())
    appendix = page.xpath(".//section[last()]//td")
    cells = {"".join(cell.itertext()) for cell in page.iterfind(".//td") if cell not in appendix}
    words = {word for cell in cells for word in re.split(r"[、,;。()\s]+", cell)}
    assert len(cells) > 50
    assert sorted(word for word in words if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", word)) == []
