"""Working through the inbox over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]

TWO_STEPS = drawing(
    "leave", "start > ask:user > check:user > end", ask={"groups": "班组", "due": "8bh"}, check={"groups": "班组"}
)
FORM = b"""{"type": "object", "required": ["days"], "additionalProperties": false,
 "properties": {"days": {"type": "integer", "minimum": 1}, "until": {"type": "string", "format": "date"}}}"""
ASKED = drawing("trip", "start > ask:user > end", ask={"form": "trip"})


@pytest.fixture
def team(house: House, call: Call) -> Call:
    house.person("ann", groups=("班组",)).person("bob", groups=("班组",)).person("carl").person("aud", "auditor")
    house.person("root", "admin")
    house.deploy(leave__bpmn=TWO_STEPS, trip__bpmn=ASKED, trip__schema__json=FORM)
    return call


def started(call: Call, process: str, by: str = "ann") -> str:
    answer = call(by).post("/instances", {"process": process})
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def only_task(call: Call, instance: str, by: str = "ann") -> dict[str, Any]:
    [task] = call(by).get(f"/tasks?instance={instance}").json["items"]
    return dict(task)


def test_completing_a_task_answers_with_the_next_one(team: Call) -> None:
    instance = started(team, "leave")
    done = team("ann").post(f"/tasks/{only_task(team, instance)['id']}/complete", {"data": {"ok": True}})
    assert done.status_code == 200, done.json
    assert done.json["task"]["status"] == "completed"
    assert done.json["next_task"]["element"] == "check"
    assert done.json["instance"]["status"] == "waiting"


def test_a_completed_task_costs_twelve_statements_and_one_commit(team: Call, counting: Any) -> None:
    instance = started(team, "leave")
    task, ann = only_task(team, instance), team("ann")
    with counting() as seen:
        assert ann.post(f"/tasks/{task['id']}/complete", {"data": {}}).status_code == 200
    assert seen.commits == 1
    assert len(seen.statements) <= 12, "\n".join(seen.statements)


def test_a_second_complete_is_a_conflict_unless_it_repeats_the_first(team: Call) -> None:
    task, ann = only_task(team, started(team, "leave")), team("ann")
    key = {"Idempotency-Key": "once"}
    first = ann.post(f"/tasks/{task['id']}/complete", {"data": {}}, headers=key)
    again = ann.post(f"/tasks/{task['id']}/complete", {"data": {}}, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
    other = ann.post(f"/tasks/{task['id']}/complete", {"data": {}})
    assert (other.status_code, other.json["code"]) == (409, "task_completed")
    changed = ann.post(f"/tasks/{task['id']}/complete", {"data": {"x": 1}}, headers=key)
    assert (changed.status_code, changed.json["code"]) == (422, "idempotency_key_reused")


def test_wrong_data_is_refused_by_path_and_nothing_changes(team: Call) -> None:
    task, ann = only_task(team, started(team, "trip")), team("ann")
    refused = ann.post(f"/tasks/{task['id']}/complete", {"data": {"days": 0, "until": "soon"}})
    assert refused.status_code == 422
    told = {error["path"]: error["message"] for error in refused.json["errors"]}
    assert told == {"days": "不能小于 1。", "until": "格式不对（date）。"}
    missing = ann.post(f"/tasks/{task['id']}/complete", {"data": {}}, headers={"Accept-Language": "en"})
    assert missing.json["errors"] == [{"path": "days", "message": "This is needed.", "code": "required"}]
    assert only_task(team, task["instance"])["status"] == "open"


def test_a_stranger_sees_and_does_nothing(team: Call) -> None:
    instance = started(team, "leave")
    task, carl = only_task(team, instance), team("carl")
    assert carl.get(f"/tasks/{task['id']}").status_code == 404
    assert carl.post(f"/tasks/{task['id']}/complete", {"data": {}}).status_code == 403
    assert carl.get(f"/instances/{instance}").status_code == 404
    assert carl.get("/tasks").json["items"] == []


def test_an_auditor_reads_everything_and_writes_nothing(team: Call) -> None:
    instance = started(team, "leave")
    task, auditor = only_task(team, instance), team("aud")
    assert auditor.get("/tasks").json["items"][0]["id"] == task["id"]
    assert auditor.get(f"/instances/{instance}").status_code == 200
    for path, body in (
        (f"/tasks/{task['id']}/claim", {}),
        (f"/tasks/{task['id']}/complete", {"data": {}}),
        ("/instances", {"process": "leave"}),
        (f"/instances/{instance}/cancel", {"reason": "x"}),
        ("/messages", {"name": "x", "correlation": {}}),
        ("/clock/advance", {"seconds": 1}),
    ):
        assert auditor.post(path, body).status_code == 403, path


def test_the_one_who_was_faster_is_named(team: Call) -> None:
    task = only_task(team, started(team, "leave"))
    assert team("ann").post(f"/tasks/{task['id']}/claim", {}).json["assignee"] == "ann"
    slower = team("bob").post(f"/tasks/{task['id']}/claim", {})
    assert slower.status_code == 409
    assert "ann" in slower.json["detail"]


def test_the_page_of_a_task_shows_form_and_due_time(team: Call) -> None:
    page = team("ann").get(f"/tasks/{only_task(team, started(team, 'trip'))['id']}").json
    assert page["form"]["schema"]["required"] == ["days"]
    assert "complete" in page["may"]
    due = team("ann").get(f"/tasks/{only_task(team, started(team, 'leave'))['id']}").json["due"]
    assert due["derivation"]["unit"] == "bh"
    assert due["words_zh"].startswith("还剩")


def test_a_list_is_answered_task_by_task(team: Call) -> None:
    open_tasks = [only_task(team, started(team, "trip"))["id"] for _ in range(2)]
    body = {"verb": "complete", "ids": [*open_tasks, "nobody"], "data": {"days": 2}}
    results = team("ann").post("/tasks/bulk", body, headers={"Idempotency-Key": "list"}).json["results"]
    assert [(one["status"], one.get("code")) for one in results] == [(200, None), (200, None), (404, "task_unknown")]
    again = team("ann").post("/tasks/bulk", body, headers={"Idempotency-Key": "list"}).json["results"]
    assert [one["status"] for one in again] == [200, 200, 404]


def test_pages_of_the_inbox_meet_without_gap_or_overlap(team: Call) -> None:
    for _ in range(5):
        started(team, "leave")
    ann, seen, cursor = team("ann"), [], ""
    while cursor is not None:
        page = ann.get(f"/tasks?limit=2&cursor={cursor}").json
        seen += [task["id"] for task in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_an_equal_inbox_is_not_sent_twice(team: Call) -> None:
    started(team, "leave")
    first = team("ann").get("/tasks")
    again = team("ann").get("/tasks", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_the_history_of_a_case_is_told_in_order(team: Call) -> None:
    instance = started(team, "leave")
    team("ann").post(f"/tasks/{only_task(team, instance)['id']}/complete", {"data": {}})
    entries = team("ann").get(f"/instances/{instance}/history?limit=1000").json["items"]
    facts = [entry["fact"] for entry in entries]
    assert facts[0] == "InstanceStarted"
    assert "TaskCompleted" in facts
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))


def test_a_list_says_what_a_called_case_is_part_of(team: Call, house: House) -> None:
    asked = drawing("sign", "start > ask:user > end", start={"offered": "no"}, ask={"groups": "班组"})
    quote = drawing("quote", "start > check:user > sign:call > end", name="报价", sign={"calledElement": "sign"})
    house.deploy(sign__bpmn=asked, quote__bpmn=quote)
    started(team, "quote")
    [own] = team("ann").get("/tasks").json["items"]
    assert (own["process"], own["part_of"]) == ("quote", None)
    team("ann").post(f"/tasks/{own['id']}/complete", {"data": {}})
    [part] = team("ann").get("/tasks").json["items"]
    assert (part["process"], part["part_of"]["process"], part["part_of"]["process_name"]) == ("sign", "quote", "报价")
