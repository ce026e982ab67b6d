"""Every report keeps the form that the API, the page, the files and the command line rely on."""

import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from engine.access.queries import departments, groups_named
from engine.kernel.base import dumps
from engine.reports import REPORTS, running
from engine.reports.report import FILTERS, THEMES, span
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh, postgres_answers
from webapi.reporting import exported
from webapi.scenarios import world

every = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.key)
CHINESE = re.compile("[\u4e00-\u9fff]")
AS_OF = date(2026, 2, 28)
NAMES_ONLY = {"P90", "CSAT", "LTV", "样本"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def houses(request, tmp_path_factory):
    """An empty house, and one whose month end was evaluated."""
    if request.param == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    folder: Path = tmp_path_factory.mktemp("reports")
    with fresh(request.param, folder) as empty, fresh(request.param, folder) as lived:
        house = House(lived, WIRING)
        world.furnish(house)
        bought = {"tier": "silver", "fails": 1, "bought": {date(2026, 2, 10): 60}}
        world.settle(house, {"customers": {"S-1": bought}, "crowd": 3, "evaluated": AS_OF})
        yield House(empty, WIRING), house


def test_whoever_keeps_a_report_is_a_group_of_the_house(houses) -> None:
    """A slip of the pen in `keepers` would show nobody anything, and nobody would notice."""
    _, lived = houses
    named = {keeper for report in REPORTS for keeper in report.keepers}
    assert lived.look(lambda ctx: groups_named(ctx.session, named, tenant=ctx.tenant).keys()) == named != set()


def test_keys_and_numbers_are_distinct():
    keys = [report.key for report in REPORTS]
    numbers = [number for report in REPORTS for number in report.number.split("/") if number]
    assert len(set(keys)) == len(keys) >= 30
    assert len(set(numbers)) == len(numbers)
    assert {f"K{n}" for n in range(1, 10)} <= set(numbers)


@every
def test_it_says_what_it_means_in_both_languages(report):
    texts = [report.name, report.definition, report.formula, *(column.name for column in report.columns)]
    for text in texts:
        assert text.zh.strip()
        assert text.en.strip()
        assert CHINESE.search(text.zh) or text.zh in NAMES_ONLY
        assert not CHINESE.search(text.en.replace("流失风险", "").replace("流失", "").replace("潜力", ""))
    assert report.theme in THEMES
    assert inspect.getdoc(inspect.getmodule(report.rows))


@every
def test_its_chart_and_filters_name_what_it_has(report):
    keys = [column.key for column in report.columns]
    assert len(set(keys)) == len(keys)
    assert set(report.filters) <= set(FILTERS)
    if report.chart:
        drawn = {report.chart.x, *report.chart.series, report.chart.group} - {None}
        assert drawn <= set(keys)


@every
def test_it_runs_on_an_empty_and_on_a_furnished_house(report, houses):
    keys = {column.key for column in report.columns}
    for house in houses:
        with house.unit(write=False) as ctx:
            when = span(ctx, date(2025, 12, 1), date(2026, 3, 31))
            rows = running.run(ctx, report, when)
        assert all(row.keys() == keys for row in rows)
        for lang in ("zh", "en"):
            told = running.told(rows, lang)
            dumps(told)
            assert exported("csv", report, when, told, lang).startswith(b"\xef\xbb\xbf")
            assert exported("xlsx", report, when, told, lang).startswith(b"PK")


@every
def test_it_can_be_filtered_as_it_says(report, houses):
    given = {"band": 1, "process": "complaint"}
    house = houses[1]
    with house.unit(write=False) as ctx:
        given["department"] = departments(ctx.session)[0].key
        running.run(ctx, report, span(ctx), **{name: given[name] for name in report.filters})
