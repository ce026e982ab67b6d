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
    trace, named = None, {}
    with path.open("rb") as file:
        for _, element in etree.iterparse(file, tag=[f"{space}event", f"{space}log"], huge_tree=True):
            told = {child.get("key"): child.get("value") for child in element}
            if element.tag == f"{space}log":
                yield json.loads(told[SEAL])
                return
            if element.getparent() is not trace:
                trace = element.getparent()
                named = {child.get("key"): child.get("value") for child in trace}
                while (done := trace.getprevious()).tag == trace.tag:
                    done.getparent().remove(done)
            yield (
                *(named.get("tenant_id"), named.get("concept:name"), _number(told.get("seq"))),
                *(told.get("time:timestamp"), told.get("fact"), told.get("element"), told.get("org:resource")),
                *(told.get("data"), told.get("hash")),
            )
            while element.getprevious() is not None and len(trace) > 1:  # flat memory: what was read goes
                del trace[0]
            element.clear()


def _read_ocel(path: Path) -> Generator[Found]:
    """As `export` lays it out: an event or object a line, which need not fit into memory."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith('{"id":'):
                item = json.loads(line.rstrip("\n").removesuffix(","))
                told = {attribute["name"]: attribute["value"] for attribute in item["attributes"]}
                if item["id"] == SEAL:
                    yield json.loads(told[SEAL])
                elif "time" in item:
                    told |= {"at": item["time"], "fact": item["type"]}
                    yield tuple(told.get(name) for name in COLUMNS)
