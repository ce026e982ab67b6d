"""`keflow draft`: changes of processes, decisions and forms that wait for somebody else's approval."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from engine.access import queries as access
from engine.definitions import commands, diff, drafts, queries, reading, rehearsals, reviewing
from engine.definitions.catalogue import catalogue
from engine.kernel import Context
from webapi.commands.installation import opened


@click.group("draft")
def command() -> None:
    """Changes that wait for somebody else's approval (KEFLOW_REQUIRE_REVIEW=1, or made in the studio)."""


@command.command("list")
@click.option("--status", help="only drafts of this status")
def list_drafts(status: str | None) -> None:
    """The latest drafts, a line each: id, status, who proposed it, its files, why."""
    with opened().unit(write=False) as ctx:
        for row in drafts.drafts(ctx):
            if status in (None, row.status):
                click.echo("\t".join([row.id, row.status, row.proposed_by, ", ".join(row.files), row.why]))


@command.command()
@click.argument("draft")
def show(draft: str) -> None:
    """What a draft changes, a line a field, and how its scenarios went."""
    with opened().unit(write=False) as ctx:
        row = drafts.draft(ctx, draft)
        bases = {(one["kind"], one["key"]): one["base"] for one in row.subjects}
        for one in reading.read(drafts.content(ctx, row), commands.forms_in_force(ctx)).candidates:
            base = catalogue(ctx).version(one.kind, one.key, bases[one.kind, one.key] or 0)
            before = queries.content(ctx, base) if base else None
            for change in diff.compare(one.kind, before, one.content):
                place = " ".join(filter(None, [one.key, change.element, change.name, change.field]))
                values = "" if change.old is change.new is None else f": {change.old or ''} → {change.new or ''}"
                click.echo(f"{change.what}\t{place}{values}")
        for played in rehearsals.rehearsals(ctx, row):
            click.echo(f"{played.state}\t{played.process}")


@command.command()
@click.argument("draft")
@click.option("--by", "name", required=True, help="who approves; never the one who proposed it")
@click.option("--comment", default="")
def approve(draft: str, name: str, comment: str) -> None:
    """Publish a draft in the name of another process owner, at once or on its day."""
    with _as(name) as ctx:
        outcome = reviewing.approve(ctx, draft, comment)
        for version in outcome.versions if outcome else []:
            click.echo(f"{version.kind}: {version.key} {version.version}")
        click.echo(f"{draft}: {drafts.draft(ctx, draft).status}")


@command.command()
@click.argument("draft")
@click.option("--by", "name", required=True)
@click.option("--reason", required=True)
def reject(draft: str, name: str, reason: str) -> None:
    """Turn a draft down, or withdraw one's own."""
    with _as(name) as ctx:
        click.echo(f"{draft}: {reviewing.reject(ctx, draft, reason).status}")


@contextmanager
def _as(name: str) -> Iterator[Context]:
    with opened().unit() as ctx:
        yield ctx.acting_as(access.actor_of(ctx.session, name))
