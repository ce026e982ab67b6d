"""Publishing, reading and what has changed since: a rule change makes the handbook say so by itself."""

from pathlib import Path

import pytest

from engine.handbook import commands, content, queries
from engine.kernel import Conflict, Context, Forbidden, NotFound
from tests.kit import House

ROOT = Path(__file__).resolve().parents[3]
BENEFITS = (ROOT / "processes/rules/benefits.dmn").read_bytes()


@pytest.fixture
def books(house: House) -> House:
    house.person("pat", "process_owner").person("ann")
    house.deploy(benefits__dmn=BENEFITS)
    return house


def publish(house: House, key: str = "tiers") -> int:
    with house.unit("pat") as ctx:
        return commands.publish(ctx, key)


def change(house: House) -> None:
    house.deploy(benefits__dmn=BENEFITS.replace("售后服务".encode(), "延保服务".encode()))


def standing(house: House, by: str = "ann"):
    def asked(ctx: Context):
        return queries.standing(ctx, content.written(ctx, "tiers", "zh"), "zh")

    with house.unit(by, write=False) as ctx:
        return asked(ctx)


def test_a_published_copy_stays_as_it_was_and_a_new_rule_makes_it_stale(books: House) -> None:
    assert publish(books) == 1
    assert standing(books)["stale"] == []
    change(books)
    stale = {chapter["key"]: chapter["sources"] for chapter in standing(books)["stale"]}
    moved = [{"kind": "decision", "key": "benefits", "before": 1, "after": 2}]
    assert stale == {"communication": moved, "appendix": []}
    kept = books.look(lambda ctx: queries.copy(ctx, "tiers", 1).content["zh"])
    assert "延保服务" not in str(kept)
    assert publish(books) == 2


def test_nothing_new_is_not_published_twice(books: House) -> None:
    publish(books)
    with pytest.raises(Conflict, match="handbook_unchanged"):
        publish(books)


def test_a_reader_is_told_what_changed_since_they_last_read(books: House) -> None:
    publish(books)
    assert standing(books)["changed"] == []
    with books.unit("ann") as ctx:
        commands.acknowledge(ctx, "tiers", 1)
    change(books)
    assert [chapter["key"] for chapter in standing(books)["changed"]] == ["communication", "appendix"]
    assert standing(books)["published"]["readers"] == 1
    assert standing(books, by="pat")["read"] is None


def test_reading_is_on_record_once(books: House) -> None:
    publish(books)
    for _ in range(2):
        with books.unit("ann") as ctx:
            commands.acknowledge(ctx, "tiers", 1)
    facts = [entry.fact for entry in books.ledger("settings") if entry.fact.startswith("Handbook")]
    assert facts == ["HandbookPublished", "HandbookAcknowledged"]


def test_only_process_owners_publish_and_only_what_there_is_can_be_read(books: House) -> None:
    with pytest.raises(Forbidden), books.unit("ann") as ctx:
        commands.publish(ctx, "tiers")
    with pytest.raises(NotFound), books.unit("pat") as ctx:
        commands.publish(ctx, "cooking")
    with pytest.raises(NotFound), books.unit("ann") as ctx:
        commands.acknowledge(ctx, "tiers", 1)
