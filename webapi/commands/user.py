"""`keflow user`: people who may sign in, from the command line or a table."""

import sys
from contextlib import suppress
from pathlib import Path

import click

from engine.access import commands, importing, queries
from engine.access.rules import check_role
from engine.customers.tables import open_table
from engine.kernel import NotFound
from webapi.commands.installation import DryRun, opened

SHORT = 8


@click.group("user")
def command() -> None:
    """People who may sign in."""


@command.command()
@click.argument("name")
@click.argument("more_roles", nargs=-1, metavar="")
@click.option(
    "--role", "roles", multiple=True, required=True, help="staff, process_owner, auditor or admin; repeatable"
)
@click.option("--group", "groups", multiple=True, help="repeatable; made when there is none of that name")
@click.option("--department", help="key or name; made when there is none, below the root")
@click.option("--head", is_flag=True, help="heads that department")
@click.option("--display-name", default="")
@click.option("--manager")
@click.option("--region")
@click.option("--email", help="sealed at rest")
@click.option("--language", type=click.Choice(commands.LANGUAGES))
@click.option("--password-stdin", is_flag=True, help="the password is the first line of stdin")
def add(
    name: str,
    more_roles: tuple[str, ...],
    roles: tuple[str, ...],
    groups: tuple[str, ...],
    department: str | None,
    head: bool,
    display_name: str,
    manager: str | None,
    region: str | None,
    email: str | None,
    language: str | None,
    password_stdin: bool,
) -> None:
    """Add a person; with a password they may sign in at once."""
    password = _password() if password_stdin else None
    wanted = [role for text in (*roles, *more_roles) for role in text.split(",") if check_role(role)]
    with opened().unit() as ctx:
        for group in commands.ensure_groups(ctx, groups):
            click.echo(f"new group: {group}", err=True)
        if department is not None:
            try:
                queries.department(ctx.session, department)
            except NotFound:
                root = next((row.key for row in queries.departments(ctx.session) if row.parent_id is None), None)
                commands.add_department(ctx, department, parent=root)
                click.echo(f"new department: {department}", err=True)
        commands.add_person(
            ctx,
            name,
            display_name=display_name,
            roles=wanted,
            groups=groups,
            department=department,
            manager=manager,
            region=region,
            email=email,
            language=language,
            password=password,
        )
        if head and department is not None:
            commands.set_head(ctx, department, name)
    click.echo(f"{name}: {', '.join(wanted)}")


@command.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, required=True, help="the password is the first line of stdin")
def password(name: str, password_stdin: bool) -> None:
    """Set a person's password; earlier sessions and tokens end."""
    text = _password()
    with opened().unit() as ctx:
        commands.set_password(ctx, name, text)
    click.echo(f"{name}: password set")


@command.command()
@click.argument("name")
def disable(name: str) -> None:
    """Keep a person from signing in; what they did stays."""
    with opened().unit() as ctx:
        commands.disable(ctx, name)
    click.echo(f"{name}: disabled")


@command.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let a disabled person sign in again."""
    with opened().unit() as ctx:
        commands.enable(ctx, name)
    click.echo(f"{name}: enabled")


@command.command()
@click.argument("name")
@click.option("--role", help="staff, process_owner, auditor or admin")
@click.option("--group")
def revoke(name: str, role: str | None, group: str | None) -> None:
    """Take a role or a membership from a person."""
    if (role is None) == (group is None):
        raise click.UsageError("one of --role and --group, please")
    with opened().unit() as ctx:
        commands.revoke(ctx, name, role=role, group=group)
    click.echo(f"{name}: {role or group} revoked")


@command.command("list")
def list_people() -> None:
    """Everybody, a line each: name, roles, groups, department."""
    with opened().unit(write=False) as ctx:
        after: str | None = None
        while rows := queries.people(ctx.session, after=after, limit=1000, disabled=True):
            for row in rows:
                held = [", ".join(row.roles), ", ".join(row.groups), row.department or ""]
                click.echo("\t".join([row.name, *held, "disabled" if row.disabled else ""]).rstrip())
            after = rows[-1].name


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="only say what would happen")
def import_file(file: Path, dry_run: bool) -> None:
    """Take people or departments from a table (CSV or XLSX): all rows, or none and the reason of every refused one."""
    import_people(file, dry_run=dry_run)


def import_people(file: Path, *, dry_run: bool) -> None:
    """What `keflow user import` and `keflow import people` do."""
    table = open_table(file)
    with suppress(DryRun), opened().unit() as ctx:
        done = importing.import_people(ctx, table.header, table.rows)
        if dry_run:
            raise DryRun
    verb = "would be added" if dry_run else "added"
    click.echo(f"{verb}: {done.people} people, {done.departments} departments; there already: {done.existing}")


def _password() -> str:
    text = sys.stdin.readline().rstrip("\r\n")
    if len(text) < SHORT:
        click.echo(f"warning: a password of fewer than {SHORT} characters is easily guessed", err=True)
    return text
