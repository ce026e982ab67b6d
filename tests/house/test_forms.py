"""Every form of the house is complete: a valid schema, words in both languages, an order, nothing chosen beforehand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

FORMS = Path(__file__).resolve().parents[2] / "forms"
KEYS = sorted(folder.name for folder in FORMS.iterdir() if folder.is_dir())
SPOKEN = {"title", "description", "ui:placeholder", "ui:help", "ui:title", "ui:description", "unit"}


def part(key: str, kind: str) -> dict[str, Any]:
    return json.loads((FORMS / key / f"{key}.{kind}.json").read_text("utf-8"))


def spoken(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, below in value.items():
            yield from spoken(below, inner)
    elif isinstance(value, list):
        for below in value:
            yield from spoken(below, name)
    elif name in SPOKEN:
        yield value


@pytest.mark.parametrize("key", KEYS)
def test_the_schema_is_valid_and_its_names_are_english(key: str) -> None:
    schema = part(key, "schema")
    jsonschema_rs.validator_for(schema, validate_formats=True)
    assert schema["$schema"].endswith("2020-12/schema")
    assert all(name.isascii() and name.isidentifier() for name in schema["properties"])


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_a_form_is_there_in_both_languages(key: str, language: str) -> None:
    words, used = part(key, language), set(spoken(part(key, "schema"))) | set(spoken(part(key, "ui")))
    assert used == set(words), "words missing or never used"
    assert all(words.values())


@pytest.mark.parametrize("key", KEYS)
def test_every_property_has_a_title_and_a_place(key: str) -> None:
    properties = part(key, "schema")["properties"]
    assert all("title" in property for property in properties.values())
    assert part(key, "ui")["ui:order"] == list(properties)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_decided_before_a_person_decides(key: str) -> None:
    assert all("default" not in property for property in part(key, "schema")["properties"].values())


def choosers(schema: Any) -> Iterator[Any]:
    """Branches that a page can only offer by number: alternatives that are no named choices, outside conditions."""
    if isinstance(schema, dict):
        for word in ("anyOf", "oneOf"):
            yield from [one for one in schema.get(word, ()) if "const" not in one]
        for name, below in schema.items():
            if name != "if":
                yield from choosers(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from choosers(below)


@pytest.mark.parametrize("key", KEYS)
def test_nobody_chooses_between_numbered_branches(key: str) -> None:
    assert list(choosers(part(key, "schema"))) == []


@pytest.mark.parametrize(("key", "no"), [("tier_decision", "reject"), ("batch_confirm", "cancel")])
def test_a_refusal_needs_a_reason(key: str, no: str) -> None:
    form = jsonschema_rs.validator_for(part(key, "schema"), validate_formats=True)
    assert not form.is_valid({"decision": no})
    assert not form.is_valid({"decision": no, "comment": "  "})
    assert form.is_valid({"decision": no, "comment": "退款争议未了"})
    assert not form.is_valid({"comment": "no decision"})
