"""Whether a step may be taken: off until asked for, on for whoever did not retrain after a change marked important."""

import pytest

from engine.kernel import Forbidden
from engine.tasks import queries as inbox
from engine.training import courses
from tests.engine.training.conftest import School


def switch(school: School, on: bool) -> None:
    with school.house.unit("jin") as ctx:
        courses.set_gates(ctx, on)


def test_nothing_is_asked_for_by_default(school: School) -> None:
    run = school.house.start("care")
    run.task("serve").claimed_by("ann").completed_with()
    assert run.finished


def test_switched_on_only_who_passed_may_take_the_step(school: School) -> None:
    switch(school, True)
    run = school.house.start("care")
    with pytest.raises(Forbidden, match="exam_needed"):
        run.task("serve").claimed_by("ann")
    school.sits(school.learns())
    run.task("serve").claimed_by("ann").completed_with()
    assert run.finished


def test_a_certificate_that_ran_out_bars_again(school: School) -> None:
    with school.house.unit("jin") as ctx:
        courses.save(ctx, "care", {"valid_months": 1})
    school.sits(school.learns())
    switch(school, True)
    school.house.later(days=40)
    with pytest.raises(Forbidden, match="exam_needed"):
        school.house.start("care").task("serve").claimed_by("ann")


def test_a_change_marked_important_holds_without_the_switch_but_only_after_its_deadline(school: School) -> None:
    run = school.learns(holds=True)
    school.house.start("care").task("serve").claimed_by("ann").completed_with()
    school.house.later(days=19)
    assert (school.stands().state, school.stands().cause) == ("suspended", "overdue")
    with pytest.raises(Forbidden, match="exam_needed"):
        school.house.start("care").task("serve").claimed_by("ann")
    school.house.start("care").task("serve").claimed_by("kim").completed_with()
    school.sits(run)
    school.house.start("care").task("serve").claimed_by("ann").completed_with()


def test_what_somebody_may_do_they_may_until_the_deadline_of_a_retraining(school: School) -> None:
    school.sits(school.learns())
    switch(school, True)
    school.learns()
    school.house.start("care").task("serve").claimed_by("ann").completed_with()
    school.house.later(days=19)
    with pytest.raises(Forbidden, match="exam_needed"):
        school.house.start("care").task("serve").claimed_by("ann")


def test_the_task_page_says_which_course_is_missing(school: School) -> None:
    switch(school, True)
    run = school.house.start("care")
    with school.house.unit("ann", write=False) as ctx:
        shown = inbox.shown(ctx, inbox.task(ctx, run.task("serve").id))
    assert shown["barred"] == {"course": "care", "name": "客户关怀", "name_en": "客户关怀"}
    assert {"claim", "complete"}.isdisjoint(shown["may"])
