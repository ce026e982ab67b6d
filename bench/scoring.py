"""A dry run of a tier evaluation: on the CDNOW purchases, and on two million generated customers with twenty million.

The dry run is scored in a process of its own, so that its peak memory is its own. `BENCH_CUSTOMERS` makes it smaller.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text

from bench.figures import Figure, at_most
from engine.customers import evaluation, imports
from engine.customers.templates import template
from engine.kernel.database import open_engine
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh
from webapi.demo import company, purchases
from webapi.demo.months import SCHEME, open_scheme

Fill = Callable[[House, Path], int]
ROOT = Path(__file__).resolve().parents[1]
AS_OF = date(1998, 6, 30)
NOW = datetime(1998, 7, 1, 1, tzinfo=UTC)
CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "2000000"))
EACH = 10
MOST_GB = 4.0

GENERATED = (
    """INSERT INTO customer (id, tenant_id, number, name, kind, segment, initials, needs, created_at)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :customers)
       SELECT printf('%036d', i), 'default', printf('%09d', i), 'C' || i, 'normal', '', '', '[]', '1997-01-01'
         FROM n""",
    """INSERT INTO purchase (id, tenant_id, customer_id, bought_on, amount_cents, repeated)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :customers * :each)
       SELECT printf('%036d', i), 'default', printf('%036d', 1 + abs(random()) % :customers),
              date('1998-01-01', '+' || (abs(random()) % 180) || ' days'), 100 + abs(random()) % 9900, 0 FROM n""",
)

INDEXES = """SELECT name, sql FROM sqlite_master
       WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('purchase', 'customer')"""
"""Built after the rows: kept up to date row by row they take an hour."""


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder:
        small = _figure(Path(folder) / "cdnow", "CDNOW", _take_cdnow, None)
        many = f"{CUSTOMERS:,} customers, {CUSTOMERS * EACH:,} purchases"
        return small + _figure(Path(folder) / "many", many, _generate, MOST_GB)


def _figure(folder: Path, what: str, fill: Fill, most_gb: float | None) -> list[Figure]:
    folder.mkdir()
    with fresh("sqlite", folder) as engine:
        house = House(engine, WIRING, NOW)
        house.deploy("processes/rules")
        with house.unit() as ctx:
            company.found(ctx, None)
            open_scheme(ctx)
        rows = fill(house, folder)
        engine.dispose()
        words = [sys.executable, "-m", "bench.scoring", str(engine.url)]
        told = json.loads(subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    rate = Figure(f"tiers evaluate --dry-run, {what}", round(rows / told["seconds"]), "rows/s", detail=told)
    peak = f"its peak memory, {what}"
    memory = told["gb"]
    return [rate, at_most(peak, memory, most_gb, "GB") if most_gb else Figure(peak, memory, "GB")]


def _take_cdnow(house: House, folder: Path) -> int:
    sales, _ = purchases.sales(folder)
    customers, bought = folder / "customers.csv", folder / "purchases.csv"
    purchases.write_customers(customers, max(sale.customer for sale in sales))
    purchases.write_purchases(bought, sales)
    for key, file in (("customers", customers), ("purchases", bought)):
        with house.unit() as ctx:
            imports.load(ctx, template(key), file)
    return len(sales)


def _generate(house: House, folder: Path) -> int:
    engine: Engine = house.engine
    with engine.execution_options(keflow_writes=True).begin() as connection:
        indexes = connection.execute(text(INDEXES)).all()
        for name, _ in indexes:
            connection.execute(text(f'DROP INDEX "{name}"'))
        for statement in GENERATED:
            connection.execute(text(statement), {"customers": CUSTOMERS, "each": EACH})
        for _, sql in indexes:
            connection.execute(text(sql))
    return CUSTOMERS * EACH


def dry_run(url: str) -> dict[str, float]:
    """Seconds and peak memory (GB) of scoring everybody in this database."""
    house = House(open_engine(url), WIRING, NOW)
    started = time.perf_counter()
    order = house.look(lambda ctx: evaluation.prepare(ctx, SCHEME, AS_OF, "simulation"))
    scored = evaluation.score(order)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"seconds": round(seconds, 2), "gb": round(peak, 2), "customers": scored.summary["customers"]}


if __name__ == "__main__":
    print(json.dumps(dry_run(sys.argv[1])))
