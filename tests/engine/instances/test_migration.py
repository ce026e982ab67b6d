"""A running case in another version of its process: planned beforehand, carried out whole, or refused and unharmed."""

from typing import Any

import pytest
import simplejson

from engine.history.models import Entry
from engine.instances import commands, migration
from engine.kernel import Conflict, Rejected
from engine.sla import queries
from engine.sla.models import SlaClock
from engine.tasks import commands as tasks
from engine.tasks import migrating as of_tasks
from tests.kit import House
from tests.kit.drawings import drawing
from tests.kit.house import Run


def deploy(house: House, flows: str, **nodes: dict[str, object]) -> None:
    house.deploy(p__bpmn=drawing("p", flows, **nodes))


def migrate(house: House, run: Run, version: int = 2, **mapping: str) -> None:
    with house.unit() as ctx:
        migration.migrate(ctx, run.id, version, "new rules", mapping)


def told(entry: Entry) -> dict[str, Any]:
    return simplejson.loads(entry.data)


def clocks(house: House, run: Run) -> list[SlaClock]:
    return house.look(lambda ctx: queries.of_case(ctx, run.id))


def test_a_case_goes_on_in_the_new_version_to_its_end(house: House) -> None:
    deploy(house, "start > a:user > b:user > end")
    run = house.start("p")
    deploy(house, "start > a:user > c:user > b:user > done:end")
    migrate(house, run)
    assert (run.row.version, run.open) == (2, ["a"])
    for element in "acb":
        run.task(element).completed_with()
    assert (run.finished, run.outcome) == (True, "done")
    fact = next(entry for entry in run.facts if entry.fact == "InstanceMigrated")
    assert (told(fact)["from_version"], told(fact)["to_version"], told(fact)["reason"]) == (1, 2, "new rules")


def test_claim_draft_and_due_time_survive_and_the_plan_says_what_stays(house: House) -> None:
    house.person("ann").person("bob")
    deploy(house, "start > a:user > end", a={"due": "8bh", "name": "old", "assignee": "ann"})
    run = house.start("p")
    with house.unit("ann") as ctx:
        tasks.claim(ctx, run.task("a").id)
        tasks.draft(ctx, run.task("a").id, {"note": "half done"})
    before = run.task("a").row
    deploy(house, "start > again:user > end", again={"due": "1bh", "name": "new", "assignee": "bob"})
    with house.unit(write=False) as ctx:
        planned = migration.plan(ctx, run.id, 2, {"a": "again"})
        found = of_tasks.touched(ctx, planned)
    assert [(one.to, one.kept, one.people) for one in found] == [("again", ("assignee", "due"), ["ann"])]
    assert run.row.version == 1
    migrate(house, run, a="again")
    after = run.task("again").row
    assert (after.assignee, after.draft, after.due_at, after.id) == ("ann", before.draft, before.due_at, before.id)
    assert (after.name, before.name) == ("new", "old")
    assert run.task("again").completed_by("ann").finished


def test_what_is_not_safe_is_refused_and_the_case_goes_on_as_it_was(house: House) -> None:
    deploy(house, "start > a:user > b:user > end")
    run = house.start("p")
    deploy(house, "start > b:user > end")
    with pytest.raises(Conflict, match="migration_refused") as refused:
        migrate(house, run)
    assert refused.value.params["refusals"] == [{"element": "a", "code": "element_removed", "params": {}}]
    run.task("a").completed_with()
    run.task("b").completed_with()
    assert (run.finished, run.row.version) == (True, 1)


def test_a_timer_keeps_its_due_time_and_a_new_one_begins_now(house: House) -> None:
    late = {"attachedToRef": "a", "timer": "PT2H"}
    deploy(house, "start > a:user > end; late:boundary > b:user > end", late=late)
    run = house.start("p")
    house.later(hours=1)
    soon = {"attachedToRef": "a", "timer": "PT30M", "cancelActivity": "false"}
    flows = "start > a:user > end; late:boundary > b:user > end; soon:boundary > c:user > end"
    deploy(house, flows, late={**late, "timer": "PT9H"}, soon=soon)
    migrate(house, run)
    house.later(minutes=30)
    assert run.open == ["a", "c"]
    house.later(minutes=30)
    assert run.open == ["b", "c"]


