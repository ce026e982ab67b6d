"""A case on its way through a scenario: the steps are the verbs that people use, on whatever stage they are played."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from engine.customers import commands as customers
from engine.feel import values
from engine.instances import commands as instances
from engine.instances import messages
from engine.instances import queries as cases
from engine.kernel import Context, Forbidden
from engine.sla import ladder
from engine.tasks import commands as tasks
from engine.tasks import queries as inbox
from engine.tasks.models import Task
from engine.training import sittings
from webapi.scenarios.reading import Scenario, duration


class Astray(AssertionError):
    """A scenario went another way than it tells."""


class Stage(Protocol):
    """A database with a clock in our hands."""

    @property
    def now(self) -> datetime:
        """What its clock says."""

    def unit(self, by: str | None = None, *, write: bool = True) -> AbstractContextManager[Context]:
        """One unit of work of a person (of the system, when nobody is named), committed at the end."""

    def settle(self) -> int:
        """Do all that is due now."""

    def later(self, **time: float) -> int:
        """Push the clock and do everything that falls due on the way."""


class Play:
    """One case that is played; `case` is its id."""

    def __init__(self, stage: Stage, scenario: Scenario) -> None:
        self.stage = stage
        self.scenario = scenario
        self.case = ""

    def begin(self, variables: Mapping[str, Any], *, business_key: str | None = None) -> None:
        """Start the case with these variables, by whom the scenario names."""
        with self.stage.unit(self.scenario.told.get("by")) as ctx:
            given, about = values.of(dict(variables)), self.scenario.told.get("about")
            customer = customers.find(ctx, about).id if about else None
            at = self.scenario.told.get("at")
            key = self.scenario.process
            case = instances.start(ctx, key, given, business_key=business_key, customer_id=customer, at=at)
            self.case = case.id
        self.stage.settle()

    def act(self, step: Mapping[str, Any]) -> None:
        """One step. Astray when it cannot be taken, or when somebody may do what the scenario says they may not."""
        if "do" in step:
            self.complete(step["do"], step["by"], step.get("with", {}))
        elif "sat" in step:
            self.sit(step["sat"], step["by"], int(step.get("wrong", 0)))
        elif "refused" in step:
            try:
                self.complete(step["refused"], step["by"], step.get("with", {"decision": "approve"}))
            except Forbidden:
                return
            raise Astray(f"{step['by']} may complete {step['refused']}")
        elif "later" in step:
            self.stage.later(seconds=duration(step["later"]).total_seconds())
        elif "message" in step:
            with self.stage.unit() as ctx:
                messages.publish(ctx, step["message"], step.get("correlation", {}), step.get("variables", {}))
            self.stage.settle()
        elif "told" in step:
            with self.stage.unit(step["by"]) as ctx:
                ladder.escalate(ctx, self.case, step["told"], step.get("reason", "…"))
            self.stage.settle()
        elif "knows" in step:
            self.check_knows(step["knows"])
        elif self.open() != sorted(step["open"]):
            raise Astray(f"open are {self.open()}, not {step['open']}")

    def check_knows(self, expected: Mapping[str, Any]) -> None:
        """Astray when the case's variables are others."""
        with self.stage.unit(write=False) as ctx:
            known = cases.variables(cases.instance(ctx, self.case))
        held = {name: known.get(name) for name in expected}
        if held != dict(expected):
            raise Astray(f"known is {held}, not {dict(expected)}")

    def complete(self, element: str, by: str, data: Mapping[str, Any]) -> None:
        """Complete the open task of this element: theirs, or the first, where a multi-instance has several."""
        task = self.task(element, by)
        with self.stage.unit(by) as ctx:
            tasks.complete(ctx, task.id, dict(data))
        self.stage.settle()

    def sit(self, element: str, by: str, wrong: int) -> None:
        """Sit the exam of the open task of this element, with so many wrong answers."""
        task = self.task(element, by)
        with self.stage.unit(by) as ctx:
            paper = sittings.begin(ctx, task.instance_id).paper
            given = {each["id"]: [] if at < wrong else each["right"] for at, each in enumerate(paper)}
            sittings.answer(ctx, task.instance_id, given)
            tasks.complete(ctx, task.id, {"sitting": sittings.hand_in(ctx, task.instance_id).id})
        self.stage.settle()

    def task(self, element: str, by: str) -> Task:
        """The open task of this element, that in the person's hands before others. Astray where there is none."""
        found = [task for task in self.tasks() if task.element == element]
        if not found:
            raise Astray(f"no open task {element}; open are {self.open()}")
        return next((task for task in found if task.assignee == by), found[0])

    def tasks(self) -> list[Task]:
        """The open tasks of the case and of those it called."""
        with self.stage.unit(write=False) as ctx:
            return [task for task in inbox.of_instance(ctx, self.case) if task.status == "open"]

    def open(self) -> list[str]:
        """The elements with open tasks, sorted."""
        return sorted(task.element for task in self.tasks())

    def outcome(self) -> str | None:
        """The end that the case reached."""
        with self.stage.unit(write=False) as ctx:
            return cases.instance(ctx, self.case).outcome
