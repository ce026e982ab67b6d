"""What a report is: its words, its columns with units, how it is drawn, and one function that answers its rows.

One file a report under this folder, one line in `REPORTS` (engine/reports/__init__.py); the API, the page, the CSV and
the command line know nothing of any single one. What the numbers mean stands beside them: a report without a
definition and a formula is refused by the contract tests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from engine.kernel import Context, Invalid

LONGEST = timedelta(days=5 * 366)
"""No report reads more than five years at once."""


class Words(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


Unit = Literal[
    "text", "date", "link", "count", "percent", "points", "score", "minutes", "hours", "days", "yuan", "ratio"
]
"""`percent` is 0-100, `points` the difference of two scores or of two percentages, `minutes` plain or business minutes
as the report's formula says, `link` a path in keflow's own pages."""
Row = Mapping[str, Any]
Theme = Literal["kpi", "tiers", "flow", "complaints", "service", "relations", "processes", "team", "audit"]
THEMES: Mapping[Theme, Words] = {
    "kpi": Words("关键指标", "Key figures"),
    "tiers": Words("客户等级", "Tiers"),
    "flow": Words("客户流转", "Customer flow"),
    "complaints": Words("投诉与升级", "Complaints and escalation"),
    "service": Words("服务与时限", "Service and promises"),
    "relations": Words("跟进与满意度", "Follow-up and satisfaction"),
    "processes": Words("流程运行", "Processes"),
    "team": Words("团队", "Team"),
    "audit": Words("审计与合规", "Audit and compliance"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rows. A value is Words, a number in the column's unit, a date, or None for none."""

    key: str
    name: Words
    unit: Unit = "count"


@dataclass(frozen=True, slots=True)
class Chart:
    """How the rows are drawn: `x` names the column of categories, `series` those of values; with `group` each value of
    that column is a line of its own. A sankey flows from `x` to `group`; a gantt draws from the first date of `series`
    to the second, in the colour of `group`."""

    kind: Literal["bar", "stacked", "line", "funnel", "sankey", "pareto", "interval", "gantt"]
    x: str
    series: Sequence[str]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of the day `first` to the end of the day `last`, in the house's zone."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def until(self) -> datetime:
        """The first instant that no longer counts."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone)

    def before(self) -> "Span":
        """The span of equal length that ends where this one begins."""
        length = self.last - self.first
        return Span(self.first - length - timedelta(days=1), self.first - timedelta(days=1), self.zone)

    def months(self) -> list[tuple[str, date, date]]:
        """The months that the span touches, as (`2026-03`, first day, first day of the next)."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            following = (day + timedelta(days=32)).replace(day=1)
            found.append((f"{day:%Y-%m}", day, following))
            day = following
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked: a span, and filters; a filter that the report does not name is never set."""

    span: Span
    band: int | None = None
    department: str | None = None
    process: str | None = None
    whole: bool = False
    """Asked by one of the report's keepers, who read it for the whole house."""


FILTERS = ("band", "department", "process")
Whose = Literal["customers", "people", "house"]
"""Whose figures: of the customers one may see, of the people one oversees (and oneself), or of the whole house, which
only process owners, auditors, executives and the report's keepers read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. `number` is that of the catalogue (K1, R10), where it has one; `keepers` are the groups whose work it
    measures for the whole house, and who read all of it; `rows` answers in reading order."""

    key: str
    number: str = ""
    theme: Theme
    name: Words
    definition: Words
    formula: Words
    columns: Sequence[Column]
    chart: Chart | None = None
    whose: Whose = "customers"
    keepers: Sequence[str] = ()
    filters: Sequence[str] = ("band", "department")
    rows: Callable[[Context, Asked], list[Row]]


def span(ctx: Context, first: date | None = None, last: date | None = None) -> Span:
    """The span asked for; without an end it ends today, without a beginning it is the twelve months before its end.
    Invalid when it runs backwards or is too long."""
    until = last or ctx.now.astimezone(ctx.zone).date()
    since = first or until - timedelta(days=364)
    if since > until or until - since > LONGEST:
        raise Invalid("report_span_invalid", days=LONGEST.days)
    return Span(since, until, ctx.zone)
