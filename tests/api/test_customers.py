"""Customers over HTTP: each sees their own, a head the department's, an auditor all; contacts stay masked."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from engine.access import commands
from engine.customers import commands as customers
from engine.customers import pool
from engine.definitions import switches
from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
PURCHASES = "单号,客户编号,购买时间,购买金额,购买商品\n1,007,2026-02-10,120.50,CD\n2,007,2026-02-11,-20,CD\n"


@pytest.fixture
def company(house: House, call: Call) -> Call:
    with house.unit() as ctx:
        commands.add_department(ctx, "hq")
        commands.add_department(ctx, "east", parent="hq")
    house.person("ann", department="east").person("ben", department="hq").person("eve", department="east")
    house.person("aud", "auditor").person("root", "admin")
    with house.unit() as ctx:
        commands.set_head(ctx, "east", "eve")
    made = call("ann").post("/customers", {"number": "007", "name": "甲公司", "department": "east"})
    assert made.status_code == 201, made.json
    return call


@pytest.mark.parametrize(("who", "seen"), [("ann", True), ("eve", True), ("aud", True), ("root", True), ("ben", False)])
def test_a_customer_is_seen_by_owner_head_and_auditor(company: Call, who: str, seen: bool) -> None:
    caller = company(who)
    assert [one["number"] for one in caller.get("/customers").json["items"]] == (["007"] if seen else [])
    assert caller.get("/customers/007").status_code == (200 if seen else 404)
    assert caller.get("/customers/007/timeline").status_code == (200 if seen else 404)
    assert caller.get("/purchases?customer=007").status_code == (200 if seen else 404)


def test_the_number_keeps_its_zeros_and_is_taken_once(company: Call) -> None:
    again = company("ann").post("/customers", {"number": "007", "name": "乙公司"})
    assert (again.status_code, again.json["code"]) == (409, "customer_exists")


def test_an_auditor_changes_no_customer(company: Call) -> None:
    assert company("aud").patch("/customers/007", {"region": "上海"}).status_code == 403
    assert company("ann").patch("/customers/007", {"region": "上海"}).json["region"] == "上海"


def test_another_owner_is_named_by_the_transfer_where_it_runs(company: Call, house: House) -> None:
    house.deploy(ownership_transfer__bpmn=drawing("ownership_transfer", "start > end"))
    ann = company("ann")
    refused = ann.patch("/customers/007", {"owner": "eve"})
    assert (refused.status_code, refused.json["code"]) == (409, "owner_by_transfer")
    assert ann.patch("/customers/007", {"owner": "ann", "region": "上海"}).json["region"] == "上海"
    with house.unit() as ctx:
        switches.switch(ctx, "ownership_transfer", on=False)
    assert ann.patch("/customers/007", {"owner": "eve"}).status_code == 200
    assert company("eve").get("/customers/007").json["owner"] == "eve"


def test_whoever_is_nobodys_gets_an_owner_whoever_is_in_the_pool_is_claimed(company: Call, house: House) -> None:
    root = company("root")
    root.post("/customers", {"number": "008", "name": "乙公司", "department": "east", "owner": ""})
    assert root.patch("/customers/008", {"owner": "ann"}).json["owner"] == "ann"
    with house.unit() as ctx:
        pool.give_back(ctx, customers.find(ctx, "008"), "idle")
    refused = root.patch("/customers/008", {"owner": "eve"})
    assert (refused.status_code, refused.json["code"]) == (409, "customer_pooled")


def test_a_contact_is_masked_by_right(company: Call) -> None:
    saved = company("ann").post("/contacts", {"customer": "007", "name": "王小明", "phone": "13912341234"})
    assert saved.status_code == 201, saved.json
    [known] = company("ann").get("/contacts?customer=007").json["items"]
    assert (known["name"], known["phone"]) == ("王小明", "139****1234")
    [read] = company("aud").get("/contacts?customer=007").json["items"]
    assert (read["name"], read["phone"]) == ("王*", "139****1234")


def taken(caller: Caller, text: str, query: str = "") -> Any:
    sent = {"file": (BytesIO(text.encode("gb18030")), "p.csv")}
    return caller.post(f"/tables/purchases/import{query}", data=sent, content_type="multipart/form-data")


def test_purchases_come_in_as_a_table(company: Call) -> None:
    report = taken(company("root"), PURCHASES)
    assert report.status_code == 200, report.json
    assert report.json["counts"]["written"] == 2
    items = company("ann").get("/purchases?customer=007").json["items"]
    assert sorted(one["amount_cents"] for one in items) == [-2000, 12050]


def test_a_refused_row_refuses_the_table_and_is_named(company: Call) -> None:
    refused = taken(company("root"), PURCHASES + "3,008,2026-02-30,abc,CD\n")
    assert (refused.status_code, refused.json["code"]) == (422, "import_refused")
    assert {entry["row"] for entry in refused.json["report"]["refused"]} == {4}
    assert company("ann").get("/purchases?customer=007").json["items"] == []


def test_staff_import_nothing(company: Call) -> None:
    assert taken(company("ann"), PURCHASES).status_code == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_what_the_asker_sees(company: Call, kind: str) -> None:
    mine = company("ann").get(f"/tables/customers/export?format={kind}")
    theirs = company("ben").get(f"/tables/customers/export?format={kind}")
    assert (mine.status_code, theirs.status_code) == (200, 200)
    if kind == "csv":
        assert "007" in mine.get_data(as_text=True)
        assert "007" not in theirs.get_data(as_text=True)


def test_the_timeline_tells_what_happened(company: Call) -> None:
    facts = [entry["fact"] for entry in company("aud").get("/customers/007/timeline").json["items"]]
    assert facts[-1] == "CustomerCreated"


def asked(house: House, customer: str, **task: str) -> str:
    """A case about the customer opens a task; the task's id."""
    house.deploy(look__bpmn=drawing("look", "start > ask:user > end", ask=task))
    who = house.look(lambda ctx: customers.find(ctx, customer).id)
    return house.start("look", customer_id=who).task("ask").id