def test_a_message_is_awaited_as_the_new_version_says(house: House) -> None:
    deploy(house, "start > wait:catch > a:user > end", wait={"message": "paid"})
    run = house.start("p", order="7")
    since = next(iter(run.row.tokens.values()))["since"]
    house.later(hours=1)
    deploy(house, "start > wait:catch > a:user > end", wait={"message": "settled", "correlation": "{order: order}"})
    migrate(house, run)
    assert next(iter(run.row.tokens.values()))["since"] == since
    assert not house.message("paid", {"order": "7"}).delivered
    assert house.message("settled", {"order": "7"}).delivered == [run.id]
    assert run.open == ["a"]


@pytest.mark.parametrize("flows", ["start > one:user > two:user > end", "start > two:user > end"])
def test_four_eyes_see_through_new_names(house: House, flows: str) -> None:
    house.person("ann").person("bob")
    deploy(house, "start > a:user > b:user > end", b={"not_done_by": "a"})
    run = house.start("p")
    run.task("a").completed_by("ann")
    deploy(house, flows, two={"not_done_by": "one"})
    mapping = {"a": "one"} if "one" in flows else {}
    migrate(house, run, b="two", **mapping)
    with pytest.raises(Rejected, match="four_eyes"):
        run.task("two").completed_by("ann")
    assert run.task("two").completed_by("bob").finished


def test_a_promise_goes_on_under_the_new_name(house: House) -> None:
    house.person("ann")
    deploy(house, "start > a:user > end", a={"sla_level": "24h"})
    run = house.start("p")
    before = clocks(house, run)
    deploy(house, "start > again:user > end", again={"sla_level": "1h"})
    migrate(house, run, a="again")
    assert [(row.element, row.due_at) for row in clocks(house, run)] == [("again", row.due_at) for row in before]
    run.task("again").completed_by("ann")
    assert [row.status for row in clocks(house, run)] == ["met"]


def test_a_stuck_case_is_retried_in_the_mended_version(house: House) -> None:
    flows = "start > a:user > s:script > end"
    deploy(house, flows, s={"script": "1 + missing.much", "result": "x"})
    run = house.start("p")
    run.task("a").completed_with()
    assert run.status == "incident"
    deploy(house, flows, s={"script": "1 + 1", "result": "x"})
    migrate(house, run)
    with house.unit() as ctx:
        commands.retry(ctx, run.incidents[0].id)
    assert (run.finished, run.variables["x"]) == (True, 2)


def test_many_are_migrated_each_for_itself(house: House) -> None:
    deploy(house, "start > a:user > b:user > end")
    runs = [house.start("p") for _ in range(3)]
    runs[0].task("a").completed_with()
    deploy(house, "start > a:user > c:user > end")
    ids = house.look(lambda ctx: migration.running(ctx, "p", 2))
    assert ids == [run.id for run in runs]
    for instance_id in ids:
        with house.unit() as ctx:
            migration.attempt(ctx, instance_id, 2, "new rules", {})
    assert [run.row.version for run in runs] == [1, 2, 2]
    refused = next(entry for entry in runs[0].facts if entry.fact == "MigrationRefused")
    assert told(refused)["refusals"][0]["code"] == "element_removed"


def test_a_token_is_moved_on_record_and_its_task_is_gone(house: House) -> None:
    deploy(
        house, "start > a:user > b:user > c:user > end; late:boundary > b", late={"attachedToRef": "a", "timer": "PT2H"}
    )
    run = house.start("p")
    with house.unit() as ctx:
        migration.move(ctx, run.id, "a", "c", "done on paper")
    assert run.open == ["c"]
    assert house.later(hours=3) == 0
    fact = next(entry for entry in house.told(f"instance:{run.id}") if entry.fact == "TokenMoved")
    assert (fact.element, fact.data["to"], fact.data["reason"]) == ("a", "c", "done on paper")
    with pytest.raises(Conflict, match="move_refused"), house.unit() as ctx:
        migration.move(ctx, run.id, "c", "late", "back")
    assert run.task("c").completed_with().finished


def test_a_case_that_is_over_or_there_already_is_not_migrated(house: House) -> None:
    deploy(house, "start > a:user > end")
    run = house.start("p")
    with pytest.raises(Conflict, match="migration_same_version"):
        migrate(house, run, 1)
    run.task("a").completed_with()
    with pytest.raises(Conflict, match="instance_over"):
        migrate(house, run, 1)
