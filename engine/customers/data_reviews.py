"""资料复核 (P14): whose record is to be gone through, what is missing or wrong in it, and that it was done.

A quarter is the seed; the table `review_rhythm` says how often by band. Whose turn it is needs no row: it goes by the
arithmetic of `rhythm`, so that no day carries more than its part, and each customer has one case a cycle. Customers
whom nobody owns have nobody who knows them: they stand in the list of what is due, but open no case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from engine import jobs
from engine.customers import contacts, dealing_queries, duplicates, record
from engine.customers import dealing_commands as dealings
from engine.customers.events import CustomerChanged, CustomerReviewed
from engine.customers.models import Contact, Customer
from engine.customers.rhythm import cycle_of, days_between, due_on, rhythm, suffix
from engine.definitions import queries as definitions
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context, NotFound

PROCESS, TABLE, KIND = "data_review", "review_rhythm", "data_reviews_start"
AT_ONCE = 100
FRESH = timedelta(days=30)
"""Somebody whose record was gone through less than so long ago is left alone this time."""
QUARTER = timedelta(days=92)
TIME = "10wd"
"""How long a review may take, as the drawing says."""
ASKED_AT_ONCE = 200
"""So many customers whose figures differ in one import are reviewed at once; the others wait for their turn."""
PLAIN = ("industry", "region")


@dataclass(frozen=True, slots=True)
class Turn:
    """A customer whose record is due, why, under which key a second one is refused."""

    customer_id: str
    customer: str
    reason: str
    key: str


def findings(ctx: Context, customer: Customer) -> dict[str, Any]:
    """What of a record is `missing`, who may be the same customer (`suspects`: number, points, reasons), and what the
    record says that is nobody's personal data."""
    known = ctx.session.scalars(
        select(Contact).where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
    ).all()
    deciding = [row for row in known if row.decides]
    empty = {
        "industry": not customer.industry,
        "region": not customer.region,
        "needs": not customer.needs,
        "owner": customer.owner_id is None,
        "contact": not known,
        "decider": bool(known) and not deciding,
        "reach": bool(known) and not any(row.phone_index or row.mail_index for row in known),
    }
    return {
        "missing": [name for name, lacks in empty.items() if lacks],
        "suspects": [
            {"number": one.customer.number, "points": one.points, "reasons": list(one.reasons)}
            for one in duplicates.suspects(ctx, customer)
        ],
        **{name: getattr(customer, name) for name in (*PLAIN, "needs")},
        "tags": [tag["name"] for tag in dealing_queries.tags_of(ctx, customer)],
        "reviewed_on": customer.reviewed_at.astimezone(ctx.zone).date() if customer.reviewed_at else None,
    }


def correct(ctx: Context, customer: Customer, told: Mapping[str, Any], *, case: str | None = None) -> list[str]:
    """Write what a review found otherwise, and stamp the record; the fields that changed.

    `told` may name industry, region, needs, tags (all that it is to carry), and of the deciding contact contact_name,
    contact_title, contact_reach (in clear). What is left out stays.
    """
    fields: dict[str, Any] = {name: told[name].strip() for name in PLAIN if told.get(name)}
    if told.get("needs"):
        fields["needs"] = [need.strip() for need in told["needs"] if need.strip()]
    changes = record.changes(customer, fields)
    changed = sorted(changes)
    if changes:
        ctx.record(CustomerChanged(customer_id=customer.id, changes=record.told(customer, changes), new=changes))
    changed += _contact(ctx, customer, told)
    if told.get("tags") is not None and _retag(ctx, customer, told["tags"]):
        changed.append("tags")
    ctx.record(CustomerReviewed(customer_id=customer.id, changed=changed, case=case))
    return changed


def _retag(ctx: Context, customer: Customer, told: Iterable[str]) -> bool:
    """Whether the customer carries other tags now than before."""
    wanted = {name.strip() for name in told if name.strip()}
    held = {tag["name"] for tag in dealing_queries.tags_of(ctx, customer)}
    added = [dealings.tag(ctx, customer, name) for name in sorted(wanted - held)]
    dropped = [dealings.untag(ctx, customer, name) for name in sorted(held - wanted)]
    return any((*added, *dropped))


