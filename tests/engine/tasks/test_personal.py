"""Personal answers stand nowhere in plain text, and are shown to whoever has the task."""

import pytest
from sqlalchemy import text

from engine.access import commands as people
from engine.tasks import commands, queries, starting
from tests.kit import House
from tests.kit.drawings import drawing
from tests.kit.house import ROOT

FORM = b"""{"type": "object", "properties": {
    "phone": {"type": "string", "x-personal": true}, "note": {"type": "string"}}}"""
PHONE = "13912345678"


def ask_twice(house: House) -> House:
    settings = {"form": "call"}
    house.person("ann").deploy(
        p__bpmn=drawing("p", "start > a:user > b:user > end", a=settings, b=settings), call__schema__json=FORM
    )
    return house


def test_a_personal_answer_is_a_reference_for_the_case_and_a_value_for_the_next_form(house: House) -> None:
    run = ask_twice(house).start("p")
    run.task("a").completed_by("ann", phone=PHONE, note="call back")
    assert run.variables["phone"].startswith("personal:")
    task = run.task("b").row
    shown = house.look(lambda ctx: queries.shown(ctx, ctx.session.merge(task)))
    assert shown["data"] == {"phone": PHONE, "note": "call back"}


def test_nothing_in_the_database_tells_the_personal_value(house: House) -> None:
    run = ask_twice(house).start("p")
    with house.unit("ann") as ctx:
        commands.draft(ctx, run.task("a").id, {"phone": PHONE})
    run.task("a").completed_by("ann", phone=PHONE)
    assert PHONE not in everything(house)


def test_a_draft_with_personal_data_is_restored_as_it_was_typed(house: House) -> None:
    run = ask_twice(house).start("p")
    with house.unit("ann") as ctx:
        commands.draft(ctx, run.task("a").id, {"phone": PHONE})
    shown = house.look(lambda ctx: queries.shown(ctx, queries.task(ctx, run.task("a").id)))
    assert shown["draft"] == {"phone": PHONE}


def test_what_a_start_form_marks_personal_is_sealed_before_anything_is_written(house: House) -> None:
    house.person("ann").deploy(
        p__bpmn=drawing("p", "start > a:user > end", start={"form": "call"}, a={"form": "call"}),
        call__schema__json=FORM,
    )
    with house.unit("ann") as ctx:
        starting.start(ctx, "p", {"phone": PHONE, "note": "call back"})
    [run] = house.runs("p")
    assert run.variables["phone"].startswith("personal:")
    assert PHONE not in everything(house)
    assert house.look(lambda ctx: queries.shown(ctx, queries.task(ctx, run.task("a").id)))["data"]["phone"] == PHONE


CLASSED = b"""{"type": "object", "properties": {
    "who": {"type": "string", "x-personal": true, "x-class": "name"},
    "reach": {"type": "string", "x-personal": true, "x-class": "phone"},
    "story": {"type": "string", "x-personal": true}}}"""
ASKED = {"who": "王小明", "reach": PHONE, "story": "请回电"}


@pytest.fixture
def office(house: House) -> House:
    """ann (团队一) has the second task; eve heads her department; aud audits, own owns processes, root administers."""
    with house.unit() as ctx:
        people.add_department(ctx, "sales")
        people.ensure_groups(ctx, ["团队一"])
        people.add_person(ctx, "ann", roles=["staff"], department="sales", groups=["团队一"])
        people.add_person(ctx, "eve", roles=["staff"], department="sales")
        people.set_head(ctx, "sales", "eve")
    house.person("bob").person("aud", "auditor").person("own", "process_owner").person("root", "admin", "staff")
    house.deploy("processes/rules/masking.dmn", classed__schema__json=CLASSED, asked__schema__json=CLASSED,
                 p__bpmn=drawing("p", "start > a:user > b:user > end", start={"form": "asked"},
                                 a={"form": "classed"}, b={"form": "classed", "groups": "团队一"}))  # fmt: skip
    return house


def second(house: House) -> str:
    with house.unit("bob") as ctx:
        starting.start(ctx, "p", dict(ASKED))
    [run] = house.runs("p")
    run.task("a").completed_by("bob", **ASKED)
    task = run.task("b").claimed_by("ann")
    with house.unit("ann") as ctx:
        commands.draft(ctx, task.id, dict(ASKED))
    return task.id


def page(house: House, who: str, task: str) -> dict[str, dict[str, str]]:
    """What the task's page tells this person."""
    with house.unit(who, write=False) as ctx:
        told = queries.shown(ctx, queries.task(ctx, task))
        return {"data": told["data"], "draft": told["draft"], "matter": told["matter"]["data"]}


@pytest.mark.parametrize(
    ("who", "name", "reach"),
    [
        ("ann", "王小明", PHONE),
        ("eve", "王小明", "139****5678"),
        ("aud", "王*", "139****5678"),
        ("own", "王*", "139****5678"),
        ("root", "王*", "139****5678"),
    ],
)
def test_who_works_on_it_reads_who_and_where_and_others_as_table_d20_says(
    office: House, who: str, name: str, reach: str
) -> None:
    expected = {"who": name, "reach": reach, "story": "请回电"}
    assert page(office, who, second(office)) == {"data": expected, "draft": expected, "matter": expected}


def test_once_it_is_done_nobody_reads_the_number_in_the_task(office: House) -> None:
    task = second(office)
    with office.unit("ann") as ctx:
        commands.complete(ctx, task, {**ASKED, "reach": "wang@example.com"})
    assert page(office, "ann", task)["data"]["reach"] == "w***@example.com"
    assert page(office, "aud", task)["data"]["who"] == "王*"


def test_a_house_that_hides_more_shows_less_in_tasks_too(office: House) -> None:
    table = (
        (ROOT / "processes/rules/masking.dmn")
        .read_text("utf-8")
        .replace('<text>"masked"</text>', '<text>"hidden"</text>')
    )
    office.deploy(masking__dmn=table.encode())
    assert page(office, "aud", second(office))["data"] == {"who": "***", "reach": "***", "story": "请回电"}


def everything(house: House) -> str:
    with house.engine.connect() as connection:
        tables = [table.name for table in queries.Task.metadata.sorted_tables]
        return str([connection.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables])
