"""The row of a new case, and what others are told of one."""

from collections.abc import Mapping
from typing import Any

from engine.definitions import queries as definitions
from engine.feel import values
from engine.instances import events
from engine.instances.models import Instance
from engine.instances.services import Case
from engine.kernel import Context, new_id

_OPENED = "instances.opened"


def open_instance(
    ctx: Context,
    version: definitions.Version,
    *,
    variables: Mapping[str, Any],
    instance_id: str | None = None,
    parent: Instance | None = None,
    parent_token: str | None = None,
    business_key: str | None = None,
    customer_id: str | None = None,
) -> Instance:
    """The row of a new case, on record; a called one inherits customer and business key of its caller."""
    instance_id = instance_id or new_id()
    instance = Instance(
        id=instance_id,
        tenant_id=ctx.tenant,
        process=version.key,
        version=version.version,
        definition_id=version.id,
        business_key=parent.business_key if parent else business_key,
        customer_id=parent.customer_id if parent else customer_id,
        parent_id=parent.id if parent else None,
        parent_token=parent_token,
        root_id=parent.root_id if parent else instance_id,
        status="running",
        tokens={},
        started_at=ctx.now,
        started_by=ctx.actor.name,
    )
    ctx.memo.setdefault(_OPENED, {})[instance_id] = instance
    ctx.record(
        events.InstanceStarted(
            instance_id=instance_id,
            process=version.key,
            version=version.version,
            business_key=instance.business_key,
            customer_id=instance.customer_id,
            parent_id=instance.parent_id,
            variables=values.wire(dict(variables)),
            row=instance,
        )
    )
    return instance


def row_of(ctx: Context, instance_id: str) -> Instance:
    """The row of a case that is there, written already or opened in this unit of work."""
    opened: dict[str, Instance] = ctx.memo.get(_OPENED, {})
    return opened.get(instance_id) or ctx.session.get_one(Instance, instance_id)


def is_new(ctx: Context, instance_id: str) -> bool:
    """Whether the case was opened in this unit of work."""
    return instance_id in ctx.memo.get(_OPENED, ())


def case_of(instance: Instance, element: str, token: str) -> Case:
    """What a connector is told of the case."""
    return Case(
        instance.id,
        instance.process,
        instance.version,
        instance.business_key,
        instance.customer_id,
        instance.started_by,
        element,
        token,
    )
