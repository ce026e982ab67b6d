"""Promises of a case, from receipt to the answer: due, warned, missed, paused, resumed, reopened."""

from datetime import date, datetime, timedelta

import pytest
import simplejson

from engine.customers.events import TierPromoted
from engine.instances import commands as cases
from engine.kernel import Conflict, Invalid
from engine.sla import commands, followers, queries, words
from tests.engine.sla.conftest import china, clocks, complain, customer, facts
from tests.kit import House, Run
from tests.kit.drawings import drawing


@pytest.mark.parametrize(
    ("band", "override", "first", "last"),
    [
        (3, "none", "03-03 09:00", "03-09 09:00"),
        (2, "none", "03-02 18:00", "03-09 09:00"),
        (1, "none", "03-02 11:00", "03-05 09:00"),
        (1, "safety", "03-02 10:00", "03-03 09:00"),
    ],
)
def test_the_matrix_says_when_and_the_promise_says_no_later(
    desk: House, band: int, override: str, first: str, last: str
) -> None:
    found = clocks(complain(desk, band=band, override=override))
    assert (china(found["first_response"].due_at), china(found["resolution"].due_at)) == (first, last)


def test_a_promise_counts_from_receipt_however_late_it_is_recorded(desk: House) -> None:
    run = complain(desk, received="2026-03-01T20:00:00+08:00")
    row = clocks(run)["first_response"]
    assert (china(row.started_at), china(row.recorded_at), china(row.due_at)) == (
        "03-01 20:00", "03-02 09:00", "03-02 20:00",
    )  # fmt: skip


def test_the_public_promise_beats_a_slower_row_until_the_company_switches_it_off(desk: House) -> None:
    late = {"received": "2026-02-14T17:00:00+08:00", "band": 2}  # before Spring Festival
    row = clocks(complain(desk, **late))["first_response"]
    assert (china(row.due_at), row.due["by"]) == ("02-15 17:00", "promise")
    assert "按对外承诺" in words.words(row.due, "zh")
    with desk.unit("dora") as ctx:
        commands.change_settings(ctx, {"promise": False}, reason="business time only")
    row = clocks(complain(desk, **late))["first_response"]
    assert (china(row.due_at), row.due["by"]) == ("02-24 17:00", "target")


def test_an_answer_by_a_person_meets_the_first_response_and_the_end_the_resolution(desk: House) -> None:
    run = complain(desk)
    desk.later(hours=2)
    run.task("answer").completed_by("ann")
    assert {target: row.status for target, row in clocks(run).items()} == {
        "first_response": "met", "resolution": "running",
    }  # fmt: skip
    run.task("solve").completed_by("ann")
    assert run.finished
    assert [(row.status, row.job_id) for row in clocks(run).values()] == [("met", None)] * 2
    assert desk.later(days=30) == 0


def test_warnings_come_at_50_and_80_percent_and_the_miss_at_100_in_order(desk: House) -> None:
    run = complain(desk)
    desk.later(hours=25)
    warned = [
        (simplejson.loads(entry.data).get("percent", 100), china(datetime.fromisoformat(entry.at)))
        for entry in run.facts
        if entry.fact in ("SlaWarned", "SlaMissed") and '"first_response"' in entry.data
    ]
    assert warned == [(50, "03-02 21:00"), (80, "03-03 04:12"), (100, "03-03 09:00")]


def test_what_was_missed_stays_missed_and_gets_its_cause(desk: House) -> None:
    run = complain(desk)
    desk.later(hours=30)
    run.task("answer").completed_by("ann")
    row = clocks(run)["first_response"]
    assert (row.status, china(row.missed_at), china(row.stopped_at)) == ("missed", "03-03 09:00", "03-03 15:00")
    with desk.unit("dora") as ctx:
        commands.explain(ctx, row.id, "understaffed")
    assert clocks(run)["first_response"].cause == "understaffed"
    with pytest.raises(Conflict, match="sla_not_missed"), desk.unit("dora") as ctx:
        commands.explain(ctx, clocks(run)["resolution"].id, "none")


def test_an_answer_that_comes_after_the_time_while_nobody_ran_the_jobs_is_late(desk: House) -> None:
    run = complain(desk)
    desk.now += timedelta(hours=30)
    run.task("answer").completed_by("ann")
    assert clocks(run)["first_response"].status == "missed"
    assert facts(run)[-2:] == ["Missed", "AnsweredLate"]


# --- pauses ---------------------------------------------------------------------------------------------------------


def paused(house: House, run: Run, reason: str = "customer", proof: str = "mail 17") -> None:
    with house.unit("ann") as ctx:
        commands.pause(ctx, clocks(run)["resolution"].id, reason, proof)


def test_a_pause_keeps_what_is_left_and_shows_in_net_time(desk: House) -> None:
    run = complain(desk, band=1)  # 3wd from Monday 09:00: Thursday 09:00
    desk.later(days=1)
    paused(desk, run)
    desk.later(days=2)
    with desk.unit("ann") as ctx:
        commands.resume(ctx, clocks(run)["resolution"].id)
    row = clocks(run)["resolution"]
    assert (row.status, china(row.due_at)) == ("running", "03-06 18:00")
    told = desk.look(lambda ctx: queries.told(ctx, row))
    assert (told["gross_minutes"], told["net_minutes"]) == (3 * 480, 480)
    assert "等待客户" in told["due"]["derivation_zh"]


