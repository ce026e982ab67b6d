"""客户关怀 (P15): whom to greet on which day, and why.

A birthday is a day without a year (`05-01`, `lunar 08-15`), given with consent to be greeted; it is sealed, and found
by its blind index, so that nobody opens a birthday to see whose it is. Festivals, the day of the first purchase in
later years and a first purchase come from what is on record anyway. Cases are opened some days ahead, so that a gift
can be approved; whether somebody may be greeted is decided on the day itself (D17).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, extract, func, or_, select

from engine import jobs
from engine.access.rules import require
from engine.clock import occasions
from engine.clock.calendar import ClockError
from engine.customers import commands, contacts
from engine.customers.dealing_events import BirthdaySet
from engine.customers.dealings import Consent
from engine.customers.models import Contact, Customer, Purchase
from engine.customers.permissions import handled
from engine.definitions.calendars import calendar
from engine.definitions.catalogue import catalogue
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import UniqueKey
from engine.jobs import Inside, Job
from engine.kernel import Actor, Conflict, Context, Invalid
from engine.kernel.context import SYSTEM

PROCESS, KIND = "customer_care", "customer_care_start"
BIRTHDAY = "contact.birthday"
AHEAD = 5
"""So many days before its day a greeting is prepared."""
AT_ONCE = 100
FROM, UNTIL = time(9), time(18)
"""Greetings go out in these hours of the house's zone."""
OCCASIONS = ("birthday", "festival", "anniversary", "new_customer", "campaign")


@dataclass(frozen=True, slots=True)
class Reason:
    """A customer to be greeted on a day for an occasion; `what` is a festival's or a campaign's name."""

    customer_id: str
    number: str
    occasion: str
    on: date
    what: str | None = None

    @property
    def key(self) -> str:
        """By which nobody is greeted twice for one thing."""
        return f"{PROCESS}:{self.number}:{self.occasion}:{self.what or ''}:{self.on}"


def set_birthday(ctx: Context, contact_id: str, text: str | None) -> None:
    """Put a contact's birthday down (None takes it away). Invalid birthday_unreadable; Conflict
    birthday_without_consent where the contact did not agree to be greeted."""
    require(ctx.actor, "write", "customer")
    contact, customer = handled(ctx, contact_id)
    row: dict[str, str | None] = {"birthday": None, "birthday_index": None}
    if text:
        try:
            told = str(occasions.yearly(text))
        except ClockError:
            raise Invalid("birthday_unreadable", text=text) from None
        if not _agreed(ctx, contact.id):
            raise Conflict("birthday_without_consent")
        row["birthday"] = ctx.vault.seal(ctx.session, contacts.subject(contact.id), BIRTHDAY, told)
        row["birthday_index"] = ctx.vault.index(ctx.session, BIRTHDAY, told)
    ctx.record(BirthdaySet(customer_id=customer.id, contact=contact.id, known=bool(text), row=row))


def birthday(ctx: Context, contact: Contact) -> str | None:
    """A contact's birthday in clear; None where there is none."""
    told: str | None = ctx.vault.open(ctx.session, contacts.subject(contact.id), BIRTHDAY, contact.birthday)
    return told


def _agreed(ctx: Context, contact_id: str) -> bool:
    of_contact = select(Consent.given).where(
        Consent.tenant_id == ctx.tenant, Consent.contact_id == contact_id, Consent.purpose == "care"
    )
    return bool(ctx.session.scalar(of_contact.order_by(Consent.id.desc()).limit(1)))


def due(ctx: Context, day: date) -> Iterator[Reason]:
    """Whom to greet on a date, each once an occasion: nobody on a free day, for whom the working day before does."""
    hours = calendar(ctx)
    kept = occasions.greeted_on(hours, day)
    if not kept:
        return
    yield from _birthdays(ctx, day, kept)
    for name, festival in occasions.FESTIVALS.items():
        if festival in kept:
            for customer_id, number in _customers(ctx):
                yield Reason(customer_id, number, "festival", day, name)
    days, following = [day], day + timedelta(days=1)
    while not hours.is_working_day(following):
        days.append(following)
        following += timedelta(days=1)
    since = hours.previous_working_day(day - timedelta(days=1))
    waited = [day - timedelta(days=AHEAD + 1 + n) for n in range((day - since).days)]
    yield from _buyers(ctx, day, days, waited)


def _birthdays(ctx: Context, day: date, kept: frozenset[occasions.Yearly]) -> Iterator[Reason]:
    marks = [ctx.vault.index(ctx.session, BIRTHDAY, str(one)) for one in sorted(kept)]
    rows = (
        select(Contact.id, Customer.id, Customer.number)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.tenant_id == ctx.tenant, Contact.birthday_index.in_(marks), Contact.opted_out_at.is_(None))
        .order_by(Contact.id)
    )
    for contact_id, customer_id, number in ctx.session.execute(rows).all():
        if _agreed(ctx, contact_id):
            yield Reason(customer_id, number, "birthday", day)


