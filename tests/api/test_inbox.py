"""The lists of the inbox: whose work it is, in which order, how many, and under which names they are kept."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from engine.access import commands as people
from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
CHECK = drawing("leave", "start > ask:user > end", ask={"groups": "班组"})
URGENT = drawing("alarm", "start > ask:user > end", ask={"groups": "班组", "priority": "90"})


@pytest.fixture
def team(house: House, call: Call) -> Call:
    house.person("ann", groups=("班组",)).person("bob", groups=("班组",)).person("carl").person("aud", "auditor")
    house.deploy(leave__bpmn=CHECK, alarm__bpmn=URGENT)
    return call


def started(team: Call, process: str, by: str = "carl") -> str:
    instance = team(by).post("/instances", {"process": process}).json["id"]
    return str(instance)


def listed(team: Call, who: str, query: str) -> list[str]:
    answer = team(who).get(f"/tasks?{query}")
    assert answer.status_code == 200, answer.json
    return [task["instance"] for task in answer.json["items"]]


def task_of(team: Call, instance: str) -> str:
    return str(team("ann").get(f"/tasks?instance={instance}").json["items"][0]["id"])


def test_what_a_colleague_took_leaves_the_groups_list(team: Call) -> None:
    first, second = started(team, "leave"), started(team, "leave")
    team("bob").post(f"/tasks/{task_of(team, first)}/claim")
    assert listed(team, "ann", "status=group") == [second]
    assert listed(team, "ann", "status=todo") == [second]
    assert listed(team, "bob", "status=todo&sort=newest") == [second, first]
    assert sorted(listed(team, "ann", "status=open")) == sorted([first, second])
    assert listed(team, "bob", "status=mine") == [first]


def test_whoever_started_a_case_sees_with_whom_it_waits(team: Call) -> None:
    instance = started(team, "leave")
    assert listed(team, "carl", "status=waiting") == [instance]
    assert listed(team, "ann", "status=waiting") == []


def test_a_delegated_task_stays_in_its_owners_sight(team: Call) -> None:
    instance = started(team, "leave")
    task = task_of(team, instance)
    team("ann").post(f"/tasks/{task}/claim")
    team("ann").post(f"/tasks/{task}/delegate", {"to": "bob"})
    assert listed(team, "ann", "status=delegated") == [instance]
    assert listed(team, "bob", "status=mine") == [instance]


@pytest.mark.parametrize("who", ["ann", "aud"])
def test_lists_are_paged_in_the_order_asked_for(team: Call, who: str) -> None:
    plain, urgent, last = started(team, "leave"), started(team, "alarm"), started(team, "leave")
    orders = {"priority": [urgent, plain, last], "newest": [last, urgent, plain], "due": [plain, urgent, last]}
    for sort, order in orders.items():
        seen, cursor = [], ""
        while cursor is not None:
            page = team(who).get(f"/tasks?sort={sort}&limit=1&cursor={cursor}").json
            seen += [task["instance"] for task in page["items"]]
            cursor = page["next"]
        assert seen == order


def test_counts_are_those_of_the_lists(team: Call) -> None:
    instance = started(team, "leave")
    started(team, "leave")
    team("ann").post(f"/tasks/{task_of(team, instance)}/claim")
    told = team("ann").get("/tasks/counts").json
    lists = {"todo": 2, "open": 2, "mine": 1, "group": 1, "delegated": 0, "waiting": 0}
    assert told == lists | {"overdue": 0, "plain": 0}


def kept(team: Call, who: str, body: dict[str, Any]) -> Any:
    return team(who).post("/tasks/views", body)


def test_a_view_is_kept_and_lent_to_the_group(team: Call) -> None:
    mine = kept(team, "ann", {"name": "急件", "group": "班组", "wish": {"sort": "priority"}}).json
    [lent] = team("bob").get("/tasks/views").json["items"]
    assert (lent["name"], lent["own"], lent["wish"]) == ("急件", False, {"sort": "priority"})
    assert team("carl").get("/tasks/views").json["items"] == []
    assert team("bob").delete(f"/tasks/views/{mine['id']}").status_code == 404
    assert team("ann").delete(f"/tasks/views/{mine['id']}").status_code == 200
    assert team("bob").get("/tasks/views").json["items"] == []


def test_a_view_of_the_same_name_takes_the_place_of_the_first(team: Call) -> None:
    for sort in ("due", "newest"):
        assert kept(team, "ann", {"name": "急件", "wish": {"sort": sort}}).status_code == 201
    [view] = team("ann").get("/tasks/views").json["items"]
    assert view["wish"] == {"sort": "newest"}


def test_a_view_is_lent_only_to_a_group_of_ones_own(team: Call) -> None:
    assert kept(team, "carl", {"name": "急件", "group": "班组", "wish": {}}).status_code == 403
    assert kept(team, "carl", {"name": " ", "wish": {}}).status_code == 422


def test_whoever_sees_a_case_sees_all_its_tasks(team: Call) -> None:
    instance = started(team, "leave")
    [task] = team("carl").get(f"/instances/{instance}/tasks").json["items"]
    assert (task["element"], task["groups"]) == ("ask", ["班组"])
    assert team("carl").get("/instances/nothing/tasks").status_code == 404


@pytest.fixture
def department(house: House, team: Call) -> Call:
    """Wei heads Sales, where dan works; ann and bob are nobody's there."""
    with house.unit() as ctx:
        people.add_department(ctx, "总部")
        people.add_department(ctx, "销售部", parent="总部")
    house.person("dan", groups=("班组",), department="销售部").person("wei", department="销售部")
    with house.unit() as ctx:
        people.set_head(ctx, "销售部", "wei")
    return team


