"""What an auditor takes along: a sample drawn again by its seed, and the evidence of a case."""

import csv
import io
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from engine.history.exported import verify_export
from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
LEAVE = drawing("leave", "start > ask:user > end", ask={"form": "leave"})
FORM = b'{"type": "object", "properties": {"days": {"type": "integer"}}}'


@pytest.fixture
def team(house: House, call: Call) -> Call:
    house.person("ann").person("aud", "auditor").deploy(leave__bpmn=LEAVE, leave__schema__json=FORM)
    return call


def started(team: Call) -> str:
    return str(team("ann").post("/instances", {"process": "leave"}).json["id"])


def drawn(team: Call, seed: str, size: int = 3) -> list[str]:
    answer = team("aud").get(f"/audit/sample?seed={seed}&size={size}&process=leave").json
    assert answer["population"] == 8
    return [case["id"] for case in answer["items"]]


def test_a_seed_draws_the_same_cases_again_and_another_seed_others(team: Call) -> None:
    cases = {started(team) for _ in range(8)}
    first = drawn(team, "2026-Q1")
    assert first == drawn(team, "2026-Q1")
    assert len(set(first)) == 3
    assert set(first) <= cases
    assert len({tuple(drawn(team, seed)) for seed in "abcdef"}) > 1
    assert drawn(team, "2026-Q1", size=5)[:3] == first


def test_a_sample_is_taken_along_as_a_table_that_names_its_seed(team: Call) -> None:
    for _ in range(8):
        started(team)
    file = team("aud").get("/audit/sample?seed=2026-Q1&size=3&process=leave&format=csv")
    header, *rows = csv.reader(file.data.decode("utf-8-sig").splitlines())
    assert [row[header.index("id")] for row in rows] == drawn(team, "2026-Q1")
    assert {(row[0], row[1]) for row in rows} == {("2026-Q1", "8")}


def test_staff_draw_no_samples_and_take_no_evidence(team: Call) -> None:
    assert team("ann").get("/audit/sample?seed=x").status_code == 403
    assert team("ann").get(f"/instances/{started(team)}/evidence").status_code == 403


def test_the_evidence_of_a_case_proves_itself_offline(team: Call, tmp_path: Path) -> None:
    instance = started(team)
    task = team("ann").get(f"/tasks?instance={instance}").json["items"][0]["id"]
    team("ann").post(f"/tasks/{task}/complete", {"data": {"days": 2}})
    answer = team("aud").get(f"/instances/{instance}/evidence")
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert {"models/leave-1.bpmn", "models/leave-1.json", "ledger.csv", "README.txt"} <= set(archive.namelist())
    for line in archive.read("MANIFEST.sha256").decode().splitlines():
        told, name = line.split("  ")
        assert sha256(archive.read(name)).hexdigest() == told
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes(archive.read("ledger.csv"))
    assert verify_export(ledger).broken is None
    ledger.write_bytes(
        archive.read("ledger.csv").replace(b'""days"": 2', b'""days"": 3').replace(b'""days"":2', b'""days"":3')
    )
    assert verify_export(ledger).broken is not None
