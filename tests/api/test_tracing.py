"""What an auditor finds and takes along, and a file that somebody brings back altered."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from engine.definitions import calendars
from tests.api.conftest import Caller
from tests.engine.sla.conftest import COMPLAINT, complain
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
LEAVE = drawing("leave", "start > ask:user > end")


@pytest.fixture
def team(house: House, call: Call) -> Call:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    house.person("ann").person("bob").person("aud", "auditor").person("dora", "process_owner")
    house.deploy("processes/rules/sla_matrix.dmn", complaint__bpmn=COMPLAINT, leave__bpmn=LEAVE)
    return call


def started(team: Call, by: str) -> str:
    return str(team(by).post("/instances", {"process": "leave"}).json["id"])


def finished(team: Call, instance: str, by: str) -> None:
    task = team(by).get(f"/tasks?instance={instance}").json["items"][0]["id"]
    assert team(by).post(f"/tasks/{task}/complete", {"data": {}}).status_code == 200


def test_a_persons_cases_are_those_begun_or_worked_on(team: Call) -> None:
    mine, helped, _ = started(team, "ann"), started(team, "bob"), started(team, "bob")
    finished(team, helped, "ann")
    found = team("aud").get("/audit/cases?person=ann&from=2026-03-01&to=2026-03-31").json["items"]
    assert [one["id"] for one in found] == [helped, mine]
    assert team("aud").get("/audit/cases?person=ann&to=2026-02-28").json["items"] == []
    page = team("aud").get("/audit/cases?process=leave&limit=2").json
    assert (len(page["items"]), page["next"] is not None) == (2, True)
    assert team("ann").get("/audit/cases").status_code == 403


def test_missed_promises_are_listed_with_their_cause(team: Call, house: House) -> None:
    complain(house, band=1)
    house.later(days=10)
    team("aud").post("/clock/advance", {"seconds": 0})
    rows = (
        team("aud")
        .get("/audit/breaches?from=2026-03-01&to=2026-04-30", headers={"Accept-Language": "en"})
        .json["items"]
    )
    assert {row["target"] for row in rows} == {"first_response", "resolution"}
    assert {row["cause_name"] for row in rows} == {"Not yet explained"}
    assert team("aud").get("/audit/breaches?from=2026-03-01&to=2026-04-30&cause=other").json["items"] == []


@pytest.mark.parametrize("view", ["cases", "breaches", "settings", "case"])
def test_every_view_goes_along_as_a_file(team: Call, view: str) -> None:
    asked = f"/audit/export/{view}?instance={started(team, 'ann')}"
    text = team("aud").get(asked).data
    assert text.startswith(b"\xef\xbb\xbf")
    _, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig")))
    assert rows if view != "breaches" else not rows
    assert team("aud").get(f"{asked}&format=xlsx").data.startswith(b"PK")
    assert team("aud").get("/audit/export/everything").status_code == 422


def brought(team: Call, content: bytes) -> dict[str, object]:
    data = {"file": (io.BytesIO(content), "ledger.csv")}
    answer = team("aud").post("/audit/verify", data=data, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_an_altered_file_is_found(team: Call) -> None:
    instance = started(team, "ann")
    evidence = zipfile.ZipFile(io.BytesIO(team("aud").get(f"/instances/{instance}/evidence").data)).read("ledger.csv")
    assert brought(team, evidence)["sound"] is True
    altered = brought(team, evidence.replace(b",ann,", b",bob,", 1))
    assert (altered["sound"], altered["broken"]["seq"]) == (False, 1)
    refused = team("aud").post(
        "/audit/verify", data={"file": (io.BytesIO(b"x"), "x.txt")}, content_type="multipart/form-data"
    )
    assert refused.status_code == 422


def test_the_heat_of_a_process_counts_and_times_its_elements(team: Call, house: House) -> None:
    for _ in range(2):
        waiting = started(team, "ann")
    house.later(hours=3)
    team("aud").post("/clock/advance", {"seconds": 0})
    finished(team, waiting, "ann")
    told = team("ann").get("/processes/leave/heat?from=2026-03-01&to=2026-03-31").json
    warm = {one["element"]: one for one in told["elements"]}
    assert (told["version"], told["cases"]) == (1, 2)
    assert (warm["ask"]["count"], warm["ask"]["open"], warm["end"]["count"]) == (2, 1, 1)
    assert json.loads(team("bob").get("/processes/leave/heat").text)["cases"] >= 0


def test_many_cases_are_steered_each_by_itself(team: Call) -> None:
    first, second = started(team, "ann"), started(team, "ann")
    finished(team, second, "ann")
    asked = {"verb": "suspend", "ids": [first, second], "reason": "stocktaking"}
    one, other = team("dora").post("/instances/bulk", asked).json["results"]
    assert (one["done"], other["done"], other["code"] is not None) == (True, False, True)
    assert team("dora").get(f"/instances/{first}").json["status"] == "suspended"
    assert team("dora").post("/instances/bulk", {**asked, "verb": "resume"}).json["results"][0]["done"]
    assert team("dora").post("/instances/bulk", {**asked, "verb": "move"}).status_code == 422
    assert not team("ann").post("/instances/bulk", asked).json["results"][0]["done"]
    assert team("dora").post("/instances/bulk", {**asked, "verb": "retry"}).json["results"][0]["done"]


def test_a_heat_map_and_a_team_go_along_as_sheets(team: Call, house: House) -> None:
    finished(team, started(team, "ann"), "ann")
    asked = "/processes/leave/heat?from=2026-03-01&to=2026-03-31&format=csv"
    text = team("aud").get(asked).get_data().decode("utf-8")
    header, *rows = text.removeprefix("\ufeff").splitlines()
    assert (text[0], header) == ("\ufeff", "element,name,count,open,median_minutes,p90_minutes")
    assert {row.split(",")[2] for row in rows} == {"1"}
    book = load_workbook(BytesIO(team("dora").get("/team?format=xlsx").get_data()))
    assert {row[0] for row in book["keflow"].values} >= {"ann", "bob", "dora"}
    assert len(list(book["about"].values)) == 6
    assert team("ann").get("/team?format=csv").status_code == 403
