"""Reads DMN files safely: no DOCTYPE, no entities, no network, no huge trees; any DMN namespace from 1.1 to 1.6."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from engine.feel.errors import Finding

NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)
Element = Any


class Refused(Exception):
    """The file is not a DMN file that can be read at all; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def root(data: bytes) -> Element:
    """The `definitions` element; Refused when the bytes are no DMN file."""
    if not data.strip():
        raise Refused(Finding("empty_file"))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
    )
    if b"<!DOCTYPE" in data[:10_000].replace(b"\x00", b""):
        raise Refused(Finding("doctype"))
    try:
        top = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise Refused(Finding("not_xml", None, {"line": line, "reason": str(error)})) from error
    if top.getroottree().docinfo.internalDTD is not None:
        raise Refused(Finding("doctype"))
    name = etree.QName(top)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise Refused(Finding("not_dmn", None, {"found": top.tag}))
    return top


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and for elements of other namespaces."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in NAMESPACES else ""


def children(element: Element, *names: str) -> list[Element]:
    """The children of these names."""
    return [child for child in element if local(child) in names]


def child(element: Element, *names: str) -> Element | None:
    """The first child of one of these names."""
    return next(iter(children(element, *names)), None)


def text(element: Element | None, name: str = "text") -> str:
    """The stripped text of a child element; empty when it is missing."""
    found = None if element is None else child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def ident(element: Element) -> str | None:
    """The id of an element, or of the nearest one around it that has one."""
    while element is not None:
        found = element.get("id")
        if found:
            return str(found)
        element = element.getparent()
    return None
