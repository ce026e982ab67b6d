"""The demo's forty business customers: A公司 and B企业 as the documents print them, the others made up beside them.

`accounts.csv` has each as a row of T1 with owner, department, region and segment, and behind it how the customer buys:
orders a year, yuan an order, by what the amounts grow each year, how many days ago the customer stopped, how many days
ago the first order came. Purchases from the opening balance until today are drawn from that by a fixed seed.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

OPENING = date(2024, 5, 31)
SEGMENT = "b2b"
BUYING = ("每年单数", "每单金额", "逐年倍数", "停购天数", "首购天数")
FILE = Path(__file__).with_name("accounts.csv")


@dataclass(frozen=True, slots=True)
class Account:
    """A customer: `row` is the row of T1; the rest is how they buy."""

    row: dict[str, str]
    pace: int
    order: int
    trend: float
    until: int
    since: int

    @property
    def number(self) -> str:
        return self.row["客户编号"]

    @property
    def owner(self) -> str:
        return self.row["客户经理"]


@cache
def accounts() -> list[Account]:
    """All forty, by number."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_account(row) for row in csv.DictReader(file)]


def write_customers(file: Path) -> None:
    """The accounts as T1 prints them, with owner, department, region and segment behind."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(accounts()[0].row))
        table.writeheader()
        table.writerows(account.row for account in accounts())


def write_purchases(file: Path, today: date) -> None:
    """What the accounts bought since the opening balance, until the day before `today`; one refund now and then."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["单号", "客户编号", "购买时间", "购买金额", "购买商品"])
        for account in accounts():
            wanted = account.row["核心需求标签"].split("、")
            for n, (day, amount) in enumerate(_orders(account, today), 1):
                goods = "退货" if amount < 0 else wanted[n % len(wanted)]
                table.writerow([f"SO{account.number[5:]}-{n:04d}", account.number, day.isoformat(), amount, goods])


def _account(row: dict[str, str]) -> Account:
    pace, order, trend, until, since = (row.pop(column) for column in BUYING)
    return Account(row, int(pace), int(order), float(trend), int(until), int(since))


def _orders(account: Account, today: date) -> Iterator[tuple[date, int]]:
    if not account.pace:
        return
    dice = random.Random(account.number)  # noqa: S311 - sample data
    gap = 365 / account.pace
    day = today - timedelta(days=account.since) if account.since else OPENING + timedelta(days=dice.uniform(1, gap))
    end = today - timedelta(days=max(account.until, 1))
    while day <= end:
        grown = account.trend ** ((day - OPENING).days / 365)
        amount = int(account.order * grown * dice.uniform(0.6, 1.4) / 100) * 100
        yield day, amount
        if dice.random() < 0.02 and day < end - timedelta(days=9):
            yield day + timedelta(days=dice.randrange(2, 9)), -amount // 4
        day += timedelta(days=max(1, round(gap * dice.uniform(0.5, 1.5) / min(grown, 1.0))))
