"""Records in order over HTTP: only data administrators look at all of them, merge, and take a merge back."""

from typing import Any

import pytest

from engine.access import commands as people
from tests.kit import House


@pytest.fixture
def team(house: House, call: Any) -> dict[str, Any]:
    """ann owns two records of one firm that share a phone; dan is data administrator and owns nothing."""
    with house.unit() as ctx:
        people.ensure_groups(ctx, ("数据管理员",))
        people.add_person(ctx, "ann", roles=["staff"])
        people.add_person(ctx, "dan", roles=["staff"], groups=("数据管理员",))
    callers = {name: call(name) for name in ("ann", "dan")}
    for number, name in (("C-1", "上海蓝海科技有限公司"), ("C-2", "蓝海科技")):
        callers["ann"].post("/customers", {"number": number, "name": name})
        callers["ann"].post("/contacts", {"customer": number, "name": "王敏", "phone": "139 1234 5678"})
    return callers


def test_who_is_no_data_administrator_merges_nothing(team):
    assert team["ann"].get("/records/due").json["may_merge"] is False
    for path in ("/records/twins", "/records/merges", "/records/beside?this=C-1&other=C-2"):
        assert team["ann"].get(path).status_code == 403, path
    assert team["ann"].post("/records/merges", {"this": "C-1", "other": "C-2", "into": "this"}).status_code == 403


def test_two_are_found_looked_at_merged_and_two_again(team):
    (pair,) = team["dan"].get("/records/twins").json["items"]
    assert (pair["this"]["number"], pair["other"]["number"], pair["reasons"]) == ("C-1", "C-2", ["phone", "name"])
    beside = team["dan"].get("/records/beside?this=C-1&other=C-2").json
    assert {"field": "name", "this": "上海蓝海科技有限公司", "other": "蓝海科技"} in beside["fields"]
    assert beside["rows"]["other"] == {"contact": 1}
    asked = {"this": "C-1", "other": "C-2", "into": "other", "taken": {"name": "this"}}
    made = team["dan"].post("/records/merges", asked).json
    assert made["customer"] == "C-2"
    assert team["ann"].get("/customers/C-1").json["number"] == "C-2"
    (merge,) = team["ann"].get("/customers/C-2/merges").json["items"]
    assert (merge["number"], merge["may_undo"], merge["against"]) == ("C-1", False, [])
    assert team["ann"].post(f"/records/merges/{merge['id']}/undo", {"reason": "看错"}).status_code == 403
    assert team["dan"].post(f"/records/merges/{merge['id']}/undo", {"reason": "看错"}).json == {"customer": "C-1"}
    assert [team["ann"].get(f"/customers/{n}").json["name"] for n in ("C-1", "C-2")] == [
        "上海蓝海科技有限公司",
        "蓝海科技",
    ]
    assert team["dan"].get("/records/merges").json["items"][0]["undone_by"] == "dan"


def test_two_that_are_two_customers_are_not_shown_again(team):
    team["dan"].post("/records/apart", {"this": "C-2", "other": "C-1"})
    assert team["dan"].get("/records/twins").json["items"] == []
