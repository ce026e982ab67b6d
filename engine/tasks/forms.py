"""Forms on the server: what a form shows, and what of an answer is taken. The schema file is the contract (API.md §4).

`x-value` of a property is a FEEL expression that fills a read-only property from the case; `x-summary` of the schema
lists what the inbox shows of the case, `x-plain` says which cases may be decided as a list. `x-not-before` of a date
names other dates of the form: it may not lie before the first of them that is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine import feel
from engine.definitions.queries import Form
from engine.feel import times, values
from engine.kernel import Invalid

PARSE: Mapping[str, Callable[[str], Any]] = {
    "date": times.Date.parse,
    "date-time": times.DateTime.parse,
    "time": times.Time.parse,
    "duration": times.parse_duration,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer: FEEL values for the case, and what the ledger may keep of it."""

    values: dict[str, Any]
    recorded: dict[str, Any]


def accept(form: Form | None, data: Mapping[str, Any]) -> Answer:
    """The properties that the form names, checked and as FEEL values; Invalid names each wrong place.

    A task without a form takes any object.
    """
    if form is None:
        plain = dict(data)
        return Answer(values.of(plain), plain)
    known = form.properties
    given = {name: value for name, value in data.items() if name in known and not known[name].get("readOnly")}
    errors = [
        {"path": _path(error), "code": _code(error), "params": {"detail": error.message, **_limits(error)}}
        for error in form.check.iter_errors(given)
        if _code(error) != "if"
    ]
    errors += _too_early(form, given)
    if errors:
        raise Invalid("form_invalid", errors)
    recorded = {name: value for name, value in given.items() if not known[name].get("x-personal")}
    return Answer({name: _value(known[name], value) for name, value in given.items()}, recorded)


def _too_early(form: Form, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The dates that lie before the one they may not lie before; dates in ISO form compare as text."""
    wrong = []
    for name, schema in form.properties.items():
        first = next((day for other in schema.get("x-not-before", ()) if (day := given.get(other))), None)
        if first and given.get(name) and given[name] < first:
            wrong.append({"path": name, "code": "not_before", "params": {"day": first}})
    return wrong


def filled(form: Form, scope: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows before anybody has typed: the case's own values, and the read-only ones computed."""
    shown: dict[str, Any] = {}
    for name, schema in form.properties.items():
        value = evaluate(schema["x-value"], scope) if "x-value" in schema else scope.get(name)
        if value is not None:
            shown[name] = values.wire(value)
    return shown


def summary(form: Form, scope: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a list shows of the case: {code, value} in the form's own order, empty values left out."""
    found = [(entry["code"], evaluate(entry["value"], scope)) for entry in form.schema.get("x-summary", ())]
    return [{"code": code, "value": values.wire(value)} for code, value in found if value is not None]


def plain(form: Form, scope: Mapping[str, Any]) -> bool:
    """Whether the case may be decided together with others, as a list."""
    text = form.schema.get("x-plain")
    return text is not None and evaluate(text, scope) is True


def evaluate(text: str, scope: Mapping[str, Any]) -> Any:
    """A FEEL expression of a form; null where the case does not have what it asks for."""
    try:
        return feel.expression(text, frozenset(scope))(scope)
    except feel.FeelError:
        return None


def _value(schema: Mapping[str, Any], value: Any) -> Any:
    parse = PARSE.get(schema.get("format", ""))
    if parse is not None and isinstance(value, str):
        return parse(value)
    if isinstance(value, Mapping):
        inner = schema.get("properties", {})
        return {key: _value(inner.get(key, {}), item) for key, item in value.items()}
    if isinstance(value, list):
        items = schema.get("items", {})
        return [_value(items if isinstance(items, Mapping) else {}, item) for item in value]
    return values.of(value)


def _code(error: Any) -> str:
    return str(error.kind.name)


def _limits(error: Any) -> dict[str, Any]:
    return {key: value for key, value in error.kind.as_dict().items() if isinstance(value, str | int | list)}


def _path(error: Any) -> str:
    parts = [str(part) for part in error.instance_path]
    return ".".join([*parts, error.kind.property] if _code(error) == "required" else parts)
