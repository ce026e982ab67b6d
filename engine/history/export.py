"""The ledger carried out of the house: CSV for auditors, XES and OCEL 2.0 for process mining.

Every format carries all columns of every entry and a signed seal over the ends of the exported chains, so that the
file proves itself offline (see exported.py). The ledger is verified in the same view of the database that is
exported; what was found then is part of the seal.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.history import checkpoints
from engine.history.chain import Merkle, instant, sign
from engine.history.models import Entry, Head
from engine.history.verify import Report, check, view
from engine.kernel import TENANT

COLUMNS = ("tenant_id", "stream", "seq", "at", "fact", "element", "actor", "data", "hash")
SEAL = "seal"

# what process mining calls the steps of an activity's life (IEEE 1849-2016, lifecycle extension)
TRANSITIONS = {
    "TaskOpened": "schedule",
    "TaskClaimed": "assign",
    "TaskReassigned": "reassign",
    "ElementEntered": "start",
    "TaskCancelled": "withdraw",
}


def export(
    session: Session, kind: str, out: Path, secret: str, now: datetime, *, tenant: str = TENANT, streams: Any = None
) -> Report:
    """Write the ledger of a tenant, or these streams (a list or a select of names), as `csv`, `xes` or `ocel`.

    Only what is committed is exported: make the checkpoint in a transaction before. Answers what was found.
    """
    query = select(Entry.__table__).where(Entry.tenant_id == tenant).order_by(Entry.stream, Entry.seq)
    if streams is not None:
        query = query.where(Entry.stream.in_(streams))
    with view(session) as own:
        report = check(own, secret, tenant, streams)
        seal = _seal(own, report, secret, now, tenant, streams)
        # utf-8-sig: a spreadsheet in China opens a CSV without it as GB18030
        with (
            out.open("w", encoding="utf-8-sig" if kind == "csv" else "utf-8", newline="") as file,
            own.execute(query, execution_options={"yield_per": 2000}) as rows,
        ):
            WRITERS[kind](file, (row._mapping for row in rows), seal)
    return report


def _seal(session: Session, report: Report, secret: str, now: datetime, tenant: str, streams: Any) -> dict[str, Any]:
    root, entries = Merkle(), 0
    heads = select(Head.stream, Head.seq, Head.hash).where(Head.tenant_id == tenant).order_by(Head.stream)
    if streams is not None:
        heads = heads.where(Head.stream.in_(streams))
    with session.execute(heads, execution_options={"yield_per": 5000}) as rows:
        for head in rows:
            root.add(head.stream, head.seq, head.hash)
            entries += head.seq
    anchor = checkpoints.latest(session, tenant)
    told = {
        "at": instant(now),
        "tenant": tenant,
        "streams": root.count,
        "entries": entries,
        "root": root.root(),
        "checkpoint": anchor and {name: getattr(anchor, name) for name in ("number", "at", "root", "signature")},
        "broken": report.broken and asdict(report.broken),
    }
    return told | {"signature": signature(told, secret)}


def signature(seal: dict[str, Any], secret: str) -> str:
    """The signature (hex) that a seal of this content must carry."""
    return sign(secret, "export", {name: value for name, value in seal.items() if name != "signature"})


def _csv(file: TextIO, rows: Iterable[Any], seal: dict[str, Any]) -> None:
    """One row an entry, the columns of the table; the last row is the seal."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([row[column] for column in COLUMNS] for row in rows)
    writer.writerow((seal["tenant"], SEAL, "", seal["at"], "LedgerExported", "", "", _json(seal), seal["signature"]))


