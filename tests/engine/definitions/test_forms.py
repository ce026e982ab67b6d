"""The server looks at a form as the house does: what nobody can fill, what is decided beforehand, what is not said."""

from typing import Any

import pytest

from engine.definitions.forms import flaws

FORM: dict[str, Any] = {
    "title": "visit",
    "properties": {
        "outcome": {"title": "outcome", "type": "string", "oneOf": [{"const": "a", "title": "a"}]},
        "why": {"title": "why", "type": "string"},
    },
    "required": ["outcome"],
    "allOf": [{"if": {"properties": {"outcome": {"enum": ["a"]}}}, "then": {"required": ["why"]}}],
}
UI = {"ui:order": ["outcome", "why"], "why": {"ui:help": "why.help"}}
WORDS = {lang: dict.fromkeys(("visit", "outcome", "why", "a", "why.help"), lang) for lang in ("zh", "en")}


def found(schema: dict[str, Any] = FORM, ui: dict[str, Any] = UI, words: Any = WORDS) -> set[tuple[str, str | None]]:
    return {(flaw.code, flaw.name) for flaw in flaws(schema, ui, words)}


def test_a_complete_form_has_no_flaw() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("change", "code", "name"),
    [
        ({"required": ["gone"]}, "form_required_unknown", "gone"),
        ({"allOf": [{"if": {"properties": {"gone": {}}}, "then": {}}]}, "form_condition_unknown", "gone"),
        (
            {"allOf": [{"if": {"properties": {"why": {}}}, "then": {"required": ["gone"]}}]},
            "form_required_unknown",
            "gone",
        ),
    ],
)
def test_what_no_person_could_fill_is_refused(change: dict[str, Any], code: str, name: str) -> None:
    assert (code, name) in found({**FORM, **change})


def test_a_choice_that_is_made_beforehand_is_refused() -> None:
    outcome = {**FORM["properties"]["outcome"], "default": "a"}
    assert ("form_decided", "outcome") in found({**FORM, "properties": {**FORM["properties"], "outcome": outcome}})


def test_a_field_that_is_not_always_shown_cannot_always_be_required() -> None:
    shown = {**UI, "outcome": {"ui:options": {"shown": {"why": ["x"]}}}}
    assert ("form_hidden_required", "outcome") in found(ui=shown)
    assert ("form_condition_unknown", "gone") in found(ui={"why": {"ui:options": {"shown": {"gone": [1]}}}})


def test_a_missing_word_is_told_at_its_field_and_only_where_there_are_word_files() -> None:
    english = {word: said for word, said in WORDS["en"].items() if word != "why.help"}
    assert found(words={**WORDS, "en": english}) == {("form_word_missing", "why")}
    assert found(words={}) == set()
