"""What a form names must be there: a property marked `x-names: customer` (or person) is looked up before the case goes
on, so that a slip of the pen is a wrong field of the form and never a case that is stuck.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.definitions.queries import Form
from engine.feel.times import Date
from engine.instances.models import Instance
from engine.kernel import Context, Invalid, Rejected


def check(ctx: Context, form: Form | None, answer: Mapping[str, Any], case: Instance | None = None) -> None:
    """Invalid form_invalid naming each property that names nothing, or what this case (None: one to be started) may
    not name."""
    errors = []
    for path, kind, name in _named(form.properties if form else {}, answer):
        try:
            ctx.wiring.named[kind](ctx, name, case)
        except Rejected as rejected:
            errors.append({"path": path, "code": rejected.code, "params": rejected.params})
    if errors:
        raise Invalid("form_invalid", errors)


def _named(properties: Mapping[str, Any], answer: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, kind and name of all that the answer names: a property, each item of a list, and in each row of a table."""
    for name, schema in properties.items():
        yield from _values(schema, answer.get(name), f"{at}{name}")


def _values(schema: Mapping[str, Any], given: Any, at: str) -> Iterator[tuple[str, str, str]]:
    if "x-names" in schema and isinstance(given, str | Date) and given:
        yield at, schema["x-names"], str(given)
    elif isinstance(given, list):
        for number, one in enumerate(given):
            yield from _values(schema.get("items", {}), one, f"{at}/{number}")
    elif isinstance(given, Mapping) and "properties" in schema:
        yield from _named(schema["properties"], given, f"{at}/")
