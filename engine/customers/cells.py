"""Reading the cells of people's tables: amounts with 万, durations in years, dates in many spellings, masked values.

Pure: text (or what a spreadsheet cell holds) in, exact values out. A cell that cannot be read raises `Unreadable` with
a code; it is never guessed at.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo


class Unreadable(ValueError):
    """A cell cannot be read as what its column holds; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


UNITS = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "百万": 1_000_000, "千万": 10_000_000,
         "亿": 100_000_000, "億": 100_000_000}  # fmt: skip
_PLAIN = re.compile(r"-?\d{1,12}(\.\d{1,2})?")
_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?\s*(?:¥|￥|RMB|CNY)?\s*(?P<sign2>[+-])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?P<unit>百万|千万|[百千万萬亿億]?)\s*(?:元|圆|CNY|RMB)?(?P<close>\))?",
    re.IGNORECASE,
)
LARGEST_CENTS = 10**16


def cents(cell: Any) -> int:
    """An amount in cents: 500万, 1.2亿, ¥1,234.50, -30, (30.00), or a spreadsheet's number. Never rounded silently."""
    if isinstance(cell, str):
        text = cell.strip()
        number = Decimal(text) if _PLAIN.fullmatch(text) and text.isascii() else _amount(text)
    elif isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        raise Unreadable("not_an_amount")
    elif isinstance(cell, float):
        number = _from_float(cell)
    else:
        number = Decimal(cell)
    if not number.is_finite() or abs(number) >= LARGEST_CENTS // 100:
        raise Unreadable("amount_too_large")
    exact = number * 100
    if exact != exact.to_integral_value():
        raise Unreadable("amount_below_cents")
    return int(exact)


def _from_float(cell: float) -> Decimal:
    if cell != cell or cell in (float("inf"), float("-inf")):
        raise Unreadable("not_an_amount")
    number = Decimal(repr(cell))
    if abs(number) >= LARGEST_CENTS // 100:
        raise Unreadable("amount_too_large")
    rounded = number.quantize(Decimal("0.01"))
    # a spreadsheet keeps 29.99 as 29.990000000000002 after a sum; a true third decimal is not that near
    return rounded if abs(rounded - number) < Decimal("0.000001") else number


def _amount(text: str) -> Decimal:
    found = _AMOUNT.fullmatch(normalize("NFKC", text).strip())
    if not found or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["sign2"]):
        raise Unreadable("not_an_amount")
    number = Decimal(found["number"].replace(",", "")) * UNITS[found["unit"]]
    negative = "-" in (found["sign"], found["sign2"]) or found["open"]
    return -number if negative else number


def yuan_text(amount_cents: int) -> str:
    """Cents as exact yuan: 1234 is 12.34."""
    sign, whole = "-" * (amount_cents < 0), abs(amount_cents)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