def test_a_pause_is_reminded_of_twice_and_ends_by_itself(desk: House) -> None:
    run = complain(desk, band=1)
    paused(desk, run)
    desk.later(days=3)
    assert clocks(run)["resolution"].status == "paused"
    desk.later(days=3)
    row = clocks(run)["resolution"]
    assert (row.status, china(row.due_at)) == ("running", "03-11 18:00")
    assert [fact for fact in facts(run) if "Pause" in fact or fact == "Resumed"] == [
        "Paused", "PauseReminded", "PauseReminded", "Resumed",
    ]  # fmt: skip
    with pytest.raises(Conflict, match="sla_pause_used_up"):
        paused(desk, run)


def test_only_a_resolution_pauses_only_for_a_listed_reason_and_with_proof(desk: House) -> None:
    run = complain(desk)
    with pytest.raises(Conflict, match="sla_not_pausable"), desk.unit("ann") as ctx:
        commands.pause(ctx, clocks(run)["first_response"].id, "customer", "mail 17")
    with pytest.raises(Invalid, match="sla_pause_reason"):
        paused(desk, run, reason="third_party")
    with pytest.raises(Invalid, match="sla_proof_needed"):
        paused(desk, run, proof=" ")


def test_a_paused_clock_is_never_missed(desk: House) -> None:
    run = complain(desk, band=1)
    paused(desk, run)
    desk.later(days=4)
    assert clocks(run)["resolution"].missed_at is None
    run.task("answer").completed_by("ann")
    run.task("solve").completed_by("ann")
    assert clocks(run)["resolution"].status == "met"


# --- other terms ----------------------------------------------------------------------------------------------------


def test_another_severity_counts_anew_from_the_original_start(desk: House) -> None:
    run = complain(desk)
    desk.later(hours=10)
    with desk.unit("ann") as ctx:
        commands.reclassify_case(ctx, run.id, override="safety")
    row = clocks(run)["resolution"]
    assert (china(row.due_at), row.override) == ("03-03 09:00", "safety")
    desk.settle()
    assert clocks(run)["first_response"].status == "missed"  # one hour from 09:00, and it is 19:00


def test_a_drawing_that_judges_the_severity_again_moves_the_same_clocks(desk: House) -> None:
    flows = "start > judge:script > answer:user > again:xor > back:task > judge; again > check:user > end"
    judge = {"script": "override", "result": "override", "sla": "投诉"}
    back = {"condition": 'override != "none" and override != "done"'}
    desk.deploy(p__bpmn=drawing("p", flows, again={"default": "check"}, judge=judge, back=back))
    run = desk.start("p", override="none", band=3)
    run.task("answer").completed_by("ann", override="legal")
    rows = desk.look(lambda ctx: queries.of_case(ctx, run.id))
    assert sorted(row.target for row in rows) == ["first_response", "resolution"]
    assert china(clocks(run)["resolution"].due_at) == "03-03 09:00"


def test_an_enquiry_that_is_looked_at_twice_is_owed_one_answer(desk: House) -> None:
    flows = "start > judge:script > answer:user > again:xor > judge; again > check:user > end"
    judge = {"script": "1", "result": "looked", "sla": "咨询"}
    settings = {"again": {"default": "judge"}, "check": {"condition": "done"}, "answer": {"sla_meets": "resolution"}}
    desk.deploy(p__bpmn=drawing("p", flows, judge=judge, **settings))
    run = desk.start("p")
    run.task("answer").completed_by("ann", done=False)
    assert facts(run) == ["Started", "Met"]  # by a person's first task, as nothing else is marked


def test_a_better_tier_shortens_and_a_worse_one_changes_nothing(desk: House) -> None:
    run = complain(desk, band=2)
    row = clocks(run)["resolution"]
    with desk.unit() as ctx:
        better = commands.locked(ctx, row.id)
        commands.better_band(ctx, better, 3)
        assert better.due_at == row.due_at
        commands.better_band(ctx, better, 1)
    assert (china(clocks(run)["resolution"].due_at), clocks(run)["resolution"].band) == ("03-05 09:00", 1)


def test_the_band_is_the_customers_at_receipt(desk: House) -> None:
    one = customer(desk, "C-1", 1)
    run = desk.start("complaint", customer_id=one, override="none")
    run.task("register").completed_with()
    assert clocks(run)["resolution"].band == 1


# --- ends -----------------------------------------------------------------------------------------------------------


def solved(run: Run) -> Run:
    run.task("answer").completed_by("ann")
    return run.task("solve").completed_by("ann")


