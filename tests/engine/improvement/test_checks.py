"""A supervision check (P13): the draw can be repeated, risk weighs, and the scorecards know what was found."""

from collections import Counter
from datetime import date

import pytest
import simplejson
from sqlalchemy import select

from engine.improvement import checks
from engine.improvement.models import CheckItem
from engine.instances.models import Instance
from engine.kernel import Invalid
from engine.reports import REPORTS, running
from engine.reports.report import span
from engine.tasks import starting
from tests.kit import House, Run
from webapi import sight
from webapi.scenarios import world

FINE = dict.fromkeys(("in_time", "record", "rules", "evidence_there"), "ok")
CLOSED = [["feedback", "bao.na"], ["complaint", "tang.yu"], ["tier_review", "xu.li"]]


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "closed": CLOSED})
    return house


def checked(house: House, **asked: str) -> Run:
    return house.start("supervision_check", by="qin.lan", **{"occasion": "spot", **asked})


def test_the_same_seed_draws_the_same_cases() -> None:
    weights = {f"case-{n}": 1 + n % 5 for n in range(500)}
    assert checks.draw("s", weights, 20) == checks.draw("s", dict(reversed(weights.items())), 20)
    assert checks.draw("s", weights, 20) != checks.draw("t", weights, 20)


def test_what_weighs_more_is_drawn_more_often_and_nothing_of_weight_nought() -> None:
    weights = {"heavy": 9, "light": 1, "never": 0}
    drawn = Counter(checks.draw(str(seed), weights, 1)[0] for seed in range(2_000))
    assert drawn.keys() == {"heavy", "light"}
    assert 1_700 < drawn["heavy"] < 1_900  # nine tenths, three standard deviations being 40


def test_more_asked_for_than_there_is_draws_everything_once() -> None:
    assert sorted(checks.draw("s", {"a": 1, "b": 2}, 10)) == ["a", "b"]


def test_only_what_the_table_weighs_is_drawn_and_the_ledger_keeps_the_seed(company: House) -> None:
    run = checked(company)
    drawn = run.variables["drawn"]
    assert sorted(item["process"] for item in drawn["items"]) == ["complaint", "feedback"]
    (fact,) = [simplejson.loads(entry.data) for entry in run.facts if entry.fact == "CheckSampled"]
    assert (fact["seed"], fact["population"], len(fact["sha256"])) == (drawn["seed"], 2, 64)


def test_a_case_that_the_check_is_about_is_looked_at_in_any_event(company: House) -> None:
    review = company.runs("tier_review")[0]
    run = checked(company, about=review.id)
    assert run.variables["drawn"]["items"][0]["case"] == review.id


def test_a_finding_is_on_both_scorecards(company: House) -> None:
    run = checked(company)
    for item in run.children():
        found = item.variables["item"]["process"] == "complaint"
        told = {"finding": "serious", "code": "late", "what": "首答晚了"} if found else {"finding": "none"}
        item.task("inspect").completed_by("qin.lan", **FINE, call_back="not_needed", evidence="看过", **told)
    rows = company.look(lambda ctx: {row.person: row.finding for row in ctx.session.query(CheckItem)})
    assert rows == {"tang.yu": "serious", "bao.na": "none"}
    by_key = {report.key: report for report in REPORTS}
    with company.unit("chen.li", write=False) as ctx:
        when = span(ctx, date(2026, 3, 1), date(2026, 3, 31))
        people = {row["person"]: row["findings"] for row in running.run(ctx, by_key["staff_scorecard"], when)}
        found_in = [row["findings"] for row in running.run(ctx, by_key["process_compliance"], when) if row["checked"]]
    assert people["唐雨"] == 1
    assert sorted(found_in) == [0, 1]


def test_who_checks_may_open_what_was_drawn_until_the_check_is_over_and_nobody_else(company: House) -> None:
    def opens(name: str, which: str) -> bool:
        with company.unit(name, write=False) as ctx:
            condition = sight.of_cases(ctx)
            return condition is not None and bool(
                ctx.session.scalar(select(Instance.id).where(Instance.id == which, condition))
            )

    complaint = company.runs("complaint")[0].id
    assert not opens("qin.lan", complaint)
    run = checked(company)
    assert opens("qin.lan", complaint)
    assert not opens("wei.ning", complaint)
    for item in run.children():
        item.task("inspect").completed_by("qin.lan", **FINE, call_back="real", evidence="看过", finding="none")
    run.task("report").completed_by("meng.ke", common="没有")
    assert not opens("qin.lan", complaint)


def test_a_number_that_no_case_has_is_a_wrong_field_and_begins_nothing(company: House) -> None:
    with pytest.raises(Invalid) as refused, company.unit("qin.lan") as ctx:
        starting.start(ctx, "supervision_check", variables={"occasion": "spot", "about": "TS-9999"})
    assert [error["code"] for error in refused.value.errors] == ["case_unknown"]
    assert company.runs("supervision_check") == []


def test_a_list_of_tasks_says_which_case_each_is_about(company: House) -> None:
    run = checked(company)
    for item in run.children():
        (task,) = item.tasks
        assert task.summary == [{"code": "number", "value": item.variables["item"]["number"]}]
