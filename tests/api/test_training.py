"""Training over HTTP: an exam from the task to its result, what administrators keep, questions out and in."""

from collections.abc import Callable
from io import BytesIO

import pytest

from engine.access import commands as people
from tests.api.conftest import Caller
from tests.engine.training.conftest import School
from tests.kit import House

Call = Callable[[str | None], Caller]


@pytest.fixture
def school(house: House) -> School:
    return School(house)


def exam_of(school: School) -> str:
    return school.learns().task("exam").id


def test_an_exam_from_beginning_to_result(school: School, call: Call) -> None:
    ann, task = call("ann"), exam_of(school)
    assert (ann.get(f"/exams/{task}").json["state"], ann.get(f"/exams/{task}").json["count"]) == ("new", 5)
    begun = ann.post(f"/exams/{task}/begin", json={}).json
    assert len(begun["paper"]) == 5
    assert not {"right", "explanation"} & begun["paper"][0].keys()
    answers = {question["id"]: ["a"] for question in begun["paper"]}
    assert ann.patch(f"/exams/{task}/answers", json={"answers": answers}).status_code == 204
    assert ann.get(f"/exams/{task}").json["answers"] == answers
    done = ann.post(f"/exams/{task}/hand-in", json={}).json
    assert (done["score"], done["passed"], done["state"]) == (100, True, "done")
    assert done["paper"][0]["right"] == ["a"]
    assert done["paper"][0]["explanation"] == "因为"
    (mine,) = ann.get("/training/mine").json["items"]
    assert (mine["course"], mine["state"], mine["score"]) == ("care", "granted", 100)


def test_who_failed_begins_anew_with_the_next_task(school: School, call: Call) -> None:
    run, ann = school.learns(), call("ann")
    first = run.task("exam").id
    school.sits(run, wrong=5)
    assert ann.get(f"/exams/{first}").json["state"] == "done"
    school.house.later(days=3)
    second = run.task("exam").id
    told = ann.get(f"/exams/{second}").json
    assert (told["state"], told["attempt"], told["score"], told["paper"]) == ("new", 1, 0, [])
    assert len(ann.post(f"/exams/{second}/begin", json={}).json["paper"]) == 5
    assert ann.get(f"/exams/{second}").json["state"] == "open"


def test_the_paper_is_shown_to_nobody_else(school: School, call: Call) -> None:
    task = exam_of(school)
    assert call("kim").get(f"/exams/{task}").status_code in (403, 404)
    assert call("jin").post(f"/exams/{task}/begin", json={}).status_code == 403


def test_administrators_keep_courses_questions_and_plan(school: School, call: Call) -> None:
    jin, ann = call("jin"), call("ann")
    made = jin.patch("/training/courses/phone", json={"name": "电话礼仪", "format": "workshop", "draw": 2})
    assert (made.status_code, made.json["pass_mark"], made.json["questions"]) == (200, 80, 0)
    assert jin.patch("/training/courses/Phone!", json={"name": "x", "format": "online"}).status_code == 422
    planned = jin.post("/training/plan", json={"course": "phone", "on": "2026-06-12", "groups": ["一线客服"]})
    assert planned.status_code == 201
    assert [one["course"] for one in ann.get("/training/plan").json["items"]] == ["phone"]
    assert jin.delete(f"/training/plan/{planned.json['id']}").status_code == 204
    assert jin.post("/training/shipped", json={}).json == {"count": 9}
    for path in ("/training/due", "/training/courses/care/questions", "/training/courses/care/results"):
        assert jin.get(path).status_code == 200
        assert ann.get(path).status_code == 403


def test_a_head_sees_how_those_below_stand_and_nobody_else(school: School, call: Call) -> None:
    with school.house.unit() as ctx:
        people.add_department(ctx, "house")
        people.add_department(ctx, "care", name="客服部", name_en="Care", parent="house")
        for name in ("han", "bob"):
            people.add_person(ctx, name, roles=("staff",), department="care")
        people.set_head(ctx, "care", "han")
    school.learns()
    place = {"person": "bob", "course": "care", "due": school.house.now.replace(day=20), "cause": "version"}
    school.house.start("training_place", place=place, plan={})
    school.house.later(days=30)
    told = call("han").get("/training/due").json["items"]
    assert [(one["person"], one["department_en"], one["late"]) for one in told] == [("bob", "Care", True)]
    assert [call(name).get("/training/mine").json["leads"] for name in ("han", "bob")] == [True, False]
    assert call("bob").get("/training/due").status_code == 403


def test_questions_go_out_and_come_back_changed(school: School, call: Call) -> None:
    from openpyxl import load_workbook

    jin = call("jin")
    book = load_workbook(BytesIO(jin.get("/training/courses/care/sheet").data))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(3, heads.index("text") + 1).value = "改过的第一题"
    new = {"kind": "判断", "text": "可以代考", "right": "B"}
    sheet.append([new.get(head, "") for head in heads])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    answer = jin.post("/training/courses/care/sheet", data={"file": (file, "q.xlsx")})
    assert answer.json == {"count": 9}
    told = jin.get("/training/courses/care/questions").json["items"]
    assert [one["text"] for one in told if "改过" in one["text"] or one["kind"] == "truefalse"] == [
        "改过的第一题",
        "可以代考",
    ]
    assert [one["right"] for one in told if one["kind"] == "truefalse"] == [["false"]]


def test_a_task_that_asks_for_an_exam_says_so(school: School, call: Call) -> None:
    assert call("jin").patch("/training/settings", json={"gates": True}).status_code == 204
    task = school.house.start("care").task("serve").id
    assert call("ann").get(f"/tasks/{task}").json["barred"]["course"] == "care"
    refused = call("ann").post(f"/tasks/{task}/claim", json={})
    assert (refused.status_code, refused.json["code"]) == (403, "exam_needed")
    assert "客户关怀" in refused.json["detail"]