def test_a_head_sees_what_each_of_the_department_has_in_hand(department: Call) -> None:
    task = task_of(department, instance := started(department, "leave"))
    department("dan").post(f"/tasks/{task}/claim")
    desks = {desk["person"]: desk["open"] for desk in department("wei").get("/team").json["items"]}
    assert desks == {"dan": 1, "wei": 0}
    assert listed(department, "wei", "status=team&assignee=dan") == [instance]
    assert department("ann").get("/team").status_code == 403


def test_a_head_takes_work_off_a_desk_of_the_department_only(department: Call) -> None:
    task = task_of(department, started(department, "leave"))
    department("dan").post(f"/tasks/{task}/claim")
    assert "reassign" in department("wei").get(f"/tasks/{task}").json["may"]
    assert department("wei").post(f"/tasks/{task}/reassign", {"to": "ann"}).status_code == 200
    assert department("wei").post(f"/tasks/{task}/reassign", {"to": "bob"}).status_code == 403


@pytest.mark.parametrize("q", ["海丝", "hstc", "HSTC", "haisitaoci", "hai si tao ci", "taoci", "C-7"])
def test_a_task_is_found_by_whom_it_is_about(team: Call, q: str) -> None:
    team("carl").post("/customers", {"number": "C-77", "name": "海丝陶瓷"})
    about = team("carl").post("/instances", {"process": "leave", "customer": "C-77"}).json["id"]
    started(team, "leave")
    assert listed(team, "ann", f"q={quote(q)}") == [about]
    assert [one["number"] for one in team("carl").get(f"/customers?q={quote(q)}").json["items"]] == ["C-77"]


@pytest.mark.parametrize("q", ["si", "ao", "13912345678", "stcx"])
def test_half_a_syllable_and_a_phone_number_find_no_task(team: Call, q: str) -> None:
    team("carl").post("/customers", {"number": "C-77", "name": "海丝陶瓷"})
    team("carl").post("/contacts", {"customer": "C-77", "name": "王小明", "phone": "13912345678"})
    team("carl").post("/instances", {"process": "leave", "customer": "C-77"})
    assert listed(team, "ann", f"q={q}") == []


def test_only_plain_tasks_are_listed_for_a_list(team: Call) -> None:
    started(team, "leave")
    assert (len(listed(team, "ann", "plain=false")), listed(team, "ann", "plain=true")) == (1, [])
    assert team("ann").get("/tasks/counts").json["plain"] == 0
