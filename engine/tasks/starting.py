"""Starting a case as a person does: what its start form marks as personal is sealed before anything is written."""

from collections.abc import Mapping
from typing import Any

from engine.definitions import queries as definitions
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Context, Rejected
from engine.tasks import named, personal


def start(
    ctx: Context,
    process: str,
    variables: Mapping[str, Any],
    *,
    version: int | None = None,
    business_key: str | None = None,
    customer_id: str | None = None,
) -> Instance:
    """Start a process with these FEEL values; variables and ledger hold references instead of personal ones. Invalid
    when the start form names what is not there."""
    form = _form(ctx, process, version)
    named.check(ctx, form, variables)
    hidden = personal.names(form)

    def seal(instance_id: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return personal.put_away(ctx, instance_id, given, hidden)

    return instances.start(
        ctx,
        process,
        variables,
        version=version,
        business_key=business_key,
        customer_id=customer_id,
        seal=seal if hidden else None,
    )


def _form(ctx: Context, process: str, number: int | None) -> definitions.Form | None:
    try:
        found = (
            definitions.latest(ctx, "process", process)
            if number is None
            else definitions.version(ctx, "process", process, number)
        )
        key = found.start_form
        return definitions.form(ctx, definitions.latest(ctx, "form", key)) if key else None
    except Rejected:
        return None  # an unknown process is refused by the start itself; an unknown form hides nothing
