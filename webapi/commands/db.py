"""`keflow db`: bring the database to this release; seal personal data under a new secret."""

import click

from engine.kernel.database import open_engine
from engine.wiring import WIRING
from webapi import db, release
from webapi.commands.installation import WRONG, Installation, begin, opened, reachable
from webapi.config import Misconfigured, from_environment
from webapi.parts import assemble


@click.group("db")
def command() -> None:
    """The database of DATABASE_URL."""


@command.command()
def upgrade() -> None:
    """Bring the database to this release; nothing to do when it is there."""
    config = from_environment()
    database = open_engine(config.database_url, **db.options(config.database_url))
    with reachable(config), release.alone(database):
        with database.connect() as connection:
            standing = release.standing(connection)
        if standing == release.UNKNOWN:
            raise Misconfigured(WRONG[standing])
        if standing != release.CURRENT:
            release.upgrade(database)
        begin(Installation(assemble(config, WIRING), database))
    click.echo("database: at this release")


@command.command("rotate-key")
def rotate_key() -> None:
    """Seal every data key under KEFLOW_SECRET_KEY; the earlier secrets stand in KEFLOW_SECRET_KEY_OLD.

    Afterwards the earlier secrets are no longer needed for personal data.
    """
    at = opened()
    with at.unit() as ctx:
        count = at.parts.vault.rotate(ctx.session)
    click.echo(f"data keys sealed anew: {count}")
