"""The company that scenarios play in: the demo's people and tier scheme, and the customers that a scenario names."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.access import queries as access
from engine.customers import dealing_commands as dealings
from engine.customers import evaluation
from engine.customers.contacts import subject
from engine.customers.dealings import Consent, Interaction
from engine.customers.events import CustomerCreated
from engine.customers.models import Contact, Customer, Purchase
from engine.customers.queries import find
from engine.customers.satisfaction import Satisfaction
from engine.customers.search import PHONE, index
from engine.customers.tiers import ScoreMove, TierState
from engine.definitions import commands as definitions
from engine.definitions import queries as definitions_read
from engine.definitions import reviewing
from engine.improvement.models import CheckItem, Feedback
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Context, new_id
from engine.privacy import holds
from engine.training import shipped as training
from webapi.demo import company
from webapi.demo.months import SCHEME, open_scheme
from webapi.demo.shipped import shipped
from webapi.scenarios.outside import open_gateway
from webapi.scenarios.playing import Stage

OWNER = "zheng.kai"
ZONE = ZoneInfo("Asia/Shanghai")
CROWD = 30
"""Customers who never buy, so that one mover is not yet a tenth of all."""


def furnish(stage: Stage) -> None:
    """People, rules, forms, processes and the scheme; nobody has bought anything."""
    with stage.unit() as ctx:
        company.found(ctx, None)
    with stage.unit() as ctx:
        definitions.deploy(ctx, shipped())
        open_scheme(ctx)
        training.take(ctx)


def settle(stage: Stage, given: Mapping[str, Any]) -> str | None:
    """The customers a scenario names, beside a crowd, at the time it says; evaluated where it says so. The run's id."""
    if "now" in given:
        _wait_until(stage, datetime.fromisoformat(given["now"]).replace(tzinfo=ZONE))
    if given.get("texting"):
        open_gateway(stage)
    customers = _copied(given.get("customers", {}))
    customers |= {f"X-{n}": {} for n in range(given.get("crowd", CROWD))}
    with stage.unit() as ctx:
        names = {about.get("owner", OWNER) for about in customers.values()} - {None}
        owners = {name: access.person(ctx.session, name, tenant=ctx.tenant) for name in names}
        for number, about in customers.items():
            _customer(ctx, owners.get(about.get("owner", OWNER)), number, about)
        for category, count in given.get("said", {}).items():
            _said(ctx, category, count)
        for process, person in given.get("closed", ()):
            _closed(ctx, process, person)
        for item, person in given.get("drawn", {}).items():
            _drawn(ctx, item, person)
        for number, about in given.get("tasks", {}).items():
            _shared_task(ctx, number, about)
        for table in given.get("proposed", ()):
            _proposed(ctx, table)
        for number, process in given.get("running", {}).items():
            instances.start(ctx, process, {}, business_key=number)
    if "tasks" in given:
        stage.settle()  # each has its case
    return evaluate(stage, given["evaluated"]) if "evaluated" in given else None


def _proposed(ctx: Context, table: str) -> None:
    """Another wording of a rule table waits for approval."""
    found = definitions_read.content(ctx, definitions_read.latest(ctx, "decision", table))
    draft = reviewing.save(ctx, {f"{table}.dmn": found + b"<!-- -->\n"})
    reviewing.submit(ctx, draft.id, "写清楚一些")


def _copied(customers: Mapping[str, Any]) -> dict[str, Any]:
    """Customers by number; one with `copies` stands for so many alike."""
    found: dict[str, Any] = {}
    for number, about in customers.items():
        copies = about.get("copies", 1)
        found |= {number if copies == 1 else f"{number}-{n}": about for n in range(copies)}
    return found


def evaluate(stage: Stage, as_of: date) -> str:
    """A live evaluation as of a day, without a process around it."""
    _wait_until(stage, datetime.combine(as_of, time(18), ZONE))
    with stage.unit() as ctx:
        order = evaluation.prepare(ctx, SCHEME, as_of)
    scored = evaluation.score(order)
    with stage.unit() as ctx:
        return str(evaluation.record(ctx, scored)["run"])


def _wait_until(stage: Stage, moment: datetime) -> None:
    stage.later(seconds=max(0, (moment - stage.now).total_seconds()))


def proposal(stage: Stage, run: str, number: str) -> dict[str, Any]:
    """The variables of a tier review for what the run proposed for this customer."""
    moves = select(ScoreMove).join(Customer, Customer.id == ScoreMove.customer_id)
    with stage.unit(write=False) as ctx:
        move = ctx.session.scalars(moves.where(ScoreMove.run_id == run, Customer.number == number)).one()
    return {
        "customer": number,
        "scheme": SCHEME,
        "run": run,
        "proposed": move.to_member,
        "direction": move.direction,
        "requested_by": "xu.li",
    }


def tier(stage: Stage, number: str) -> str:
    """The member that a customer has now."""
    state = (
        select(TierState.member).join(Customer, Customer.id == TierState.customer_id).where(Customer.number == number)
    )
    with stage.unit(write=False) as ctx:
        return ctx.session.scalars(state).one()


