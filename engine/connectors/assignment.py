"""Who gets it (D11): the table says which group in which way, this file finds the person who is there and may.

Ways (`mode`): named (the customer's owner), least_load, round_robin, roster (7×24 值班表), skill, region, all. Whoever
is away or kept away is passed over for the dated substitute, the deputy, the manager; then come the table's fallback
group, the heads, and last the pool: a group that may take it, with nobody named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.access import choosing, duty, standing_in
from engine.access import queries as access
from engine.access.events import PersonAssigned
from engine.connectors.concerned import NAMES, OPTIONAL_TEXT, TEXT, customer_of, department_of, names, schema
from engine.customers import commands as customers
from engine.customers import dealing_queries as dealings
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.definitions import switches
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.instances.services import Case
from engine.kernel import Context, NotFound
from engine.tasks import load as work
from engine.tasks import transferring

TABLE = "assignment"
ANY = "其他"
TRANSFER, MANAGER = "客户移交", "专属客户经理"
HEADS, EXECUTIVES = "部门主管", "高管"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what for, for whom, when, and who must not be the answer."""

    kind: str
    customer: Customer | None
    band: int
    at: datetime
    department: str | None
    region: str | None
    skill: str | None
    exclude: frozenset[str]


class ChooseAssignee:
    """The person who gets a piece of work, by table D11. `person` is nobody where only a group is left: the pool.

    `reason` says how the person was found: the mode, or substitute, deputy, manager, fallback, pool. `people` are all
    who are concerned, with mode `all` more than one.
    """

    key = "assignment.choose"
    names = {"zh": "分配负责人", "en": "Choose who gets it"}  # noqa: RUF012
    parameters = schema(
        {"kind": TEXT},
        customer=OPTIONAL_TEXT,
        band={"type": ["integer", "null"], "minimum": 1, "maximum": 3},
        region=OPTIONAL_TEXT,
        department=OPTIONAL_TEXT,
        skill=OPTIONAL_TEXT,
        at=OPTIONAL_TEXT,
        exclude=NAMES,
        group=OPTIONAL_TEXT,
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        asked = _asked(ctx, params, case)
        rule = _rule(ctx, asked)
        group = params.get("group") or rule.get("group")
        mode = rule.get("mode") or "least_load"
        if params.get("group") and mode in ("named", "roster"):
            mode = "least_load"
        if mode == "roster" and not duty.on_duty(ctx, group, asked.at):
            mode = "least_load"  # nobody is planned: the group of that name, where there is one
        candidates = _candidates(ctx, asked, mode, group)
        person, reason = _first(ctx, candidates, mode, asked.exclude)
        fallback = rule.get("fallback") or HEADS
        if person is None:
            person, group, reason = _fallback(ctx, [group, fallback, HEADS, EXECUTIVES], asked)
        ctx.record(
            PersonAssigned(
                instance_id=case.instance_id,
                element=case.element,
                kind=asked.kind,
                mode=mode,
                reason=reason,
                group=group,
                person=person,
                rules=rule.get("version"),
            )
        )
        department = _department(ctx, asked, person)
        return {
            "person": person,
            "people": _concerned(ctx, candidates, asked.exclude) if mode == "all" else [person] if person else [],
            "group": group,
            "groups": [group] if group else [],
            "mode": mode,
            "reason": reason,
            "fallback": fallback,
            "department": department,
        }


class FindManager:
    """Who is to look after the customer instead (`to`), where table D11 (kind 专属客户经理) names a group for their
    band that the owner is not of. Nobody where the owner is of it, there is none, or a transfer runs already or never
    does."""

    key = "assignment.manager"
    names = {"zh": "专属客户经理", "en": "Another kind of manager"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        if not switches.on(ctx, customers.TRANSFER):
            return {"to": None, "group": None}
        asked = _asked(ctx, {"kind": MANAGER, "customer": params["customer"]}, case)
        group = _rule(ctx, asked, known=True).get("group")
        members = access.people_in(ctx.session, group, tenant=ctx.tenant) if group else []
        owner = next(iter(_owners(ctx, asked.customer)), None) if asked.customer and asked.customer.owner_id else None
        if owner is None or not members or owner in members or _handed_over(ctx, asked.customer):
            return {"to": None, "group": group}
        told = {"kind": MANAGER, "customer": params["customer"], "exclude": [owner]}
        chosen = ChooseAssignee().run(ctx, told, case)["person"]
        return {"to": chosen if chosen in members else None, "group": group}


def _handed_over(ctx: Context, customer: Customer | None) -> bool:
    cases = transferring.open_cases(ctx, customer.id) if customer else []
    return any(one.process == customers.TRANSFER for one in cases)


def _asked(ctx: Context, params: Mapping[str, Any], case: Case) -> Asked:
    customer = customer_of(ctx, params["customer"], case) if params.get("customer") else None
    return Asked(
        kind=params["kind"],
        customer=customer,
        band=int(params.get("band") or (customer.band if customer else None) or 3),
        at=datetime.fromisoformat(params["at"]) if params.get("at") else ctx.now,
        department=department_of(ctx, params.get("department")),
        region=params.get("region") or (customer.region if customer else None),
        skill=params.get("skill"),
        exclude=names(params.get("exclude")),
    )


def _rule(ctx: Context, asked: Asked, *, known: bool = False) -> dict[str, Any]:
    """The row of D11 with the table's version; a kind that the table does not know is asked as 其他, unless it is to be
    `known`."""
    hours = "duty" if duty.office_open(calendar(ctx), asked.at) else "off"
    try:
        of = definitions.latest(ctx, "decision", TABLE)
    except NotFound:
        return {}
    for kind in (asked.kind,) if known else (asked.kind, ANY):
        result = definitions.decide(ctx, of, values.of({"kind": kind, "band": asked.band, "hours": hours}))
        if not result.failed and result.value is not None:
            return {**values.wire(result.value), "version": of.version}
    return {"version": of.version}


def _candidates(ctx: Context, asked: Asked, mode: str, group: str | None) -> Sequence[str]:
    """Who could do it, in the order in which they are asked."""
    if mode == "named":
        return _owners(ctx, asked.customer)
    if mode == "roster":
        return duty.on_duty(ctx, group, asked.at)
    if mode == "all":
        return _parties(ctx, asked.customer)
    members = [] if group is None else access.people_in(ctx.session, group, tenant=ctx.tenant)
    if asked.department:
        members = choosing.narrowed(ctx, members, department=asked.department) or members
    if mode == "region" and asked.region:
        members = choosing.narrowed(ctx, members, region=asked.region) or members
    if asked.skill:
        members = choosing.narrowed(ctx, members, skill=asked.skill) or members
    if mode == "round_robin":
        return choosing.by_turn(ctx, asked.kind, members)
    load = work.load(ctx, members)
    owned = dealings.owned(ctx, members) if asked.kind in (TRANSFER, MANAGER) else {}
    return sorted(members, key=lambda name: (owned.get(name, 0), load.get(name, 0), name))


def _owners(ctx: Context, customer: Customer | None) -> list[str]:
    if customer is None:
        return []
    ids = [one for one in (customer.owner_id, customer.first_owner_id) if one]
    told = access.names_of(ctx.session, ids, tenant=ctx.tenant)
    return [told[one] for one in dict.fromkeys(ids) if one in told]


def _parties(ctx: Context, customer: Customer | None) -> list[str]:
    """Owner, first owner, and whoever works on an open case of the customer."""
    if customer is None:
        return []
    return list(dict.fromkeys([*_owners(ctx, customer), *work.at_work_for(ctx, customer.id)]))


def _concerned(ctx: Context, candidates: Sequence[str], exclude: frozenset[str]) -> list[str]:
    stand_ins = (standing_in.instead_of(ctx, name, exclude).person for name in candidates)
    return list(dict.fromkeys(name for name in stand_ins if name))


def _first(ctx: Context, candidates: Sequence[str], mode: str, exclude: frozenset[str]) -> tuple[str | None, str]:
    """The first who is there and may; else who stands in for the one whose turn it was."""
    person = standing_in.first_of(ctx, candidates, exclude)
    if person is not None and (mode not in ("named", "roster") or person == candidates[0]):
        return person, mode
    for name in candidates:
        found = standing_in.instead_of(ctx, name, exclude)
        if found.person is not None:
            return found.person, mode if found.how == "named" else found.how
    return None, "pool"


def _fallback(ctx: Context, groups: Sequence[str | None], asked: Asked) -> tuple[str | None, str | None, str]:
    """Somebody of the fallback group; else a pool: the first group where anybody may take it; else all staff."""
    wanted = [group for group in dict.fromkeys(groups) if group]
    for group in wanted[1:]:
        members = access.people_in(ctx.session, group, tenant=ctx.tenant)
        load = work.load(ctx, members)
        person = standing_in.first_of(ctx, sorted(members, key=lambda name: (load.get(name, 0), name)), asked.exclude)
        if person is not None:
            return person, group, "fallback"
    for group in wanted:
        if set(access.people_in(ctx.session, group, tenant=ctx.tenant)) - asked.exclude:
            return None, group, "pool"
    return None, None, "pool"


def _department(ctx: Context, asked: Asked, person: str | None) -> str | None:
    """The key of the department concerned: the one asked for, the person's, the customer's."""
    own = access.person(ctx.session, person, tenant=ctx.tenant).department_id if person else None
    return department_of(ctx, asked.department, own, asked.customer.department_id if asked.customer else None)
