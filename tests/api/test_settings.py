"""Settings on screens: people from a spreadsheet, departments, passwords, and who changed what."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.api.conftest import Caller
from tests.kit import House

Call = Callable[[str | None], Caller]
HEADER = ["用户名", "姓名", "部门", "上级", "角色", "组"]
GOOD = ["ann", "安娜", "总公司/销售部", "", "员工", "客户经理"]
BAD = ["bob", "鲍勃", "没有的部门", "", "员工", ""]


@pytest.fixture
def boss(call: Call, house: House) -> Caller:
    house.person("boss", "admin")
    return call("boss")


def book(*rows: list[str]) -> dict[str, Any]:
    workbook, file = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(file)
    return {"file": (io.BytesIO(file.getvalue()), "people.xlsx")}


def names(boss: Caller) -> set[str]:
    return {person["username"] for person in boss.get("/people").json["items"]}


def test_a_preview_tells_every_row_and_changes_nothing(boss: Caller) -> None:
    told = boss.post("/people/import?dry_run=true", data=book(HEADER, GOOD, BAD)).json
    assert [(row["row"], row["who"], row["new"]) for row in told["rows"]] == [(2, "ann", True)]
    assert [(row["row"], row["code"]) for row in told["refused"]] == [(3, "department_unknown")]
    assert names(boss) == {"boss"}


def test_all_rows_come_or_none(boss: Caller) -> None:
    answer = boss.post("/people/import", data=book(HEADER, GOOD, BAD))
    assert answer.status_code == 422
    assert answer.json["refused"][0]["message"] == "没有部门“没有的部门”。"
    assert names(boss) == {"boss"}


def test_the_good_rows_come_when_that_is_wanted(boss: Caller) -> None:
    told = boss.post("/people/import?partial=true", data=book(HEADER, GOOD, BAD)).json
    assert (told["people"], len(told["refused"])) == (1, 1)
    assert names(boss) == {"ann", "boss"}
    changes = boss.get("/settings/changes?about=people&subject=ann").json["items"]
    assert {change["fact"] for change in changes} == {"PersonAdded", "RoleGranted", "GroupJoined"}
    assert {change["actor"] for change in changes} == {"boss"}


def test_a_row_that_leans_on_a_refused_one_is_refused_too(boss: Caller) -> None:
    rows = [["ann", "安娜", "没有的部门", "", "", ""], ["eve", "伊芙", "", "ann", "", ""]]
    told = boss.post("/people/import?partial=true", data=book(HEADER, *rows)).json
    assert [row["row"] for row in told["refused"]] == [2, 3]
    assert names(boss) == {"boss"}


def test_the_template_can_be_taken_in_as_it_is(boss: Caller) -> None:
    file = boss.get("/people/template").data
    assert load_workbook(io.BytesIO(file)).active["A2"].value == "li.ming"
    told = boss.post("/people/import?dry_run=true", data={"file": (io.BytesIO(file), "people.xlsx")}).json
    assert [row["who"] for row in told["rows"]] == ["li.ming"]


@pytest.mark.parametrize("path", ["/people/import", "/departments", "/groups", "/setup/pack", "/setup/live"])
def test_only_an_administrator_manages_people(call: Call, house: House, path: str) -> None:
    house.person("owner", "process_owner")
    assert call("owner").post(path, json={}).status_code in (403, 422)
    assert call("owner").get("/settings/changes?about=people").status_code == 403
    assert call("owner").get("/settings/changes?about=calendars").status_code == 200


def test_a_department_is_renamed_moved_and_never_below_itself(boss: Caller) -> None:
    boss.post("/departments", {"key": "hq", "name": "总部"})
    boss.post("/departments", {"key": "east", "name": "华东", "parent": "hq"})
    rows = boss.patch("/departments/east", {"name": "华东区", "parent": ""}).json["items"]
    assert next((row["name"], row["parent"]) for row in rows if row["key"] == "east") == ("华东区", None)
    boss.patch("/departments/hq", {"parent": "east"})
    answer = boss.patch("/departments/east", {"parent": "hq"})
    assert (answer.status_code, answer.json["code"]) == (422, "department_circle")


def test_those_who_left_are_told_only_when_asked_for(boss: Caller, house: House) -> None:
    house.person("ann")
    boss.patch("/people/ann", {"disabled": True})
    assert names(boss) == {"boss"}
    everybody = boss.get("/people?everybody=true").json["items"]
    assert {(one["username"], one["disabled"]) for one in everybody} == {("ann", True), ("boss", False)}


def test_changes_come_page_by_page(boss: Caller, house: House) -> None:
    for name in ("一组", "二组", "三组"):
        boss.post("/groups", {"name": name})
    first = boss.get("/settings/changes?about=groups&limit=2").json
    second = boss.get(f"/settings/changes?about=groups&limit=2&cursor={first['next']}").json
    assert [change["data"]["name"] for change in first["items"] + second["items"]] == ["三组", "二组", "一组"]
    assert second["next"] is None
