"""`keflow group`: groups of people, which lanes and tasks address by name."""

import click

from engine.access import commands, queries
from webapi.commands.installation import opened


@click.group("group")
def command() -> None:
    """Groups of people."""


@command.command()
@click.argument("name")
@click.option("--en", "name_en", default="", help="its English name")
@click.option("--alias", "aliases", multiple=True, help="another name that means it; repeatable")
def add(name: str, name_en: str, aliases: tuple[str, ...]) -> None:
    """Add a group."""
    with opened().unit() as ctx:
        commands.add_group(ctx, name, name_en=name_en, aliases=aliases)
    click.echo(f"group: {name}")


@command.command("list")
def list_groups() -> None:
    """All groups, a line each: name, English name, aliases, people."""
    with opened().unit(write=False) as ctx:
        for row in queries.groups(ctx.session):
            people = ", ".join(queries.people_in(ctx.session, row.name))
            click.echo("\t".join([row.name, row.name_en, ", ".join(row.aliases), people]))
