"""Verbs on all promises of a matter at once, as a drawing speaks them; its root case is in hand already."""

from engine.kernel import Context
from engine.sla import clocks, commands
from engine.sla.models import SlaClock


def pause(ctx: Context, root_id: str, reason: str, proof: str) -> list[SlaClock]:
    """Pause every clock that can pause now: none where all is late, or the cap is used up. Invalid for a reason that
    the company does not list, or without proof."""
    able = [row for row in commands.open_clocks(ctx, root_id) if row.pausable and row.status == "running"]
    able = [row for row in able if row.due_at > ctx.now and clocks.pause_ends(ctx, row) is not None]
    return [commands.pause_row(ctx, row, reason, proof) for row in able]


def resume(ctx: Context, root_id: str) -> list[SlaClock]:
    """Go on with every paused clock."""
    paused = [row for row in commands.open_clocks(ctx, root_id) if row.status == "paused"]
    for row in paused:
        clocks.resume(ctx, row)
    return paused


def own(ctx: Context, root_id: str) -> list[SlaClock]:
    """The promises of the case itself, not those of one of its steps, oldest first."""
    return [row for row in commands.of_roots(ctx, [root_id]) if row.token is None and row.instance_id == root_id]


def missed(ctx: Context, root_id: str) -> list[SlaClock]:
    """The promises that were missed, answered since or not."""
    return [row for row in commands.of_roots(ctx, [root_id]) if row.missed_at is not None]


def explain(ctx: Context, root_id: str, cause: str) -> int:
    """Say why promises were missed, for those that nobody has explained; answers how many."""
    rows = [row for row in missed(ctx, root_id) if row.cause is None]
    for row in rows:
        commands.explain_row(ctx, row, cause)
    return len(rows)
