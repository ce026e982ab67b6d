"""kill -9 of server and worker right before and right after a commit: nothing acknowledged is lost, nothing is done
twice, and the case comes to its end.

A short run kills at a few commits; KEFLOW_EVERY_COMMIT=1 (`make soak`) at every one that there is, until a run has no
further commit to kill at.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import func, select

from engine.access import queries
from engine.history.verify import verify
from engine.jobs import Job
from engine.jobs.clock import real
from engine.kernel.database import open_engine
from engine.wiring import WIRING
from tests.durability.cluster import binaries, cluster
from tests.durability.pay import Pay
from tests.durability.running import SECRET, Keflow
from tests.kit import House, Run
from tests.kit.drawings import drawing
from webapi import release
from webapi.auth import Claim, Signer
from webapi.commands.installation import Installation, begin
from webapi.config import Config
from webapi.parts import assemble

EVERY = os.environ.get("KEFLOW_EVERY_COMMIT") == "1"
SOME = [("serve:after:2", "worker:before:3"), ("serve:before:3", "worker:after:5")]
LATE = {"attachedToRef": "check", "cancelActivity": "false", "timer": "PT1S"}
PROOF = drawing(
    "proof",
    "start > ask:user > pay:service > paid:catch > cool:catch > check:user > end;"
    "late:boundary > warn:service > boss:user > over:end",
    pay={"service": Pay.key},
    paid={"message": "paid"},
    cool={"timer": "PT1S"},
    late=LATE,
    warn={"service": "notice.send", "in": '={kind: "late", to: "ann"}'},
)
WRITING = replace(WIRING, connectors={**WIRING.connectors, Pay.key: Pay()})
Fresh = Callable[[Path], str]


def furnish(url: str, folder: Path) -> None:
    """A database as an installation has it, with a person and the process."""
    engine = open_engine(url)
    release.upgrade(engine)
    begin(Installation(assemble(Config(url, SECRET, var=folder), WRITING), engine))
    House(engine, WRITING, real()).person("ann", "process_owner").deploy(proof__bpmn=PROOF)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    engine.dispose()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    furnish(f"sqlite:///{folder / 'house.sqlite'}", folder)
    return folder / "house.sqlite"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tools = binaries()
    if tools is None:
        pytest.skip("no PostgreSQL on this machine (initdb was looked for)")
    with cluster(tools) as address:
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE proof")
        furnish(f"{address}/proof".replace("://", "+psycopg://"), tmp_path_factory.mktemp("furnished"))
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Makes a database for one run."""
    if request.param == "sqlite":
        template = request.getfixturevalue("template")
        return lambda folder: f"sqlite:///{shutil.copy(template, folder / 'house.sqlite')}"
    address = request.getfixturevalue("server")

    def made(folder: Path) -> str:
        name = f"proof_{uuid4().hex[:12]}"
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE proof")
        return f"{address}/{name}".replace("://", "+psycopg://")

    return made


@contextmanager
def running(fresh: Fresh, folder: Path, *kills: str) -> Iterator[tuple[Keflow, House]]:
    folder.mkdir()
    url = fresh(folder)
    engine = open_engine(url)
    house = House(engine, WRITING, real())
    ann = house.look(lambda ctx: queries.person(ctx.session, "ann"))
    token, _ = Signer(SECRET).token(Claim(ann.id, ann.credential))
    with Keflow(url, folder, token, ",".join(kills)) as keflow:
        yield keflow, house
    engine.dispose()


def lived(keflow: Keflow, house: House) -> Run:
    """A case from start to end: a person, a call outside, a message, a timer, an escalation."""
    case = Run(house, keflow.post("/instances", {"process": "proof"}, "start")["id"])
    keflow.post(f"/tasks/{case.task('ask').id}/complete", {"data": {}}, "ask")
    keflow.until(lambda: "paid" in [held["element"] for held in case.row.tokens.values()])
    keflow.post("/messages", {"name": "paid", "message_id": "once"}, "paid")
    keflow.until(lambda: case.open == ["boss", "check"])
    for element in ("boss", "check"):
        keflow.post(f"/tasks/{case.task(element).id}/complete", {"data": {}}, element)
    keflow.until(lambda: case.finished)
    return case


def sound(keflow: Keflow, house: House, case: Run) -> None:
    """Everything happened, once, and is on record unbroken."""
    assert len(house.runs("proof")) == 1
    told = Counter((fact.fact, fact.element) for fact in case.facts)
    wanted = {
        "TaskCompleted": ["ask", "boss", "check"],
        "TimerFired": ["cool", "late"],
        "MessageReceived": ["paid"],
        "ServiceAnswered": ["pay", "warn"],
        "ElementCompleted": ["start", "ask", "pay", "paid", "cool", "check", "late", "warn", "boss", "end", "over"],
    }
    for fact, elements in wanted.items():
        assert {element: n for (name, element), n in told.items() if name == fact} == dict.fromkeys(elements, 1)
    assert len(keflow.paid()) == 1
    assert house.look(lambda ctx: verify(ctx.session, SECRET)).sound
    assert house.look(lambda ctx: ctx.session.scalar(select(func.count()).where(Job.instance_id == case.id))) == 0


def killed(fresh: Fresh, folder: Path, *kills: str) -> list[bool]:
    """A life with these kills in it is sound; answers which of them have happened."""
    with running(fresh, folder, *kills) as (keflow, house):
        case = lived(keflow, house)
        sound(keflow, house, case)
        return [keflow.killed(kill.partition(":")[0]) for kill in kills]


@pytest.mark.skipif(EVERY, reason="every commit is killed at")
def test_kills_at_some_commits_lose_and_double_nothing(fresh: Fresh, tmp_path: Path, request) -> None:
    kills = SOME["sqlite" in request.node.callspec.id]
    assert killed(fresh, tmp_path / "run", *kills) == [True, True]


@pytest.mark.skipif(not EVERY, reason="make soak")
@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("role", ["serve", "worker"])
def test_a_kill_at_any_commit_loses_and_doubles_nothing(fresh: Fresh, tmp_path: Path, role, side, capsys) -> None:
    for number in count(1):
        if killed(fresh, tmp_path / str(number), f"{role}:{side}:{number}") == [False]:
            break
    assert number > 4
    with capsys.disabled():
        print(f"\n{role} killed {side} each of {number - 1} commits")
