"""Tags that a rule gives (C18): the table `rule_tags` is asked about every customer once a week.

A tag that the rule gave goes when the rule no longer gives it; one that a person gave stays as it is. Each combination
of values is asked once, and only what changes is a fact.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.customers import dealing_commands as dealings
from engine.customers import known
from engine.customers.dealings import CustomerTag, Tag
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.feel import values
from engine.kernel import Context, NotFound

TABLE = "rule_tags"


def recompute(ctx: Context) -> dict[str, int]:
    """Give and take tags by the table in force; how many were {given, taken}."""
    try:
        of = definitions.latest(ctx, "decision", TABLE)
    except NotFound:
        return {"given": 0, "taken": 0}
    asker = _Asker(ctx, of)
    held = _held(ctx)
    wanted = {customer_id: tags for customer_id, _, told in known.everybody(ctx) if (tags := asker.ask(told))}
    gives = {one: tags - held.get(one, {}).keys() for one, tags in wanted.items()}
    takes = {
        one: {tag for tag, by in tags.items() if by == TABLE} - wanted.get(one, frozenset())
        for one, tags in held.items()
    }
    return {"given": _each(ctx, gives, dealings.tag), "taken": _each(ctx, takes, dealings.untag)}


def _each(ctx: Context, changes: Mapping[str, Any], verb: Any) -> int:
    count = 0
    for customer_id, tags in changes.items():
        for tag in sorted(tags):
            count += verb(ctx, ctx.session.get_one(Customer, customer_id), tag, rule=TABLE)
    return count


def _held(ctx: Context) -> dict[str, dict[str, str]]:
    """Who carries which tag by whom."""
    rows = select(CustomerTag.customer_id, Tag.name, CustomerTag.by).join(Tag, Tag.id == CustomerTag.tag_id)
    found: dict[str, dict[str, str]] = {}
    for row in ctx.session.execute(rows.where(CustomerTag.tenant_id == ctx.tenant)):
        found.setdefault(row.customer_id, {})[row.name] = row.by
    return found


class _Asker:
    """The table's answers, each combination of what it asks for once."""

    def __init__(self, ctx: Context, of: Any) -> None:
        self.ctx, self.of = ctx, of
        self.asked = sorted(definitions.decisions(ctx, of).inputs)
        self.known: dict[tuple[Any, ...], frozenset[str]] = {}

    def ask(self, told: Mapping[str, Any]) -> frozenset[str]:
        place = tuple(told.get(name) for name in self.asked)
        if place not in self.known:
            inputs = dict(zip(self.asked, place, strict=True))
            answer = definitions.decide(self.ctx, self.of, values.of(inputs)).value
            self.known[place] = frozenset(str(tag) for tag in answer or ())
        return self.known[place]
