"""An exam is drawn by a stored seed, is personal, keeps what was answered in time, and is marked as it was drawn."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.access import absences
from engine.access import commands as people
from engine.kernel import Conflict, Forbidden, Invalid
from engine.tasks import commands
from engine.tasks import queries as tasks
from engine.tasks.models import Task
from engine.training import courses, rules, shipped, sittings
from tests.engine.training.conftest import QUESTIONS, School

BANK = [{"id": str(number), **question} for number, question in enumerate(QUESTIONS)]


@given(st.integers(0, 2**31), st.integers(1, 12), st.permutations(BANK))
def test_the_same_seed_draws_the_same_paper_whatever_the_order_of_the_bank(seed, count, bank) -> None:
    paper = rules.draw(bank, count, seed)
    assert paper == rules.draw(BANK, count, seed)
    assert len({one["id"] for one in paper}) == min(count, len(BANK))
    assert all(sorted(option["key"] for option in one["options"]) == ["a", "b", "c"] for one in paper)


def test_every_seed_may_draw_another_paper_and_true_or_false_is_never_shuffled() -> None:
    papers = {tuple(one["id"] for one in rules.draw(BANK, 5, seed)) for seed in range(50)}
    assert len(papers) > 20
    said = {
        "id": "t",
        "kind": "truefalse",
        "text": "?",
        "options": [{"key": "true"}, {"key": "false"}],
        "right": ["true"],
    }
    assert {rules.draw([said], 1, seed)[0]["options"][0]["key"] for seed in range(50)} == {"true"}


@given(st.lists(st.sampled_from(["a", "b", "c"]), unique=True))
def test_a_question_with_several_right_options_counts_only_when_exactly_these_are_chosen(chosen) -> None:
    paper = [{"id": "1", "right": ["a", "c"]}, {"id": "2", "right": ["b"]}]
    assert rules.mark(paper, {"1": chosen, "2": ["b"]}) == (100 if set(chosen) == {"a", "c"} else 50)


def test_passed_at_eighty_they_may_go_on(school: School) -> None:
    run = school.learns()
    done = school.sits(run, wrong=1)
    assert (done.score, done.passed) == (80, True)
    assert school.stands().state == "granted"
    assert run.open == ["survey"]


def test_an_exam_is_handed_to_nobody_not_even_while_they_are_away(school: School) -> None:
    run = school.learns()
    exam = run.task("exam")
    with school.house.unit("ann") as ctx:
        row = ctx.session.get_one(Task, exam.id)
        assert not {"delegate", "reassign"} & set(tasks.shown(ctx, row)["may"])
        with pytest.raises(Forbidden, match="task_personal"):
            commands.delegate(ctx, exam.id, "kim")
        today = school.house.now.date()
        absences.record(ctx, "ann", today, today + timedelta(days=3), "kim")
    school.house.later(hours=1)
    with school.house.unit(write=False) as ctx:
        assert ctx.session.get_one(Task, exam.id).assignee == "ann"


def test_the_place_of_somebody_who_left_ends_and_nobody_is_asked(school: School) -> None:
    run = school.learns()
    with school.house.unit() as ctx:
        people.disable(ctx, "ann")
    school.house.settle()
    assert (run.open, run.outcome) == ([], "gone")


def test_three_attempts_three_days_apart_then_the_head_is_asked(school: School) -> None:
    run = school.learns()
    for _ in range(2):
        assert school.sits(run, wrong=2).score == 60
        assert run.open == []
        school.house.later(days=3)
    school.sits(run, wrong=5)
    assert (school.stands().state, school.stands().due_at) == ("suspended", None)
    assert run.open == ["correct"]


def test_whoever_comes_back_finds_the_same_paper_and_their_answers(school: School) -> None:
    run = school.learns()
    with school.house.unit("ann") as ctx:
        paper = sittings.begin(ctx, run.id).paper
        sittings.answer(ctx, run.id, {paper[0]["id"]: ["b"]})
    with school.house.unit("ann") as ctx:
        again = sittings.begin(ctx, run.id)
        assert again.paper == paper
        assert again.answers == {paper[0]["id"]: ["b"]}
        assert again.bank == school.bank()


def test_what_is_answered_after_the_time_does_not_count(school: School) -> None:
    run = school.learns()
    with school.house.unit("ann") as ctx:
        paper = sittings.begin(ctx, run.id).paper
        sittings.answer(ctx, run.id, {one["id"]: ["a"] for one in paper[:4]})
    school.house.later(minutes=22)
    with pytest.raises(Conflict, match="exam_time_over"), school.house.unit("ann") as ctx:
        sittings.answer(ctx, run.id, {paper[4]["id"]: ["a"]})
    with school.house.unit("ann") as ctx:
        assert sittings.hand_in(ctx, run.id).score == 80


def test_a_question_changed_meanwhile_is_marked_as_it_was_drawn(school: School) -> None:
    run = school.learns()
    with school.house.unit("ann") as ctx:
        paper = sittings.begin(ctx, run.id).paper
    with school.house.unit("jin") as ctx:
        of = courses.course(ctx, "care")
        courses.save_question(ctx, of, {"right": ["c"]}, paper[0]["id"])
    with school.house.unit("ann") as ctx:
        sittings.answer(ctx, run.id, {one["id"]: ["a"] for one in paper})
        assert sittings.hand_in(ctx, run.id).score == 100
    assert school.bank() == len(QUESTIONS) + 1


def test_nobody_sits_it_for_somebody_else(school: School) -> None:
    run = school.learns()
    with pytest.raises(Forbidden, match="exam_is_personal"), school.house.unit("kim") as ctx:
        sittings.begin(ctx, run.id)


def test_a_task_is_not_completed_by_naming_a_paper_that_was_not_handed_in(school: School) -> None:
    run = school.learns()
    with school.house.unit("ann") as ctx:
        begun = sittings.begin(ctx, run.id)
    with pytest.raises(Invalid, match="form_invalid"):
        run.task("exam").claimed_by("ann").completed_with(sitting=begun.id)


def test_only_training_administrators_keep_questions(school: School) -> None:
    with pytest.raises(Forbidden, match="training_not_yours"), school.house.unit("ann") as ctx:
        courses.save_question(ctx, courses.course(ctx, "care"), QUESTIONS[0])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"right": []}, "question_right"),
        ({"right": ["a", "b"]}, "question_right"),
        ({"text": " "}, "question_text"),
        ({"kind": "essay"}, "question_kind"),
        ({"options": [{"key": "a", "text": "x"}]}, "question_options"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(school: School, wrong, code) -> None:
    with pytest.raises(Invalid) as refused, school.house.unit("jin") as ctx:
        courses.save_question(ctx, courses.course(ctx, "care"), {**QUESTIONS[0], **wrong})
    assert code in {error["code"] for error in refused.value.errors}


def test_the_courses_brought_along_are_taken_once_and_can_be_asked(school: School) -> None:
    with school.house.unit("jin") as ctx:
        assert shipped.take(ctx) == 9
        assert shipped.take(ctx) == 0
        found = {one.key: courses.questions(ctx, one) for one in courses.courses(ctx)}
    assert {key for key, some in found.items() if len(some) >= 5} >= {"customer_classes", "feedback_management"}
