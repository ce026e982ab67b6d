"""What a process writes, its report reads: each story is played by the real engine, then its report is asked."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.customers.satisfaction import Satisfaction
from engine.reports import running
from engine.reports.report import span
from tests.kit import House
from tests.kit.house import MONDAY
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import scenarios, world
from webapi.scenarios.whole import play_whole

TOLD = [
    ("tier_review", "升到银牌", "tier_moves", "applied"),
    ("tier_review", "升到银牌", "entitlement_latency", "promoted"),
    ("tier_review", "升级快审逾期催办", "tier_exceptions", "rejected"),
    ("contingency", "个别案件插入一步", "deviations", "done"),
    ("incentive_round", "新客首单", "incentives", "granted"),
    ("churn_rescue", "采购大跌", "churn_rescue", "cases"),
    ("supervision_check", "整改后又出现", "process_compliance", "repeated"),
    ("data_review", "都对", "data_quality", "reviewed"),
    ("feedback", "响应慢", "feedback_pareto", "count"),
    ("followup", "常规回访", "followup_coverage", "done"),
    ("followup", "五个工作日没有联系", "followup_coverage", "missed"),
    ("satisfaction", "邮件问卷", "satisfaction_score", "answers"),
    ("satisfaction", "邮件问卷", "satisfaction_by_tier", "answers"),
    ("customer_flow", "标准方案", "journey_funnel", "reached"),
    ("customer_flow", "标准方案", "journey_map", "done"),
    ("improvement", "响应慢", "plan_gantt", "percent"),
    ("complaint", "没有人理会", "complaint_handling", "solved"),
    ("complaint", "没有人理会", "breach_causes", "missed"),
    ("complaint", "没有人理会", "escalations", "cases"),
    ("complaint", "没有人理会", "staff_scorecard", "tasks"),
    ("change_sync", "登记变更", "change_sync", "within"),
    ("training_place", "到期才学完", "training_standing", "passed"),
    ("training_place", "补考两次仍不过,暂停", "training_standing", "suspended"),
    ("service_request", "咨询", "response_time", "answered"),
    ("service_request", "咨询", "service_requests", "cases"),
    ("service_request", "没有人理会", "promises", "missed"),
]


def lived(house: House, process: str, story: str) -> None:
    world.furnish(house)
    (told,) = [one for one in scenarios(PROCESSES / process) if one.name.startswith(story)]
    play_whole(house, told)


def rows(house: House, report: str, by: str | None = None) -> list[dict[str, Any]]:
    with house.unit(by, write=False) as ctx:
        days = span(ctx, MONDAY.date() - timedelta(days=30), house.now.date())
        return running.run(ctx, running.one(ctx, report), days)


@pytest.mark.parametrize(("process", "story", "report", "column"), TOLD)
def test_what_was_lived_is_told(house: House, process: str, story: str, report: str, column: str) -> None:
    lived(house, process, story)
    assert [row for row in rows(house, report) if row[column]]


@pytest.mark.parametrize(("process", "story", "about"), [
    ("complaint", "普通投诉", "complaint"),
    ("service_request", "咨询", "service"),
    ("customer_flow", "标准方案", "journey"),
])  # fmt: skip
def test_an_answer_to_a_survey_says_what_it_was_about(house: House, process: str, story: str, about: str) -> None:
    lived(house, process, story)
    house.later(days=4)
    (survey,) = house.runs("satisfaction")
    survey.task("ask").claimed_by("tang.yu").completed_with(score=90)
    with house.unit(write=False) as ctx:
        assert ctx.session.scalars(select(Satisfaction.about)).all() == [about]
    (sampled,) = [row for row in rows(house, "iso_10002") if row["link"] == "/reports/satisfaction_score"]
    assert sampled["count"] == (1 if about == "complaint" else 0)


def test_who_leads_a_project_reads_all_of_its_plan_and_a_stranger_nothing(house: House) -> None:
    lived(house, "improvement", "响应慢")
    assert len(rows(house, "plan_gantt", by="long.fei")) == len(rows(house, "plan_gantt")) > 1
    assert {row["owner"] for row in rows(house, "plan_gantt", by="long.fei")} >= {"赵敏", "郑凯"}
    assert rows(house, "plan_gantt", by="zhou.ting") == []


def test_the_training_of_the_company_is_told_to_whoever_keeps_it(house: House) -> None:
    lived(house, "training_place", "到期才学完")
    assert rows(house, "training_standing", by="jin.hui") == rows(house, "training_standing") != []
    assert rows(house, "training_standing", by="long.fei") == []


def test_a_complaint_counts_for_the_head_whose_people_worked_on_it_and_for_quality(house: House) -> None:
    lived(house, "complaint", "没有人理会")
    whole = {key: rows(house, key) for key in ("complaints", "complaint_handling", "escalations", "promises")}
    for who in ("zhao.min", "qin.lan"):  # heads the service, though the customer is the sales department's; quality
        assert {key: rows(house, key, by=who) for key in whole} == whole
    for key in whole:
        assert rows(house, key, by="zhou.ting") == []
    assert rows(house, "tier_service", by="zhao.min") == []


def test_whoever_keeps_the_records_reads_how_good_they_all_are(house: House) -> None:
    lived(house, "data_review", "都对")
    assert rows(house, "data_quality", by="bai.ran") == rows(house, "data_quality") != []
    assert rows(house, "data_quality", by="zhou.ting") == []
