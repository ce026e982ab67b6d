"""The evidence of a case in one file: its sealed ledger; models, tables and forms in the versions then valid."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select

from engine.definitions import queries as definitions
from engine.history import prose
from engine.history import queries as history
from engine.history.export import export
from engine.history.models import Entry
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.tasks import queries as tasks

MOST = 100_000
ENDINGS = {"process": "bpmn", "decision": "dmn", "form": "json"}


def pack(ctx: Context, case: Instance, secret: str, guide: str, out: BinaryIO) -> None:
    """Write the ZIP: `ledger.csv` of the case and all cases of its root, `case.json`, `tasks.json`, `models/`, the
    reader's `guide` and `MANIFEST.sha256`; `quoted.json` says in clear what the ledger quotes of people and seals. Only
    what is committed is in it."""
    cases = list(
        ctx.session.scalars(select(Instance).where(Instance.tenant_id == ctx.tenant, Instance.root_id == case.root_id))
    )
    files: dict[str, bytes] = {"README.txt": guide.encode(), "ledger.csv": _ledger(ctx, cases, secret)}
    files["quoted.json"] = _json(_quoted(ctx, cases))
    files["case.json"] = _json([_told(one) for one in cases])
    files["tasks.json"] = _json(
        [
            {
                "element": task.element,
                "name": task.name,
                "opened_at": task.opened_at,
                "due_at": task.due_at,
                "due": task.due,
                "completed_at": task.completed_at,
                "completed_by": task.completed_by,
                "owner": task.owner,
                "not_done_by": task.not_done_by,
            }
            for task in tasks.of_instance(ctx, case.root_id)
        ]
    )
    files |= dict(_models(ctx, cases))
    files["MANIFEST.sha256"] = "".join(
        f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    ).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), files[name])


def _ledger(ctx: Context, cases: list[Instance], secret: str) -> bytes:
    streams = [history.instance(case.id) for case in cases]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        export(ctx.session, "csv", path, secret, ctx.now, tenant=ctx.tenant, streams=streams)
        return path.read_bytes()


def _quoted(ctx: Context, cases: list[Instance]) -> list[dict[str, Any]]:
    """The entries whose data the ledger keeps sealed in part, in clear; *** where that was erased."""
    told = []
    for case in cases:
        sealed = history.entries(ctx.session, ctx.tenant, history.instance(case.id), limit=MOST)
        for before, after in zip(sealed, prose.opened(ctx, sealed), strict=True):
            if before.data != after.data:
                told.append({"stream": after.stream, "seq": after.seq, "data": after.data})
    return told


def _models(ctx: Context, cases: list[Instance]) -> Iterator[tuple[str, bytes]]:
    """Every drawing, table and form that the ledger of these cases names, as it was deployed."""
    wanted = {("process", case.process, case.version) for case in cases}
    streams = [history.instance(case.id) for case in cases]
    named = select(Entry.data).where(
        Entry.tenant_id == ctx.tenant, Entry.stream.in_(streams), Entry.fact.in_(["DecisionTaken", "TaskCompleted"])
    )
    for told in ctx.session.scalars(named):
        data = json.loads(told) if isinstance(told, str) else told
        wanted.add(("decision", data.get("decision"), data.get("version")))
        wanted.add(("form", data.get("form"), data.get("form_version")))
    for kind, key, number in sorted(one for one in wanted if one[1] and one[2]):
        try:
            version = definitions.version(ctx, kind, key, number)
        except NotFound:
            continue
        yield f"models/{key}-{number}.{ENDINGS[kind]}", definitions.content(ctx, version)


def _told(case: Instance) -> dict[str, Any]:
    names = ("id", "root_id", "parent_id", "process", "version", "status", "business_key", "started_by")
    return {name: getattr(case, name) for name in names} | {"started_at": case.started_at, "ended_at": case.ended_at}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
