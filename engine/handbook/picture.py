"""A picture as plain strokes: what a page writes as SVG, and a document draws with its own pen. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from unicodedata import east_asian_width

FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
INK = "#24364b"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """Colours and the line; `fill` None is hollow, `dash` a pattern in pixels."""

    fill: str | None = None
    stroke: str | None = INK
    width: float = 1.5
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    r: float
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline; `closed` makes it a polygon."""

    points: tuple[Point, ...]
    style: Style = Style()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text around its middle (`x`, `y` is the baseline); `upwards` turns it a quarter to the left."""

    x: float
    y: float
    text: str
    size: float = 12
    upwards: bool = False


Mark = Rect | Circle | Line | Text


@dataclass(slots=True)
class Picture:
    """Marks on a sheet: `left`, `top`, `width`, `height` in pixels; `title` says what is drawn."""

    left: float
    top: float
    width: float
    height: float
    title: str = ""
    marks: list[Mark] = field(default_factory=list)


def breadth(text: str, size: float) -> float:
    """How wide a text is, about: a Chinese character one em, others a little over half of one."""
    return size * sum(1.0 if east_asian_width(sign) in "WF" else 0.56 for sign in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit a width: Latin words stay whole where they can, Chinese breaks anywhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and breadth(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        while breadth(piece, size) > width and len(piece) > 1:
            cut = max(1, int(len(piece) * width / breadth(piece, size)))
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterable[str]:
    word = ""
    for sign in " ".join(text.split()):
        wide = east_asian_width(sign) in "WF"
        if wide and word:
            yield word
            word = ""
        word += sign
        if wide or sign in " /-_":
            yield word
            word = ""
    if word:
        yield word


def svg(picture: Picture) -> str:
    """The picture as one SVG element that scales to the width it is given."""
    box = " ".join(_n(value) for value in (picture.left, picture.top, picture.width, picture.height))
    title = escape(picture.title)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{_n(picture.width)}" '
        f'height="{_n(picture.height)}" role="img" aria-label="{title}" font-family="{escape(FONTS)}">'
    )
    return "".join([head, f"<title>{title}</title>", *map(_written, picture.marks), "</svg>"])


def _written(mark: Mark) -> str:
    match mark:
        case Rect():
            rounded = f' rx="{_n(mark.radius)}"' if mark.radius else ""
            sized = f'width="{_n(mark.width)}" height="{_n(mark.height)}"'
            return f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" {sized}{rounded}{_style(mark.style)}/>'
        case Circle():
            return f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.r)}"{_style(mark.style)}/>'
        case Line():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in mark.points)
            return f'<{"polygon" if mark.closed else "polyline"} points="{points}"{_style(mark.style)}/>'
        case Text():
            turn = f' transform="rotate(-90 {_n(mark.x)} {_n(mark.y)})"' if mark.upwards else ""
            where = f'x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}" text-anchor="middle" fill="{INK}"'
            return f"<text {where}{turn}>{escape(mark.text)}</text>"


def _style(style: Style) -> str:
    told = f' fill="{style.fill or "none"}"'
    if style.stroke:
        told += f' stroke="{style.stroke}" stroke-width="{_n(style.width)}" stroke-linejoin="round"'
    return told + (f' stroke-dasharray="{style.dash}"' if style.dash else "")


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
