"""A handbook as a Word file: headings that make its contents, real tables, drawings as SVG (Word 2016 and newer)."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from engine.handbook.blocks import Block
from engine.handbook.picture import Picture, svg

Draw = Callable[[Block], Picture | None]
FONTS = {"w:ascii": "Calibri", "w:hAnsi": "Calibri", "w:eastAsia": "Microsoft YaHei"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
"""One transparent pixel: what a reader that knows no SVG shows."""
BLIP = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{0}"/></a:ext></a:extLst>'
)


def file(book: Mapping[str, Any], draw: Draw, subtitle: str = "") -> bytes:
    """The whole handbook as the bytes of a .docx, landscape."""
    paper = Document()
    _dress(paper)
    paper.add_heading(book["title"], 0)
    paper.add_paragraph(subtitle)
    figures = 0
    for chapter in book["chapters"]:
        paper.add_heading(chapter["title"], 1)
        for block in chapter["blocks"]:
            if block["kind"] == "figure":
                figures += 1
                _figure(paper, block, draw(block), figures)
            else:
                _written(paper, block)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _dress(paper: Paper) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = paper.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute, font in FONTS.items():
            fonts.set(qn(attribute), font)
    paper.styles["Normal"].font.size = Pt(10)


def _written(paper: Paper, block: Block) -> None:
    match block["kind"]:
        case "heading":
            paper.add_heading(block["text"], 2)
        case "text":
            paper.add_paragraph(block["text"])
        case "table" if block["columns"]:
            _table(paper, block)


def _table(paper: Paper, block: Block) -> None:
    table = paper.add_table(0, len(block["columns"]), style="Table Grid")
    for number, row in enumerate([block["columns"], *block["rows"]]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = number == 0, Pt(8)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(parse_xml(f'<w:tblHeader xmlns:w="{head.nsmap["w"]}"/>'))
    paper.add_paragraph()


def _figure(paper: Paper, block: Block, picture: Picture | None, number: int) -> None:
    if picture is None:
        return
    section = paper.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    high = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
    scale = min(room / picture.width, high * 0.9 / picture.height, Pt(0.75))
    shown = paper.add_picture(BytesIO(PIXEL), Emu(int(picture.width * scale)), Emu(int(picture.height * scale)))
    where = PackURI(f"/word/media/drawing{number}.svg")
    part = Part(where, "image/svg+xml", svg(picture).encode(), paper.part.package)
    blip = shown._inline.graphic.graphicData.pic.blipFill.blip
    blip.append(parse_xml(BLIP.format(paper.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))))
    shown._inline.docPr.set("descr", block["caption"])
