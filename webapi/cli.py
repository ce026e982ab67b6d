"""`keflow`: one command line for operators. Each command lives in a file of its own, read only when it is asked for.

What the engine refuses and what is set up wrongly is told in a sentence on stderr, with exit code 1 or 2, never as a
trace.
"""

import sys
from importlib import import_module
from typing import Any

import click

from engine.kernel import Invalid, Rejected
from webapi.config import Misconfigured
from webapi.texts import dotted, say, terminal_language

COMMANDS = {
    "serve": ("webapi.commands.serve", "Serve pages and API, and do the jobs."),
    "worker": ("webapi.commands.worker", "Do the jobs, beside any number of servers."),
    "db": ("webapi.commands.db", "The database: bring it to this release, change its key."),
    "user": ("webapi.commands.user", "People who may sign in."),
    "group": ("webapi.commands.group", "Groups of people."),
    "department": ("webapi.commands.department", "The tree of departments."),
    "calendar": ("webapi.commands.calendar", "Business calendars: hours, holidays, adjusted days."),
    "notify": ("webapi.commands.notify", "Notices: which hosts inside the house they may reach."),
    "import": ("webapi.commands.import_", "Take tables in: customers, purchases, people."),
    "tiers": ("webapi.commands.tiers", "Score every customer and have the changes reviewed."),
    "history": ("webapi.commands.history", "The ledger: verify, export."),
    "scenario": ("webapi.commands.scenario", "Play what processes promise, in a scratch company."),
    "report": ("webapi.commands.report", "Figures with what they mean: list, run."),
    "backup": ("webapi.commands.backup", "Copy the running database and verify the copy."),
    "demo": ("webapi.commands.demo", "The demo company."),
    "draft": ("webapi.commands.draft", "Deployments that wait for a review."),
    "deploy": ("webapi.commands.deploy", "Check and deploy processes, decisions and forms."),
}


class Commands(click.Group):
    """The commands by name; a file is imported when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _ = COMMANDS[name]
        found: click.Command = import_module(module).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="keflow")
def keflow() -> None:
    """keflow runs a company's customer-management regime. Settings come from the environment (docs/operations.md)."""


def main() -> None:
    """The entry point of `keflow`."""
    try:
        keflow()
    except Misconfigured as wrong:
        click.echo(f"keflow: {wrong}", err=True)
        sys.exit(2)
    except Rejected as refusal:
        tell(refusal)
        sys.exit(1)


def tell(refusal: Rejected) -> None:
    """A refusal on stderr, each wrong place on a line of its own."""
    lang = terminal_language()
    click.echo(f"keflow: {say(refusal.code, refusal.params, lang)}", err=True)
    errors: list[dict[str, Any]] = refusal.errors if isinstance(refusal, Invalid) else []
    for error in errors:
        message = error.get("message") or say(error["code"], error.get("params", {}), lang)
        click.echo(f"  {dotted(error['path'])}: {message}", err=True)


if __name__ == "__main__":
    main()
