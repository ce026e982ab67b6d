"""The first day: steps told by what is there, packs, foreign column names, a dry run, and going live."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.access import queries
from engine.definitions.catalogue import catalogue
from tests.api.conftest import Caller
from tests.kit import House
from webapi import packs

Call = Callable[[str | None], Caller]
CUSTOMERS = "Kd-Nr,Firma,Ort\nA-1,甲公司,上海\nA-2,乙公司,苏州\n"
PURCHASES = "单号,客户编号,购买时间,购买金额,购买商品\n1,A-1,2026-02-01,500000,机器\n2,A-2,2026-02-02,100,零件\n"
MAPPING = {"Kd-Nr": "客户编号", "Firma": "客户名称"}


@pytest.fixture
def boss(call: Call, house: House) -> Caller:
    house.person("boss", "admin")
    return call("boss")


def file(text: str, **more: str) -> dict[str, Any]:
    return {"file": (io.BytesIO(text.encode()), "table.csv"), **more}


def done(setup: dict[str, Any]) -> list[str]:
    return [step["key"] for step in setup["steps"] if step["done"]]


def test_nothing_is_done_on_an_empty_database(boss: Caller) -> None:
    setup = boss.get("/setup").json
    assert done(setup) == []
    assert [pack["key"] for pack in setup["packs"]] == ["b2b", "retail", "small"]


def test_a_step_is_left_out_and_taken_up_again(boss: Caller) -> None:
    skipped = boss.post("/setup/skip", {"step": "purchases"}).json
    assert [step["key"] for step in skipped["steps"] if step["skipped"]] == ["purchases"]
    again = boss.post("/setup/skip", {"step": "purchases", "skip": False}).json
    assert not any(step["skipped"] for step in again["steps"])
    assert boss.post("/setup/skip", {"step": "nonsense"}).status_code == 422


def test_columns_with_foreign_names_are_mapped(boss: Caller) -> None:
    looked = boss.post("/tables/customers/look", data=file(CUSTOMERS)).json
    assert (looked["header"], looked["guessed"]) == (["Kd-Nr", "Firma", "Ort"], {})
    assert set(looked["required"]) == {"客户编号", "客户名称"}
    said = json.dumps(MAPPING, ensure_ascii=False)
    dry = boss.post("/tables/customers/import?dry_run=true", data=file(CUSTOMERS, columns=said)).json
    assert dry["counts"]["rows"] == 2
    assert boss.get("/customers").json["items"] == []
    boss.post("/tables/customers/import", data=file(CUSTOMERS, columns=said))
    assert {one["number"] for one in boss.get("/customers").json["items"]} == {"A-1", "A-2"}


@pytest.mark.parametrize("columns", ["[]", "{", '{"a": 1}'])
def test_a_mapping_that_is_none_is_refused(boss: Caller, columns: str) -> None:
    answer = boss.post("/tables/customers/import", data=file(CUSTOMERS, columns=columns))
    assert (answer.status_code, answer.json["errors"][0]["path"]) == (422, "columns")


def test_the_whole_first_day(boss: Caller, house: House) -> None:
    boss.patch("/setup", {"name": "启明机电"})
    boss.post("/departments", {"key": "hq", "name": "总部"})
    boss.post("/people", {"username": "ann"})
    assert done(boss.post("/setup/pack", {"pack": "b2b"}).json) == ["company", "people", "pack"]
    boss.post("/tables/customers/import", data=file(CUSTOMERS, columns=json.dumps(MAPPING)))
    boss.post("/tables/purchases/import", data=file(PURCHASES))
    summary = boss.post("/setup/trial", {}).json["summary"]
    assert summary["customers"] == 2
    assert boss.get("/tiers/runs").json["items"] == []
    live = boss.post("/setup/live", {}).json
    assert done(live) == [step["key"] for step in live["steps"]]
    assert [case["process"] for case in boss.get("/instances").json["items"]] == ["tier_batch_evaluation"]
    assert boss.post("/setup/live", {}).json["code"] == "live_already"


def test_a_trial_without_a_scheme_says_so(boss: Caller) -> None:
    answer = boss.post("/setup/trial", {})
    assert (answer.status_code, answer.json["code"]) == (404, "no_scheme_yet")


@pytest.mark.parametrize("pack", packs.PACKS, ids=lambda pack: pack.key)
def test_a_pack_is_complete(house: House, pack: packs.Pack) -> None:
    with house.unit() as ctx:
        found = packs.switch_on(ctx, pack.key)
        on = {head.key for head in catalogue(ctx).heads("process", ctx.now)}
    assert on == pack.processes - {"rules"}
    missing = {warning.finding.code for warning in found.warnings} & {
        "process_unknown",
        "form_unknown",
        "decision_unknown",
    }
    assert missing == set()


def test_a_small_firm_has_five_groups_even_where_all_was_deployed_before(house: House) -> None:
    with house.unit() as ctx:
        packs.switch_on(ctx, "b2b")
    with house.unit() as ctx:
        packs.switch_on(ctx, "small")
    with house.unit() as ctx:
        packs.switch_on(ctx, "small")
    small = {name for name, _, _ in packs.FIVE}
    left = house.look(lambda ctx: {group.name for group in queries.groups(ctx.session)})
    assert left - {"系统"} == small


def test_people_who_are_in_a_group_are_not_moved_behind_their_backs(boss: Caller, house: House) -> None:
    house.person("ann", groups=("客户经理",))
    answer = boss.post("/setup/pack", {"pack": "small"})
    assert (answer.status_code, answer.json["code"]) == (409, "group_in_use")
    assert boss.get("/processes").json["items"] == []


def startable(boss: Caller) -> set[str]:
    return {one["key"] for one in boss.get("/processes").json["items"] if not one["off"]}


def test_a_pack_switches_the_others_off_and_a_second_choice_turns_it_round(boss: Caller) -> None:
    boss.post("/setup/pack", {"pack": "b2b"})
    assert packs.SHORT not in startable(boss)
    chosen = boss.post("/setup/pack", {"pack": "small"}).json
    small = packs.pack("small").processes - {"rules"}
    assert startable(boss) == small == {one["key"] for one in chosen["processes"]}
    assert boss.post("/instances", {"process": "customer_flow"}).json["code"] == "process_off"


def test_a_process_is_switched_in_the_settings_with_who_and_when(boss: Caller) -> None:
    boss.post("/setup/pack", {"pack": "small"})
    assert boss.post("/processes/complaint/switch", {"on": False}).json == {"on": False}
    assert "complaint" not in startable(boss)
    (newest, *_) = boss.get("/settings/changes?about=processes").json["items"]
    assert (newest["actor"], newest["data"]) == ("boss", {"process": "complaint", "on": False})
