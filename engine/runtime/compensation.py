"""Compensation: undoing what was completed, latest first (BPMN 2.0, 10.7 and 13.5.5).

A scope remembers each completed activity that has a handler: `[activity, handler, records of its inside, local
variables]` in its memory under `comp`. A compensation event (or the cancellation of a transaction) takes the records
out and runs the handlers one after the other as tokens below the token that asked for it; what is left to do stands
there under `todo`.
"""

from typing import TYPE_CHECKING, Any

from engine.runtime.tokens import Token

if TYPE_CHECKING:
    from engine.runtime.nodes import Node

Records = list[list[Any]]


def remember(token: Token, scope: Token) -> None:
    """`token` has completed its activity in `scope`: keeps what is needed to undo it, if anything."""
    node, inside = token.task_spec, token.memory.get("comp", [])
    handler = node.undo if node.loop is None or token.iteration else None
    if handler is not None or inside:
        record = [node.name, handler and handler.name, inside, dict(token.workflow.local(token))]
        scope.memory.setdefault("comp", []).append(record)


def scope_of(token: Token) -> Token:
    """The scope whose activities a compensation event at `token` undoes; an event subprocess undoes those around it."""
    scope = token.above
    return scope.above if "start" in scope.memory and "comp" not in scope.memory and scope.outer is not None else scope


def compensate(token: Token, scope: Token, activity: str | None = None) -> bool:
    """Undoes what `scope` has completed (only `activity`, if given) below `token`; False when there is nothing to
    undo."""
    records: Records = scope.memory.get("comp", [])
    chosen = [record for record in records if activity in (None, record[0])]
    scope.memory["comp"] = [record for record in records if record not in chosen]
    todo = _in_order(chosen)
    if not todo:
        return False
    token.memory["todo"] = todo
    proceed(token)
    return True


def _in_order(records: Records) -> Records:
    todo: Records = []
    for _, handler, inside, data in reversed(records):
        todo += [[handler, inside, data]] if handler is not None else _in_order(inside)
    return todo


def proceed(token: Token) -> None:
    """Runs the next handler, or lets `token` go on when all are done."""
    run, memory = token.workflow, token.memory
    graph = run.model.graph
    if not memory["todo"]:
        del memory["todo"]
        if "then" in memory:
            graph.node(memory["then"]).take(token, {})
        else:
            run.wake(token, {})
        return
    handler, inside, data = memory["todo"].pop(0)
    node: Node = graph.node(handler)
    body = getattr(node, "body", None)
    if body is not None:
        run.place(token, body, {"start": node.name, "p": {}, "comp": inside}, data)
    else:
        run.place(token, node, None, data)