_MOMENT = re.compile(
    r"(?P<day>.+?)[ T](?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)


@lru_cache(maxsize=20_000)
def day(text: str) -> date:
    """A date: 2024-05-20, 2024/5/20, 2024.5.20, 20240520 or 2024年5月20日."""
    plain = normalize("NFKC", text).strip()
    if plain.isascii() and plain.isdigit() and len(plain) == 8:
        parts = plain[:4], plain[4:6], plain[6:]
    elif found := _DATE.fullmatch(plain):
        parts = found[1], found[2], found[3]
    else:
        raise Unreadable("not_a_date")
    try:
        value = date(*map(int, parts))
    except ValueError:
        raise Unreadable("no_such_date") from None
    if not 1900 <= value.year <= 2200:
        raise Unreadable("date_out_of_range")
    return value


def moment(cell: Any, zone: ZoneInfo) -> tuple[date, datetime | None]:
    """The day, and where a time of day stands there the instant in UTC; a time without zone is read in `zone`."""
    if isinstance(cell, datetime):
        bare = cell.replace(tzinfo=None) == datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
        return day(cell.date().isoformat()), None if bare else cell.replace(tzinfo=cell.tzinfo or zone).astimezone(UTC)
    if isinstance(cell, date):
        return day(cell.isoformat()), None
    if not isinstance(cell, str):
        raise Unreadable("not_a_date")
    text = cell.strip()
    found = _MOMENT.fullmatch(text)
    if not found:
        return day(text), None
    on, clock = day(found["day"]), found["clock"]
    try:
        at = datetime.fromisoformat(f"{on}T{clock if clock[1] != ':' else '0' + clock}")
    except ValueError:
        raise Unreadable("no_such_time") from None
    if found["zone"]:
        at = datetime.fromisoformat(f"{at.isoformat()}{found['zone']}").astimezone(zone)
        return at.date(), at.astimezone(UTC)
    return on, at.replace(tzinfo=zone).astimezone(UTC)


_DURATION = re.compile(
    r"(?:(?P<years>\d+(?:\.5)?)\s*(?:年|years?|y))?\s*(?:(?P<months>\d+)\s*(?:个月|個月|月|months?|m))?", re.IGNORECASE
)


def months(cell: Any) -> int:
    """A duration in months: 2年 is 24, 6个月 is 6, 1年6个月 is 18."""
    found = _DURATION.fullmatch(normalize("NFKC", str(cell)).strip())
    if not found or not (found["years"] or found["months"]):
        raise Unreadable("not_a_duration")
    return int(Decimal(found["years"] or 0) * 12) + int(found["months"] or 0)


def duration(count: int) -> str:
    """Months as the template writes them: 24 is 2年, 18 is 1年6个月."""
    years, rest = divmod(count, 12)
    return f"{years}年" * bool(years) + f"{rest}个月" * bool(rest or not years)


_BLANK_DATE = re.compile(r"[Xx×]{1,4}年?[Xx×]{0,2}月?[Xx×]{0,2}日?")
_SHORT = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_BETWEEN = re.compile(r"\s*(?:~|～|至|到|—+|–)\s*")


def placeholder(cell: Any) -> bool:
    """Whether a cell only shows where a date belongs: `X月X日`, `X月X日-X月X日`, `XXXX年X月`."""
    parts = re.split(r"\s*[-~～至到—–]\s*", normalize("NFKC", str(cell)).strip())
    return all(part and "X" in part.upper().replace("×", "X") and _BLANK_DATE.fullmatch(part) for part in parts)


def span(cell: Any, year: int) -> tuple[date, date]:
    """A range of days: 2024-06-01~2024-06-30 or 6月1日-6月30日; `year` stands where the cell names none, and an end
    before its start lies in the year after."""
    plain = normalize("NFKC", str(cell)).strip()
    parts = _BETWEEN.split(plain)
    if len(parts) == 1 and "月" in plain:
        parts = re.split(r"\s*-\s*", plain)
    if len(parts) != 2:
        raise Unreadable("not_a_range")
    start, end = (_day_in(part, year) for part in parts)
    if end < start and not re.match(r"\d{4}", parts[1]):
        end = end.replace(year=end.year + 1)
    if end < start:
        raise Unreadable("range_backwards")
    return start, end


def _day_in(text: str, year: int) -> date:
    found = _SHORT.fullmatch(text.strip())
    if found is None:
        return day(text)
    return day(f"{found['year'] or year}-{found['month']}-{found['day']}")


_MEASURE = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>%|分|次|天|小时|个月|元|万元|)")


def measure(cell: Any) -> tuple[Decimal, str]:
    """A value and its unit: 75分 is (75, 分), 20% is (0.20, %), 24小时 is (24, 小时); a bare number has no unit."""
    found = _MEASURE.fullmatch(normalize("NFKC", str(cell)).strip().replace(",", ""))
    if not found:
        raise Unreadable("not_a_measure")
    number = Decimal(found["number"])
    return (number / 100, "%") if found["unit"] == "%" else (number, found["unit"])


_LIST = re.compile(r"[、,，;；]")


def words(cell: Any) -> list[str]:
    """A list split at 、 , ; and their full-width forms; empty parts are dropped."""
    return [part for part in (part.strip() for part in _LIST.split(str(cell))) if part]


def masked(text: str) -> bool:
    """Whether a value hides what it stands for: `*经理`, `XXXX`, `139XXXX`, `138****0000`."""
    plain = normalize("NFKC", text)
    return "*" in plain or bool(re.fullmatch(r"[+\d\s-]*[Xx]{2,}[\d\s-]*", plain.strip()))


def name_and_title(cell: str) -> tuple[str, str | None]:
    """决策人 splits at the first slash into name and title."""
    name, *title = re.split("[/／]", cell, maxsplit=1)
    return name.strip(), (title[0].strip() or None) if title else None


TRADITIONAL = str.maketrans(
    "戶編號稱屬業決職聯繫時長計額標籤層間類級關聯產務負責預測饋單購買動題參員續狀態數優績現達範應",
    "户编号称属业决职联系时长计额标签层间类级关联产务负责预测馈单购买动题参员续状态数优绩现达范应",
)


@lru_cache(maxsize=1_000)
def header(text: str) -> str:
    """A column's name for comparison: full-width and half-width, spaces, brackets, traditional forms made equal."""
    plain = normalize("NFKC", text).strip().strip("\ufeff").translate(TRADITIONAL).lower()
    return re.sub(r"[\s_、,，]+", "", plain)
