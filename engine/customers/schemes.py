"""Tier schemes in force: a row says which tables rule and how often, the deployed tables say members and limits.

A scheme's definition: {names: {zh, en}, table, guard, route, benefits (decision keys), score (the decision key of a
scoring table, where the tier table asks for the weighted score), window_months, min_tenure,
period (month, quarter, year: when a review is a period end), segment, until (the last day of data that no longer
grow: standings are explained as of that day), automatic (false: a month end is evaluated only when somebody asks)}.
A scheme with a segment (客群) is for those customers only; one without is for everybody, and where it leads, for those
whose segment has no leading scheme.
What a run did is bound to the versions it read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.customers import decisions
from engine.customers.tiers import TierScheme
from engine.kernel import Context, Invalid, NotFound
from engine.scoring import Member, Refused, read_scheme
from engine.scoring import Scheme as Ladder

DEFAULTS: Mapping[str, Any] = {
    "guard": "downgrade_guard",
    "route": "approval_route",
    "benefits": "benefits",
    "score": "",
    "window_months": 12,
    "min_tenure": 3,
    "period": "month",
    "segment": "",
    "until": None,
    "automatic": True,
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
TABLES = ("table", "guard", "route", "benefits")
SEGMENT = re.compile(r"[a-z0-9_-]{0,32}")


@dataclass(frozen=True)
class Scheme:
    """A scheme with its ladder as read from the tables, and the version of each table it was read from."""

    key: str
    version: int
    leading: bool
    names: Mapping[str, str]
    period: str
    segment: str
    until: date | None
    automatic: bool
    ladder: Ladder
    tables: Mapping[str, str]
    versions: Mapping[str, int]

    @property
    def rules(self) -> str:
        """The state of all rules as one text: equal texts decide equally."""
        told = [f"{key}:{self.versions[part]}" for part, key in self.tables.items()]
        return ",".join([f"{self.key}:{self.version}", *told])

    def day(self, today: date) -> date:
        """The day as of which a standing is explained."""
        return min(today, self.until) if self.until else today

    def member(self, key: str) -> Member:
        """The member of this key; Invalid when the scheme has none."""
        for member in self.ladder.members:
            if member.key == key:
                return member
        raise Invalid("member_unknown", scheme=self.key, member=key)

    def name(self, key: str) -> tuple[str, str]:
        """A member's names, zh and en; of a member that the tables no longer know its key."""
        found = next((m for m in self.ladder.members if m.key == key), None)
        return (found.name, found.name_en) if found else (key, key)

    def period_end(self, as_of: date) -> bool:
        """Whether a review on this day closes a period, so that a demotion may happen."""
        following = as_of + timedelta(days=1)
        return following.day == 1 and (following.month - 1) % MONTHS[self.period] == 0


def current(ctx: Context, key: str) -> Scheme:
    """The newest version of a scheme on the tables in force now. NotFound; Invalid when the tables do not fit it."""
    row = _rows(ctx).get(key)
    if row is None:
        raise NotFound("scheme_unknown", scheme=key)
    return read(ctx, row)


def definition(ctx: Context, key: str) -> Mapping[str, Any]:
    """What the newest version of a scheme says. NotFound."""
    row = _rows(ctx).get(key)
    if row is None:
        raise NotFound("scheme_unknown", scheme=key)
    return row.definition


def leading(ctx: Context, segment: str = "") -> Scheme | None:
    """The scheme that sets the service band of customers of a segment, if there is one."""
    row = _leaders(ctx).get(segment) or _leaders(ctx).get("")
    return read(ctx, row) if row else None


def leading_key(ctx: Context, segment: str = "") -> str | None:
    """The key of the scheme that sets the service band of customers of a segment."""
    row = _leaders(ctx).get(segment) or _leaders(ctx).get("")
    return row.key if row else None


def leader_of(ctx: Context, segment: str) -> str | None:
    """The key of the leading scheme that is for this very segment ("": for everybody else)."""
    row = _leaders(ctx).get(segment)
    return row.key if row else None


def leading_keys(ctx: Context) -> set[str]:
    """The keys of all schemes that lead; a customer stands in one of them at most."""
    return {row.key for row in _leaders(ctx).values()}


def own_segments(ctx: Context) -> frozenset[str]:
    """The segments that have a leading scheme of their own."""
    return frozenset(_leaders(ctx)) - {""}


def every(ctx: Context) -> list[Scheme]:
    """All schemes, the leading one first, then by key."""
    return [read(ctx, row) for row in sorted(_rows(ctx).values(), key=lambda row: (not row.leading, row.key))]


