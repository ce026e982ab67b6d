"""When a planned touch comes round for a customer: no row for anybody, spread over all days, by arithmetic alone.

Customers fall into 256 buckets by the last byte of their ids. An interval (`P1M`) divides time into cycles of days; in
each cycle the share of buckets that D14 names has its turn, one bucket after the other through the cycle. With a share
of 100 every customer is touched once a cycle, with 10 every customer once in ten cycles: nobody is left out, and no
day carries more than its part.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.feel.times import DayTimeDuration, parse_duration

BUCKETS = 256
MONTH_DAYS = 365 / 12


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Cycles of `days`, in each of which `buckets` of the 256 have their turn."""

    days: int
    buckets: int

    @property
    def a_month(self) -> float:
        """How often a month a customer has their turn, on average."""
        return MONTH_DAYS / self.days * self.buckets / BUCKETS


def rhythm(every: str, share: float) -> Rhythm:
    """An interval as ISO text (days, or whole months of 30 or 31 days) and the percent who have their turn in it."""
    length = parse_duration(every)
    if isinstance(length, DayTimeDuration):
        days = length.to_timedelta().days
    else:
        days = round(length.months * MONTH_DAYS)
    if days < 1 or not 0 < share <= 100:
        raise ValueError(f"no rhythm: {every}, {share} %")
    return Rhythm(days, max(1, round(BUCKETS * share / 100)))


def bucket_of(customer_id: str) -> int:
    return int(customer_id[-2:], 16)


def suffix(bucket: int) -> str:
    """The end of the ids in a bucket."""
    return f"{bucket:02x}"


def due_on(of: Rhythm, day: date) -> list[int]:
    """The buckets whose turn is on this day."""
    cycle, place = divmod(day.toordinal(), of.days)
    return [
        (cycle * of.buckets + turn) % BUCKETS for turn in range(of.buckets) if turn * of.days // of.buckets == place
    ]


def cycle_of(of: Rhythm, day: date) -> int:
    """The number of the cycle that a day lies in: a customer has at most one turn in each."""
    return day.toordinal() // of.days


def next_turn(of: Rhythm, bucket: int, after: date) -> date:
    """The next day after `after` on which this bucket has its turn."""
    cycle = cycle_of(of, after)
    while True:
        turn = (bucket - cycle * of.buckets) % BUCKETS
        if turn < of.buckets:
            day = date.fromordinal(cycle * of.days + turn * of.days // of.buckets)
            if day > after:
                return day
        cycle += 1


def days_between(last: date, today: date) -> list[date]:
    """The days after `last` up to today, oldest first; at most the last week."""
    return [today - timedelta(days=back) for back in range(min(6, (today - last).days - 1), -1, -1)]