def test_a_matter_that_comes_back_within_a_week_goes_on_with_its_old_clock(desk: House) -> None:
    first = complain(desk, band=1)
    desk.later(days=1)
    solved(first)
    desk.later(days=5)
    second = complain(desk, band=1)
    with desk.unit("ann") as ctx:
        commands.reopen_case(ctx, second.id, first.id)
    rows = desk.look(lambda ctx: queries.of_case(ctx, second.id))
    old = min(rows, key=lambda row: row.started_at)
    # two days were left on Tuesday 09:00; it is Sunday
    assert (china(old.started_at), china(old.due_at), old.status) == ("03-02 09:00", "03-10 18:00", "running")


def test_a_matter_that_comes_back_later_is_a_new_one(desk: House) -> None:
    first = solved(complain(desk, band=1))
    desk.later(days=8)
    second = complain(desk, band=1)
    with pytest.raises(Conflict, match="sla_reopen_late"), desk.unit("ann") as ctx:
        commands.reopen_case(ctx, second.id, first.id)


def test_a_case_that_is_called_off_owes_nothing(desk: House) -> None:
    run = complain(desk)
    with desk.unit("dora") as ctx:
        cases.cancel(ctx, run.id, "withdrawn")
    assert {row.status for row in clocks(run).values()} == {"cancelled"}
    assert desk.later(days=30) == 0


# --- on other elements ----------------------------------------------------------------------------------------------


def test_a_task_with_a_promise_is_due_with_it(desk: House) -> None:
    desk.deploy(p__bpmn=drawing("p", "start > check:user > end", check={"sla": "技术排查"}))
    run = desk.start("p")
    task = run.task("check")
    assert (china(task.row.due_at), task.row.due["sla"]) == ("03-04 09:00", True)
    task.completed_by("ann")
    assert clocks(run)["resolution"].status == "met"


def test_a_customer_who_writes_again_is_owed_the_next_response(desk: House) -> None:
    flows = "start > answer:user > wait:catch > reply:user > end"
    wait = {"message": "customer_wrote", "sla_starts": "next_response"}
    answer, reply = {"sla_meets": "first_response"}, {"sla_meets": "next_response"}
    desk.deploy(p__bpmn=drawing("p", flows, start={"sla": "投诉"}, wait=wait, answer=answer, reply=reply))
    run = desk.start("p", band=2)
    run.task("answer").completed_by("ann")
    desk.later(hours=1)
    desk.message("customer_wrote")
    assert china(clocks(run)["next_response"].due_at) == "03-03 10:00"
    run.task("reply").completed_by("ann")
    assert clocks(run)["next_response"].status == "met"


def test_an_automatic_reply_acknowledges_and_is_no_response(desk: House) -> None:
    flows = "start > got:script > answer:user > end"
    got = {"script": "true", "result": "told", "sla_meets": "acknowledge,first_response"}
    desk.deploy(p__bpmn=drawing("p", flows, start={"sla": "投诉"}, got=got, answer={"sla_meets": "first_response"}))
    run = desk.start("p")
    assert {target: row.status for target, row in clocks(run).items()} == {
        "acknowledge": "met", "first_response": "running", "resolution": "running",
    }  # fmt: skip


def test_a_level_has_a_timer_of_its_own(desk: House) -> None:
    desk.deploy(p__bpmn=drawing("p", "start > lv2:user > lv3:user > end", lv2={"sla_level": "48h", "due": "5wd"}))
    run = desk.start("p")
    assert china(clocks(run)["level"].due_at) == "03-04 09:00"
    run.task("lv2").completed_by("ann")
    assert clocks(run)["level"].status == "met"


def test_a_promise_that_nothing_answers_is_on_record_and_the_case_goes_on(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", start={"sla": "投诉"}))
    run = house.start("p")
    assert run.open == ["a"]
    [entry] = [entry for entry in run.facts if entry.fact == "SlaUnavailable"]
    assert simplejson.loads(entry.data)["code"] == "decision_unknown"


def test_kept_promises_add_up(desk: House) -> None:
    solved(complain(desk))
    late = complain(desk)
    desk.later(hours=30)
    late.task("answer").completed_by("ann")
    complain(desk)
    told = desk.look(lambda ctx: queries.report(ctx, desk.now - timedelta(days=9), desk.now + timedelta(days=9)))
    [first] = [row for row in told if row.target == "first_response"]
    assert (first.running, first.met, first.missed, first.within) == (1, 1, 1, 0.5)
    assert first.net == {"mean": 900.0, "median": 900.0, "p90": 1800}


def test_a_promotion_reaches_the_customers_open_cases_and_a_job_does_it(desk: House) -> None:
    one = customer(desk, "C-1", 2)
    run = desk.start("complaint", customer_id=one, override="none")
    run.task("register").completed_with()
    rules = {"scheme": "abc", "old": "B", "new": "A", "run": None, "rules": {}, "metrics": {}, "reasons": []}
    who = {"approvers": [], "gained": [], "lost": [], "benefits_version": 1, "effective_on": date(2026, 3, 2)}
    with desk.unit() as ctx:
        followers.customer_promoted(ctx, TierPromoted(customer_id=one, band=1, **rules, **who))
    desk.settle()
    assert china(clocks(run)["resolution"].due_at) == "03-05 09:00"
    assert facts(run)[-1] == "DueMoved"