def _customers(ctx: Context) -> Sequence[Any]:
    """Whoever is somebody's customer and has a contact to be greeted."""
    reached = select(Contact.customer_id).where(Contact.tenant_id == ctx.tenant, Contact.opted_out_at.is_(None))
    owned = select(Customer.id, Customer.number).where(
        Customer.tenant_id == ctx.tenant, Customer.owner_id.is_not(None), Customer.id.in_(reached)
    )
    return ctx.session.execute(owned.order_by(Customer.id)).all()


def _buyers(ctx: Context, day: date, days: Sequence[date], fresh: Sequence[date]) -> Iterator[Reason]:
    """Who bought first on one of these `days` of an earlier year, and whose first purchase is `fresh`."""
    first = func.min(Purchase.bought_on)
    begun = (
        select(Purchase.customer_id, first.label("first"))
        .where(Purchase.tenant_id == ctx.tenant, Purchase.amount_cents > 0)
        .group_by(Purchase.customer_id)
        .subquery()
    )
    same = [
        and_(extract("month", begun.c.first) == one.month, extract("day", begun.c.first) == one.day) for one in days
    ]
    rows = (
        select(Customer.id, Customer.number, begun.c.first)
        .join(begun, begun.c.customer_id == Customer.id)
        .where(
            Customer.owner_id.is_not(None),
            Customer.erased_at.is_(None),
            or_(and_(begun.c.first < day - timedelta(days=180), or_(*same)), begun.c.first.in_(fresh)),
        )
        .order_by(Customer.id)
    )
    for customer_id, number, began in ctx.session.execute(rows).all():
        yield Reason(customer_id, number, "new_customer" if began in fresh else "anniversary", day)


def plan(ctx: Context) -> int:
    """Queue a case for everybody to be greeted within the next days who has none yet. How many."""
    today = ctx.now.astimezone(ctx.zone).date()
    found = [one for ahead in range(AHEAD + 1) for one in due(ctx, today + timedelta(days=ahead))]
    return _queue(ctx, found)


def campaign(ctx: Context, what: str, numbers: Sequence[str], on: date, gift: Mapping[str, Any], *, by: Actor) -> int:
    """Queue a case for each customer of a list; whom `by` may not see, and who was erased, is left out. How many."""
    listed = [commands.find(ctx, number) for number in dict.fromkeys(numbers)]
    mine = [one for one in listed if commands.may_see(by, one) and one.erased_at is None]
    asked = None if by.name == SYSTEM.name else by.name  # nobody approves a gift of their own campaign
    reasons = [Reason(one.id, one.number, "campaign", on, what) for one in mine]
    return _queue(ctx, reasons, {**gift, "asked_by": asked})


def _queue(ctx: Context, reasons: Sequence[Reason], gift: Mapping[str, Any] | None = None) -> int:
    keys = [one.key for one in reasons]
    known: set[str] = set()
    for first in range(0, len(keys), 1000):
        asked = select(UniqueKey.key).where(
            UniqueKey.tenant_id == ctx.tenant,
            UniqueKey.process == PROCESS,
            UniqueKey.key.in_(keys[first : first + 1000]),
        )
        known |= set(ctx.session.scalars(asked))
    told = [
        {
            "id": one.customer_id,
            "customer": one.number,
            "occasion": one.occasion,
            "what": one.what,
            "on": one.on.isoformat(),
            "key": one.key,
            **(gift or {}),
        }
        for one in reasons
        if one.key not in known
    ]
    for first in range(0, len(told), AT_ONCE):
        jobs.later(ctx, KIND, {"reasons": told[first : first + AT_ONCE]})
    return len(told)


def _start_some(ctx: Context, job: Job) -> None:
    if catalogue(ctx).latest("process", PROCESS, ctx.now) is None:
        return  # a company that goes without
    for told in job.payload["reasons"]:
        if ctx.session.get(Customer, told["id"]) is None:
            continue  # became part of another one meanwhile
        variables = values.of({name: value for name, value in told.items() if name not in ("id", "key")})
        try:
            named = told["what"] if told["occasion"] == "campaign" else None  # by which its list is found
            instances.start(ctx, PROCESS, variables, business_key=named, customer_id=told["id"], once=told["key"])
        except Conflict:
            continue


START = Inside(_start_some)


def moment(ctx: Context, on: date) -> datetime:
    """When a greeting for a day goes out: on it at nine, or if that is over, as soon as it is between nine and six."""
    local = ctx.now.astimezone(ctx.zone)
    opens = datetime.combine(on, FROM, ctx.zone)
    if local <= opens:
        return opens
    if local.time() < FROM:
        return datetime.combine(local.date(), FROM, ctx.zone)
    if local.time() < UNTIL:
        return local
    return datetime.combine(local.date() + timedelta(days=1), FROM, ctx.zone)
