"""Reports over HTTP and on the command line."""

import csv
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from tests.api.conftest import Caller
from tests.api.test_commands import run as run
from tests.kit import House
from webapi.scenarios import world

Call = Callable[[str | None], Caller]
SPAN = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def desk(house: House, call: Call) -> Call:
    world.furnish(house)
    world.settle(house, {"crowd": 3, "customers": {"C-1": {"band": 1}}})
    return call


def keys(desk: Call, name: str) -> set[str]:
    return {item["key"] for item in desk(name).get("/reports").json["items"]}


def test_staff_read_their_own_and_owners_of_rules_the_house(desk: Call) -> None:
    mine, all_of_them = keys(desk, "zheng.kai"), keys(desk, "shen.jing")
    assert mine < all_of_them
    assert all_of_them - mine >= {"iso_10002", "process_compliance"}
    assert keys(desk, "huang.lan") == all_of_them
    assert desk("zheng.kai").get("/reports/iso_10002").status_code == 403
    assert desk("pan.li").get("/reports/data_quality").json["rows"] == []
    held = desk("shen.jing").get("/reports/data_quality").json["rows"]
    assert sum(row["customers"] for row in held) == 4


def test_a_report_says_what_it_means_in_the_readers_language(desk: Call) -> None:
    zh = desk("shen.jing").get(f"/reports/K4?{SPAN}", headers={"Accept-Language": "zh"}).json
    en = desk("shen.jing").get(f"/reports/retention?{SPAN}", headers={"Accept-Language": "en"}).json
    assert (zh["key"], zh["title"], en["title"]) == ("retention", "客户保留率与流失率", "Retention and churn")
    assert (en["from"], en["to"], en["chart"]["x"]) == ("2026-01-01", "2026-12-31", "band")
    assert {column["unit"] for column in en["columns"]} == {"text", "count", "percent"}


def test_a_report_goes_along_as_a_file(desk: Call) -> None:
    text = desk("shen.jing").get(f"/reports/data_quality?{SPAN}&format=csv", headers={"Accept-Language": "zh"})
    assert text.data.startswith(b"\xef\xbb\xbf")
    assert text.headers["Content-Disposition"] == "attachment; filename=data_quality.csv"
    header, *rows = csv.reader(io.StringIO(text.data.decode("utf-8-sig")))
    assert header[:3] == ["服务级别", "客户", "有客户经理 (%)"]
    book = load_workbook(io.BytesIO(desk("shen.jing").get(f"/reports/data_quality?{SPAN}&format=xlsx").data))
    assert len(list(book["keflow"].rows)) == len(rows) + 1
    assert "÷" in str(book["about"]["A4"].value)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing", 404),
        ("rule_backtest?band=1", 422),
        ("sales?from=2026-02-02&to=2026-01-01", 422),
        ("sales?band=9", 422),
    ],
)
def test_what_cannot_be_answered_is_said(desk: Call, path: str, status: int) -> None:
    refused = desk("shen.jing").get(f"/reports/{path}")
    assert refused.status_code == status
    assert refused.json["detail"]


def test_reports_on_the_command_line(run) -> None:
    assert "followup_coverage" in run("report", "list").output
    written = run("report", "run", "K3", "--from", "2026-01-01", "--to", "2026-03-31").output
    assert written.lstrip("\ufeff").startswith("Month,Answers,Mean score (points),CSAT (%)")
    refused = run("report", "run", "deviations", "--band", "1", fails=True)
    assert "has no filter" in str(refused.exception) or refused.exit_code
