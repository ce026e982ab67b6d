"""Which word means which group: a picture shared by all units of work until a group is added; none is ever renamed.

The generation, number and newest id of the groups, tells whether the picture is still true. A caller may read it along
with something else (`generation_of`, `seen`), so that a step that offers work to groups costs no statement for it.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, cast, func, select

from engine.access.models import Group
from engine.kernel import Context

_GENERATION = "access.groups"
_shared: dict[tuple[str, str], tuple[str | None, dict[str, str]]] = {}


def generation_of(tenant: str) -> Any:
    """A scalar subquery for the generation; null while there is no group."""
    generation = cast(func.count(), String) + " " + func.max(Group.id)
    return select(generation).where(Group.tenant_id == tenant).scalar_subquery()


def seen(ctx: Context, generation: str | None) -> None:
    """Remember the generation that the caller has just read."""
    ctx.memo.setdefault(_GENERATION, generation)


def added(ctx: Context) -> None:
    """This unit of work has added a group: look again, and share nothing that may be undone."""
    ctx.memo[_GENERATION] = "changed"
    _shared.pop(_place(ctx), None)


def named(ctx: Context, words: Iterable[str]) -> dict[str, str]:
    """The group's name for each word that is a group's name, English name or alias; unknown words are left out."""
    if _GENERATION not in ctx.memo:
        ctx.memo[_GENERATION] = ctx.session.scalar(select(generation_of(ctx.tenant)))
    generation = ctx.memo[_GENERATION]
    held = _shared.get(_place(ctx))
    if held is None or held[0] != generation:
        held = generation, _read(ctx)
        if generation != "changed":
            _shared[_place(ctx)] = held
    return {word: held[1][word] for word in words if word in held[1]}


def within(ctx: Context, word: str) -> bool:
    """Whether the actor is in the group of this name, English name or alias; the system is in every one."""
    return ctx.actor.person_id is None or named(ctx, [word]).get(word, word) in ctx.actor.groups


def _read(ctx: Context) -> dict[str, str]:
    rows = ctx.session.execute(
        select(Group.name, Group.name_en, Group.aliases).where(Group.tenant_id == ctx.tenant)
    ).all()
    words = {word: row.name for row in rows for word in (row.name_en, *row.aliases)}
    return words | {row.name: row.name for row in rows}


def _place(ctx: Context) -> tuple[str, str]:
    return str(ctx.session.get_bind().engine.url), ctx.tenant
