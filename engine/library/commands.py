"""Verbs of the library: put in, tell anew, take out. Training administrators, presales and marketing keep it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from engine.access import groups
from engine.attachments import rules as files
from engine.kernel import Context, Forbidden, NotFound, new_id
from engine.library import rules
from engine.library.events import LibraryItemAdded, LibraryItemChanged, LibraryItemRetired
from engine.library.models import LibraryItem
from engine.training import courses

KEEPERS = ("市场", "售前产品")
"""Groups that keep the library beside those who keep training."""
GIVEN = ("title", "title_en", "kind", "tags")


def keeps(ctx: Context) -> bool:
    """Whether the actor keeps the library."""
    return courses.manages(ctx) or any(groups.within(ctx, group) for group in KEEPERS)


def must_keep(ctx: Context) -> None:
    """Forbidden library_not_yours unless the actor keeps the library."""
    if not keeps(ctx):
        raise Forbidden("library_not_yours")


def add(ctx: Context, told: Mapping[str, Any], name: str, content: bytes) -> LibraryItem:
    """A file that customers may be given. Invalid names what is wrong with it."""
    must_keep(ctx)
    files.check(content)
    new = {**{one: told.get(one, "") for one in ("title", "title_en", "kind")}, "tags": rules.tags(told["tags"])}
    rules.check(new)
    row = LibraryItem(
        id=new_id(), tenant_id=ctx.tenant, **new, name=files.clean(name), sha256=sha256(content).hexdigest(),
        size=len(content), media=files.media(content), added_at=ctx.now, added_by=ctx.actor.name,
    )  # fmt: skip
    ctx.record(
        LibraryItemAdded(
            item=row.id, kind=row.kind, title=row.title, tags=row.tags, sha256=row.sha256, row=row, content=content
        )
    )
    return row


def change(ctx: Context, item_id: str, told: Mapping[str, Any]) -> LibraryItem:
    """Another title, kind or other tags; the file stays."""
    must_keep(ctx)
    row = item(ctx, item_id)
    new = {name: told[name] for name in GIVEN if name in told}
    if "tags" in new:
        new["tags"] = rules.tags(new["tags"])
    rules.check({**{name: getattr(row, name) for name in GIVEN}, **new})
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    if changed:
        ctx.record(LibraryItemChanged(item=row.id, title=row.title, changed=changed, row=row, new=new))
    return row


def retire(ctx: Context, item_id: str) -> None:
    """It is offered no more; whoever has its address may still open it."""
    must_keep(ctx)
    row = item(ctx, item_id)
    if row.retired_at is None:
        ctx.record(LibraryItemRetired(item=row.id, title=row.title, row=row))


def item(ctx: Context, item_id: str) -> LibraryItem:
    """The item of this id; NotFound when there is none."""
    row = ctx.session.get(LibraryItem, item_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("library_unknown", id=item_id)
    return row
