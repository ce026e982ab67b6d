"""The stepping loop: runs tokens one at a time until all are at rest, and sees to it that rest is never a silent stall.

SpiffWorkflow drains the innermost subprocess before anything outside gets its turn, and never notices that nothing can
go on. Here whatever an event interrupts is gone before the next token runs; inclusive joins are looked at when nothing
else can move; and an instance in which nothing waits for the outside is an incident.
"""

from engine.runtime.events import IncidentEnded
from engine.runtime.model import Stuck
from engine.runtime.nodes import InclusiveGateway
from engine.runtime.run import Run
from engine.runtime.tokens import READY, STARTED, WAITING, Token
from engine.runtime.waits import Waiting


def drain(run: Run) -> None:
    """Runs tokens until all are at rest."""
    left = run.env.loops
    while run.ended is None:
        if run.dirty:
            check_conditions(run)
        waiting = run.queue or run.late
        if not waiting:
            if run.inclusive and fire_inclusive(run):
                continue
            break
        token = waiting.popleft()
        if run.tasks.get(token.id) is token and token._state == READY:
            left -= 1
            step(run, token, exhausted=left < 0)
    if run.ended is None:
        watch_for_stall(run)


def step(run: Run, token: Token, exhausted: bool) -> None:
    """Runs one token; where it is stuck an incident stands in front of its element."""
    try:
        if exhausted:
            raise Stuck("endless_loop", limit=run.env.loops)
        token.run()
    except Stuck as reason:
        run.raise_incident(token, reason.code, reason.params)


def check_conditions(run: Run) -> None:
    """Fires the conditional events that have become true since they were last looked at."""
    run.dirty = False
    if not run.model.graph.conditional:
        return
    for token in list(run.tasks.values()):
        for at, wait in enumerate(token.memory.get("w", ())):
            if wait and wait[0] == "condition" and run.tasks.get(token.id) is token and becomes_true(run, token, at):
                node: Waiting = token.task_spec
                node.trigger(token, at, {})
                break


def becomes_true(run: Run, token: Token, at: int) -> bool:
    """Whether a conditional wait holds now and did not before. A variable that is not there yet is no error here: the
    condition waits for it, and its syntax was checked at deployment."""
    node: Waiting = token.task_spec
    condition, wait = node.awaited[at].condition, token.memory["w"][at]
    try:
        holds = condition is not None and condition(run.scope(token)) is True
    except Stuck:
        holds = False
    before, wait[1] = wait[1], holds
    return holds and not before


def fire_inclusive(run: Run) -> bool:
    """Lets the first inclusive join go on that need not wait any longer."""
    run.inclusive = False
    for token in list(run.tasks.values()):
        node = token.task_spec
        if token._state == WAITING and isinstance(node, InclusiveGateway) and (ready := node.ready(token.above)):
            run.inclusive = True
            if ready.memory.pop("x", None):
                run.report(IncidentEnded(ready.id))
            run.ready(ready)
            return True
    return False


def watch_for_stall(run: Run) -> None:
    """When every token waits at a join, nothing outside can ever move the instance: an incident at each of them."""
    joins = []
    for token in run.tasks.values():
        if token.memory.get("x", "stalled") != "stalled" or waits_for_outside(token):
            return
        if token._state == WAITING and not token.subscription:
            joins.append(token)
    for token in joins:
        if "x" not in token.memory:
            here = {other.memory.get("via") for other in joins if other.task_spec is token.task_spec}
            missing = [flow.source.element.id for flow in token.task_spec.incoming if flow.id not in here]
            run.raise_incident(token, "stalled", {"missing": missing})


def waits_for_outside(token: Token) -> bool:
    """Whether a command can still come for this token: an event that it waits for, or work of a person or connector."""
    if token.subscription or token.outer is None:
        return False
    if token._state == WAITING:
        return "w" in token.memory
    return token._state == STARTED and all(below.subscription for below in token.below)
