"""`keflow demo load`: fill an empty database once, show how far it is, and say who may sign in.

What is there already stays: a second call finds everything done, an interrupted one goes on, and a database that a
company uses is left alone.
"""

import gc
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine, select
from tqdm import tqdm

from engine.access import commands as access
from engine.access.models import Person
from engine.customers import imports
from engine.customers.models import Customer, Purchase
from engine.customers.templates import template
from engine.definitions import commands as definitions
from engine.definitions.models import Definition
from engine.kernel import Context
from webapi.demo import company, purchases
from webapi.demo.months import COUNT, Month, Past, open_scheme
from webapi.demo.shipped import shipped
from webapi.parts import Parts

ADMINISTRATOR = "admin"


def load(parts: Parts, database: Engine, what: str) -> None:
    """`what` is "0" (an administrator only) or any other text (the demo company with its past)."""
    if what == "0":
        _administrator(parts, database)
        return
    past = Past(parts, database)
    if not _ours(past):
        click.echo("This database is in use already; the demo is not loaded into it.")
        return
    if not past.over():
        _fill(parts, past)
    _introduce(parts)


def _ours(past: Past) -> bool:
    """Whether the database is empty or holds the demo company."""
    with past.unit(None, write=False) as ctx:
        names = set(ctx.session.scalars(select(Person.name)))
    return not names or {person.name for person in company.PEOPLE} <= names


def _fill(parts: Parts, past: Past) -> None:
    if not parts.config.clock.startswith("manual"):
        raise click.ClickException("the demo needs the movable clock: KEFLOW_CLOCK=manual:1997-03-01T09:00:00+08:00")
    with past.unit(None) as ctx:
        if _none(ctx, Person):
            company.found(ctx, _password(parts.config.var / "demo-password"))
            click.echo("The demo company has its people.")
    with past.unit(None) as ctx:
        if _none(ctx, Definition):
            definitions.deploy(ctx, shipped())
        open_scheme(ctx)
    _take_purchases(parts, past)
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)  # thousands of cases in one process: looking for cycles took an eighth of it
    with tqdm(total=COUNT, desc="Month ends", unit="month") as bar:
        past.play(lambda month: _tell(bar, month))


def _tell(bar: "tqdm[None]", month: Month) -> None:
    bar.set_postfix_str(f"{month.day}: {month.reviews} moves, {month.approved} approved, {month.rejected} rejected")
    bar.update()


def _take_purchases(parts: Parts, past: Past) -> None:
    with past.unit(None, write=False) as ctx:
        customers_missing, purchases_missing = _none(ctx, Customer), _none(ctx, Purchase)
    if not purchases_missing:
        return
    sales, real = purchases.sales(parts.config.var / "cdnow")
    if not real:
        click.echo("The CDNOW purchases cannot be had here: generated purchases take their place.")
    with tempfile.TemporaryDirectory() as folder:
        if customers_missing:
            file = Path(folder) / "customers.csv"
            purchases.write_customers(file, max(sale.customer for sale in sales))
            _take(past, "customers", file)
        file = Path(folder) / ("cdnow.csv" if real else "generated.csv")
        purchases.write_purchases(file, sales)
        _take(past, "purchases", file)


def _take(past: Past, key: str, file: Path) -> None:
    with past.unit(None) as ctx, _bar(f"Importing {key}", file.stat().st_size) as bar:
        imports.load(ctx, template(key), file, progress=lambda done, _: bar.update(done - bar.n))


@contextmanager
def _bar(what: str, size: int) -> Iterator["tqdm[None]"]:
    with tqdm(total=size, desc=what, unit="B", unit_scale=True) as bar:
        yield bar


def _none(ctx: Context, kind: type) -> bool:
    return ctx.session.scalars(select(kind).limit(1)).first() is None


def _password(file: Path) -> str:
    """One random password for everybody of the demo, in a file that only its owner reads."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9) + "\n", "utf-8")
    return file.read_text("utf-8").strip()


def _administrator(parts: Parts, database: Engine) -> None:
    with parts.unit(database) as ctx:
        if not _none(ctx, Person):
            return
        password = _password(parts.config.var / "demo-password")
        access.add_person(ctx, ADMINISTRATOR, roles=("admin",), password=password)
    click.echo(f"The first administrator: {ADMINISTRATOR}, password {password} (kept in var/demo-password)")


def _introduce(parts: Parts) -> None:
    click.echo(f"\nDemo people 演示人员 (one password for all {len(company.PEOPLE)} 共用一个密码):")
    for person in company.SHOWN:
        click.echo(f"  {person.name:<11} {person.display_name}  {person.title}")
    file = parts.config.var / "demo-password"
    if file.exists():
        click.echo(f"password 密码: {file.read_text('utf-8').strip()}   ({file})\n")
