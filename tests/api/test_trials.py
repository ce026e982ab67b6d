"""Rule tables on trial over HTTP: a bench, a dry run, spreadsheets."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.api.conftest import Caller
from tests.kit import House
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import world

Call = Callable[[str | None], Caller]
ROWS = [["id", "in_1", "note"], ["", "金额 ≥", "说明"], ["r1", "= 1 + 1", "-5"], ["r2", "10万–30万", "是"]]


def drawn(key: str, old: str = "", new: str = "") -> str:
    text = (PROCESSES / "rules" / f"{key}.dmn").read_text("utf-8")
    assert old in text
    return text.replace(old, new) if old else text


@pytest.fixture
def desk(house: House, call: Call) -> Call:
    world.furnish(house)
    world.settle(house, {"crowd": 3, "customers": {"C-1": {"band": 1}, "C-2": {"band": 2}}})
    return call


def test_the_bench_says_which_cell_kept_a_rule_from_matching(desk: Call) -> None:
    draft = drawn("tier_cdnow", "[150..400)", "[150..300)").replace("&gt;= 400", "&gt;= 300")
    told = desk("huang.lan").post(
        "/decisions/tier_cdnow/try", json={"draft": draft, "variables": {"window_spend": 320}}
    )
    assert (told.status_code, told.json["result"]["member"], told.json["matched"]) == (200, "gold", ["tier_gold"])
    assert [(rule["id"], rule["matched"], rule["cells"]) for rule in told.json["rules"]] == [
        *(("tier_regular", False, [False]), ("tier_silver", False, [False]), ("tier_gold", True, [True]))
    ]


def test_the_bench_tells_an_input_that_the_column_does_not_know(desk: Call) -> None:
    variables = {"kind": "odd", "direction": "up", "protected": False, "tenure_ok": True, "keep_ratio": 1, "fails": 0,
                 "period_end": True}  # fmt: skip
    told = desk("huang.lan").post(
        "/decisions/downgrade_guard/try", json={"draft": drawn("downgrade_guard"), "variables": variables}
    )
    assert (told.json["result"], told.json["rules"]) == (None, [])
    assert "odd" in told.json["error"]


def test_a_customer_fills_the_bench_with_what_is_known(desk: Call) -> None:
    told = desk("admin").get("/decisions/followup_frequency/known?customer=C-1").json["variables"]
    assert (told["band"], told["prospect"]) == (1, True)
    guard = desk("admin").get("/decisions/downgrade_guard/known?customer=C-1").json["variables"]
    assert {"kind", "direction", "protected", "fails"} <= set(guard)


@pytest.mark.parametrize(
    ("key", "kind"), [("tier_cdnow", "tiers"), ("followup_frequency", "work"), ("frequency_band", "answers")]
)
def test_a_dry_run_suits_the_table(desk: Call, key: str, kind: str) -> None:
    told = desk("huang.lan").post(f"/decisions/{key}/dry-run", json={"draft": drawn(key)})
    assert (told.status_code, told.json["kind"]) == (200, kind)


def test_a_dry_run_is_for_owners_of_rules(desk: Call) -> None:
    assert desk("zheng.kai").post("/decisions/tier_cdnow/dry-run", json={"draft": "x"}).status_code == 403


def test_names_are_told_only_to_those_who_may_see_the_customers(desk: Call) -> None:
    body = {"draft": drawn("frequency_band", '"low"', '"rare"')}
    owner, admin = (
        desk(who).post("/decisions/frequency_band/dry-run", json=body).json for who in ("huang.lan", "admin")
    )
    assert owner["answers"]["changed"] == admin["answers"]["changed"] == 5
    assert (len(owner["answers"]["sample"]), len(admin["answers"]["sample"])) == (0, 5)


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_dry_run_is_taken_along(desk: Call, format: str) -> None:
    changed = drawn("frequency_band", '"low"', '"rare"')
    assert desk("admin").post("/decisions/frequency_band/dry-run", json={"draft": changed}).status_code == 200
    told = desk("admin").get(f"/decisions/frequency_band/dry-run/export?format={format}")
    assert told.status_code == 200
    text = _text(told.data) if format == "xlsx" else told.data.decode("utf-8-sig")
    assert "C-1" in text
    assert "purchase_days" in text


def test_a_long_dry_run_is_asked_for_and_looked_at_later(desk: Call, house: House) -> None:
    owner, path = desk("admin"), "/decisions/followup_frequency/dry-run"
    body = {"draft": drawn("followup_frequency", "P1M", "P2M"), "later": True}
    asked = owner.post(path, json=body)
    assert (asked.status_code, asked.json["state"], asked.json["share"]) == (202, "waiting", 0)
    house.settle()
    told = owner.get(path).json
    assert (told["state"], told["kind"], told["draft"]) == ("done", "work", body["draft"])
    assert len(told["work"]["sample"]) == told["work"]["changed"] > 0
    assert desk("huang.lan").get(path).json["state"] == "none"
    assert owner.delete(path).json["state"] == owner.get(path).json["state"] == "none"


def test_a_long_dry_run_that_is_refused_says_why(desk: Call, house: House) -> None:
    path = "/decisions/severity/dry-run"
    assert desk("huang.lan").post(path, json={"draft": drawn("severity"), "later": True}).status_code == 202
    house.settle()
    told = desk("huang.lan").get(path).json
    assert (told["state"], "hazard" in told["error"]) == ("failed", True)


def _text(content: bytes) -> str:
    rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return "\n".join(",".join(map(str, row)) for row in rows)


def test_a_table_goes_to_a_spreadsheet_and_comes_back(desk: Call) -> None:
    sheets = {"sheets": [{"name": "规则", "rows": ROWS, "hidden": 1}]}
    made = desk("huang.lan").post("/decisions/tier_cdnow/workbook", json=sheets)
    assert made.status_code == 200
    sheet = load_workbook(BytesIO(made.data)).active
    assert (sheet["B3"].data_type, sheet["B3"].value, sheet.row_dimensions[1].hidden) == ("s", "= 1 + 1", True)
    back = desk("huang.lan").post("/decisions/tier_cdnow/workbook/read", data={"file": (BytesIO(made.data), "t.xlsx")})
    assert back.json["sheets"][0]["rows"] == ROWS


def test_what_is_no_spreadsheet_is_said(desk: Call) -> None:
    refused = desk("huang.lan").post("/decisions/x/workbook/read", data={"file": (BytesIO(b"no"), "t.xlsx")})
    assert (refused.status_code, refused.json["code"]) == (422, "file_unreadable")
