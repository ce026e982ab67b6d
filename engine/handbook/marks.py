"""The small signs of BPMN: what waits in an event, what a gateway does, who does a task. Pure geometry."""

from math import cos, pi, sin

from engine.handbook.picture import INK, Circle, Line, Mark, Point, Rect, Style

HOLLOW = Style(width=1.2)
SOLID = Style(fill=INK, width=1.2)
PALE = Style(fill="#ffffff", stroke="#ffffff", width=1.2)


def event(kind: str | None, x: float, y: float, r: float, thrown: bool) -> list[Mark]:
    """The sign inside an event's circle; filled where it throws. An unknown kind has none."""
    style = SOLID if thrown else HOLLOW
    s = r * 0.52
    match kind:
        case "message":
            return _envelope(x, y, s, thrown)
        case "timer":
            return [Circle(x, y, s * 1.1, HOLLOW), Line(((x, y - s * 0.8), (x, y), (x + s * 0.6, y)), HOLLOW)]
        case "signal":
            return [Line(_corners(x, y, s * 1.1, 3), style, True)]
        case "error":
            bolt = ((-1, 0.9), (-0.4, -0.8), (0.3, 0.1), (1, -1), (0.4, 0.8), (-0.3, 0))
            return [Line(tuple((x + s * a, y + s * b) for a, b in bolt), style, True)]
        case "escalation":
            return [Line(((x, y - s), (x + s * 0.8, y + s), (x, y + s * 0.1), (x - s * 0.8, y + s)), style, True)]
        case "terminate":
            return [Circle(x, y, s * 1.15, SOLID)]
        case "condition":
            lines: list[Mark] = [Rect(x - s * 0.8, y - s, s * 1.6, s * 2, 0, HOLLOW)]
            return lines + [Line(((x - s / 2, y + d * s), (x + s / 2, y + d * s)), HOLLOW) for d in (-0.5, 0, 0.5)]
        case "link":
            arrow = ((-1, -0.4), (0.1, -0.4), (0.1, -0.9), (1, 0), (0.1, 0.9), (0.1, 0.4), (-1, 0.4))
            return [Line(tuple((x + s * a, y + s * b) for a, b in arrow), style, True)]
        case "compensation":
            return [_back(x - s, y, s, style), _back(x, y, s, style)]
        case "cancel":
            return _cross(x, y, s)
    return []


def gateway(kind: str, x: float, y: float, r: float) -> list[Mark]:
    """The sign inside a diamond whose half diagonal is r."""
    s, bold = r * 0.36, Style(width=3)
    match kind:
        case "exclusiveGateway":
            return _cross(x, y, s)
        case "parallelGateway":
            return [Line(((x - s, y), (x + s, y)), bold), Line(((x, y - s), (x, y + s)), bold)]
        case "inclusiveGateway":
            return [Circle(x, y, s * 1.1, Style(width=2.5))]
        case "complexGateway":
            plus: list[Mark] = [Line(((x - s, y), (x + s, y)), bold), Line(((x, y - s), (x, y + s)), bold)]
            return plus + _cross(x, y, s * 0.7)
        case "eventBasedGateway":
            return [Circle(x, y, s * 1.5, HOLLOW), Line(_corners(x, y, s, 5), HOLLOW, True)]
    return []


def task(kind: str, x: float, y: float) -> list[Mark]:
    """Who does it, in the upper left corner (x, y is the middle of the sign)."""
    match kind:
        case "userTask" | "manualTask":
            body = ((x - 6, y + 7), (x - 5, y + 2), (x, y), (x + 5, y + 2), (x + 6, y + 7))
            return [Line(body, HOLLOW, True), Circle(x, y - 3.5, 3, Style(fill="#ffffff", width=1.2))]
        case "serviceTask":
            return [Line(_corners(x, y, 7, 8), HOLLOW, True), Circle(x, y, 2.8, HOLLOW)]
        case "businessRuleTask":
            across, down = ((x - 7, y - 1.5), (x + 7, y - 1.5)), ((x - 2.5, y - 1.5), (x - 2.5, y + 5))
            return [Rect(x - 7, y - 5, 14, 10, 0, HOLLOW), Line(across, HOLLOW), Line(down, HOLLOW)]
        case "sendTask" | "receiveTask":
            return _envelope(x, y, 6, kind == "sendTask")
        case "scriptTask":
            return [Line(((x - 5, y + d), (x + 5, y + d)), HOLLOW) for d in (-5, -1.5, 2, 5.5)]
    return []


def repeats(kind: str, x: float, y: float) -> list[Mark]:
    """Several at once, one after another, again, or folded: below in the middle of a task."""
    match kind:
        case "parallel":
            return [Line(((x + d, y - 5), (x + d, y + 5)), Style(width=2)) for d in (-4, 0, 4)]
        case "sequential":
            return [Line(((x - 5, y + d), (x + 5, y + d)), Style(width=2)) for d in (-4, 0, 4)]
        case "loop":
            return [Circle(x, y, 5, HOLLOW), Line(((x - 7, y + 1), (x - 4, y + 4), (x - 4, y)), HOLLOW)]
        case "folded":
            plus = [Line(((x - 4, y), (x + 4, y)), HOLLOW), Line(((x, y - 4), (x, y + 4)), HOLLOW)]
            return [Rect(x - 7, y - 7, 14, 14, 0, HOLLOW), *plus]
    return []


def arrow(points: tuple[Point, ...], hollow: bool = False) -> list[Mark]:
    """The head at the end of a way."""
    (x0, y0), (x, y) = points[-2], points[-1]
    long = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 or 1
    a, b = (x - x0) / long, (y - y0) / long
    left, right = (x - 9 * a + 4 * b, y - 9 * b - 4 * a), (x - 9 * a - 4 * b, y - 9 * b + 4 * a)
    return [Line(((x, y), left, right), Style(fill="#ffffff" if hollow else INK, width=1), True)]


def _envelope(x: float, y: float, s: float, filled: bool) -> list[Mark]:
    body = Rect(x - s, y - s * 0.7, s * 2, s * 1.4, 0, SOLID if filled else Style(fill="#ffffff", width=1.2))
    flap = ((x - s, y - s * 0.7), (x, y + s * 0.15), (x + s, y - s * 0.7))
    return [body, Line(flap, PALE if filled else HOLLOW)]


def _cross(x: float, y: float, s: float) -> list[Mark]:
    bold = Style(width=3)
    return [Line(((x - s, y - s), (x + s, y + s)), bold), Line(((x - s, y + s), (x + s, y - s)), bold)]


def _back(x: float, y: float, s: float, style: Style) -> Line:
    return Line(((x + s, y - s), (x, y), (x + s, y + s)), style, True)


def _corners(x: float, y: float, r: float, number: int) -> tuple[Point, ...]:
    turns = [2 * pi * corner / number - pi / 2 for corner in range(number)]
    return tuple((x + r * cos(turn), y + r * sin(turn)) for turn in turns)
