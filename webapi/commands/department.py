"""`keflow department`: the tree of departments and who heads them."""

import click

from engine.access import commands, queries
from webapi.commands.installation import opened


@click.group("department")
def command() -> None:
    """The tree of departments."""


@command.command()
@click.argument("key")
@click.option("--name", default="")
@click.option("--en", "name_en", default="", help="its English name")
@click.option("--parent", help="key or name of the one above; a root without")
@click.option("--head", help="who heads it")
@click.option("--deputy", help="who stands in for the head")
def add(key: str, name: str, name_en: str, parent: str | None, head: str | None, deputy: str | None) -> None:
    """Add a department."""
    with opened().unit() as ctx:
        commands.add_department(ctx, key, name=name, name_en=name_en, parent=parent)
        if head or deputy:
            commands.set_head(ctx, key, head, deputy=deputy)
    click.echo(f"department: {key}")


@command.command()
@click.argument("key")
@click.argument("person")
@click.option("--deputy", help="who stands in for the head")
def head(key: str, person: str, deputy: str | None) -> None:
    """Say who heads a department."""
    with opened().unit() as ctx:
        commands.set_head(ctx, key, person, deputy=deputy)
    click.echo(f"{key}: headed by {person}")


@command.command("list")
def list_departments() -> None:
    """The tree, indented."""
    with opened().unit(write=False) as ctx:
        rows = queries.departments(ctx.session)
        names = queries.names_of(ctx.session, [row.head_id for row in rows if row.head_id])

        def below(parent: str | None, depth: int) -> None:
            for row in rows:
                if row.parent_id == parent:
                    click.echo(f"{'  ' * depth}{row.key}\t{row.name}\t{names.get(row.head_id or '', '')}")
                    below(row.id, depth + 1)

        below(None, 0)
