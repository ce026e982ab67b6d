"""`keflow calendar`: the business calendars that due dates are counted in."""

from datetime import date, datetime
from typing import Any

import click

from engine import clock
from engine.definitions import calendars
from webapi.commands.installation import opened
from webapi.texts import terminal_language

DATE = click.DateTime(["%Y-%m-%d"])
why = click.option("--reason", required=True, help="why; it stands in the ledger")


@click.group("calendar")
def command() -> None:
    """Business calendars: weekly hours, holidays, adjusted working days."""


@command.command("list")
def list_calendars() -> None:
    """All calendars, a line each: name, version, zone, published until."""
    with opened().unit(write=False) as ctx:
        for row in calendars.calendars(ctx):
            click.echo("\t".join([row.name, str(row.version), row.zone, row.published_until]))


@command.command()
@click.argument("name")
@click.option("--year", type=int, help="only the days of this year")
def show(name: str, year: int | None) -> None:
    """A calendar's weekly hours, and the days that differ from them."""
    span = (date(year, 1, 1), date(year, 12, 31)) if year else (date.min, date.max)
    at = terminal_language() == "en"
    with opened().unit(write=False) as ctx:
        row = calendars.row(ctx, name)
        for weekday, hours in row.pattern.items():
            click.echo(f"{weekday}\t{', '.join(hours)}")
        for day in calendars.days(ctx, name, *span):
            click.echo("\t".join([day.day, day.kind, day.name_en if at else day.name, day.source]))


@command.command()
@click.argument("name")
@click.option("--zone", help="a time zone, such as Asia/Shanghai")
@click.option("--until", type=DATE, help="the last day whose holidays are known")
@click.option("--hours", multiple=True, help='weekly hours, such as "mon=09:00-12:00,13:00-18:00"; repeatable')
@why
def add(name: str, zone: str | None, until: datetime | None, hours: tuple[str, ...], reason: str) -> None:
    """Set a calendar up."""
    with opened().unit() as ctx:
        row = calendars.create(
            ctx, name, reason=reason, zone=zone, pattern=_pattern(hours), published_until=_iso(until)
        )
        click.echo(f"calendar: {row.name} {row.version}")


@command.command("set")
@click.argument("name")
@click.option("--zone", help="a time zone, such as Asia/Shanghai")
@click.option("--until", type=DATE, help="the last day whose holidays are known")
@click.option("--hours", multiple=True, help='the whole week, such as "mon=09:00-12:00,13:00-18:00"; repeatable')
@why
def set_(name: str, zone: str | None, until: datetime | None, hours: tuple[str, ...], reason: str) -> None:
    """Change zone, weekly hours, or how far the days are published. Open due dates are counted anew."""
    _changed(name, reason, zone=zone, pattern=_pattern(hours), published_until=_iso(until))


@command.command()
@click.argument("name")
@click.argument("day", type=DATE)
@click.argument("kind", type=click.Choice([*calendars.KINDS, "usual"]))
@click.option("--called", "zh", default="", help="what the day is called")
@click.option("--en", default="", help="the same in English")
@click.option("--hours", help='its own hours, such as "09:00-12:00"')
@click.option("--like", type=click.Choice(clock.WEEKDAYS), help="keeps the hours of this weekday")
@why
def day(
    name: str, day: datetime, kind: str, zh: str, en: str, hours: str | None, like: str | None, reason: str
) -> None:
    """Say what a day is: off, half, working, or usual (as its weekday). Open due dates are counted anew."""
    told: dict[str, Any] | None = {
        "kind": kind,
        "name": zh,
        "name_en": en,
        "hours": hours.split(",") if hours else None,
        "follows": clock.WEEKDAYS.index(like) if like else None,
    }
    _changed(name, reason, days={day.date(): None if kind == "usual" else told})


@command.command()
@click.argument("first_year", type=click.IntRange(1950, 2200))
@click.argument("last_year", type=click.IntRange(1950, 2200))
@click.option("--name", default=calendars.DEFAULT, show_default=True)
@click.option("--reason", default="packages", show_default=True)
def publish(first_year: int, last_year: int, name: str, reason: str) -> None:
    """Take the Chinese holidays and adjusted days of these years in; days edited by hand stay."""
    with opened().unit() as ctx:
        row = calendars.publish_chinese(ctx, first_year, last_year, name, reason=reason)
        click.echo(f"calendar: {row.name} {row.version}, published until {row.published_until}")


def _changed(name: str, reason: str, **change: Any) -> None:
    with opened().unit() as ctx:
        row = calendars.change(ctx, name, reason=reason, **change)
        click.echo(f"calendar: {row.name} {row.version}, published until {row.published_until}")


def _iso(until: datetime | None) -> str | None:
    return until.date().isoformat() if until else None


def _pattern(hours: tuple[str, ...]) -> dict[str, list[str]] | None:
    if not hours:
        return None
    days = (text.partition("=") for text in hours)
    return {weekday: [part for part in told.split(",") if part] for weekday, _, told in days}
