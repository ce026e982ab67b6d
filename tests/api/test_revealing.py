"""Reading a contact in clear: for a purpose, by who works with the customer, on record, and never left lying about."""

import logging
from typing import Any

import pytest
from sqlalchemy import inspect, text

from engine.access import commands as people
from tests.kit import House
from tests.kit.house import ROOT

NAME, PHONE, NOTE = "王小明", "13912345678", "王小明生日祝福"


@pytest.fixture
def team(house: House, call: Any) -> dict[str, Any]:
    """ann works with C-1, eve heads her department, the others only see it or do not."""
    with house.unit() as ctx:
        people.add_department(ctx, "hq")
        people.add_department(ctx, "sales", parent="hq")
        for name, roles in (("ann", ["staff"]), ("bob", ["staff"]), ("eve", ["staff"]), ("boss", ["staff"])):
            people.add_person(ctx, name, roles=roles, department="sales")
        people.add_person(ctx, "aud", roles=["auditor"])
        people.add_person(ctx, "root", roles=["admin"])
        people.set_head(ctx, "sales", "eve")
        people.set_head(ctx, "hq", "boss")
    callers = {name: call(name) for name in ("ann", "bob", "eve", "boss", "aud", "root")}
    callers["ann"].post("/customers", {"number": "C-1", "name": "上海仓储公司", "department": "sales"})
    callers["ann"].post("/contacts", {"customer": "C-1", "name": NAME, "phone": PHONE})
    return callers


def contact(team: dict[str, Any]) -> str:
    return team["ann"].get("/contacts?customer=C-1").json["items"][0]["id"]


def revealed(team: dict[str, Any], who: str = "ann", **body: Any) -> Any:
    path = f"/contacts/{contact(team)}/reveal"
    return team[who].post(path, {"purpose": "service", **body}, headers={"Idempotency-Key": f"reveal {who}"})


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 200), ("eve", 200), ("boss", 200), ("bob", 404), ("aud", 403), ("root", 403)]
)
def test_who_works_with_the_customer_reads_it_and_nobody_else(team: Any, who: str, status: int) -> None:
    told = revealed(team, who)
    assert told.status_code == status
    assert (PHONE in told.get_data(as_text=True)) == (status == 200)


@pytest.mark.parametrize("who", ["ann", "eve", "boss", "aud", "root"])
def test_what_may_be_revealed_is_what_the_page_offers(team: Any, who: str) -> None:
    (shown,) = team[who].get("/contacts?customer=C-1").json["items"]
    assert shown["revealable"] == (revealed(team, who).status_code == 200)
    assert shown["phone"] == "139****5678"


@pytest.mark.parametrize("body", [{"purpose": "curiosity"}, {"purpose": "other"}, {"purpose": "other", "note": "  "}])
def test_without_a_purpose_nothing_is_read_and_nothing_is_recorded(team: Any, body: dict[str, str]) -> None:
    assert revealed(team, **body).status_code == 422
    assert "ContactRevealed" not in facts(team)


def facts(team: Any) -> list[str]:
    return [entry["fact"] for entry in team["aud"].get("/customers/C-1/timeline").json["items"]]


def test_an_auditor_reads_who_read_what_for_which_purpose(team: Any, house: House) -> None:
    revealed(team, purpose="other", note=NOTE)
    entry = team["aud"].get("/customers/C-1/timeline").json["items"][0]
    assert (entry["fact"], entry["actor"]) == ("ContactRevealed", "ann")
    assert entry["data"] == {"contact": contact(team), "fields": ["name", "phone"], "purpose": "other", "note": NOTE}


def test_what_was_read_lies_nowhere_in_clear(team: Any, house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert revealed(team, purpose="other", note=NOTE).json == {"name": NAME, "phone": PHONE}
    lying = [caplog.text]
    with house.engine.connect() as connection:
        for table in inspect(house.engine).get_table_names():
            lying += [repr(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
    stored = "\n".join(lying)
    assert "ContactRevealed" in stored
    assert [word for word in (NAME, PHONE, NOTE) if word in stored or repr(word.encode())[2:-1] in stored] == []


def test_an_erased_contact_is_read_by_nobody_and_the_remark_is_gone(team: Any, house: House) -> None:
    revealed(team, purpose="other", note=NOTE)
    which = contact(team)
    with house.unit() as ctx:
        assert ctx.vault.erase(ctx.session, f"contact:{which}")
    told = team["ann"].post(f"/contacts/{which}/reveal", {"purpose": "service"})
    assert (told.status_code, told.json["code"]) == (409, "contact_erased")
    assert team["aud"].get("/customers/C-1/timeline").json["items"][0]["data"]["note"] == ""


TABLE = (ROOT / "processes/rules/masking.dmn").read_text("utf-8")
STRICTER = TABLE.replace('<text>"masked"</text>', '<text>"hidden"</text>')


def exported(team: dict[str, Any], who: str) -> str:
    return team[who].get("/tables/customers/export?format=csv").get_data(as_text=True)


@pytest.mark.parametrize("who", ["ann", "eve", "aud"])
def test_a_list_of_customers_that_leaves_the_house_is_masked_for_everybody(team: Any, who: str) -> None:
    told = exported(team, who)
    assert ("C-1" in told, "王*" in told, "139****5678" in told) == (True, True, True)
    assert (NAME in told, PHONE in told) == (False, False)


def test_a_house_that_hides_more_exports_less(team: Any, house: House) -> None:
    house.deploy(masking__dmn=STRICTER.encode())
    told = exported(team, "ann")
    assert ("C-1" in told, "王*" in told, "139****5678" in told) == (True, False, False)


@pytest.mark.parametrize("q", [PHONE, NAME, "C-1", "上海仓储公司"])
def test_what_a_search_finds_tells_nothing_personal(team: Any, q: str) -> None:
    for path in ("/customers", "/customers/lookup"):
        for who in ("ann", "bob"):
            told = team[who].get(f"{path}?q={q}").get_data(as_text=True)
            assert (NAME in told, PHONE in told) == (False, False)
    assert team["ann"].get(f"/customers?q={PHONE}").json["items"][0]["number"] == "C-1"
    assert team["bob"].get(f"/customers?q={PHONE}").json["items"] == []
