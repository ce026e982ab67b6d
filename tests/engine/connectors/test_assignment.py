"""Who gets it: table D11, who is there, who must be kept away."""

import json
from datetime import date

from engine.access import absences, duty
from engine.access import commands as people


def test_the_first_class_customer_goes_to_its_own_manager(desk):
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", band=1)
    assert (answer["person"], answer["mode"], answer["reason"]) == ("ann", "named", "named")


def test_the_service_desk_takes_turns(desk):
    got = [desk.ask("assignment.choose", kind="投诉", customer="C-1", band=3)["person"] for _ in range(4)]
    assert got == ["flo", "gus", "flo", "gus"]


def test_who_must_not_is_passed_over(desk):
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", band=3, exclude=["flo", None])
    assert answer["person"] == "gus"


def test_nobody_on_duty_at_night_falls_back_to_a_head(desk):
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", at="2026-03-02T23:00:00+08:00")
    assert (answer["person"], answer["reason"]) == ("bob", "fallback")


def test_without_a_planned_roster_the_group_of_that_name_is_asked(desk):
    with desk.house.unit() as ctx:
        people.ensure_groups(ctx, ["值班"])
        people.grant(ctx, "gus", group="值班")
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", at="2026-03-02T23:00:00+08:00")
    assert (answer["person"], answer["mode"]) == ("gus", "least_load")


def test_a_level_is_answered_for_by_the_head_of_the_department_concerned(desk):
    answer = desk.ask("ladder.accountable", level=2, customer="C-1", first_owner="flo", exclude=[])
    assert (answer["person"], answer["department"], answer["informed"]) == ("kim", "客服部", ["flo", "ann"])


def test_a_head_complained_about_does_not_answer_for_it(desk):
    answer = desk.ask("ladder.accountable", level=2, customer="C-1", first_owner="ann", exclude=["bob"])
    assert (answer["person"], answer["reason"]) == ("dan", "deputy")


def away(desk, name, substitute=None):
    with desk.house.unit() as ctx:
        today = ctx.now.astimezone(ctx.zone).date()
        absences.record(ctx, name, today, today, substitute)


def test_the_own_manager_away_gives_way_to_the_substitute(desk):
    away(desk, "ann", "cat")
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", band=1)
    assert (answer["person"], answer["reason"]) == ("cat", "substitute")


def test_a_substitute_kept_away_gives_way_to_the_manager_above(desk):
    away(desk, "ann", "cat")
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", band=1, exclude=["cat"])
    assert (answer["person"], answer["reason"]) == ("bob", "manager")


def test_who_is_away_loses_no_turn_to_a_substitute_in_the_group(desk):
    away(desk, "flo", "ann")
    got = [desk.ask("assignment.choose", kind="咨询", band=3)["person"] for _ in range(2)]
    assert got == ["gus", "gus"]


def test_at_night_it_goes_to_who_is_on_duty(desk):
    with desk.house.unit() as ctx:
        duty.plan(ctx, "值班", ["gus", "kim"], date(2026, 3, 2), date(2026, 3, 2))
    answer = desk.ask("assignment.choose", kind="售后", customer="C-1", at="2026-03-02T23:00:00+08:00")
    assert (answer["person"], answer["mode"], answer["reason"]) == ("kim", "roster", "roster")


def test_a_technical_check_goes_to_who_knows_the_product(desk):
    with desk.house.unit() as ctx:
        for name in ("flo", "gus"):
            people.grant(ctx, name, group="售后技术")
        absences.set_skills(ctx, "gus", ["仓储"])
    assert desk.ask("assignment.choose", kind="技术排查", skill="仓储")["person"] == "gus"


def test_a_lead_goes_to_the_manager_of_its_region_with_the_least_to_do(desk):
    with desk.house.unit() as ctx:
        people.move_person(ctx, "cat", region="华东")
    assert desk.ask("assignment.choose", kind="线索", customer="C-1")["person"] == "cat"


def test_where_everybody_is_kept_away_a_group_is_left_that_may(desk):
    away(desk, "bob")
    everybody_else = ["eve", "kim", "dan", "ann", "cat", "flo", "gus"]
    answer = desk.ask("assignment.choose", kind="咨询", exclude=everybody_else)
    assert (answer["person"], answer["group"], answer["reason"]) == (None, "部门主管", "pool")


def test_a_kind_that_the_table_does_not_know_is_asked_as_other(desk):
    answer = desk.ask("assignment.choose", kind="质检", group="客户经理")
    assert (answer["person"], answer["mode"]) == ("ann", "least_load")


def test_everything_that_was_chosen_is_on_record_with_its_reason(desk):
    desk.ask("assignment.choose", kind="投诉", customer="C-1", band=1)
    (fact,) = [entry for entry in desk.house.runs("ask")[0].facts if entry.fact == "PersonAssigned"]
    data = json.loads(fact.data)
    assert (data["person"], data["reason"], data["rules"]) == ("ann", "named", 1)


def test_a_head_away_and_a_deputy_kept_away_leave_it_to_the_executive(desk):
    away(desk, "bob")
    answer = desk.ask("ladder.accountable", level=2, customer="C-1", first_owner="ann", exclude=["dan"])
    assert (answer["person"], answer["reason"]) == ("eve", "manager")


def test_the_third_level_informs_the_head_and_the_first_owner_but_not_the_one_complained_about(desk):
    answer = desk.ask("ladder.accountable", level=3, customer="C-1", first_owner="ann", exclude=["bob"])
    assert (answer["person"], answer["informed"]) == ("eve", ["ann"])


def test_a_department_that_this_house_does_not_have_is_no_dead_end(desk):
    answer = desk.ask("ladder.accountable", level=2, customer="C-1", department="quality", first_owner="flo")
    assert (answer["person"], answer["department"]) == ("kim", "客服部")


def test_in_a_firm_where_the_boss_wears_every_hat_a_complaint_about_the_boss_goes_to_the_groups(desk):
    answer = desk.ask("ladder.accountable", level=3, customer="C-1", exclude=["eve"])
    assert (answer["person"], answer["groups"]) == (None, ["高管"])
