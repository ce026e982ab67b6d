"""`keflow demo load`: fill an empty database once, show how far it is, and say who may sign in.

What is there already stays: a second call finds everything done, an interrupted one goes on, and a database that a
company uses is left alone.
"""

import gc
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, select
from tqdm import tqdm

from engine.access import commands as access
from engine.access.models import Person
from engine.customers import commands as customers
from engine.customers import imports
from engine.customers.models import Customer, Purchase
from engine.customers.templates import template
from engine.definitions import commands as definitions
from engine.definitions import switches
from engine.definitions.models import Definition
from engine.instances import commands as instances
from engine.kernel import Context
from engine.training import shipped as training
from webapi.demo import accounts, company, library, purchases
from webapi.demo.months import COUNT, Month, Months, month_ends, open_scheme
from webapi.demo.quarter import CALLED, DEFINITION, OPENS, SCHEME, Quarter
from webapi.demo.shipped import shipped
from webapi.demo.stage import Stage
from webapi.packs import READY
from webapi.parts import Parts

ADMINISTRATOR = "admin"
TIERS = ("tier_review", "tier_batch_evaluation", "approval", "rules")
"""What the house works by while it has members only; the other processes come with the business customers."""
ROUND = "incentive_round"
LATER = ("data_review_plan", ROUND, "incentive_notice", *(key for key in READY if key not in CALLED))
"""What looks at all customers, and what is ready but switched off: they come after the ninety days, but for what the
stories call."""
SAMPLES = (
    ("needs", "T2.csv"),
    ("interactions", "T3.csv"),
    ("tracking", "T4.csv"),
    ("tasks", "T5.csv"),
    ("plans", "T6.csv"),
)
"""The sample rows of the documents, as they print them: A公司, B企业, goals, plan and tasks of the slow response."""
ASTRAY = "KEFLOW_DEMO_ASTRAY"
"""Set, the loader names the stories that went another way than told."""


def load(parts: Parts, database: Engine, what: str) -> None:
    """`what` is "0" (an administrator only), "cdnow" (the CDNOW members alone) or any other text (all of the demo)."""
    if what == "0":
        _administrator(parts, database)
        return
    stage = Stage(parts, database)
    if not _ours(stage):
        click.echo("This database is in use already; the demo is not loaded into it.")
        return
    if not Months(stage).over():
        _fill(stage, alone=what == "cdnow")
    _introduce(parts)


def _ours(stage: Stage) -> bool:
    """Whether the database is empty or holds the demo company."""
    with stage.unit(write=False) as ctx:
        names = set(ctx.session.scalars(select(Person.name)))
    return not names or {person.name for person in company.PEOPLE} <= names


def _fill(stage: Stage, *, alone: bool) -> None:
    if not stage.parts.config.clock.startswith("manual"):
        raise click.ClickException("the demo needs the movable clock: KEFLOW_CLOCK=manual:1997-03-01T09:00:00+08:00")
    with stage.unit() as ctx:
        if _none(ctx, Person):
            company.found(ctx, _password(stage.parts.config.var / "demo-password"))
            click.echo("The demo company has its people.")
    with stage.unit() as ctx:
        if _none(ctx, Definition):
            definitions.deploy(ctx, shipped(only=TIERS))
        open_scheme(ctx, until=month_ends()[-1])
    _take_purchases(stage)
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)  # thousands of cases in one process: looking for cycles took an eighth of it
    months = Months(stage)
    with tqdm(total=COUNT, desc="Month ends", unit="month") as bar:
        months.earlier(lambda month: _tell(bar, month))
        if alone:
            _tell(bar, months.last())
            stage.until(stage.at(months.after, OPENS))
            _make_ready(stage, shipped())
            return
    _live(stage)
    with tqdm(total=1, desc="The last month end", unit="month") as bar:
        _tell(bar, months.last())


def _live(stage: Stage) -> None:
    """The ninety days of the business customers, ending today; with them come all processes."""
    today = datetime.now(stage.parts.config.zone).date()
    quarter = Quarter(stage, today)
    stage.leap(stage.at(quarter.first, OPENS))
    with stage.unit() as ctx:
        definitions.deploy(ctx, _but(*LATER))
        customers.save_scheme(ctx, SCHEME, DEFINITION, leading=True)
    with stage.unit(company.TRAINER) as ctx:
        training.take(ctx)
        library.fill(ctx)
    with stage.unit(company.DUTY_MANAGER) as ctx:
        company.roster(ctx, quarter.first, today)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "T1.csv"
        accounts.write_customers(file)
        _take(stage, "customers", file, opening=accounts.OPENING)
        file = Path(folder) / "orders.csv"
        accounts.write_purchases(file, today)
        _take(stage, "purchases", file)
    for key, name in SAMPLES:
        _take(stage, key, accounts.FILE.with_name("samples") / name)
    with tqdm(total=1, desc="Ninety days", unit="story") as bar:

        def tell(begun: int, count: int) -> None:
            bar.total = count
            bar.update(begun - bar.n)

        quarter.play(tell)
    played = _but(*LATER)
    _make_ready(stage, {path: content for path, content in shipped().items() if path not in played})
    with stage.unit(company.PROCESS_OWNERS[0]) as ctx:
        instances.start(ctx, ROUND, {}, at="by_hand")
    stage.settle()
    for story in quarter.astray if ASTRAY in os.environ else ():
        click.echo(story)


def _make_ready(stage: Stage, files: Mapping[str, bytes]) -> None:
    """Deploy what comes last; what a house turns on when it wants it is off."""
    with stage.unit() as ctx:
        definitions.deploy(ctx, files)
        for key in READY:
            switches.switch(ctx, key, on=False)


def _but(*processes: str) -> dict[str, bytes]:
    """All that keflow ships but these processes."""
    left_out = tuple(f"processes/{process}/" for process in processes)
    return {path: content for path, content in shipped().items() if not path.startswith(left_out)}


def _tell(bar: "tqdm[None]", month: Month) -> None:
    bar.set_postfix_str(f"{month.day}: {month.reviews} moves, {month.approved} approved, {month.rejected} rejected")
    bar.update()


def _take_purchases(stage: Stage) -> None:
    with stage.unit(write=False) as ctx:
        customers_missing, purchases_missing = _none(ctx, Customer), _none(ctx, Purchase)
    if not purchases_missing:
        return
    sales, real = purchases.sales(stage.parts.config.var / "cdnow")
    if not real:
        click.echo("The CDNOW purchases cannot be had here: generated purchases take their place.")
    with tempfile.TemporaryDirectory() as folder:
        if customers_missing:
            file = Path(folder) / "customers.csv"
            purchases.write_customers(file, max(sale.customer for sale in sales))
            _take(stage, "customers", file)
        file = Path(folder) / ("cdnow.csv" if real else "generated.csv")
        purchases.write_purchases(file, sales)
        _take(stage, "purchases", file)


def _take(stage: Stage, key: str, file: Path, **options: Any) -> None:
    with stage.unit() as ctx, _bar(f"Importing {key}", file.stat().st_size) as bar:
        imports.load(ctx, template(key), file, progress=lambda done, _: bar.update(done - bar.n), **options)


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
