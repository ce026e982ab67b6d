"""Verbs that put a running case elsewhere: into another version of its process, or a token of it at another element.

A plan shows beforehand what would move where, what is refused and why; carrying it out is one transaction a case, so a
case is in one version or in the other; of many, those that are refused go on as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from engine import runtime
from engine.definitions import queries as definitions
from engine.feel import values
from engine.instances import events, queries, rules
from engine.instances.commands import locked
from engine.instances.models import Instance
from engine.instances.stepping import Stepper
from engine.instances.world import World, model_of
from engine.kernel import Conflict, Context, Invalid, NotFound
from engine.runtime import migrating
from engine.runtime.fitting import Refusal


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one case. `plan` speaks of tokens and elements; with refusals in it nothing is done."""

    instance: Instance
    from_version: int
    to_version: int
    plan: migrating.Plan

    def refusals(self) -> list[dict[str, Any]]:
        """The refusals as codes and params."""
        return told(self.plan.refusals)


def told(refusals: Sequence[Refusal]) -> list[dict[str, Any]]:
    """Refusals as a ledger or an answer keeps them."""
    return [{"element": one.element, "code": one.code, "params": values.wire(dict(one.params))} for one in refusals]


def plan(ctx: Context, instance_id: str, version: int, mapping: Mapping[str, str] | None = None) -> Planned:
    """A dry run: the plan of migrating this case to `version` of its process; nothing changes. `mapping` names the new
    element of an old one. Conflict when the case is over or in that version already, NotFound without such a version.
    """
    return _migrated(ctx, queries.instance(ctx, instance_id), version, mapping or {})[0]


def migrate(
    ctx: Context, instance_id: str, version: int, reason: str, mapping: Mapping[str, str] | None = None
) -> Planned:
    """Let a running case go on in `version` of its process, on record with the reason. Conflict("migration_refused")
    with every refusal of the plan; the case goes on as it was then."""
    instance = locked(ctx, instance_id)
    rules.may_advance(instance)
    planned, step, world = _migrated(ctx, instance, version, mapping or {})
    if step is None:
        raise Conflict("migration_refused", version=version, refusals=planned.refusals())
    _carry_out(ctx, instance, planned, step, world, reason, mapping or {})
    return planned


def _migrated(
    ctx: Context, instance: Instance, version: int, mapping: Mapping[str, str]
) -> tuple[Planned, runtime.Step | None, World]:
    if instance.status in rules.ENDED:
        raise Conflict("instance_over", status=instance.status)
    if instance.version == version:
        raise Conflict("migration_same_version", version=version)
    target = definitions.version(ctx, "process", instance.process, version)
    if not target.executable:
        raise Conflict("process_documentation_only", key=instance.process)
    into = definitions.model(ctx, target)
    world = World(ctx, instance, into)
    found = migrating.migrate(
        model_of(ctx, instance),
        into,
        instance.state,
        values.loads(instance.variables),
        world.env,
        mapping,
    )
    return Planned(instance, instance.version, version, found.plan), found.step, world


def _carry_out(
    ctx: Context,
    instance: Instance,
    planned: Planned,
    step: runtime.Step,
    world: World,
    reason: str,
    mapping: Mapping[str, str],
) -> None:
    target = definitions.version(ctx, "process", instance.process, planned.to_version)
    since = {token: held["since"] for token, held in instance.tokens.items()}
    ctx.record(
        events.InstanceMigrated(
            instance_id=instance.id,
            from_version=planned.from_version,
            to_version=planned.to_version,
            reason=reason,
            moves=[
                {"token": one.token, "element": one.element, "to": one.to, "changed": list(one.changed)}
                for one in planned.plan.changes
            ],
            armed=[edge.element for edge in planned.plan.armed],
            dropped=[edge.element for edge in planned.plan.dropped],
            mapping=dict(mapping),
            definition_id=target.id,
        )
    )
    _serve(ctx, instance, step, world)
    instance.tokens = {
        token: {**held, "since": since.get(token, held["since"])} for token, held in instance.tokens.items()
    }


def _serve(ctx: Context, instance: Instance, step: runtime.Step, world: World) -> None:
    try:
        Stepper(ctx).take(instance, step, world)
        ctx.session.flush()
    except StaleDataError as error:
        raise Conflict("instance_changed", instance=instance.id) from error


def move(ctx: Context, instance_id: str, where: str, to: str, reason: str) -> Instance:
    """Take what is open at `where` (an element's id, or a token's where several are open there) away and let the case
    go on at the element `to` of the same scope, on record with the reason. Conflict("move_refused") says why not."""
    instance = locked(ctx, instance_id)
    rules.may_advance(instance)
    token = _token(instance, where)
    world = World(ctx, instance)
    variables = values.loads(instance.variables)
    try:
        moved = migrating.move(model_of(ctx, instance), instance.state, variables, world.env, token, to)
    except runtime.NoSuchToken as error:
        raise Conflict("token_gone", instance=instance.id) from error
    if moved.step is None:
        raise Conflict("move_refused", to=to, refusals=told(moved.refusals))
    element = instance.tokens[token]["element"] if token in instance.tokens else where
    ctx.record(events.TokenMoved(instance_id=instance.id, element=element, token=token, to=to, reason=reason))
    _serve(ctx, instance, moved.step, world)
    return instance


def _token(instance: Instance, where: str) -> str:
    if where in instance.tokens:
        return where
    found = [token for token, held in instance.tokens.items() if held["element"] == where]
    if not found:
        raise NotFound("token_unknown", element=where)
    if len(found) > 1:
        raise Invalid("token_ambiguous", element=where, tokens=found)
    return found[0]


def running(
    ctx: Context, process: str, version: int, from_version: int | None = None, *, after: str = "", limit: int = 100
) -> list[str]:
    """The ids of unfinished cases that are in another version than `version` (in `from_version`), oldest first."""
    found = select(Instance.id).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == process,
        Instance.version == from_version if from_version is not None else Instance.version != version,
        Instance.status.not_in(rules.ENDED),
        Instance.id > after,
    )
    return list(ctx.session.scalars(found.order_by(Instance.id).limit(limit)))


def attempt(ctx: Context, instance_id: str, version: int, reason: str, mapping: Mapping[str, str]) -> Planned:
    """One of many: as `migrate`, but a case whose plan is refused goes on as it is, and that is on record with it."""
    instance = locked(ctx, instance_id)
    rules.may_advance(instance)
    planned, step, world = _migrated(ctx, instance, version, mapping)
    if step is not None:
        _carry_out(ctx, instance, planned, step, world, reason, mapping)
        return planned
    ctx.record(
        events.MigrationRefused(
            instance_id=instance.id,
            from_version=instance.version,
            to_version=version,
            reason=reason,
            refusals=planned.refusals(),
        )
    )
    return planned
