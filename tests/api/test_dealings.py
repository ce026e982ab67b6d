"""Customers' dealings, contacts, absence and duty over HTTP: who may, and what comes back."""

from typing import Any
from urllib.parse import quote

import pytest

from engine.access import commands as people
from engine.customers.models import Contact
from tests.kit import House


@pytest.fixture
def team(house: House, call: Any) -> dict[str, Any]:
    """ann and bob of the sales department, eve who heads it, root the admin."""
    with house.unit() as ctx:
        people.add_department(ctx, "sales", name="销售部")
        for name, roles in (("ann", ["staff"]), ("bob", ["staff"]), ("eve", ["staff"]), ("pam", ["process_owner"])):
            people.add_person(ctx, name, roles=roles, department="sales", display_name=name.title())
        people.add_person(ctx, "root", roles=["admin"])
        people.set_head(ctx, "sales", "eve")
    callers = {name: call(name) for name in ("ann", "bob", "eve", "pam", "root")}
    callers["ann"].post("/customers", {"number": "C-1", "name": "上海仓储公司", "region": "华东"})
    return callers


def contact(team: dict[str, Any]) -> str:
    made = team["ann"].post(
        "/contacts", {"customer": "C-1", "name": "王小明", "role": "总监", "phone": "139 1234 5678"}
    )
    return made.json["items"][0]["id"]


def test_a_customer_is_found_by_initials_and_by_the_whole_phone_number(team):
    contact(team)
    for q in ("shccgs", "SHCC", "+86 139-1234-5678", "仓储", "C-"):
        found = team["ann"].get(f"/customers?q={quote(q)}").json["items"]
        assert [one["number"] for one in found] == ["C-1"], q
    assert team["ann"].get("/customers?q=13912345679").json["items"] == []


def test_nobody_finds_a_customer_outside_their_scope(team):
    contact(team)
    assert team["bob"].get("/customers?q=13912345678").json["items"] == []
    assert team["bob"].get("/interactions?customer=C-1").status_code == 404
    assert team["bob"].post("/needs", {"customer": "C-1", "type": "product", "description": "x"}).status_code == 404


def test_an_interaction_is_written_settled_and_listed(team):
    body = {
        "customer": "C-1",
        "channel": "visit",
        "subject": "回顾",
        "participants": "王总",
        "next_action": "培训",
        "owner": "bob",
    }
    made = team["ann"].post("/interactions", body)
    assert (made.status_code, made.json["status"], made.json["participants"]) == (201, "todo", "王总")
    path = f"/interactions/{made.json['id']}"
    assert team["ann"].patch(path, {"status": "done"}).json["status"] == "done"
    assert team["ann"].patch(path, {"subject": "别的"}).status_code == 422
    assert [row["id"] for row in team["ann"].get("/interactions?customer=C-1&limit=1").json["items"]] == [
        made.json["id"]
    ]


def test_who_only_sees_everything_does_not_read_who_took_part(team):
    body = {"customer": "C-1", "channel": "phone", "subject": "回访", "participants": "王总"}
    team["ann"].post("/interactions", body)
    told = {
        name: team[name].get("/interactions?customer=C-1").json["items"][0]["participants"] for name in ("ann", "root")
    }
    assert told == {"ann": "王总", "root": "***"}


def test_a_need_is_written_and_confirmed(team):
    made = team["ann"].post("/needs", {"customer": "C-1", "type": "service", "description": "24小时响应"})
    assert (made.json["type"], made.json["state"], made.json["priority"]) == ("service", "pending", "mid")
    assert team["ann"].patch(f"/needs/{made.json['id']}", {"state": "confirmed"}).json["state"] == "confirmed"


def test_an_order_number_is_taken_once(team):
    body = {"customer": "C-1", "on": "2026-03-01", "amount": "1200.50", "order_no": "S-1"}
    assert team["ann"].post("/purchases", body).json["amount"] == 1200.50
    assert team["ann"].post("/purchases", body).json["code"] == "order_known"


