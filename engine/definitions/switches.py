"""Which processes are switched on. One that is off begins nowhere: not by people, timers, messages or other processes'
hands; cases that run go on, and what they call they get. Its versions stay deployed: it is ready, and off."""

from dataclasses import dataclass

from engine.access.rules import require
from engine.definitions import queries
from engine.definitions.catalogue import catalogue, changed
from engine.definitions.models import ProcessSwitch
from engine.kernel import Context, SettingsFact


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessSwitched(SettingsFact):
    """A process may be started from now on (`on`), or no longer."""

    process: str
    on: bool


def off(ctx: Context) -> frozenset[str]:
    """The processes that are switched off; no statement of its own."""
    return catalogue(ctx).off


def on(ctx: Context, process: str) -> bool:
    """Whether the process is deployed and may be started."""
    return catalogue(ctx).latest("process", process, ctx.now) is not None and process not in off(ctx)


def switch(ctx: Context, process: str, *, on: bool) -> bool:
    """Switch a process on or off, on record; whether that changed anything. NotFound when none is deployed."""
    require(ctx.actor, "deploy", "definition")
    queries.latest(ctx, "process", process)
    if (process not in off(ctx)) == on:
        return False
    ctx.record(ProcessSwitched(process=process, on=on))
    ctx.session.flush()
    changed(ctx)
    return True


def keep(ctx: Context, fact: ProcessSwitched) -> None:
    """The row of the switch."""
    row = ctx.session.get(ProcessSwitch, (ctx.tenant, fact.process))
    if row is None:
        ctx.session.add(ProcessSwitch(tenant_id=ctx.tenant, process=fact.process, off=not fact.on, turns=1))
    else:
        row.off, row.turns = not fact.on, row.turns + 1
