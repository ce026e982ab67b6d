"""What starts a round of training, and for whom."""

from datetime import date

from engine.definitions import reviewing
from engine.training import courses, rounds
from tests.engine.training.conftest import School
from tests.kit.drawings import drawing

EVERY = [{"course": "care", "deadline": "14d", "gate": "process"}]


def places(school: School, **told: object):
    with school.house.unit() as ctx:
        return rounds.places(ctx, {"needs": EVERY, "event": "joiner", **told})


def test_a_place_for_each_person_and_course_with_its_deadline(school: School) -> None:
    found = places(school, people=["ann", "kim", "nobody"])
    assert [(one["person"], one["course"], one["exam"]) for one in found["places"]] == [
        ("ann", "care", True),
        ("kim", "care", True),
    ]
    assert {one["due"].date() for one in found["places"]} == {date(2026, 3, 16)}


def test_who_passed_is_exempt_unless_everybody_learns_anew(school: School) -> None:
    school.sits(school.learns())
    assert places(school, people=["ann"]) == {"places": [], "exempt": 1}
    assert len(places(school, people=["ann"], event="version")["places"]) == 1


def test_a_course_for_a_group_is_not_for_others(school: School) -> None:
    with school.house.unit("jin") as ctx:
        courses.save(ctx, "care", {"groups": ["一线客服"]})
    assert [one["person"] for one in places(school, people=["ann", "kim"])["places"]] == ["ann"]


def test_all_who_join_on_a_day_are_one_round_on_the_next_morning(school: School) -> None:
    with school.house.unit("jin") as ctx:
        courses.save(ctx, "company_culture", {"name": "公司文化", "format": "online"})
    for name in ("new.one", "new.two"):
        school.house.person(name)
    before = len(school.house.runs("training_exam"))
    school.house.later(days=1)
    runs = school.house.runs("training_exam")[before:]
    assert [sorted(run.variables["people"]) for run in runs if "new.one" in run.variables["people"]] == [
        ["new.one", "new.two"]
    ]


def test_a_planned_training_starts_its_round_twenty_days_before_once(school: School) -> None:
    with school.house.unit("jin") as ctx:
        courses.plan(ctx, courses.course(ctx, "care"), date(2026, 4, 20), ["一线客服"])
    school.house.later(days=21)
    assert [run.variables["event"] for run in school.house.runs("training_exam") if "course" in run.variables] == []
    school.house.later(days=21)
    planned = [run for run in school.house.runs("training_exam") if run.variables.get("event") == "yearly"]
    assert [run.open for run in planned] == [["plan"]]


def test_a_certificate_that_runs_out_is_renewed(school: School) -> None:
    with school.house.unit("jin") as ctx:
        courses.save(ctx, "care", {"valid_months": 2})
    school.sits(school.learns())
    school.house.later(days=42)
    found = [run for run in school.house.runs("training_exam") if run.variables.get("event") == "periodic"]
    assert [run.variables["people"] for run in found] == [["ann"]]


def test_a_change_marked_important_asks_those_who_work_by_it_to_train_anew(school: School) -> None:
    for owner in ("hua", "gao"):
        school.house.person(owner, "process_owner")
    asked = {"groups": "一线客服", "form": "training_survey"}
    changed = drawing("care", "start > serve:user > look:user > end", serve=asked, look=asked)
    with school.house.unit("hua") as ctx:
        draft = reviewing.save(ctx, {"care.bpmn": changed}).id
        reviewing.submit(ctx, draft, "新增复核", major=True)
    with school.house.unit("gao") as ctx:
        reviewing.approve(ctx, draft)
    school.house.settle()
    (run,) = [run for run in school.house.runs("training_exam") if run.variables.get("event") == "version"]
    assert [(one["person"], one["holds"]) for one in run.variables["round"]["places"]] == [("ann", True)]
