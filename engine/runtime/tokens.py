"""Tokens: SpiffWorkflow's tasks, kept as a tree of scopes that holds only what is unfinished.

The library keeps every finished task and predicts the whole future, which makes each step of a long-lived instance
dearer than the one before (and stops at a depth of 1,000, its defect D2). Here a task's parent is the scope it runs in
(process, subprocess, loop, event-based gateway), nothing is predicted, and a finished task is taken out at once: the
tree is as deep as the drawing is nested and as wide as there are tokens.
"""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.feel import values

if TYPE_CHECKING:
    from engine.runtime.nodes import Node
    from engine.runtime.run import Run

WAITING: int = TaskState.WAITING
READY: int = TaskState.READY
STARTED: int = TaskState.STARTED
COMPLETED: int = TaskState.COMPLETED


class Token(Task):  # type: ignore[misc]  # the library has no types
    """A task of the tree. READY: to be run now (or stuck); WAITING: for an event or at a join; STARTED: open.

    `data` are the local variables of this token, seen by everything below it. `internal_data` is its memory, kept in
    the snapshot; its keys: `sub` a subscription of its parent, `via` the flow it came by, `r` a payload to conclude
    with, `d` done and about to leave, `x` the incident, `w` the waits, `i` the number of an iteration, `own` writes
    stay here, `int` an interrupting event subprocess has taken the scope; `n k next items out` belong to a loop, `comp
    todo then` to compensation.
    """

    id: str
    workflow: "Run"
    task_spec: "Node"
    internal_data: dict[str, Any]

    def __init__(self, run: "Run", spec: "Node", parent: "Token | None", id: str) -> None:
        self.id = id
        self.workflow = run
        self.task_spec = spec
        self._parent: str | None = None if parent is None else parent.id
        self._children: list[str] = []
        self._state = READY
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self._data: dict[str, Any] = {}
        self.packed: str | None = None
        self.internal_data = {}
        run.tasks[id] = self
        if parent is not None:
            parent._children.append(id)

    def _set_state(self, value: int) -> None:
        """Without the library's clock and log record, which cost more than the step itself."""
        self._state = value

    @property
    def data(self) -> dict[str, Any]:
        """Local variables; out of a snapshot they are unpacked when somebody looks at them, which few steps do."""
        if self.packed is not None:
            self._data, self.packed = values.loads(self.packed), None
        return self._data

    @data.setter
    def data(self, data: dict[str, Any]) -> None:
        self._data, self.packed = data, None

    @property
    def memory(self) -> dict[str, Any]:
        """What this token must remember between two steps."""
        return self.internal_data

    @property
    def outer(self) -> "Token | None":
        """The scope that this token runs in, None for the process itself."""
        return None if self._parent is None else self.workflow.tasks.get(self._parent)

    @property
    def above(self) -> "Token":
        """The scope that this token runs in; not to be asked of the process itself."""
        assert self._parent is not None
        return self.workflow.tasks[self._parent]

    @property
    def below(self) -> "list[Token]":
        """The tokens and subscriptions directly in this scope, oldest first."""
        tasks = self.workflow.tasks
        return [tasks[child] for child in self._children]

    @property
    def subscription(self) -> bool:
        """An armed boundary event of its parent, or an armed event subprocess of its parent's scope."""
        return "sub" in self.internal_data

    @property
    def iteration(self) -> bool:
        """One round of the loop that its parent token stands for."""
        return "i" in self.internal_data

    def run(self) -> bool | None:
        """One step: do the element's work, or conclude it with the payload that came in, then leave it. None: it stays
        open.

        Raises Stuck where it cannot go on; calling it again then repeats only what was not done.
        """
        memory = self.internal_data
        if "d" not in memory:
            if "r" in memory:
                self.task_spec.conclude(self, memory["r"])
            elif self.task_spec._run_hook(self) is None:
                if self._state == READY:
                    self._state = STARTED
                return None
            memory["d"] = 1
        self.complete()
        return True

    def complete(self) -> None:
        """Leaves the element over the flows that its conditions choose."""
        node = self.task_spec
        if node.loop is not None and self.iteration:
            node.loop.collect(self)
            return
        flows = node.choose(self)
        self._state = COMPLETED
        self.workflow.leave(self, flows)
