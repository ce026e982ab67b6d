"""The handbook over HTTP: read it, take it along, publish it, say that it was read."""

from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from tests.api.conftest import Caller
from tests.kit import House

Call = Callable[[str | None], Caller]


@pytest.fixture
def books(house: House, call: Call) -> Call:
    house.deploy("processes", "forms")
    house.person("pat", "process_owner").person("ann", groups=("一线客服",)).person("guest", "admin")
    return call


def test_a_handbook_is_published_read_and_becomes_stale(books: Call, house: House) -> None:
    assert books("ann").post("/handbooks/flow/copies").status_code == 403
    assert books("pat").post("/handbooks/flow/copies").json == {"number": 1}
    assert books("ann").post("/handbooks/flow/acknowledge", json={"number": 1}).status_code == 204
    table = (house_file("processes/rules/sla_matrix.dmn")).replace('"24h"', '"12h"')
    house.deploy(sla_matrix__dmn=table.encode())
    told = books("ann").get("/handbooks/flow").json
    assert [chapter["key"] for chapter in told["changed"]] == ["service", "appendix"]
    assert told["stale"] == told["changed"]
    assert told["stale"][0]["sources"] == [{"kind": "decision", "key": "sla_matrix", "before": 1, "after": 2}]
    (flow,) = [item for item in books("ann").get("/handbooks").json["items"] if item["key"] == "flow"]
    assert flow["published"]["readers"] == 1
    assert "12 小时" not in str(books("ann").get("/handbooks/flow?number=1").json["chapters"])


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
