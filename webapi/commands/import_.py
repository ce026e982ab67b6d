"""`keflow import`: tables in, with a report of every row that was refused."""

import sys
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from engine.customers import imports
from engine.customers.templates import TEMPLATES, template
from engine.kernel import Invalid
from webapi.commands.installation import opened, patiently
from webapi.commands.user import import_people
from webapi.texts import say, terminal_language

SHOWN = 200


@click.command("import")
@click.argument("which", metavar="TEMPLATE", type=click.Choice([*TEMPLATES, "people"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="only say what would become of each row")
@click.option("--partial", is_flag=True, help="take the good rows although others are refused")
@click.option("--mapping", help="a kept mapping of columns by name, or `their header=our column,…`")
@click.option("--keep-mapping", metavar="NAME", help="keep this mapping under a name")
def command(
    which: str, file: Path, dry_run: bool, partial: bool, mapping: str | None, keep_mapping: str | None
) -> None:
    """Take a table in (CSV or XLSX, UTF-8 or GB18030): all rows or none, unless --partial.

    Every refused row is told with its column and reason; exit code 1 when a row was refused.
    """
    if which == "people":
        import_people(file, dry_run=dry_run)
        return
    given = dict(pair.split("=", 1) for pair in mapping.split(",")) if mapping and "=" in mapping else mapping

    def take() -> dict[str, Any]:
        with opened().unit() as ctx, tqdm(total=0, desc=file.name, unit_scale=True, disable=None) as bar:
            return imports.load(
                ctx,
                template(which),
                file,
                dry_run=dry_run,
                partial=partial,
                mapping=given,
                keep_mapping_as=keep_mapping,
                progress=lambda done, whole: _move(bar, done, whole),
            ).told()

    try:
        report = patiently(take)
    except Invalid as refusal:
        if "report" not in refusal.params:
            raise
        report = refusal.params["report"]
        _tell(report)
        click.echo(say(refusal.code, {"rows": report["counts"]["refused"]}, terminal_language()), err=True)
        sys.exit(1)
    _tell(report)
    sys.exit(1 if report["counts"]["refused"] else 0)


def _move(bar: Any, done: int, whole: int) -> None:
    bar.total = whole
    bar.update(done - bar.n)


def _tell(report: dict[str, Any]) -> None:
    lang = terminal_language()
    for kind in ("refused", "warnings"):
        for entry in report[kind][:SHOWN]:
            place = f"{entry['row']}" + (f" {entry['column']}" if entry["column"] else "")
            value = f" [{entry['params']['value']}]" if "value" in entry["params"] else ""
            click.echo(f"{kind} {place}: {say(entry['code'], entry['params'], lang)}{value}")
        if (more := len(report[kind]) - SHOWN) > 0:
            click.echo(f"{kind}: {more} more")
    for entry in report["differences"][:SHOWN]:
        click.echo(f"differs {entry['row']} {entry['column']}: {entry['sheet']} / {entry['computed']}")
    click.echo(", ".join(f"{name} {count}" for name, count in report["counts"].items() if count))