def _xes(file: TextIO, rows: Iterable[Any], seal: dict[str, Any]) -> None:
    """IEEE 1849-2016: a trace a stream, an event an entry."""
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write('<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n')
    for name, prefix in (
        ("Concept", "concept"),
        ("Time", "time"),
        ("Organizational", "org"),
        ("Lifecycle", "lifecycle"),
    ):
        file.write(f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n')
    file.write('<global scope="trace">' + _string("concept:name", "UNKNOWN") + "</global>\n")
    file.write('<global scope="event">' + _string("concept:name", "UNKNOWN"))
    file.write('<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>' + _string("org:resource", "UNKNOWN"))
    file.write(_string("lifecycle:transition", "complete") + "</global>\n")
    file.write('<classifier name="Activity" keys="concept:name"/>\n')
    file.write('<classifier name="Activity and step" keys="concept:name lifecycle:transition"/>\n')
    file.write(_string(SEAL, _json(seal)) + "\n")
    stream = None
    for row in rows:
        if row["stream"] != stream:
            file.write("</trace>\n" if stream is not None else "")
            stream = row["stream"]
            file.write("<trace>" + _string("concept:name", stream) + _string("tenant_id", row["tenant_id"]) + "\n")
        file.write(
            "<event>"
            + _string("concept:name", row["element"] or row["fact"])
            + f'<date key="time:timestamp" value={quoteattr(row["at"])}/>'
            + _string("org:resource", row["actor"])
            + _string("lifecycle:transition", TRANSITIONS.get(row["fact"], "complete"))
            + f'<int key="seq" value="{int(row["seq"])}"/>'
            + _string("fact", row["fact"])
            + ("" if row["element"] is None else _string("element", row["element"]))
            + _string("data", row["data"])
            + _string("hash", row["hash"])
            + "</event>\n"
        )
    file.write("</trace>\n" if stream is not None else "")
    file.write("</log>\n")


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(value)}/>'


def _ocel(file: TextIO, rows: Iterable[Any], seal: dict[str, Any]) -> None:
    """OCEL 2.0: an event an entry; objects are the cases, the customers, the settings and the people who acted.

    A case belongs to the customer that one of its facts names, from that fact on.
    """
    objects: dict[str, dict[str, Any]] = {}
    kinds: dict[str, None] = {}
    file.write('{"events":[')
    for number, event in enumerate(_ocel_events(rows, objects)):
        kinds[event["type"]] = None
        file.write(("," if number else "") + "\n" + _json(event))
    attributes = [{"name": SEAL, "time": seal["at"], "value": _json(seal)}]
    objects[SEAL] = {"id": SEAL, "type": SEAL, "attributes": attributes, "relationships": []}
    file.write('\n],"objects":[\n' + ",\n".join(map(_json, objects.values())))
    names: dict[str, list[Any]] = {item["type"]: [] for item in objects.values()} | {
        SEAL: [{"name": SEAL, "type": "string"}]
    }
    file.write('\n],"objectTypes":' + _json([{"name": name, "attributes": has} for name, has in names.items()]))
    has = [{"name": name, "type": "integer" if name == "seq" else "string"} for name in _OCEL]
    file.write(',"eventTypes":' + _json([{"name": name, "attributes": has} for name in kinds]) + "}\n")


_OCEL = ("tenant_id", "stream", "seq", "element", "actor", "data", "hash")


def _ocel_events(rows: Iterable[Any], objects: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    stream = customer = None
    for row in rows:
        if row["stream"] != stream:
            stream, customer = row["stream"], None
            kind = stream.partition(":")[0]
            case = objects.setdefault(stream, _object(stream, kind))
        named = _customer(row["data"]) if kind == "instance" else None
        if named and named != customer:
            customer = named
            objects.setdefault(customer, _object(customer, "customer"))
            case["relationships"].append({"objectId": customer, "qualifier": "customer"})
        actor = f"person:{row['actor']}"
        objects.setdefault(actor, _object(actor, "person"))
        about = [(stream, kind), (actor, "actor"), *([(customer, "customer")] if customer else [])]
        yield {
            "id": f"{stream}#{row['seq']}",
            "type": row["fact"],
            "time": row["at"],
            "attributes": [{"name": name, "value": row[name]} for name in _OCEL if row[name] is not None],
            "relationships": [{"objectId": id, "qualifier": qualifier} for id, qualifier in about],
        }


def _object(id: str, kind: str) -> dict[str, Any]:
    return {"id": id, "type": kind, "attributes": [], "relationships": []}


def _customer(data: str) -> str | None:
    try:
        named = json.loads(data).get("customer_id")
    except (ValueError, AttributeError):
        return None
    return f"customer:{named}" if isinstance(named, str) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


WRITERS = {"csv": _csv, "xes": _xes, "ocel": _ocel}
