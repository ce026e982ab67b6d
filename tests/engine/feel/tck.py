"""Reads the DMN TCK's test files: which cases there are, what goes in, what has to come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.feel import dmn
from engine.feel.times import Date, DateTime, Time, parse_duration

TCK = Path(__file__).resolve().parents[3].parent / "shared" / "conformance" / "dmn-tck"
NOW = DateTime.parse("2024-05-01T10:00:00Z")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_READ = {
    "string": str,
    "boolean": lambda text: text.strip() == "true",
    "date": Date.parse,
    "time": Time.parse,
    "dateTime": DateTime.parse,
    "duration": parse_duration,
    "dayTimeDuration": parse_duration,
    "yearMonthDuration": parse_duration,
}


@dataclass(frozen=True)
class Case:
    """One expected result of one test case."""

    folder: str
    case: str
    kind: str
    invocable: str
    node: str
    inputs: dict[str, Any]
    expected: Any
    error: bool


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def value(element: etree._Element | None) -> Any:
    """The value of an inputNode, expected, item or component."""
    if element is None:
        return None
    parts = [part for part in element if isinstance(part.tag, str)]
    components = [part for part in parts if _name(part) == "component"]
    if components:
        return {part.get("name"): value(part) for part in components}
    for part in parts:
        if part.get(_XSI + "nil") == "true":
            return None
        if _name(part) == "list":
            return [value(item) for item in part if isinstance(item.tag, str)]
        if _name(part) == "value":
            kind = (part.get(_XSI + "type") or "xsd:string").rpartition(":")[2]
            text = part.text or ""
            return _READ[kind](text) if kind in _READ else Decimal(text.strip())
    return None


def cases(folder: Path) -> Iterator[Case]:
    """All cases of a folder."""
    for file in sorted(folder.glob("*.xml")):
        for case in etree.parse(file).getroot():
            if not isinstance(case.tag, str) or _name(case) != "testCase":
                continue
            inputs = {
                node.get("name"): value(node)
                for node in case
                if isinstance(node.tag, str) and _name(node) == "inputNode"
            }
            for node in case:
                if not isinstance(node.tag, str) or _name(node) != "resultNode":
                    continue
                expected = next(
                    (part for part in node if isinstance(part.tag, str) and _name(part) == "expected"), None
                )
                yield Case(
                    folder.name,
                    case.get("id", ""),
                    case.get("type", "decision"),
                    case.get("invocableName", ""),
                    node.get("name"),
                    inputs,
                    value(expected),
                    node.get("errorResult") == "true",
                )


def model(folder: Path) -> dmn.Model:
    """The main model of a folder, with what it imports."""
    models = dmn.read_all({file.stem: file.read_bytes() for file in folder.glob("*.dmn")})
    return models[folder.name]


def close(found: Any, expected: Any) -> bool:
    """Equal as the TCK means it: decimals to eight digits behind the point, all else by FEEL."""
    if isinstance(expected, Decimal) and isinstance(found, Decimal | int) and not isinstance(found, bool):
        return abs(found - expected) < Decimal("1e-8") * max(1, abs(expected))
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(close(a, b) for a, b in zip(found, expected, strict=True))
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(close(found[key], item) for key, item in expected.items())
    return type(found) is type(expected) and found == expected


def passes(model: dmn.Model, case: Case) -> tuple[bool, Any]:
    """Whether a case comes out right, and what came out."""
    key = case.node if case.kind == "decision" else case.invocable
    try:
        result = model.evaluate(key, case.inputs, now=NOW)
    except KeyError:
        return False, "no such decision"
    found = result.value
    if case.kind == "decisionService" and isinstance(found, dict) and case.node in found:
        found = found[case.node]  # a service with several outputs answers a context of them
    return close(found, case.expected), result