def _customer(ctx: Context, owner: Any, number: str, about: Mapping[str, Any]) -> None:
    customer_id = new_id()
    ctx.record(
        CustomerCreated(
            customer_id=customer_id,
            number=number,
            name=f"客户 {number}",
            kind=about.get("kind", "normal"),
            region=about.get("region"),
            owner_id=owner.id if owner else None,
            department_id=owner.department_id if owner else None,
        )
    )
    ctx.session.flush()
    if "band" in about:
        ctx.session.get_one(Customer, customer_id).band = about["band"]
    if "scored" in about:
        given = Satisfaction(id=new_id(), tenant_id=ctx.tenant, customer_id=customer_id, score=about["scored"])
        given.on, given.about, given.channel, given.band = date(2026, 2, 1), "plan", "phone", 2
        ctx.session.add(given)
    for day, purpose in about.get("met", {}).items():
        _met(ctx, customer_id, day, purpose)
    if "contact" in about:
        _contact(ctx, customer_id, about["contact"])
    if "held" in about:
        holds.put(ctx, number, about["held"])
    for day, amount in about.get("bought", {}).items():
        cents = int(Decimal(str(amount)) * 100)
        ctx.session.add(
            Purchase(id=new_id(), tenant_id=ctx.tenant, customer_id=customer_id, bought_on=day, amount_cents=cents)
        )
    if "tier" in about:
        counted = {"reviews": about.get("reviews", 6), "fails": about.get("fails", 0)}
        state = TierState(
            tenant_id=ctx.tenant, scheme=SCHEME, customer_id=customer_id, member=about["tier"], since=date(2025, 6, 30)
        )
        state.reviews, state.fails = counted["reviews"], counted["fails"]
        ctx.session.add(state)


def _contact(ctx: Context, customer_id: str, about: Mapping[str, Any]) -> None:
    """Who decides there, what they permit: {name, phone, preferred: sms, cap: 1, consent: true, opted_out: true}."""
    contact = Contact(id=new_id(), tenant_id=ctx.tenant, customer_id=customer_id, decides=True, basis="contract")
    contact.preferred, contact.cap = about.get("preferred"), about.get("cap")
    if about.get("phone"):
        contact.phone = ctx.vault.seal(ctx.session, subject(contact.id), "contact.phone", about["phone"])
        contact.phone_index = index(ctx, PHONE, about["phone"])
    if about.get("name"):
        contact.name = ctx.vault.seal(ctx.session, subject(contact.id), "contact.name", about["name"])
    contact.opted_out_at = ctx.now if about.get("opted_out") else None
    ctx.session.add(contact)
    ctx.session.flush()
    if "consent" in about:
        given = Consent(id=new_id(), tenant_id=ctx.tenant, contact_id=contact.id, purpose="marketing")
        given.given, given.at, given.source, given.by = about["consent"], ctx.now, "scenario", "xu.li"
        ctx.session.add(given)


def _said(ctx: Context, category: str, said: int | Sequence[str]) -> None:
    """So much feedback of a category was sorted today, or that of these customers."""
    today = ctx.now.astimezone(ZONE).date()
    cases = (
        [new_id() for _ in range(said)]
        if isinstance(said, int)
        else [_closed(ctx, "feedback", OWNER, find(ctx, number).id) for number in said]
    )
    for case in cases:
        row = Feedback(id=new_id(), tenant_id=ctx.tenant, category=category, source="phone", on=today, case_id=case)
        ctx.session.add(row)


def _closed(ctx: Context, process: str, person: str, customer: str | None = None) -> str:
    """A case that this person did, closed today; its id."""
    version, case_id = definitions_read.latest(ctx, "process", process), new_id()
    case = Instance(id=case_id, tenant_id=ctx.tenant, process=process, version=version.version, root_id=case_id)
    case.definition_id, case.status, case.outcome = version.id, "completed", "done"
    case.started_at = case.ended_at = ctx.now
    case.started_by, case.customer_id = person, customer
    ctx.session.add(case)
    return case_id


def _drawn(ctx: Context, item: str, person: str) -> None:
    """A case of this person's was drawn for a check."""
    row = CheckItem(id=item, tenant_id=ctx.tenant, project="JC-1", occasion="spot", subject_id=new_id())
    row.process, row.person, row.on, row.repeats = "feedback", person, ctx.now.date(), 0
    ctx.session.add(row)


def _shared_task(ctx: Context, number: str, about: Mapping[str, Any]) -> None:
    """A task across departments: {owner, due, weeks: so many weekly snapshots in a row without progress}."""
    owner = access.person(ctx.session, about["owner"], tenant=ctx.tenant)
    row: dict[str, Any] = {"number": number, "description": f"任务 {number}", "owner_id": owner.id}
    row["due_on"] = date.fromisoformat(about.get("due", "2026-12-31"))
    if "weeks" in about:
        row["snapshot"] = {"on": "2026-02-27", "steps": 0, "unchanged": about["weeks"]}
    dealings.record_shared_task(ctx, row)


def _met(ctx: Context, customer_id: str, day: date, purpose: str) -> None:
    """There was a contact with the customer on that day."""
    met = Interaction(id=new_id(), tenant_id=ctx.tenant, customer_id=customer_id, on=day, purpose=purpose)
    met.channel, met.subject, met.status = "phone", "回访", "done"
    met.recorded_at, met.recorded_by = ctx.now, OWNER
    ctx.session.add(met)
