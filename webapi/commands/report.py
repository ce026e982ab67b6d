"""`keflow report`: the figures of the house in a terminal or a file."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.access import queries as access
from engine.kernel import Context
from engine.reports import running
from engine.reports.report import THEMES, Report, span
from webapi.commands.installation import opened
from webapi.reporting import exported, title
from webapi.sheets import FORMATS
from webapi.texts import terminal_language

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("report")
def command() -> None:
    """Reports: list them, run one."""


@command.command("list")
def listed() -> None:
    """Every report: key, number in the catalogue, name."""
    at, lang, theme = opened(), terminal_language(), ""
    with at.unit(write=False) as ctx:
        for report in running.every(ctx):
            if report.theme != theme:
                theme = report.theme
                click.echo(title(THEMES[report.theme], lang))
            click.echo(f"  {report.key:24}{report.number:8}{title(report.name, lang)}")


@command.command("run")
@click.argument("key")
@click.option("--from", "first", type=DAY, help="first day; twelve months before --to by default")
@click.option("--to", "last", type=DAY, help="last day; today by default")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--band", type=click.IntRange(1, 3), help="only customers of this service band")
@click.option("--department", help="only this department and those below it")
@click.option("--process", help="only this process")
@click.option("--by", "name", help="with what this person may see; all by default")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="a file; standard output by default")
def run_one(key: str, first: Any, last: Any, kind: str, name: str | None, out: Path | None, **filters: Any) -> None:
    """Run one report by KEY or number (K1, R10)."""
    at, lang = opened(), terminal_language()
    with at.unit(write=False) as ctx:
        found, content = _run(_as(ctx, name), key, first, last, kind, lang, filters)
    if out is None and kind == "xlsx" and sys.stdout.isatty():
        out = Path(f"{found.key}.xlsx")
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)
        click.echo(f"{out}: {title(found.name, lang)}")


def _run(
    ctx: Context, key: str, first: Any, last: Any, kind: str, lang: str, filters: dict[str, Any]
) -> tuple[Report, bytes]:
    found = running.one(ctx, key)
    when = span(ctx, _day(first), _day(last))
    rows = running.told(running.run(ctx, found, when, **filters), lang)
    return found, exported(kind, found, when, rows, lang)


def _day(given: Any) -> date | None:
    return given.date() if given else None


def _as(ctx: Context, name: str | None) -> Context:
    return ctx.acting_as(access.actor_of(ctx.session, name, tenant=ctx.tenant)) if name else ctx
