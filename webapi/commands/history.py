"""`keflow history`: prove that nothing was altered, and take the ledger along for auditors and process mining."""

import sys
from pathlib import Path

import click

from engine.customers import queries as customers
from engine.history.checkpoints import checkpoint
from engine.history.export import WRITERS, export
from engine.history.exported import verify_export
from engine.history.verify import Report, verify
from webapi.commands.installation import opened
from webapi.config import Misconfigured, given_secret
from webapi.texts import say, terminal_language


@click.group("history")
def command() -> None:
    """The ledger."""


@command.command("verify")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_ledger(file: Path | None) -> None:
    """Check every chain of the database, or of an exported FILE without any database.

    Always says a line; exit code 1 names the first entry that is not what was written.
    """
    report = _of_file(file) if file else _of_database()
    broken, params = report.broken, {"entries": report.entries, "streams": report.streams}
    if broken is None:
        code = "ledger_unsigned" if report.signed is None else "ledger_sound"
        click.echo(say(code, params, terminal_language()))
        return
    told = {**params, "what": broken.what, "stream": broken.stream, "seq": broken.seq, "fact": broken.fact}
    click.echo(say("ledger_broken", told, terminal_language()))
    sys.exit(1)


def _of_database() -> Report:
    at = opened()
    with at.unit(write=False) as ctx:
        return verify(ctx.session, at.parts.config.secret, tenant=ctx.tenant)


def _of_file(file: Path) -> Report:
    try:
        return verify_export(file, given_secret())
    except ValueError as unknown:
        raise Misconfigured(f"{file}: {unknown}") from None


@command.command("export")
@click.option("--format", "kind", type=click.Choice(sorted(WRITERS)), required=True)
@click.option("--customer", help="only this customer (客户编号 or id) and their cases")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export_ledger(kind: str, customer: str | None, out: Path) -> None:
    """Write the ledger to OUT: xes or ocel for process mining, csv for auditors; sealed, to be verified anywhere."""
    at = opened()
    secret = at.parts.config.secret
    with at.unit() as ctx:
        checkpoint(ctx, secret)
    with at.unit(write=False) as ctx:
        streams = customers.streams(ctx, customer) if customer else None
        report = export(ctx.session, kind, out, secret, ctx.now, tenant=ctx.tenant, streams=streams)
    click.echo(f"{out}: {report.entries} entries, {report.streams} streams")
    sys.exit(0 if report.sound else 1)