def test_consent_opens_marketing_and_its_withdrawal_closes_it(team):
    path = f"/contacts/{contact(team)}"
    permits = lambda: team["ann"].get("/customers/C-1").json["permits"]  # noqa: E731
    assert (permits()["permitted_care"], permits()["permitted_marketing"]) == (True, False)
    team["ann"].post(f"{path}/consents", {"purpose": "marketing", "given": True, "source": "展会签字"})
    assert permits()["permitted_marketing"] is True
    team["ann"].post(f"{path}/consents", {"purpose": "marketing", "given": False, "source": "来电"})
    assert permits()["permitted_marketing"] is False


def test_a_contact_prefers_a_channel_and_a_cap(team):
    told = team["ann"].patch(f"/contacts/{contact(team)}", {"preferred": "微信", "cap": 1})
    assert (told.json["preferred"], told.json["cap"], told.json["basis"]) == ("wechat", 1, "contract")
    assert team["ann"].get("/customers/C-1").json["permits"]["cap_left"] == 1


def test_a_birthday_is_taken_away_with_null_and_kept_when_nothing_is_said(house, team):
    which = contact(team)
    path = f"/contacts/{which}"
    kept = lambda: house.look(lambda ctx: ctx.session.get_one(Contact, which).birthday is not None)  # noqa: E731
    team["ann"].post(f"{path}/consents", {"purpose": "care", "given": True, "source": "来电"})
    for body, known in (({"birthday": "05-01"}, True), ({"cap": 2}, True), ({"birthday": None}, False)):
        assert team["ann"].patch(path, body).status_code == 200
        assert kept() is known


def test_the_house_sets_its_quiet_hours(team):
    assert team["ann"].patch("/contact-policy", {"cap": 2}).status_code == 403
    told = team["pam"].patch("/contact-policy", {"cap": 2, "quiet_from": "18:00"})
    assert (told.json["cap"], told.json["quiet"]) == (2, {"from": "18:00", "to": "08:00"})


def test_the_pool_is_open_to_all_staff(team):
    team["ann"].post("/customers/C-1/return", {"reason": "idle"})
    assert [one["pooled"] for one in team["bob"].get("/customers").json["items"]] == [True]
    assert team["bob"].post("/customers/C-1/claim").json["owner"] == "bob"
    assert team["ann"].get("/customers/C-1").status_code == 404


def test_a_tag_has_an_owner_and_a_day_to_look_again(team):
    team["ann"].post("/tags", {"name": "重点", "owner": "ann", "review_on": "2026-06-01"})
    team["ann"].post("/customers/C-1/tags", {"tag": "重点"})
    (told,) = team["ann"].get("/tags").json["items"]
    assert (told["owner"], told["review_on"], told["customers"]) == ("ann", "2026-06-01", 1)
    team["ann"].delete("/customers/C-1/tags/重点")
    assert team["ann"].get("/customers/C-1").json["tags"] == []


def test_absence_is_said_by_oneself_or_a_head_and_once(team):
    days = {"from": "2026-03-05", "to": "2026-03-10", "substitute": "bob"}
    assert team["bob"].post("/people/ann/absence", days).status_code == 403
    assert team["eve"].post("/people/ann/absence", days).status_code == 201
    overlap = team["ann"].post("/people/ann/absence", {"from": "2026-03-10", "to": "2026-03-11"})
    assert (overlap.status_code, overlap.json["code"]) == (409, "absence_overlaps")
    circle = team["bob"].post("/people/bob/absence", {"from": "2026-03-06", "to": "2026-03-06", "substitute": "ann"})
    assert circle.json["code"] == "substitute_circle"
    (held,) = team["ann"].get("/absences").json["items"]
    assert team["ann"].delete(f"/absences/{held['id']}").json["items"] == []


