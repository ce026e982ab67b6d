"""Reading cases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from engine.feel import values
from engine.instances.models import Incident, Instance
from engine.kernel import Context, NotFound


def instances(
    ctx: Context,
    *,
    process: str | None = None,
    status: str | None = None,
    business_key: str | None = None,
    parent: str | None = None,
    seen_by: ColumnElement[bool] | None = None,
) -> Select[Instance]:
    """Cases, newest first, to be paged by id; `seen_by` narrows to what the asker may see."""
    found = select(Instance).where(Instance.tenant_id == ctx.tenant).order_by(Instance.id.desc())
    for column, wanted in (
        (Instance.process, process),
        (Instance.status, status),
        (Instance.business_key, business_key),
        (Instance.parent_id, parent),
    ):
        if wanted is not None:
            found = found.where(column == wanted)
    return found if seen_by is None else found.where(seen_by)


def instance(ctx: Context, instance_id: str) -> Instance:
    """One case; NotFound when there is none."""
    found = ctx.session.get(Instance, instance_id)
    if found is None or found.tenant_id != ctx.tenant:
        raise NotFound("instance_unknown", id=instance_id)
    return found


def variables(instance: Instance) -> dict[str, Any]:
    """The scope of the case in plain JSON terms."""
    plain: dict[str, Any] = values.wire(values.loads(instance.variables))
    return plain


def tokens(instance: Instance) -> list[dict[str, Any]]:
    """Where the case stands: token, element, since when, and what it waits for."""
    return [
        {"token": token, "element": held["element"], "since": held["since"]}
        | {"kind": held.get("kind"), "due": held.get("due")}
        for token, held in instance.tokens.items()
    ]


def open_incidents(ctx: Context, instance_ids: Sequence[str] | None = None) -> Select[Incident]:
    """Incidents nobody has dealt with yet, newest first."""
    found = select(Incident).where(Incident.tenant_id == ctx.tenant, Incident.resolved_at.is_(None))
    if instance_ids is not None:
        found = found.where(Incident.instance_id.in_(instance_ids))
    return found.order_by(Incident.id.desc())
