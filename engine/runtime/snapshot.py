"""The state of an instance between two steps: only what is unfinished, without the model and without the variables.

A snapshot names elements by the author's ids, so it can be read against any version of the model that has them. It is
bytes (never `jsonb`, which sorts keys), begins with its format's number, and is compressed where that pays. A format
that this release does not know is refused before anything in it is looked at (the library evaluates such texts: its
defect D9).
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import simplejson

from engine.feel import values
from engine.runtime.model import Env, Model
from engine.runtime.nodes import InclusiveGateway
from engine.runtime.run import Run
from engine.runtime.tokens import READY, WAITING, Token

PLAIN, PACKED = b"1", b"2"
PACK_FROM = 1024
VALUED = ("r", "p", "got", "items", "out", "comp", "todo")
"""The keys of a token's memory that hold FEEL values; everything else is plain JSON."""


class UnknownFormat(Exception):
    """The bytes are not a snapshot that this release can read."""


def save(run: Run) -> bytes:
    """The snapshot of a step that has come to rest."""
    rows = []
    valued = False
    for token in run.tasks.values():
        row: list[Any] = [token.id, token._parent, token.task_spec.name, token._state]
        memory, data = token.internal_data, token.data
        if data or any(key in memory for key in VALUED):
            valued = True
            memory = {key: values.dump(value) if key in VALUED else value for key, value in memory.items()}
            row += [memory, values.dump(data)]
        elif memory:
            row.append(memory)
        rows.append(row)
    body = [run.last_id, run.last_end, rows]
    text = (
        simplejson.dumps(body, use_decimal=True, separators=(",", ":"))
        if valued
        else json.dumps(body, separators=(",", ":"))
    )
    raw: bytes = text.encode()
    return PACKED + zlib.compress(raw, 1) if len(raw) > PACK_FROM else PLAIN + raw


def load(model: Model, state: bytes, variables: Mapping[str, Any], env: Env) -> Run:
    """The run that `save` wrote, ready for a command. Raises UnknownFormat."""
    kind, raw = state[:1], state[1:]
    if kind not in (PLAIN, PACKED):
        raise UnknownFormat
    if kind == PACKED:
        raw = zlib.decompress(raw)
    run = Run(model, variables, env)
    run.last_id, run.last_end, rows = (
        simplejson.loads(raw, use_decimal=True) if b'"$' in raw or b"." in raw else json.loads(raw)
    )
    specs = model.graph.task_specs
    tasks = run.tasks
    for row in rows:
        token = Token(run, specs[row[2]], tasks.get(row[1]), row[0])
        token._state = row[3]
        if len(row) > 4:
            token.internal_data = row[4]
        if len(row) > 5:
            token.data = values.load(row[5])
            for key in VALUED:
                if key in token.internal_data:
                    token.internal_data[key] = values.load(token.internal_data[key])
        if token._state == WAITING and isinstance(token.task_spec, InclusiveGateway):
            run.inclusive = True
        elif token._state == READY and "x" not in token.internal_data:
            run.ready(token)
    return run
