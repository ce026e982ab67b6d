"""`keflow backup`: a consistent copy of the running SQLite database, checked before it counts as one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from webapi.commands.installation import opened
from webapi.config import Misconfigured


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Copy the running database to FILE and verify the copy. The secret key belongs to every backup too."""
    url = opened().database.url
    if url.get_backend_name() != "sqlite":
        raise Misconfigured("keflow backup copies SQLite; for PostgreSQL use pg_dump or pgBackRest")
    if file.exists():
        raise Misconfigured(f"{file} exists; a backup overwrites nothing")
    draft = file.with_name(file.name + ".part")
    with closing(sqlite3.connect(str(url.database))) as source, closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)
        [(verdict,)] = copy.execute("PRAGMA integrity_check").fetchall()
    if verdict != "ok":
        draft.unlink()
        raise Misconfigured(f"the copy is not sound: {verdict}")
    draft.rename(file)
    click.echo(f"{file}: {file.stat().st_size} bytes")
