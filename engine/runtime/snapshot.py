"""The state of an instance between two steps: only what is unfinished, without the model and without the variables.

A snapshot names elements by the author's ids, so it can be read against any version of the model that has them. It is
bytes (never `jsonb`, which sorts keys), begins with its format's number, and is compressed where that pays. A format
that this release does not know is refused before anything in it is looked at (the library evaluates such texts: its
defect D9).
"""

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import simplejson

from engine.feel import values
from engine.runtime.model import Env, Model
from engine.runtime.nodes import InclusiveGateway
from engine.runtime.run import Run
from engine.runtime.tokens import READY, WAITING, Token

PLAIN, PACKED = b"1", b"2"
PACK_FROM = 1024
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
VALUED = ("r", "p", "got", "items", "out", "comp", "todo")
"""The keys of a token's memory that hold FEEL values: kept as a text of their own, as local variables are, so that
the snapshot around them is plain JSON and what a step does not look at is copied as it is."""


class UnknownFormat(Exception):
    """The bytes are not a snapshot that this release can read."""


def save(run: Run) -> bytes:
    """The snapshot of a step that has come to rest."""
    rows = []
    for token in run.tasks.values():
        memory, kept = token.internal_data, ""
        if valued := {key: memory[key] for key in VALUED if key in memory}:
            memory = {key: value for key, value in memory.items() if key not in valued}
            kept = values.dumps(valued)
        data = token.packed if token.packed is not None else values.dumps(token.data) if token.data else ""
        row: list[Any] = [token.id, token._parent, token.task_spec.name, token._state]
        rows.append([*row, memory, data, kept] if data or kept else [*row, memory] if memory else row)
    raw = _encode([run.last_id, run.last_end, rows]).encode()
    return PACKED + zlib.compress(raw, 1) if len(raw) > PACK_FROM else PLAIN + raw


def load(model: Model, state: bytes, variables: Mapping[str, Any], env: Env) -> Run:
    """The run that `save` wrote, ready for a command. Raises UnknownFormat."""
    kind, raw = state[:1], state[1:]
    if kind not in (PLAIN, PACKED):
        raise UnknownFormat
    if kind == PACKED:
        raw = zlib.decompress(raw)
    run = Run(model, variables, env)
    run.last_id, run.last_end, rows = json.loads(raw)
    specs = model.graph.task_specs
    tasks = run.tasks
    for row in rows:
        token = Token(run, specs[row[2]], tasks.get(row[1]), row[0])
        token._state = row[3]
        if len(row) > 4:
            token.internal_data = row[4]
        if len(row) > 5:
            token.packed = row[5] or None
            if row[6]:
                token.internal_data.update(values.loads(row[6]))
        if token._state == WAITING and isinstance(token.task_spec, InclusiveGateway):
            run.inclusive = True
        elif token._state == READY and "x" not in token.internal_data:
            run.ready(token)
    return run


def rewritten(state: bytes, change: Callable[[Any], Any]) -> bytes:
    """The snapshot with what it stores of variables put through `change`, which is given plain JSON structures and
    answers structures of the same kind; the same bytes where that changes nothing. Raises UnknownFormat."""
    kind, raw = state[:1], state[1:]
    if kind not in (PLAIN, PACKED):
        raise UnknownFormat
    last_id, last_end, rows = json.loads(zlib.decompress(raw) if kind == PACKED else raw)
    changed = []
    for row in rows:
        new = [*row[:4], *([change(row[4])] if len(row) > 4 else [])]
        new += [rewritten_text(text, change) for text in row[5:7]]
        changed.append(new)
    if changed == rows:
        return state
    raw = _encode([last_id, last_end, changed]).encode()
    return PACKED + zlib.compress(raw, 1) if len(raw) > PACK_FROM else PLAIN + raw


def rewritten_text(text: str, change: Callable[[Any], Any]) -> str:
    """The same for a text that holds FEEL values (`values.dumps`)."""
    if not text:
        return text
    before = simplejson.loads(text, use_decimal=True)
    after = change(before)
    if after == before:
        return text
    told: str = simplejson.dumps(after, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    return told
