"""Proof of an exported file, offline: every chain recomputed and the seal compared; its signature needs the key."""

import csv
import json
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

from lxml import etree

from engine.history.chain import Chain, Merkle, same
from engine.history.export import COLUMNS, SEAL, signature
from engine.history.verify import Broken, Report

# what the readers raise at a damaged file
UNREADABLE = (etree.XMLSyntaxError, json.JSONDecodeError, csv.Error, KeyError, IndexError, TypeError, AttributeError)

Found = tuple[Any, ...] | dict[str, Any]  # an entry's columns in their order, or the seal


def verify_export(path: Path, secret: str | None = None) -> Report:
    """Check a file made by `export`; without the secret all but the signature is checked (`signed` is None).

    `file` is what is wrong with one that can no longer be read; one of no known format is a ValueError.
    """
    chain, root, entries, seal, broken = Chain(), Merkle(), 0, None, None
    try:
        with closing(_read(path)) as items:
            for item in items:
                if isinstance(item, dict):
                    seal = item
                    continue
                entries += 1
                stood, seq, hash = chain.stream, chain.seq, chain.hash
                wrong = chain.follow(*item[:8], claimed=item[8])
                if stood is not None and stood != chain.stream:
                    root.add(stood[1], seq, hash)
                if wrong:
                    broken = Broken(wrong, str(item[1]), item[2], item[4])
                    break
    except UNREADABLE:
        broken = Broken("file", chain.stream[1] if chain.stream else "", chain.seq)
    if chain.stream is not None:
        root.add(chain.stream[1], chain.seq, chain.hash)
    if broken is None:
        broken = _unsealed(seal, root, entries, secret)
    signed = None if secret is None else seal is not None and same(str(seal.get("signature")), signature(seal, secret))
    return Report(entries, chain.streams, 1 if seal and seal.get("checkpoint") else 0, signed, broken)


def _unsealed(seal: dict[str, Any] | None, root: Merkle, entries: int, secret: str | None) -> Broken | None:
    if seal is None:
        return Broken("seal", SEAL)
    if (seal.get("streams"), seal.get("entries"), seal.get("root")) != (root.count, entries, root.root()):
        return Broken("seal", SEAL)
    if secret is not None and not same(str(seal.get("signature")), signature(seal, secret)):
        return Broken("seal", SEAL)
    return Broken(**seal["broken"]) if seal.get("broken") else None  # what was wrong in the house already


def _read(path: Path) -> Generator[Found]:
    with path.open("rb") as file:
        start = file.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _read_xes(path)
    if start.startswith(b"{"):
        return _read_ocel(path)
    if start.startswith(COLUMNS[0].encode()):
        return _read_csv(path)
    raise ValueError("neither CSV, XES nor OCEL of this house")


def _read_csv(path: Path) -> Generator[Found]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        for row in csv.DictReader(file):
            if row["stream"] == SEAL:
                yield json.loads(row["data"])
            else:
                yield tuple(_number(row[name]) if name == "seq" else row[name] or None for name in COLUMNS)


def _number(text: str | None) -> Any:
    return int(text) if text and text.isdecimal() else text


def _read_xes(path: Path) -> Generator[Found]:
    space = "{http://www.xes-standard.org/}"
    stream = tenant = None
    with path.open("rb") as file:
        for _, element in etree.iterparse(
            file, events=("end",), tag=[f"{space}string", f"{space}event"], resolve_entities=False, huge_tree=True
        ):
            parent = element.getparent()
            if element.tag == f"{space}event":
                told = {child.get("key"): child.get("value") for child in element}
                at = told.get("time:timestamp")
                yield (
                    *(tenant, stream, _number(told.get("seq")), at, told.get("fact"), told.get("element")),
                    *(told.get("org:resource"), told.get("data"), told.get("hash")),
                )
                element.clear()
                while element.getprevious() is not None:  # flat memory: what was read goes
                    del parent[0]
            elif parent.tag == f"{space}log" and element.get("key") == SEAL:
                yield json.loads(element.get("value"))
            elif parent.tag == f"{space}trace":
                if element.get("key") == "concept:name":
                    stream = element.get("value")
                    while (done := parent.getprevious()) is not None and done.tag == parent.tag:
                        parent.getparent().remove(done)
                elif element.get("key") == "tenant_id":
                    tenant = element.get("value")


def _read_ocel(path: Path) -> Generator[Found]:
    log = json.loads(path.read_text(encoding="utf-8"))
    for item in log["objects"]:
        if item["id"] == SEAL:
            yield json.loads(item["attributes"][0]["value"])
    for event in log["events"]:
        told = {item["name"]: item["value"] for item in event["attributes"]} | {
            "at": event["time"],
            "fact": event["type"],
        }
        yield tuple(told.get(name) for name in COLUMNS)
