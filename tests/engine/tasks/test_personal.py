"""Personal answers stand nowhere in plain text, and are shown to whoever has the task."""

from sqlalchemy import text

from engine.tasks import commands, queries, starting
from tests.kit import House
from tests.kit.drawings import drawing

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


def everything(house: House) -> str:
    with house.engine.connect() as connection:
        tables = [table.name for table in queries.Task.metadata.sorted_tables]
        return str([connection.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables])