READ_OF = ("", "/timeline", "/outlook", "/messages", "/contracts", "/library")


def test_whoever_has_a_task_reads_of_the_customer_as_long_as_it_is_theirs(company: Call, house: House) -> None:
    ben = company("ben")
    company("ann").post("/customers", {"number": "008", "name": "乙公司"})
    company("ann").post("/contacts", {"customer": "007", "name": "王小明", "phone": "13912341234"})
    task = asked(house, "007", assignee="ben")
    assert {ben.get(f"/customers/007{path}").status_code for path in READ_OF} == {200}
    assert ben.get("/customers/007").json["contacts"][0]["name"] == "王小明"
    assert ben.get("/customers/008").status_code == 404
    assert ben.get("/customers").json["items"] == []
    assert ben.post(f"/tasks/{task}/complete", {}).status_code == 200
    assert ben.get("/customers/007").status_code == 404


def test_a_task_offered_to_a_group_is_read_about_until_somebody_takes_it(company: Call, house: House) -> None:
    house.person("dan", groups=("数据管理员",)).person("dora", groups=("数据管理员",))
    company("ann").post("/contacts", {"customer": "007", "name": "王小明", "phone": "13912341234"})
    task = asked(house, "007", groups="数据管理员")
    assert company("dora").get("/customers/007").json["contacts"][0]["name"] == "王*"
    company("dan").post(f"/tasks/{task}/claim")
    assert [company(who).get("/customers/007").status_code for who in ("dan", "dora", "ben")] == [200, 404, 404]


def test_what_is_offered_to_everybody_lets_nobody_read(company: Call, house: House) -> None:
    asked(house, "007")
    assert company("ben").get("/customers/007").status_code == 404


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("patch", "/customers/007", {"region": "上海"}),
        ("post", "/interactions", {"customer": "007", "on": "2026-03-02", "channel": "phone", "subject": "x"}),
        ("post", "/customers/007/tags", {"tag": "重点"}),
        ("post", "/contacts", {"customer": "007", "name": "王小明"}),
        ("post", "/purchases", {"customer": "007", "on": "2026-03-02", "amount": "1.00"}),
    ],
)
def test_a_task_is_no_reason_to_write_and_nobody_writes_of_who_was_erased(
    company: Call, house: House, verb: str, path: str, body: dict[str, Any]
) -> None:
    asked(house, "007", assignee="ben")
    ann, ben = company("ann"), company("ben")
    assert [ann.get("/customers/007").json["writable"], ben.get("/customers/007").json["writable"]] == [True, False]
    refused = getattr(ben, verb)(path, body)
    assert (refused.status_code, refused.json["code"]) == (403, "customer_not_yours")
    with house.unit() as ctx:
        customers.find(ctx, "007").erased_at = ctx.now
    refused = getattr(ann, verb)(path, body)
    assert (refused.status_code, refused.json["code"]) == (409, "customer_erased")
    assert ann.get("/customers/007").json["writable"] is False


def test_nothing_is_started_about_who_was_erased(company: Call, house: House) -> None:
    asked(house, "007", assignee="ben")
    with house.unit() as ctx:
        customers.find(ctx, "007").erased_at = ctx.now
    refused = company("ann").post("/instances", {"process": "look", "customer": "007", "variables": {}})
    assert (refused.status_code, refused.json["code"]) == (422, "customer_erased")
