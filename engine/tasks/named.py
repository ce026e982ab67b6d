"""What a form names must be there: a property marked `x-names: customer` (or person) is looked up before the case goes
on, so that a slip of the pen is a wrong field of the form and never a case that is stuck.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.definitions.queries import Form
from engine.instances.models import Instance
from engine.kernel import Context, Invalid, Rejected


def check(ctx: Context, form: Form | None, answer: Mapping[str, Any], case: Instance | None = None) -> None:
    """Invalid form_invalid naming each property that names nothing, or what this case (None: one to be started) may
    not name."""
    errors = []
    for path, kind, name in _named(form, answer):
        try:
            ctx.wiring.named[kind](ctx, name, case)
        except Rejected as rejected:
            errors.append({"path": path, "code": rejected.code, "params": rejected.params})
    if errors:
        raise Invalid("form_invalid", errors)


def _named(form: Form | None, answer: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Path, kind and name of all that the answer names: a property, or each item of a list."""
    for name, schema in form.properties.items() if form else ():
        given = answer.get(name)
        if "x-names" in schema and isinstance(given, str) and given:
            yield name, schema["x-names"], given
        elif isinstance(given, list) and "x-names" in (items := schema.get("items", {})):
            yield from ((f"{name}/{at}", items["x-names"], one) for at, one in enumerate(given) if isinstance(one, str))
