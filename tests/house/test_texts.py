"""Every code that a finding or an incident can carry has its words, in both languages."""

import re
from pathlib import Path

import pytest

from webapi.texts_findings import FINDINGS, MIGRATION, STUCK

ENGINE = Path(__file__).resolve().parents[2] / "engine"
FINDING = re.compile(r"(?:\berror|\bwarning|\bFinding|\b_warn|Unreadable|Refused)\(\s*\"([a-z_]+)\"")
COMPLAINT = re.compile(r"complain\(\s*[^,()]+, \"([a-z_]+)\"")
INCIDENT = re.compile(r"(?:\bStuck|GiveUp\([^,()]+,)\(?\s*\"([a-z_]+)\"")

REFUSAL = re.compile(r"(?:Refusal\([^,()]+(?:\(\))?, |yield )\"([a-z_]+)\"")


def codes(pattern: re.Pattern[str], *rooms: str) -> set[str]:
    files = [file for room in rooms for file in (ENGINE / room).rglob("*.py")]
    found = {code for file in files for code in pattern.findall(file.read_text(encoding="utf-8"))}
    return {code for code in found if not code.endswith("_")}


def test_every_finding_has_words() -> None:
    known = codes(FINDING, "runtime", "feel") | codes(COMPLAINT, "definitions")
    assert len(known) > 60
    assert {code for code in known if code not in FINDINGS and f"feel_{code}" not in FINDINGS} == set()


def test_every_incident_has_words() -> None:
    known = codes(INCIDENT, "runtime", "instances")
    assert len(known) > 8
    assert known - STUCK.keys() == set()


def test_every_refusal_of_a_migration_has_words() -> None:
    known = {
        code
        for name in ("fitting", "migrating")
        for code in REFUSAL.findall((ENGINE / f"runtime/{name}.py").read_text())
    }
    assert len(known) > 15
    assert known - MIGRATION.keys() == set()


@pytest.mark.parametrize("rows", [FINDINGS, STUCK, MIGRATION], ids=["findings", "incidents", "migrations"])
def test_both_languages_take_the_same_parameters(rows: dict[str, tuple[tuple[str, str], tuple[str, str]]]) -> None:
    for code, ((zh, en), (zh_remedy, en_remedy)) in rows.items():
        assert all((zh, en, zh_remedy, en_remedy)), code
        named = [set(re.findall(r"\{(\w+)\}", text)) for text in (zh, en)]
        assert named[0] == named[1] or named[0] == named[1] | {"element"}, code
