"""What the house asks of a form beyond a valid schema: words in both languages, a place and a title for every field,
nothing decided before a person decides, and no condition that nobody can fulfil. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = Mapping[str, Any]
SPOKEN = {"title", "description", "ui:title", "ui:description", "ui:placeholder", "ui:help", "unit"}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a form; `field` is the property it is about, `part` the file that holds it."""

    code: str
    name: str | None
    part: str = "schema"
    severity: Literal["error", "warning"] = "warning"
    params: dict[str, Any] = field(default_factory=dict)


def flaws(schema: Json, ui: Json, texts: Mapping[str, Json]) -> Iterator[Flaw]:
    """All of them; the texts are looked at only where a form has word files."""
    properties = schema.get("properties", {})
    known = set(properties)
    for name, asked in properties.items():
        yield from _field(name, asked)
    for name in _unknown(schema.get("required", []), known):
        yield Flaw("form_required_unknown", name, severity="error")
    yield from _conditions(schema, known)
    yield from _shown(schema, ui, known)
    order = ui.get("ui:order")
    if order is not None and "*" not in order and set(order) != known:
        yield Flaw("form_order", None, "ui", params={"names": ", ".join(sorted(set(order) ^ known))})
    if texts:
        yield from _words(schema, ui, texts)


def _field(name: str, asked: Any) -> Iterator[Flaw]:
    if not (name.isascii() and name.isidentifier()):
        yield Flaw("form_name_odd", name)
    if not isinstance(asked, Mapping):
        return
    if "title" not in asked and "x-display" not in asked:
        yield Flaw("form_untitled", name)
    if "default" in asked and _decides(asked):
        yield Flaw("form_decided", name, severity="error")


def _decides(asked: Json) -> bool:
    return asked.get("type") == "boolean" or "oneOf" in asked or "enum" in asked


def _unknown(names: Any, known: set[str]) -> list[str]:
    return [str(name) for name in names if name not in known] if isinstance(names, list) else []


def _conditions(schema: Json, known: set[str]) -> Iterator[Flaw]:
    for rule in (schema, *schema.get("allOf", [])):
        if not isinstance(rule, Mapping) or not isinstance(rule.get("if"), Mapping):
            continue
        asks, then = rule["if"], rule.get("then", {})
        more = set(then.get("properties", {})) if isinstance(then, Mapping) else set()
        for name in _unknown([*asks.get("properties", {})], known):
            yield Flaw("form_condition_unknown", name, severity="error")
        for name in _unknown(then.get("required", []) if isinstance(then, Mapping) else [], known | more):
            yield Flaw("form_required_unknown", name, severity="error")


def _shown(schema: Json, ui: Json, known: set[str]) -> Iterator[Flaw]:
    for name, look in ui.items():
        options = look.get("ui:options", {}) if isinstance(look, Mapping) else {}
        for other in options.get("shown", {}) if isinstance(options, Mapping) else {}:
            if other not in known:
                yield Flaw("form_condition_unknown", other, "ui", "error")
            elif name in schema.get("required", []):
                yield Flaw("form_hidden_required", name, "ui", "error", {"other": other})


def _words(schema: Json, ui: Json, texts: Mapping[str, Json]) -> Iterator[Flaw]:
    said = dict(_spoken(schema.get("properties", {}), None)) | dict(_spoken(ui, None))
    said |= {word: None for name in SPOKEN if isinstance(word := schema.get(name), str)}
    for lang in ("zh", "en"):
        words = texts.get(lang, {})
        for word, name in said.items():
            if not words.get(word):
                yield Flaw("form_word_missing", name, lang, params={"word": word, "lang": lang})


def _spoken(value: Any, name: str | None) -> Iterator[tuple[str, str | None]]:
    """Every word with the field that says it."""
    if isinstance(value, list):
        for inner in value:
            yield from _spoken(inner, name)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key in SPOKEN and isinstance(inner, str):
                yield inner, name
            else:
                yield from _spoken(inner, name or key)
