"""`keflow notify`: what only an operator decides about notices, since it opens the inside of the house."""

import click

from engine.notify import commands, queries
from webapi.commands.installation import opened


@click.group("notify")
def command() -> None:
    """Which hosts inside the house mail and webhooks may reach."""


@command.command()
@click.argument("host")
@click.option("--remove", is_flag=True, help="no longer")
def allow(host: str, remove: bool) -> None:
    """Allow HOST (or HOST:PORT) although its address is private or it speaks without TLS."""
    with opened().unit() as ctx:
        hosts = [one for one in queries.settings(ctx)["allowed_hosts"] if one != host]
        hosts += [] if remove else [host]
        commands.change_settings(ctx, {"allowed_hosts": hosts}, reason="keflow notify allow", operator=True)
    click.echo(", ".join(hosts) or "-")


@command.command("list")
def list_hosts() -> None:
    """The hosts that are allowed, and the channels."""
    with opened().unit(write=False) as ctx:
        click.echo("\t".join(["allowed", *queries.settings(ctx)["allowed_hosts"]]))
        for row in queries.channels(ctx):
            click.echo("\t".join([row.name, row.kind, row.audience, "on" if row.enabled else "off"]))
