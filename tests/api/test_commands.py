"""`keflow` as operators type it."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from engine.customers.models import Contact
from engine.kernel import Conflict, Invalid
from engine.kernel.database import open_engine
from engine.kernel.vault import Vault
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.drawings import drawing
from webapi.cli import keflow
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import world

PATIENCE = 60


@pytest.fixture
def run(tmp_path: Path):
    environ = {"KEFLOW_VAR": str(tmp_path), "DATABASE_URL": "", "KEFLOW_SECRET_KEY": "", "LANG": "en_US.UTF-8"}

    def called(*words: str, typed: str = "", fails: bool = False) -> Result:
        result = CliRunner().invoke(keflow, words, input=typed, env=environ)
        if not fails and result.exception is not None:
            raise AssertionError(result.output) from result.exception
        return result

    return called


def test_a_person_is_added_and_listed(run) -> None:
    added = run("user", "add", "ann", "--role", "staff", "--group", "客服", "--department", "总部", "--password-stdin",
                typed="correct horse\n")  # fmt: skip
    assert "ann: staff" in added.output
    assert "ann\tstaff\t客服\t总部" in run("user", "list").output
    again = run("user", "add", "ann", "--role", "staff", fails=True)
    assert isinstance(again.exception, Conflict)
    run("user", "disable", "ann")
    assert "disabled" in run("user", "list").output


def test_a_new_secret_key_opens_what_the_old_one_sealed_and_the_old_one_opens_nothing(run, tmp_path: Path) -> None:
    keyed = {"KEFLOW_VAR": str(tmp_path), "DATABASE_URL": "", "KEFLOW_SECRET_KEY": "the first secret of the house",
             "LANG": "en_US.UTF-8"}  # fmt: skip
    table = tmp_path / "T1.csv"
    table.write_text("客户编号,客户名称,决策人,联系方式\nC-1,远洋公司,王小明,13912345678\n", "utf-8")
    assert CliRunner().invoke(keflow, ["import", "customers", str(table)], env=keyed).exit_code == 0
    rotated = {**keyed, "KEFLOW_SECRET_KEY": "the second secret of the house",
               "KEFLOW_SECRET_KEY_OLD": keyed["KEFLOW_SECRET_KEY"]}  # fmt: skip
    told = CliRunner().invoke(keflow, ["db", "rotate-key"], env=rotated)
    assert re.search(r"data keys sealed anew: [1-9]", told.output)
    assert "sealed anew: 0" in CliRunner().invoke(keflow, ["db", "rotate-key"], env=rotated).output
    database = open_engine(f"sqlite:///{tmp_path / 'keflow.sqlite'}")
    with Session(database) as session:
        contact = session.scalars(select(Contact)).one()
        cell = (f"contact:{contact.id}", "contact.phone", contact.phone)
        assert Vault(rotated["KEFLOW_SECRET_KEY"]).open(session, *cell) == "13912345678"
        with pytest.raises(LookupError, match="another secret key"):
            Vault(keyed["KEFLOW_SECRET_KEY"]).open(session, *cell)
    database.dispose()


def test_people_come_from_a_table_or_not_at_all(run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("用户名,姓名,部门\nann,安娜,总公司/销售部\n*经理,,\n", "gb18030")
    refused = run("user", "import", str(table), fails=True)
    assert isinstance(refused.exception, Invalid)
    assert run("user", "list").output == ""
    table.write_text("用户名,姓名,部门\nann,安娜,总公司/销售部\n", "utf-8-sig")
    assert "1 people, 2 departments" in run("import", "people", str(table), "--dry-run").output
    assert run("user", "list").output == ""
    run("import", "people", str(table))
    assert "销售部" in run("user", "list").output


def test_a_refused_file_deploys_nothing_and_says_why(run, tmp_path: Path) -> None:
    (tmp_path / "good.bpmn").write_bytes(drawing("leave", "start > ask:user > end"))
    (tmp_path / "bad.bpmn").write_text("<!DOCTYPE x><x/>")
    refused = run("deploy", str(tmp_path / "good.bpmn"), str(tmp_path / "bad.bpmn"), fails=True)
    assert refused.exit_code == 1
    assert "bad.bpmn" in refused.output
    assert "doctype" in refused.output
    assert "process: leave 1" in run("deploy", str(tmp_path / "good.bpmn")).output


def test_the_scenarios_of_a_folder_are_played_in_a_company_of_their_own(run, tmp_path: Path) -> None:
    folder = tmp_path / "leave"
    folder.mkdir()
    (folder / "leave.bpmn").write_bytes(drawing("leave", "start > ask:user > end"))
    told = "{name}: {{steps: [{{do: {element}, by: li.qiang}}], ends: end}}\n"
    paths = (("approved", "ask"), ("refused", "other"))
    (folder / "scenarios.yaml").write_text("".join(told.format(name=name, element=element) for name, element in paths))
    played = run("scenario", "run", str(folder), fails=True)
    assert played.exit_code == 1
    assert "✓ leave: approved" in played.output
    assert "✗ leave: refused: no open task other; open are ['ask']" in played.output
    assert run("user", "list").output == ""


def test_one_changed_byte_in_the_ledger_is_named(run, tmp_path: Path) -> None:
    run("user", "add", "ann", "--role", "staff")
    assert "sound" in run("history", "verify").output
    engine = create_engine(f"sqlite:///{tmp_path / 'keflow.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(text("UPDATE ledger SET data = replace(data, 'ann', 'amn') WHERE fact = 'PersonAdded'"))
    engine.dispose()
    broken = run("history", "verify", fails=True)
    assert broken.exit_code == 1
    assert "PersonAdded" in broken.output


def test_a_backup_is_a_database_that_stands(run, tmp_path: Path) -> None:
    run("user", "add", "ann", "--role", "staff")
    run("backup", str(tmp_path / "copy.sqlite"))
    engine = create_engine(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM person")) == "ann"
    engine.dispose()


def test_a_database_of_another_release_is_not_served(run, tmp_path: Path) -> None:
    run("db", "upgrade")
    engine = create_engine(f"sqlite:///{tmp_path / 'keflow.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert "newer release" in str(run("user", "list", fails=True).exception)


def test_an_evaluation_is_tried_confirmed_and_reviewed(run, tmp_path: Path) -> None:
    run("db", "upgrade")
    engine = open_engine(f"sqlite:///{tmp_path / 'keflow.sqlite'}")
    house = House(engine, WIRING)
    world.furnish(house)
    bought = {date(2026, 2, 10): 200}
    world.settle(house, {"customers": {"C-1": {"tier": "regular", "bought": bought}}})
    told = run("tiers", "evaluate", "--as-of", "2026-02-28", "--dry-run").output
    assert "31 customers, 1 move (1 up, 0 down)" in told
    assert world.tier(house, "C-1") == "regular"
    assert "completed" in run("tiers", "evaluate", "--as-of", "2026-02-28", "--yes", "--by", "ma.chao").output
    assert world.tier(house, "C-1") == "silver"
    engine.dispose()


def test_a_sample_scheme_is_put_in_use_and_explains_itself(run, tmp_path: Path) -> None:
    run("db", "upgrade")
    run("deploy", str(PROCESSES / "rules"))
    assert "member_tiers (could be used)" in run("tiers", "schemes").output
    assert "3 tiers" in run("tiers", "scheme", "member_tiers", "--leading").output
    told = run("tiers", "schemes").output
    assert "member_tiers (leads)" in told
    assert "Total spend ≥ 50,000 yuan and Total orders ≥ 12 orders; or Largest order ≥ 20,000 yuan" in told
    assert "tenure_months: Loyalty (months of cooperation) (months). Whole months" in run("tiers", "figures").output


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_an_empty_database_is_served_at_once_and_ends_when_told(tmp_path: Path, port: int) -> None:
    environ = {**os.environ, "KEFLOW_VAR": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "webapi.cli", "serve", "--port", str(port)]
    with open(tmp_path / "log", "wb") as log:  # a pipe that nobody reads would stop it
        server = subprocess.Popen(command, env=environ, stderr=log)
    try:
        assert answered(port, "/readyz") == 200
        assert answered(port, "/app/") in (200, 503)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0


def answered(port: int, path: str) -> int:
    """The status of a GET, asked until the server is there."""
    until = monotonic() + PATIENCE
    while True:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
                connection.request("GET", path)
                return connection.getresponse().status
        except (ConnectionRefusedError, HTTPException):
            if monotonic() > until:
                raise
