"""An exported ledger proves itself offline, and process-mining tools read it."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.history import Report, export, verify_export
from tests.engine.history.conftest import SECRET, T0, House, RuleChanged, StepDone, TierAssigned

KINDS = ["csv", "xes", "ocel"]


def exported(house: House, out: Path, kind: str, **which: Any) -> Path:
    house.does(lambda ctx: export(ctx.session, kind, out, SECRET, T0, **which), write=False)
    return out


def checked(path: Path, secret: str | None = SECRET) -> Report:
    return verify_export(path, secret)


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_proves_itself_with_and_without_the_key(house: House, tmp_path: Path, kind: str) -> None:
    awkward = {"text": "逗号, \"引号\" <tag> & 'x'\n\t\u2028\ud800\x00", "exact": 0.1}
    house.lived().record(StepDone(instance_id="i-2", element=None, note=awkward))
    path = exported(house, tmp_path / "out", kind)
    report = checked(path)
    assert (report.broken, report.entries, report.streams, report.signed) == (None, 9, 4, True)
    assert (checked(path, None).sound, checked(path, None).signed) == (True, None)
    broken = checked(path, "another key").broken
    assert broken is not None
    assert broken.what == "seal"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change", [("走完一步", "走完两步"), ("ann", "bob"), ("StepDone", "StepDonf"), ("approve", "reject")]
)
def test_a_changed_export_names_the_first_broken_entry(
    house: House, tmp_path: Path, kind: str, change: tuple[str, str]
) -> None:
    path = exported(house.lived(), tmp_path / "out", kind)
    lines = path.read_text("utf-8").split("\n")
    third = next(n for n, line in enumerate(lines) if "01:03:00" in line)
    lines[third] = lines[third].replace(*change)
    path.write_text("\n".join(lines), "utf-8")
    broken = checked(path, None).broken
    assert broken is not None
    assert (broken.what, broken.stream, broken.seq) == ("hash", "instance:i-1", 3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_off_export_is_found_without_the_key(house: House, tmp_path: Path, kind: str) -> None:
    path = exported(house.lived(), tmp_path / "out", kind)
    lines = path.read_text("utf-8").split("\n")
    fifth = next(n for n, line in enumerate(lines) if "01:05:00" in line)
    lines[fifth] = lines[fifth][:0]
    path.write_text("\n".join(lines).replace(",\n\n", ",\n"), "utf-8")
    broken = checked(path, None).broken
    assert broken is not None
    assert broken.what in ("seal", "file")


def test_what_was_broken_in_the_house_is_told_by_the_seal(house: House, tmp_path: Path) -> None:
    follows = (
        "UPDATE ledger_head SET seq = 3, hash = (SELECT hash FROM ledger WHERE stream = 'instance:i-1' AND seq = 3)"
    )
    case = "WHERE stream = 'instance:i-1'"
    house.lived().sql(f"DELETE FROM ledger {case} AND seq > 3", f"{follows} {case}")
    broken = checked(exported(house, tmp_path / "out", "csv")).broken
    assert broken is not None
    assert (broken.what, broken.stream, broken.seq) == ("checkpoint", "instance:i-1", 5)


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_can_be_one_customers(house: House, tmp_path: Path, kind: str) -> None:
    path = exported(house.lived(), tmp_path / "out", kind, streams=["customer:c-1", "instance:i-1"])
    report = checked(path)
    assert (report.sound, report.entries, report.streams) == (True, 7, 2)
    assert "RuleChanged" not in path.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_ledger_can_be_exported(house: House, tmp_path: Path, kind: str) -> None:
    assert checked(exported(house, tmp_path / "out", kind)).sound


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello")
    with pytest.raises(ValueError, match="neither"):
        verify_export(tmp_path / "x")


def test_xes_has_a_trace_a_stream_with_the_standard_attributes(house: House, tmp_path: Path) -> None:
    log = etree.parse(exported(house.lived(), tmp_path / "out.xes", "xes")).getroot()
    space = {"x": "http://www.xes-standard.org/"}
    order = [etree.QName(child).localname for child in log]
    assert order == sorted(order, key=["extension", "global", "classifier", "string", "trace"].index)
    assert len(log.findall("x:trace", space)) == 3
    declared = {extension.get("prefix") for extension in log.findall("x:extension", space)}
    for attribute in log.iterfind(".//x:event/*", space):
        prefix, colon, _ = attribute.get("key").partition(":")
        assert not colon or prefix in declared
    assert log.find(".//x:event/x:date", space).get("value") == "2026-03-02T01:06:00.000000Z"


def test_ocel_declares_what_it_uses_and_ties_cases_to_customers(house: House, tmp_path: Path) -> None:
    house.record(StepDone(instance_id="i-9", note=1), TierAssigned(customer_id="c-9"), RuleChanged())
    log = json.loads(exported(house, tmp_path / "out.json", "ocel").read_text("utf-8"))
    events = {kind["name"]: {item["name"] for item in kind["attributes"]} for kind in log["eventTypes"]}
    objects = {item["id"]: item["type"] for item in log["objects"]}
    assert {item["type"] for item in log["objects"]} == {kind["name"] for kind in log["objectTypes"]}
    for event in log["events"]:
        assert {item["name"] for item in event["attributes"]} <= events[event["type"]]
        assert all(relation["objectId"] in objects for relation in event["relationships"])
    assert objects["customer:c-9"] == "customer"
    assert objects["person:ann"] == "person"
