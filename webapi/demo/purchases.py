"""The demo's purchases: the real CDNOW data where they can be had, generated ones otherwise.

CDNOW (Fader and Hardie): 69,659 purchases of 23,570 customers, 1997-01-01 to 1998-06-30. They lie as a data file in the
package `lifetimes` 0.11.3, which is fetched without its dependencies, checked by sum and never imported.
"""

import csv
import hashlib
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

from webapi.demo.company import ACCOUNT_MANAGERS, DEPARTMENT_OF

PACKAGE = "lifetimes==0.11.3"
MEMBER = "lifetimes/datasets/CDNOW_master.txt"
SHA256 = "eff6889ed364c5199d6eacbbeb7a6d559971df4406ac876f322c373f00a072ef"
FIRST, LAST = date(1997, 1, 1), date(1998, 6, 30)
GENERATED_CUSTOMERS = 5_000

# Each syllable once: no two members sound alike, or the house would suspect all of them to be one customer twice.
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓钟傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
FIRSTS = "建晓文志海春秋明思雨子若俊雅佳欣乐浩亦晨"
SECONDS = "伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚桂华辉玲鹏"
INDUSTRIES = ("零售", "教育", "传媒", "餐饮", "制造", "旅游")
REGIONS = {"east": ("上海", "杭州", "南京"), "south": ("广州", "深圳", "厦门")}


@dataclass(frozen=True, slots=True)
class Sale:
    """One purchase: the customer's ordinal, the day, how many CDs, the amount as written ("11.77")."""

    customer: int
    day: date
    items: int
    amount: str


def sales(cache: Path) -> tuple[list[Sale], bool]:
    """All purchases, and whether they are the real ones. What was fetched is kept in `cache`."""
    text = cdnow(cache)
    return (list(_parse(text)), True) if text is not None else (list(_generate()), False)


def cdnow(cache: Path) -> str | None:
    """The CDNOW file's text, from an installed package, the cache or the registry; None where none of them has it."""
    for source in (_installed, lambda: _cached(cache), lambda: _fetched(cache)):
        content = source()
        if content is not None and hashlib.sha256(content).hexdigest() == SHA256:
            return content.decode("ascii")
    return None


def write_customers(file: Path, count: int) -> None:
    """The customers as a T1 table: made-up names, spread evenly over the account managers."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["客户编号", "客户名称", "所属行业", "客户经理", "部门", "地区"])
        for n in range(1, count + 1):
            owner = ACCOUNT_MANAGERS[n % len(ACCOUNT_MANAGERS)]
            department = DEPARTMENT_OF[owner]
            regions = REGIONS[department]
            row = [number(n), _name(n), INDUSTRIES[n % len(INDUSTRIES)], owner, department, regions[n % len(regions)]]
            table.writerow(row)


def write_purchases(file: Path, of: list[Sale]) -> None:
    """The purchases as keflow's own import template."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["客户编号", "购买时间", "购买金额", "购买商品"])
        table.writerows([number(s.customer), s.day.isoformat(), s.amount, f"CD × {s.items}"] for s in of)


def number(ordinal: int) -> str:
    """客户编号: text with leading zeros."""
    return f"{ordinal:05d}"


def _name(n: int) -> str:
    n, second = divmod(n, len(SECONDS))
    n, surname = divmod(n, len(SURNAMES))
    return SURNAMES[surname] + FIRSTS[n % len(FIRSTS)] + SECONDS[second]


def _parse(text: str) -> Iterator[Sale]:
    for line in text.splitlines()[1:]:
        customer, day, items, amount = line.split()
        yield Sale(int(customer), date(int(day[:4]), int(day[4:6]), int(day[6:])), int(items), amount)


def _generate() -> Iterator[Sale]:
    """Purchases of the same kind by a fixed seed: many buy once, some often, in spurts."""
    dice = random.Random(1997)  # noqa: S311 - sample data
    days = (LAST - FIRST).days
    for customer in range(1, GENERATED_CUSTOMERS + 1):
        day = FIRST + timedelta(days=dice.randrange(90))
        pace = dice.choice((0, 0, 1, 2, 4)) / 60
        while day <= LAST:
            items = 1 + min(int(dice.expovariate(0.7)), 20)
            yield Sale(customer, day, items, f"{items * dice.randrange(1100, 1800) / 100:.2f}")
            if not pace or dice.random() < 0.15:
                break
            day += timedelta(days=1 + min(int(dice.expovariate(pace)), days))


def _installed() -> bytes | None:
    try:
        file = Path(str(metadata.distribution("lifetimes").locate_file(MEMBER)))
    except metadata.PackageNotFoundError:
        return None
    return file.read_bytes() if file.is_file() else None


def _cached(cache: Path) -> bytes | None:
    for wheel in sorted(cache.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            if MEMBER in packed.namelist():
                return packed.read(MEMBER)
    return None


def _fetched(cache: Path) -> bytes | None:
    cache.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), PACKAGE]
    fetched = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - our own words
    return _cached(cache) if fetched.returncode == 0 else None
