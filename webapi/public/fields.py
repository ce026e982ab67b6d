"""A deployed form as plain HTML fields, and what was typed as the values that its schema wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.definitions.queries import Form

CHOICE = "oneOf"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `kind`: text, area, choice, range or check; `value` is what was typed; `error` what is wrong."""

    name: str
    kind: str
    label: str
    help: str = ""
    placeholder: str = ""
    required: bool = False
    rows: int = 4
    choices: list[tuple[str, str]] = field(default_factory=list)
    longest: int | None = None
    value: str = ""
    error: str = ""


def fields(form: Form, lang: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """The questions of a form in its order, in the reader's language."""
    words = form.texts.get(lang, {})
    order = form.ui.get("ui:order") or list(form.properties)
    return [
        _field(
            name,
            form.properties[name],
            form.ui.get(name, {}),
            words,
            name in form.schema.get("required", ()),
            typed,
            errors,
        )
        for name in order
        if name in form.properties
    ]


def _field(
    name: str,
    schema: Mapping[str, Any],
    ui: Mapping[str, Any],
    words: Mapping[str, str],
    required: bool,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> Field:
    def say(code: str | None) -> str:
        return words.get(code, code) if code else ""

    return Field(
        name=name,
        kind=_kind(schema, ui),
        label=say(schema.get("title", name)),
        help=say(ui.get("ui:help")),
        placeholder=say(ui.get("ui:placeholder")),
        required=required,
        rows=int(ui.get("ui:options", {}).get("rows", 4)),
        choices=_choices(schema, say),
        longest=schema.get("maxLength"),
        value=typed.get(name, ""),
        error=errors.get(name, ""),
    )


def _kind(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> str:
    if CHOICE in schema:
        return "choice"
    if schema.get("type") == "boolean":
        return "check"
    if schema.get("type") in ("integer", "number") and ui.get("ui:widget") == "range":
        return "range"
    return "area" if ui.get("ui:widget") == "textarea" else "text"


def _choices(schema: Mapping[str, Any], say: Any) -> list[tuple[str, str]]:
    if CHOICE in schema:
        return [(str(one["const"]), say(one.get("title", str(one["const"])))) for one in schema[CHOICE]]
    if {"minimum", "maximum"} <= schema.keys():
        step = schema.get("multipleOf", 1)
        return [(str(n), str(n)) for n in range(schema["minimum"], schema["maximum"] + 1, step)]
    return []


def read(form: Form, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as the schema's kinds of values; what was left empty is left out. A text that is no number stays
    a text, for the schema to refuse."""
    found: dict[str, Any] = {}
    for name, schema in form.properties.items():
        text = typed.get(name, "").replace("\r\n", "\n").strip()
        if schema.get("type") == "boolean":
            found[name] = text == "on"
        elif text:
            found[name] = _value(text, schema.get("type"))
    return found


def _value(text: str, kind: Any) -> Any:
    if kind == "integer" and text.lstrip("-").isdigit() and len(text) < 12:
        return int(text)
    return text
