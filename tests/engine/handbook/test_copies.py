"""Publishing, reading and what has changed since: a rule change makes the handbook say so by itself."""

from pathlib import Path
from typing import Any

import pytest

from engine.access import commands as access
from engine.handbook import commands, content, copies, queries
from engine.kernel import Conflict, Context, Forbidden, NotFound
from tests.kit import House

ROOT = Path(__file__).resolve().parents[3]
BENEFITS = (ROOT / "processes/rules/benefits.dmn").read_bytes()

CHARTER = {"audience": ["一线客服"], "information": "升降级怎么评", "goal": "人人会用"}
TOLD = {"charter": CHARTER, "texts": {"moves": {"zh": "升级随时,降级谨慎", "en": "Up at once, down with care"}}}


@pytest.fixture
def books(house: House) -> House:
    house.person("pat", "process_owner").person("ann")
    house.deploy(benefits__dmn=BENEFITS)
    return house


def publish(house: House, key: str = "tiers", told: Any = None) -> int:
    with house.unit("pat") as ctx:
        return commands.publish(ctx, key, TOLD if told is None else told)


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
    moved = [{"kind": "decision", "key": "benefits", "name": "客户权益", "before": 1, "after": 2}]
    assert stale == {"communication": moved, "appendix": []}
    kept = books.look(lambda ctx: copies.copy(ctx, "tiers", 1).content["zh"])
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


def test_nobody_publishes_a_handbook_of_which_nobody_said_whom_it_is_for(books: House) -> None:
    for missing in CHARTER:
        with pytest.raises(Conflict, match="handbook_without_charter"):
            publish(books, told={"charter": {**CHARTER, missing: ""}, "texts": {}})


def test_what_people_wrote_stands_before_what_is_rendered_and_stays_when_a_rule_moves(books: House) -> None:
    publish(books)
    change(books)
    with books.unit("pat") as ctx:
        assert commands.publish(ctx, "tiers") == 2
    for language, words in (("zh", "升级随时,降级谨慎"), ("en", "Up at once, down with care")):
        told = books.look(lambda ctx, language=language: content.written(ctx, "tiers", language))
        chapters = {chapter["key"]: chapter["blocks"] for chapter in told["chapters"]}
        assert [block["text"] for block in chapters["classification"][:2]][1] == words
        assert any("人人会用" in block.get("text", "") for block in chapters["preface"])
    assert [one["number"] for one in books.look(lambda ctx: queries.editions(ctx, "tiers"))["copies"]] == [2, 1]


def test_an_english_handbook_says_whom_it_is_for_in_english(books: House) -> None:
    with books.unit() as ctx:
        access.add_group(ctx, "一线客服", name_en="Front line")
    publish(books, told={"charter": {**CHARTER, "goal_en": "Everybody knows how"}, "texts": {}})
    preface = books.look(lambda ctx: copies.copy(ctx, "tiers", 1).content["en"])["chapters"][0]
    said = " ".join(block.get("text", "") for block in preface["blocks"])
    assert ("Everybody knows how" in said, "Front line" in said, "人人会用" in said) == (True, True, False)
