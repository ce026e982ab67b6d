"""A company with two departments, a service desk and a customer; a process of one service task asks the connectors."""

from collections.abc import Mapping
from typing import Any

from engine.access import commands as people
from engine.customers import commands as customers
from engine.customers import dealing_commands as dealings
from engine.customers import queries
from tests.kit import House, Run
from tests.kit.drawings import drawing


class Desk:
    """总部 (eve) > 销售部 (bob, deputy dan; ann, cat) and 客服部 (kim; flo, gus). C-1 is ann's."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.deploy("processes/rules")
        with house.unit() as ctx:
            for key, parent in (("总部", None), ("销售部", "总部"), ("客服部", "总部")):
                people.add_department(ctx, key, parent=parent)
            people.ensure_groups(ctx, ["客户经理", "一线客服", "售后技术", "部门主管", "高管"])
            for name, at, groups in (
                ("eve", "总部", ["高管"]),
                ("bob", "销售部", ["部门主管"]),
                ("dan", "销售部", []),
                ("ann", "销售部", ["客户经理"]),
                ("cat", "销售部", ["客户经理"]),
                ("kim", "客服部", ["部门主管"]),
                ("flo", "客服部", ["一线客服"]),
                ("gus", "客服部", ["一线客服"]),
            ):
                people.add_person(ctx, name, roles=["staff"], department=at, groups=groups)
            people.set_head(ctx, "总部", "eve")
            people.set_head(ctx, "销售部", "bob", deputy="dan")
            people.set_head(ctx, "客服部", "kim")
            customers.create(ctx, "C-1", "A公司", owner="ann", department="销售部", region="华东")

    def ask(self, service: str, by: str | None = None, **params: Any) -> Mapping[str, Any]:
        """What the connector answers to a case of the system, or of `by`."""
        asked = {"service": service, "in": "=asked", "result": "answer"}
        self.house.deploy(ask__bpmn=drawing("ask", "start > s:service > end", s=asked))
        run = self.house.start("ask", by=by, asked=params)
        assert run.finished, [incident.params for incident in run.incidents]
        return run.variables["answer"]

    def customer(self, number: str = "C-1") -> dict[str, Any]:
        return self.house.look(lambda ctx: queries.one(ctx, number))

    def record(self, number: str = "C-1", **row: Any) -> str:
        """An interaction of the customer, written down by ann."""
        with self.house.unit("ann") as ctx:
            return dealings.record_interaction(ctx, queries.seen(ctx, number), {"channel": "phone", **row})

    def work(self) -> list[Run]:
        """The cases that what people wrote has opened, oldest first."""
        self.house.settle()
        return self.house.runs("work_item")