def test_duty_goes_round_is_swapped_and_holidays_come_first(team):
    rota = {"roster": "值班", "people": ["ann", "bob"], "from": "2026-03-02", "to": "2026-03-03"}
    assert team["bob"].post("/duty", rota).status_code == 403
    assert team["eve"].post("/duty", rota).json == {"shifts": 4}
    now = "/duty/now?roster=值班&at=2026-03-02T23:00:00%2B08:00"
    assert team["ann"].get(now).json["people"] == ["bob"]
    night = next(one for one in team["ann"].get("/duty").json["items"] if one["person"] == "bob")
    assert team["bob"].post(f"/duty/{night['id']}/swap", {"to": "ann"}).status_code == 200
    assert team["ann"].get(now).json["people"] == ["ann"]
    team["eve"].post("/duty", {**rota, "people": ["eve"], "holiday": True})
    assert team["ann"].get(now).json["people"] == ["eve", "ann"]


def test_skills_are_the_admins_to_set(team):
    assert team["eve"]._send("PUT", "/people/ann/skills", json={"skills": []}).status_code == 403
    told = team["root"]._send("PUT", "/people/ann/skills", json={"skills": ["仓储", "仓储", "ERP"]})
    assert told.json == {"skills": ["ERP", "仓储"]}


def test_another_contact_stands_beside_the_one_who_decides(team):
    contact(team)
    beside = team["ann"].post("/contacts", {"customer": "C-1", "name": "李工", "email": "li@b.cn", "decides": False})
    assert [(one["name"], one["decides"]) for one in beside.json["items"]] == [("王小明", True), ("李工", False)]
    assert [one["number"] for one in team["ann"].get("/customers?q=LI@b.cn").json["items"]] == ["C-1"]


def test_the_admin_adds_moves_and_disables_people(team):
    team["root"].post("/groups", {"name": "一线客服"})
    body = {
        "username": "zoe",
        "display_name": "佐伊",
        "roles": ["staff"],
        "groups": ["一线客服"],
        "department": "sales",
    }
    assert team["eve"].post("/people", body).status_code == 403
    assert team["root"].post("/people", body).json["groups"] == ["一线客服"]
    told = team["root"].patch("/people/zoe", {"groups": [], "region": "华东", "manager": "eve", "disabled": True}).json
    assert (told["groups"], told["region"], told["manager"], told["disabled"]) == ([], "华东", "eve", True)
    assert (
        team["root"]._send("PUT", "/departments/sales/head", json={"head": "ann", "deputy": "bob"}).status_code == 200
    )
    (sales,) = team["ann"].get("/departments").json["items"]
    assert (sales["head"], sales["deputy"]) == ("ann", "bob")


def test_a_contract_is_kept_corrected_by_its_number_and_shown_to_who_sees_the_customer(team):
    told = {"number": "HT-1", "from_on": "2026-01-01", "to_on": "2026-12-31", "amount": 1200.5}
    made = team["ann"].post("/customers/C-1/contracts", told)
    assert (made.status_code, made.json["items"][0]["amount_cents"]) == (201, 120_050)
    team["ann"].post("/customers/C-1/contracts", {**told, "to_on": "2027-12-31"})
    (shown,) = team["eve"].get("/customers/C-1/contracts").json["items"]
    assert (shown["to_on"], shown["status"]) == ("2027-12-31", "running")
    wrong = team["ann"].post("/customers/C-1/contracts", {**told, "to_on": "2025-12-31"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "contract_span_wrong")
    assert team["bob"].get("/customers/C-1/contracts").status_code == 404


def test_a_customer_of_the_pool_is_the_first_claimers_and_the_second_learns_whose(team):
    team["ann"].post("/customers/C-1/return", {"reason": "三十天没有跟进"})
    assert [one["number"] for one in team["bob"].get("/customers?pool=open").json["items"]] == ["C-1"]
    assert team["bob"].post("/customers/C-1/claim", {}).json["owner"] == "bob"
    late = team["ann"].post("/customers/C-1/claim", {})
    assert (late.status_code, late.json["code"]) == (409, "customer_claimed")
    assert "bob" in late.json["detail"]
    assert team["ann"].get("/customers/C-1").status_code == 404


def test_the_head_sees_whose_customers_nobody_has_after_somebody_left(team, house):
    with house.unit() as ctx:
        people.disable(ctx, "ann")
    assert team["eve"].get("/transfers/left").json["items"] == [{"person": "ann", "customers": 1}]
    assert team["bob"].get("/transfers/left").json["items"] == []
