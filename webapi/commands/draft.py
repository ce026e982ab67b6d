"""`keflow draft`: deployments that wait for a review."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from engine.access import queries as access
from engine.definitions import drafts
from engine.kernel import Context
from webapi.commands.installation import opened


@click.group("draft")
def command() -> None:
    """Deployments that wait for somebody else's approval (KEFLOW_REQUIRE_REVIEW=1)."""


@command.command("list")
def list_drafts() -> None:
    """The latest drafts, a line each: id, status, who proposed it, its files."""
    with opened().unit(write=False) as ctx:
        for row in drafts.drafts(ctx):
            click.echo("\t".join([row.id, row.status, row.proposed_by, ", ".join(row.files)]))


@command.command()
@click.argument("draft")
@click.option("--by", "name", required=True, help="who approves; never the one who proposed it")
def approve(draft: str, name: str) -> None:
    """Publish a draft in the name of another process owner."""
    with _as(name) as ctx:
        for version in drafts.approve(ctx, draft).versions:
            click.echo(f"{version.kind}: {version.key} {version.version}")


@command.command()
@click.argument("draft")
@click.option("--by", "name", required=True)
@click.option("--reason", required=True)
def reject(draft: str, name: str, reason: str) -> None:
    """Turn a draft down."""
    with _as(name) as ctx:
        click.echo(f"{draft}: {drafts.reject(ctx, draft, reason).status}")


@contextmanager
def _as(name: str) -> Iterator[Context]:
    with opened().unit() as ctx:
        yield ctx.acting_as(access.actor_of(ctx.session, name))
