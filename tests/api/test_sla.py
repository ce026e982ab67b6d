"""Calendars and promises of time over HTTP and on the command line."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.definitions import calendars
from tests.api.conftest import Caller
from tests.api.test_commands import run as run
from tests.engine.sla.conftest import COMPLAINT, clocks, complain
from tests.kit import House, Run

Call = Callable[[str | None], Caller]
WHY = {"reason": "State Council notice"}


@pytest.fixture
def desk(house: House, call: Call) -> Call:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    house.person("dora", "process_owner").person("ann").person("aud", "auditor")
    house.deploy("processes/rules/sla_matrix.dmn", complaint__bpmn=COMPLAINT)
    house.settle()
    return call


@pytest.fixture
def case(house: House, desk: Call) -> Run:
    return complain(house, band=1)


def resolution(case: Run) -> str:
    return clocks(case)["resolution"].id


def test_a_case_shows_its_promises_and_why_they_are_due_then(desk: Call, case: Run) -> None:
    first, last = desk("ann").get(f"/instances/{case.id}/sla").json["items"]
    assert (first["target"], first["status"], first["due"]["at"]) == (
        "first_response", "running", "2026-03-02T03:00:00Z",
    )  # fmt: skip
    assert "2 working hours" in first["due"]["derivation_en"]
    assert last["pausable"]


def test_clocks_are_listed_by_due_time_in_pages(desk: Call, case: Run) -> None:
    page = desk("aud").get("/sla?limit=1&status=running").json
    assert [row["target"] for row in page["items"]] == ["first_response"]
    rest = desk("aud").get(f"/sla?limit=5&cursor={page['next']}").json
    assert [row["target"] for row in rest["items"]] == ["resolution"]
    assert rest["next"] is None


def test_pausing_takes_a_reason_and_proof_and_resuming_nothing(desk: Call, case: Run) -> None:
    ann, clock = desk("ann"), resolution(case)
    refused = ann.post(f"/sla/{clock}/pause", {"reason": "lunch", "proof": "mail 17"})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "reason")
    assert ann.post(f"/sla/{clock}/pause", {"reason": "customer", "proof": "mail 17"}).json["status"] == "paused"
    assert ann.post(f"/sla/{clock}/pause", {"reason": "customer", "proof": "mail 17"}).status_code == 409
    assert ann.post(f"/sla/{clock}/resume", {}).json["status"] == "running"
    assert desk("aud").post(f"/sla/{clock}/pause", {"reason": "customer", "proof": "x"}).status_code == 403


def test_another_severity_moves_the_clocks(desk: Call, case: Run) -> None:
    moved = desk("ann").post(f"/instances/{case.id}/severity", {"override": "legal"}).json["items"]
    assert [row["due"]["at"] for row in moved] == ["2026-03-02T02:00:00Z", "2026-03-03T01:00:00Z"]


def test_kept_promises_are_reported(desk: Call, case: Run) -> None:
    case.task("answer").completed_by("ann")
    told = desk("aud").get("/sla/report?until=2026-03-03T00:00:00Z").json["items"]
    assert {row["target"]: row["within"] for row in told} == {"first_response": 1.0, "resolution": None}


def test_the_company_switches_its_promise_with_a_reason(desk: Call) -> None:
    assert desk("ann").patch("/sla/settings", {"promise": False, "reason": "x"}).status_code == 403
    assert desk("dora").patch("/sla/settings", {"promise": False}).status_code == 422
    wrong = desk("dora").patch("/sla/settings", {"pause_cap": "soon", "reason": "x"})
    assert (wrong.status_code, wrong.json["errors"][0]["path"]) == (422, "pause_cap")
    assert desk("dora").patch("/sla/settings", {"promise": False, "reason": "x"}).json["promise"] is False
    assert desk("ann").get("/sla/settings").json["promise"] is False


def test_a_calendar_is_edited_and_open_due_dates_follow(house: House, desk: Call, case: Run) -> None:
    days = {"2026-03-03": {"kind": "off", "name": "停电"}, "2026-10-10": None}
    edited = desk("dora").patch("/calendars/CN", {"days": days, **WHY})
    assert (edited.status_code, edited.json["version"]) == (200, 2)
    house.settle()
    assert desk("ann").get(f"/instances/{case.id}/sla").json["items"][1]["due"]["at"] == "2026-03-06T01:00:00Z"
    year = desk("ann").get("/calendars/CN?year=2026").json["days"]
    assert next(day for day in year if day["date"] == "2026-03-03")["source"] == "hand"


def test_a_calendar_that_nobody_could_count_with_is_refused_at_its_place(desk: Call) -> None:
    wrong = desk("dora").patch("/calendars/CN", {"pattern": {"mon": ["12:00-09:00"]}, **WHY})
    assert (wrong.status_code, wrong.json["errors"][0]["path"]) == (422, "pattern")
    assert desk("dora").patch("/calendars/CN", {"zone": "UTC"}).status_code == 422
    assert desk("ann").patch("/calendars/CN", {"zone": "UTC", **WHY}).status_code == 403
    assert desk("dora").patch("/calendars/XX", {"zone": "UTC", **WHY}).status_code == 404


def test_shifts_are_a_calendar_of_their_own(desk: Call) -> None:
    made = desk("dora").post("/calendars", {"name": "夜班", "pattern": {"mon": ["22:00-24:00"]}, **WHY})
    assert made.status_code == 201, made.json
    assert [row["name"] for row in desk("ann").get("/calendars").json["items"]] == ["CN", "夜班"]
    due = desk("ann").get("/calendars/夜班/due?text=1bh&start=2026-03-02T09:00:00%2B08:00").json
    assert (due["at"], due["provisional"]) == ("2026-03-02T15:00:00Z", True)
    assert desk("ann").get("/calendars/CN/due?text=soon").status_code == 422


def test_the_calendar_is_kept_on_the_command_line(run: Any) -> None:
    assert run("calendar", "list").output.startswith("CN\t1\tAsia/Shanghai\t")
    done = run("calendar", "day", "CN", "2026-03-03", "half", "--called", "年会", "--reason", "annual party")
    assert done.output.startswith("calendar: CN 2,")
    assert "2026-03-03\thalf" in run("calendar", "show", "CN", "--year", "2026").output
    run("calendar", "day", "CN", "2026-03-03", "usual", "--reason", "called off")
    assert "2026-03-03" not in run("calendar", "show", "CN", "--year", "2026").output
    run("calendar", "set", "CN", "--until", "2027-12-31", "--reason", "published")
    run("calendar", "add", "duty", "--hours", "mon=00:00-24:00", "--until", "9999-12-31", "--reason", "hotline")
    assert "duty\t1" in run("calendar", "list").output
