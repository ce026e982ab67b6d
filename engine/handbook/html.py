"""A handbook as one HTML page that needs nothing else: to send, to keep, to print (as PDF too, by any browser)."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from engine.handbook.blocks import Block
from engine.handbook.picture import FONTS, Picture, svg

Draw = Callable[[Block], Picture | None]
"""The drawing of a figure block; None when there is none."""

STYLE = f"""
body {{ font: 15px/1.65 {FONTS}; color: #1f2d3d; margin: 0 auto; max-width: 1080px; padding: 24px; }}
h1 {{ font-size: 28px; }}
h2 {{ font-size: 21px; border-bottom: 1px solid #d5dce4; padding-bottom: 6px; margin-top: 40px; }}
h3 {{ font-size: 17px; margin-top: 28px; }} a {{ color: #0b57a4; }}
.wide {{ overflow-x: auto; }} table {{ border-collapse: collapse; width: 100%; font-size: 13px; }}
th, td {{ border: 1px solid #d5dce4; padding: 6px 8px; text-align: left; vertical-align: top; }}
th {{ background: #f2f5f8; }} thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
figure {{ margin: 16px 0; break-inside: avoid; }} figure svg {{ max-width: 100%; height: auto; }}
figcaption {{ color: #52606d; font-size: 13px; }}
@media print {{ body {{ max-width: none; padding: 0; font-size: 12px; }} nav {{ break-after: page; }} }}
"""


def page(book: Mapping[str, Any], draw: Draw, subtitle: str = "") -> str:
    """The whole handbook, contents first."""
    title, lang = escape(book["title"]), "zh-CN" if book["language"] == "zh" else "en"
    links = "".join(f'<li><a href="#{one["key"]}">{escape(one["title"])}</a></li>' for one in book["chapters"])
    chapters = "".join(_chapter(one, draw) for one in book["chapters"])
    head = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
    )
    return (
        f"{head}<body><h1>{title}</h1><p>{escape(subtitle)}</p><nav><ol>{links}</ol></nav>"
        f"<main>{chapters}</main></body></html>"
    )


def _chapter(chapter: Mapping[str, Any], draw: Draw) -> str:
    blocks = "".join(_block(block, draw) for block in chapter["blocks"])
    return f'<section id="{chapter["key"]}"><h2>{escape(chapter["title"])}</h2>{blocks}</section>'


def _block(block: Block, draw: Draw) -> str:
    match block["kind"]:
        case "heading":
            return f"<h3>{escape(block['text'])}</h3>"
        case "text":
            return f"<p>{escape(block['text'])}</p>"
        case "table":
            return _table(block)
        case _:
            drawing = draw(block)
            caption = escape(block["caption"])
            return f"<figure>{svg(drawing)}<figcaption>{caption}</figcaption></figure>" if drawing else ""


def _table(block: Block) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in block["columns"])
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block["rows"])
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