def _contact(ctx: Context, customer: Customer, told: Mapping[str, Any]) -> list[str]:
    name, title, reach = (told.get(f"contact_{part}") or None for part in ("name", "title", "reach"))
    if not (name or title or reach):
        return []
    wish = contacts.Wish(customer.id, contacts.deciders(ctx, [customer.id]).get(customer.id), name, title, reach)
    if not wish.changes:
        return []
    contacts.save(ctx, [wish])
    return ["contact"]


def plan(ctx: Context, since: date | None = None) -> int:
    """Queue the reviews that fall due today and on the days since the last plan; how many."""
    today = _today(ctx)
    since = since or calendar(ctx).previous_working_day(today - timedelta(days=1))
    days = days_between(min(since, today - timedelta(days=1)), today)
    found = [turn for band in (1, 2, 3) for turn in _turns(ctx, band, days)]
    _queue(ctx, found)
    return len(found)


def _turns(ctx: Context, band: int, days: list[date]) -> Iterable[Turn]:
    of_band = and_(
        Customer.tenant_id == ctx.tenant,
        Customer.owner_id.is_not(None),
        Customer.erased_at.is_(None),
        func.coalesce(Customer.band, 3) == band,
    )
    size = ctx.session.scalar(select(func.count()).select_from(Customer).where(of_band)) or 0
    asked = _rhythm(ctx, band, size) if size else None
    if asked is None:
        return
    cycles: dict[int, int] = {}
    for day in days:
        cycles |= {bucket: cycle_of(asked, day) for bucket in due_on(asked, day)}
    ends = [suffix(bucket) for bucket in sorted(cycles)]
    stale = Customer.reviewed_at.is_(None) | (Customer.reviewed_at < ctx.now - FRESH)
    rows = select(Customer.id, Customer.number).where(of_band, stale, func.substr(Customer.id, 35, 2).in_(ends))
    for customer_id, number in ctx.session.execute(rows.order_by(Customer.id)):
        cycle = cycles[int(customer_id[-2:], 16)]
        yield Turn(customer_id, number, "quarter", f"{PROCESS}:{number}:{cycle}")


def _rhythm(ctx: Context, band: int, size: int) -> Any:
    """How often the table wants records of a band gone through; None for never."""
    try:
        of = definitions.latest(ctx, "decision", TABLE)
    except NotFound:
        return None
    answer = definitions.decide(ctx, of, values.of({"band": band, "group_size": size})).value
    told = answer if isinstance(answer, dict) else {}
    return rhythm(told["every"], float(told["share"])) if told.get("share") else None


def ask(ctx: Context, customers: Sequence[Customer], reason: str) -> int:
    """Ask for reviews out of turn; those asked for the same on one day are one. How many."""
    found = [
        Turn(one.id, one.number, reason, f"{PROCESS}:{one.number}:{reason}:{_today(ctx)}")
        for one in customers[:ASKED_AT_ONCE]
    ]
    _queue(ctx, found)
    return len(found)


def _queue(ctx: Context, turns: list[Turn]) -> None:
    told = [{"id": one.customer_id, "customer": one.customer, "reason": one.reason, "key": one.key} for one in turns]
    for first in range(0, len(told), AT_ONCE):
        jobs.later(ctx, KIND, {"turns": told[first : first + AT_ONCE]})


def _start_some(ctx: Context, job: Job) -> None:
    if definitions.catalogue(ctx).latest("process", PROCESS, ctx.now) is None:
        return  # a company that goes without
    for told in job.payload["turns"]:
        if _open(ctx, told["id"]) or ctx.session.get(Customer, told["id"]) is None:
            continue  # somebody is at it, or it became part of another one meanwhile
        variables = values.of({"customer": told["customer"], "reason": told["reason"]})
        try:
            instances.start(ctx, PROCESS, variables, customer_id=told["id"], once=told["key"])
        except Conflict:
            continue  # planned before: by a repeated plan


START = Inside(_start_some)


def _open(ctx: Context, customer_id: str) -> bool:
    rows = select(Instance.id).where(
        Instance.tenant_id == ctx.tenant,
        Instance.customer_id == customer_id,
        Instance.process == PROCESS,
        Instance.ended_at.is_(None),
    )
    return ctx.session.scalar(rows.limit(1)) is not None


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()
