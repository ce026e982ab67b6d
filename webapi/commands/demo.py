"""`keflow demo`: fill an empty database with the demo company."""

import click

from webapi.commands.installation import opened
from webapi.demo.load import load


@click.group("demo")
def command() -> None:
    """The demo company."""


@command.command("load")
@click.option("--what", default="1", help="0: only a first administrator; cdnow or anything else: the demo company")
def load_demo(what: str) -> None:
    """Load it once: people, the CDNOW purchases, and sixteen months of tier reviews. Needs KEFLOW_CLOCK=manual."""
    at = opened()
    load(at.parts, at.database, what)
