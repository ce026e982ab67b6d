"""A school: a learner, a training administrator, and a process of one step that a course is about."""

import pytest

from engine.access import queries as access
from engine.training import courses, sittings
from engine.training.models import Authority, Course, Sitting
from tests.kit import House, Run
from tests.kit.drawings import drawing

QUESTIONS = [
    {
        "kind": "single",
        "text": f"第 {number} 题",
        "options": [{"key": key, "text": key} for key in "abc"],
        "right": ["a"],
        "explanation": "因为",
    }
    for number in range(8)
]


class School:
    """`ann` learns, `kim` heads her, `jin` keeps the training; course `care` is about process `care`."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.deploy(
            "processes/rules/training_need.dmn", "processes/training_exam", "processes/training_place", "forms"
        )
        house.deploy(care__bpmn=drawing("care", "start > serve:user > end"))
        for name, groups in (("kim", ()), ("ann", ("一线客服",)), ("jin", ("培训管理员",))):
            house.person(name, groups=groups)
        with house.unit("jin") as ctx:
            told = {"name": "客户关怀", "format": "online", "steps": ["care"], "draw": 5, "minutes": 20}
            self.course = courses.save(ctx, "care", told)
            for question in QUESTIONS:
                courses.save_question(ctx, self.course, question)

    def learns(self, **more: object) -> Run:
        """Ann's training, at the exam."""
        due = self.house.now.replace(day=20)
        place = {"person": "ann", "course": "care", "title": "客户关怀", "due": due, "cause": "version", "holds": False}
        run = self.house.start("training_place", place={**place, **more}, plan={})
        run.task("attend").claimed_by("ann").completed_with(attended=True)
        return run

    def sits(self, run: Run, by: str = "ann", wrong: int = 0) -> Sitting:
        """Begin, answer, hand in and complete the task."""
        with self.house.unit(by) as ctx:
            paper = sittings.begin(ctx, run.id).paper
            given = {one["id"]: ["b"] if at < wrong else one["right"] for at, one in enumerate(paper)}
            sittings.answer(ctx, run.id, given)
            done = sittings.hand_in(ctx, run.id)
        run.task("exam").claimed_by(by).completed_with(sitting=done.id)
        return done

    def stands(self, person: str = "ann") -> Authority:
        """Where somebody stands with the course."""

        def look(ctx):
            who = access.person(ctx.session, person)
            return ctx.session.get(Authority, (ctx.tenant, who.id, self.course.id))

        return self.house.look(look)

    def bank(self) -> int:
        return self.house.look(lambda ctx: ctx.session.get_one(Course, self.course.id).bank)


@pytest.fixture
def school(house: House) -> School:
    return School(house)
