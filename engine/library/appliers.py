"""Fact -> rows of the library."""

from engine.attachments.appliers import keep
from engine.kernel import Context
from engine.library.events import LibraryItemAdded, LibraryItemChanged, LibraryItemRetired


def add(ctx: Context, fact: LibraryItemAdded) -> None:
    keep(ctx, fact.sha256, fact.content)
    ctx.session.add(fact.row)


def change(ctx: Context, fact: LibraryItemChanged) -> None:
    for name, value in fact.new.items():
        setattr(fact.row, name, value)


def retire(ctx: Context, fact: LibraryItemRetired) -> None:
    fact.row.retired_at = ctx.now
