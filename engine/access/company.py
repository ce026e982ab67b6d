"""The company itself and its first day: how far the set-up has come, and the few groups of a small firm."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select

from engine.access import queries
from engine.access.commands import add_group
from engine.access.events import CompanyChanged, GroupDissolved
from engine.access.models import Company, Grant, Group
from engine.access.rules import check_name, require
from engine.kernel import Conflict, Context

FIELDS = ("name", "name_en", "pack", "skipped", "tried_on", "live_on")


def company(ctx: Context) -> dict[str, Any]:
    """What is known of the company: the fields by name, empty before anybody said anything."""
    row = ctx.session.get(Company, ctx.tenant)
    if row is None:
        return {"name": "", "name_en": "", "pack": None, "skipped": [], "tried_on": None, "live_on": None}
    return {name: getattr(row, name) for name in FIELDS}


def change(ctx: Context, **values: Any) -> dict[str, Any]:
    """Say something about the company; what is equal already is not recorded. What is known of it from now on."""
    require(ctx.actor, "manage", "person")
    held = company(ctx)
    new = {name: value for name, value in values.items() if held[name] != value}
    if new:
        ctx.record(CompanyChanged(old={name: held[name] for name in new}, new=new))
    return company(ctx)


def skip(ctx: Context, step: str, *, left_out: bool = True) -> dict[str, Any]:
    """Leave a step of the set-up out, or take it up again."""
    others = [one for one in company(ctx)["skipped"] if one != step]
    return change(ctx, skipped=[*others, step] if left_out else others)


def gather(ctx: Context, name: str, name_en: str, meant: Sequence[str]) -> None:
    """One group that answers to all these names: a small firm's 销售 is 客户经理 and 售前产品 at once.

    Groups of these names that nobody is in are dissolved into it. Conflict group_in_use when somebody is in one.
    Where the group stands already, nothing happens.
    """
    require(ctx.actor, "manage", "person")
    words = {check_name(word) for word in (name, *meant)}
    known = queries.groups_named(ctx.session, words, tenant=ctx.tenant)
    if known and set(known.values()) == {name} and words <= set(known):
        return
    held = select(Group.id, Group.name, exists().where(Grant.group_id == Group.id).label("used")).where(
        Group.tenant_id == ctx.tenant, Group.name.in_(set(known.values()))
    )
    for row in ctx.session.execute(held).all():
        if row.used:
            raise Conflict("group_in_use", group=row.name)
        ctx.record(GroupDissolved(group=row.name, into=name, group_id=row.id))
    ctx.session.flush()
    add_group(ctx, name, name_en=name_en, aliases=[word for word in meant if word != name])
