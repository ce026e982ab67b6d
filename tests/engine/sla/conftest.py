"""A house with the Chinese calendar, D08 and a complaint that promises."""

from datetime import datetime

import pytest

from engine.customers import commands as customers
from engine.definitions import calendars
from engine.sla import queries
from engine.sla.models import SlaClock
from tests.kit import House, Run
from tests.kit.drawings import drawing

COMPLAINT = drawing(
    "complaint",
    "start > register:user > severity:script > answer:user > solve:user > end",
    severity={"script": "override", "result": "override", "sla": "投诉"},
    answer={"sla_meets": "first_response"},
    solve={"due": "3wd"},
)


@pytest.fixture
def desk(house: House) -> House:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    house.person("dora", "process_owner").person("ann")
    house.deploy("processes/rules/sla_matrix.dmn", complaint__bpmn=COMPLAINT)
    house.settle()
    return house


def complain(house: House, **variables: object) -> Run:
    """A complaint, received and registered now."""
    run = house.start("complaint", **{"band": 3, "override": "none", **variables})
    return run.task("register").completed_with()


def clocks(run: Run) -> dict[str, SlaClock]:
    """The clocks of a case by target, the latest of each."""
    return {row.target: row for row in run.house.look(lambda ctx: queries.of_case(ctx, run.id))}


def china(at: datetime) -> str:
    """An instant as the office reads it."""
    return at.astimezone(calendars.ZoneInfo("Asia/Shanghai")).strftime("%m-%d %H:%M")


def facts(run: Run) -> list[str]:
    """What happened to the promises of a case."""
    return [entry.fact.removeprefix("Sla") for entry in run.facts if entry.fact.startswith("Sla")]


def customer(house: House, number: str, band: int) -> str:
    """A customer whose tier gives this band."""
    with house.unit() as ctx:
        row = customers.create(ctx, number, number)
        row.band = band
        return row.id
