"""What people outside tell the house on a page behind a link: a complaint, a request, an opinion, an answer
to a survey.

The page's form is a deployed one (`public_complaint`, `public_feedback`, …); what it marks as personal is
sealed before anything is written. Each becomes a message that starts, or reaches, a case. Told twice by the same page
(`once`) it has one effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import or_, select

from engine import clock
from engine.customers import commands as customers
from engine.customers.contacts import Wish, save
from engine.customers.models import Contact, Customer
from engine.definitions import queries as definitions
from engine.definitions.calendars import calendar
from engine.feel.times import DateTime
from engine.instances import messages
from engine.instances import queries as cases
from engine.instances.commands import Seal
from engine.instances.models import Instance, ReceivedMessage
from engine.kernel import Context, Invalid, NotFound, Rejected
from engine.outreach import links, queries
from engine.sla import queries as promises
from engine.tasks import forms, personal

ASKS = {
    links.COMPLAINT: "complaint_raised",
    links.SERVICE: "service_requested",
    links.SURVEY: "survey_answered",
    links.PRIVACY: "privacy_requested",
    links.FEEDBACK: "feedback_given",
}
FORMS = {
    links.COMPLAINT: "public_complaint",
    links.SERVICE: "public_service",
    links.SURVEY: "public_survey",
    links.PRIVACY: "public_privacy",
    links.FEEDBACK: "public_feedback",
}
FEEDBACK = "feedback"
WHO, REACH, COMPANY = ("complainant", "requester"), "reach", "company"
PROMISED = {"first_response": "promise_first_response", "resolution": "promise_resolution"}


class NobodyListens(Rejected):
    """No case takes this: the survey was answered or is over, or the process is not deployed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody outside may know of a case: its number, when it was received, what was promised, how far it is, and
    what was answered to an opinion."""

    instance_id: str
    number: str
    received: datetime
    promises: Mapping[str, datetime]
    answered: bool
    closed: datetime | None
    answer: str | None


def form(ctx: Context, purpose: str) -> definitions.Form:
    """The form of a page. Invalid when it shows a field that is internal: it never leaves the house."""
    found = definitions.form(ctx, definitions.latest(ctx, "form", FORMS[purpose]))
    inside = [name for name, schema in found.properties.items() if schema.get("x-class") == "internal"]
    inside += sorted(queries.internal_fields(ctx).intersection(found.properties))
    if inside:
        raise Invalid("field_internal", field=inside[0])
    return found


def take(ctx: Context, link: links.Link, data: Mapping[str, Any], *, once: str) -> Instance:
    """Bring what the form says to its case; the case that it began or, for a survey, that waited for it.

    Invalid names the fields that are wrong. NobodyListens leaves nothing behind.
    """
    asked = form(ctx, link.purpose)
    answer = forms.accept(asked, data)
    hidden = personal.names(asked)

    def seal(instance_id: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return personal.put_away(ctx, instance_id, given, hidden)

    if link.purpose == links.SURVEY:
        return _answer_survey(ctx, link, answer.values, seal)
    # who asks about their own data is looked up by the process, and no stranger becomes a customer by asking
    customer = None if link.purpose == links.PRIVACY else _customer(ctx, link, data)
    source = "box" if link.purpose == links.FEEDBACK else "public"
    told = {**answer.values, "channel": "online", "source": source, "received": _now(ctx)}
    told |= {"customer": customer.number} if customer else {}
    delivery = messages.publish(
        ctx, ASKS[link.purpose], {"page": once}, told, message_id=once, ttl=timedelta(0),
        customer_id=customer.id if customer else None, seal=seal,
    )  # fmt: skip
    if not delivery.delivered:
        raise NobodyListens("nobody_listens")
    ctx.session.flush()
    return cases.instance(ctx, delivery.delivered[0])


def taken(ctx: Context, once: str) -> Instance | None:
    """The case that this page began before, if its form was sent already."""
    before = ctx.session.get(ReceivedMessage, (ctx.tenant, once))
    return cases.instance(ctx, before.answer["delivered"][0]) if before and before.answer["delivered"] else None


def _answer_survey(ctx: Context, link: links.Link, kept: Mapping[str, Any], seal: Seal) -> Instance:
    survey = link.about["s"]
    told = {**kept, "survey": survey, "answered_at": _now(ctx)}
    delivery = messages.publish(
        ctx, ASKS[links.SURVEY], {"survey": survey}, told, message_id=f"survey:{survey}", ttl=timedelta(0), seal=seal
    )
    if not delivery.delivered:
        raise NobodyListens("survey_over")
    return cases.instance(ctx, delivery.delivered[0])


def answered(ctx: Context, link: links.Link) -> bool:
    """Whether the survey of this link has its answer."""
    return ctx.session.get(ReceivedMessage, (ctx.tenant, f"survey:{link.about['s']}")) is not None


def _now(ctx: Context) -> DateTime:
    return DateTime.parse(ctx.now.astimezone(ctx.zone).isoformat(timespec="seconds"))


def _customer(ctx: Context, link: links.Link, data: Mapping[str, Any]) -> Customer | None:
    """The customer of the link; else whose contact has this phone number or address; else a new one, but nobody becomes
    a customer by an opinion."""
    if link.about.get("c"):
        return customers.find(ctx, link.about["c"])
    reach = str(data.get(REACH) or "").strip()
    field = "mail" if "@" in reach else "phone"
    index = ctx.vault.index(ctx.session, f"contact.{field}", reach.lower()) if reach else None
    if index is not None:
        same = or_(Contact.phone_index == index, Contact.mail_index == index)
        found = ctx.session.scalars(select(Contact.customer_id).where(Contact.tenant_id == ctx.tenant, same)).first()
        if found is not None:
            return ctx.session.get_one(Customer, found)
    return None if link.purpose == links.FEEDBACK else _newcomer(ctx, data, reach, field, index)


def _newcomer(ctx: Context, data: Mapping[str, Any], reach: str, field: str, index: str | None) -> Customer:
    number = f"W{ctx.now.astimezone(ctx.zone):%y%m%d}{token_hex(3).upper()}"
    company = " ".join(str(data.get(COMPANY) or "").split())[:200]
    row = customers.create(ctx, number, company or number)
    name = next((str(data[who]).strip() for who in WHO if data.get(who)), None)
    wish = Wish(row.id, None, name, None, reach or None)
    save(ctx, [wish])
    ctx.session.flush()
    contact = ctx.session.get_one(Contact, wish.contact_id)
    contact.basis = "request"  # what they asked for cannot be done without it
    setattr(contact, f"{field}_index", index)
    return row


def told(ctx: Context, case: Instance) -> Told:
    """How a case stands, for somebody outside; what was promised is its clocks' or, before they run, the company's."""
    clocks = [row for row in promises.of_case(ctx, case.id) if row.instance_id == case.id and row.token is None]
    due = {row.target: row.due_at for row in clocks if row.target in PROMISED}
    received = min((row.started_at for row in clocks), default=case.started_at)
    company = promises.settings(ctx)
    for target, name in PROMISED.items():
        if target not in due and case.ended_at is None:
            due[target] = clock.due(company[name], received, calendar(ctx)).at
    first = [row for row in clocks if row.target == "first_response"]
    return Told(
        instance_id=case.id,
        number=case.business_key or case.id[-8:].upper(),
        received=received,
        promises={target: due[target] for target in PROMISED if target in due},
        answered=bool(first) and all(row.stopped_at is not None for row in first),
        closed=case.ended_at,
        answer=_answer(ctx, case),
    )


def _answer(ctx: Context, case: Instance) -> str | None:
    """What was answered to an opinion; whoever gave it unnamed reads it nowhere else."""
    answered = cases.variables(case).get("answered_back") if case.process == FEEDBACK else None
    return personal.look_up(ctx, case.id, answered).get("answer") if answered else None


def status(ctx: Context, link: links.Link) -> Told:
    """The case of a status link; NotFound once it is gone."""
    case = ctx.session.get(Instance, link.about["i"])
    if case is None or case.tenant_id != ctx.tenant:
        raise NotFound("link_invalid")
    return told(ctx, case)