def read(ctx: Context, row: TierScheme, at: Mapping[str, int] | None = None) -> Scheme:
    """A scheme row on the tables in force, or on the table versions `at` that a run was bound to."""
    memo = ctx.memo.setdefault("customers.schemes", {})
    place = (row.key, row.version, tuple(sorted(at.items())) if at else None)
    if place not in memo:
        said = {**DEFAULTS, **row.definition}
        tables = {part: said[part] for part in (*TABLES, "score") if said[part]}
        versions = {part: at[key] if at else decisions.version(ctx, key) for part, key in tables.items()}
        score = tables.get("score")
        try:
            found = read_scheme(
                row.key,
                decisions.table(ctx, tables["table"], versions["table"]),
                decisions.table(ctx, tables["guard"], versions["guard"]),
                window_months=said["window_months"],
                min_tenure=said["min_tenure"],
                score=decisions.table(ctx, score, versions["score"]) if score else None,
            )
        except Refused as refused:
            raise Invalid(f"scheme_{refused.code}", **{**refused.params, "scheme": row.key}) from refused
        names = said.get("names") or {"zh": row.key, "en": row.key}
        memo[place] = Scheme(
            row.key,
            row.version,
            row.leading,
            names,
            said["period"],
            said["segment"],
            _until(said),
            said["automatic"],
            found,
            tables,
            versions,
        )
    return memo[place]  # type: ignore[no-any-return]


def bound(ctx: Context, key: str, rules: str) -> Scheme:
    """The scheme as a run read it: `rules` is the text that the run kept."""
    known: dict[tuple[str, str], Scheme] = ctx.memo.setdefault("customers.schemes_bound", {})
    if (key, rules) not in known:
        known[key, rules] = _bound(ctx, key, rules)
    return known[key, rules]


def _bound(ctx: Context, key: str, rules: str) -> Scheme:
    versions = {name: int(number) for name, _, number in (part.rpartition(":") for part in rules.split(","))}
    row = next(row for row in _all(ctx) if (row.key, row.version) == (key, versions[key]))
    return read(ctx, row, versions)


def check(definition: Mapping[str, Any]) -> None:
    """Invalid when a definition says something that no scheme can mean."""
    said = {**DEFAULTS, **definition}
    if "table" not in said:
        raise Invalid("scheme_table_missing")
    for name in ("window_months", "min_tenure"):
        if not isinstance(said[name], int) or isinstance(said[name], bool) or not 0 <= said[name] <= 120:
            raise Invalid("scheme_setting_wrong", setting=name, value=str(said[name]))
    if not isinstance(said["segment"], str) or not SEGMENT.fullmatch(said["segment"]):
        raise Invalid("scheme_setting_wrong", setting="segment", value=str(said["segment"]))
    if not isinstance(said["score"], str):
        raise Invalid("scheme_setting_wrong", setting="score", value=str(said["score"]))
    if not isinstance(said["automatic"], bool):
        raise Invalid("scheme_setting_wrong", setting="automatic", value=str(said["automatic"]))
    try:
        _until(said)
    except ValueError as error:
        raise Invalid("scheme_setting_wrong", setting="until", value=str(said["until"])) from error
    if said["period"] not in MONTHS:
        raise Invalid("scheme_setting_wrong", setting="period", value=str(said["period"]), known=", ".join(MONTHS))


def _until(said: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(str(said["until"])) if said["until"] else None


def _leaders(ctx: Context) -> dict[str, TierScheme]:
    """The leading scheme of each segment; of those without one under ""."""
    return {row.definition.get("segment", ""): row for row in _rows(ctx).values() if row.leading}


def _rows(ctx: Context) -> dict[str, TierScheme]:
    """The newest row of each scheme."""
    return {row.key: row for row in _all(ctx)}


def _all(ctx: Context) -> list[TierScheme]:
    """Every version of every scheme, older ones first: a handful of rows, read once a unit of work."""
    if "customers.scheme_rows" not in ctx.memo:
        rows = select(TierScheme).where(TierScheme.tenant_id == ctx.tenant)
        found = ctx.session.scalars(rows.order_by(TierScheme.key, TierScheme.version)).all()
        ctx.memo["customers.scheme_rows"] = list(found)
    every: list[TierScheme] = ctx.memo["customers.scheme_rows"]
    return every


def changed(ctx: Context) -> None:
    """This unit of work has changed a scheme: look again."""
    ctx.memo.pop("customers.scheme_rows", None)
