"""Who may be the same customer: records that share a phone number or mail address, or whose names are alike.

Names are compared without their legal form (有限公司, Ltd.), as written and as spoken (pinyin), by RapidFuzz's ratio;
numbers in a name tell two apart (一店 is not 二店, No. 3 is not No. 4). Only records that begin alike or share a way
to reach somebody are compared: no customer is compared with all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from rapidfuzz import fuzz
from sqlalchemy import func, or_, select

from engine.customers.models import Contact, Customer, DistinctPair
from engine.customers.search import sounds
from engine.kernel import Context

ALIKE = 86
"""From so many points of 100 on two names are told to be alike."""
SPOKEN = 0.95
"""Equal sounds weigh a little less than equal letters."""
BEGINS = 2
COMPARED = 500
GROUPS = 200
_FORMS = re.compile(r"(有限责任公司|股份有限公司|有限公司|股份公司|集团|公司|co\.?,? ?ltd\.?|ltd\.?|inc\.?|llc|gmbh)")
_NUMBERS = re.compile(r"[0-9]+|[一二三四五六七八九十]+(?=[号店部厂分期区])")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record that may be the same customer: how alike of 100, and by what (`phone`, `mail`, `name`)."""

    customer: Customer
    points: int
    reasons: tuple[str, ...]


def suspects(ctx: Context, customer: Customer, most: int = 5) -> list[Suspect]:
    """The records that may be this customer once more, the most alike first."""
    shared = _shared(ctx, customer)
    begins = customer.initials[:BEGINS]
    rows = select(Customer).where(Customer.tenant_id == ctx.tenant, Customer.id != customer.id)
    alike = rows.where(Customer.initials.startswith(begins, autoescape=True)).limit(COMPARED) if begins else None
    candidates = {row.id: row for row in ctx.session.scalars(alike)} if alike is not None else {}
    missing = [one for one in shared if one not in candidates]
    candidates |= {row.id: row for row in ctx.session.scalars(rows.where(Customer.id.in_(missing)))} if missing else {}
    apart = _apart(ctx, [customer.id])
    found = [
        suspect
        for one in candidates.values()
        if pair(customer.id, one.id) not in apart and (suspect := _suspect(customer, one, shared.get(one.id, ())))
    ]
    return sorted(found, key=lambda suspect: (-suspect.points, suspect.customer.number))[:most]


def pairs(ctx: Context) -> list[tuple[Customer, Suspect]]:
    """Pairs in the whole house: those who share a phone or mail, and whose names sound the same."""
    groups = [*_reached_alike(ctx), *_sounding_alike(ctx)]
    ids = {one for group in groups for one in group}
    rows = ctx.session.scalars(select(Customer).where(Customer.tenant_id == ctx.tenant, Customer.id.in_(ids)))
    known = {row.id: row for row in rows}
    apart = _apart(ctx, ids)
    found: dict[tuple[str, str], tuple[Customer, Suspect]] = {}
    for group in groups:
        for place, one in enumerate(group):
            shared = _shared(ctx, known[one]) if len(group) > 1 else {}
            for other in group[place + 1 :]:
                suspect = _suspect(known[one], known[other], shared.get(other, ()))
                if suspect and pair(one, other) not in apart:
                    found.setdefault(pair(one, other), (known[one], suspect))
    return sorted(found.values(), key=lambda two: (-two[1].points, two[0].number))


def likeness(one: str, other: str) -> int:
    """How alike two names are, of 100; 0 where their numbers differ."""
    if _NUMBERS.findall(normalize("NFKC", one)) != _NUMBERS.findall(normalize("NFKC", other)):
        return 0
    first, second = _core(one), _core(other)
    if not first or not second:
        return 0
    written = fuzz.WRatio(first, second)
    spoken = fuzz.ratio(_spoken(first), _spoken(second)) * SPOKEN
    return round(max(written, spoken))


def pair(one: str, other: str) -> tuple[str, str]:
    """Two ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def _suspect(customer: Customer, other: Customer, shared: Sequence[str]) -> Suspect | None:
    points = likeness(customer.name, other.name)
    reasons = (*shared, *(("name",) if points >= ALIKE else ()))
    return Suspect(other, 100 if shared else points, reasons) if reasons else None


def short(name: str) -> str:
    """A name without its legal form, otherwise as written: 华东机械有限公司 is spoken of as 华东机械."""
    return _FORMS.sub("", name).strip() or name


def _core(name: str) -> str:
    plain = normalize("NFKC", name).lower()
    return re.sub(r"[\s()\-·.,]+", "", _FORMS.sub("", plain)) or plain


def _spoken(name: str) -> str:
    return sounds(name).partition(" ")[2]


def _shared(ctx: Context, customer: Customer) -> dict[str, tuple[str, ...]]:
    """Who shares a phone number or mail address with the customer, by id."""
    mine = ctx.session.execute(
        select(Contact.phone_index, Contact.mail_index).where(
            Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id
        )
    ).all()
    phones, mails = ({row[place] for row in mine if row[place]} for place in (0, 1))
    if not phones | mails:
        return {}
    rows = ctx.session.execute(
        select(Contact.customer_id, Contact.phone_index, Contact.mail_index).where(
            Contact.tenant_id == ctx.tenant,
            Contact.customer_id != customer.id,
            or_(Contact.phone_index.in_(phones), Contact.mail_index.in_(mails)),
        )
    )
    found: dict[str, set[str]] = {}
    for other, phone, mail in rows:
        ways = (("phone", phone in phones), ("mail", mail in mails))
        found.setdefault(other, set()).update(way for way, same in ways if same)
    return {other: tuple(sorted(ways, reverse=True)) for other, ways in found.items()}


def _apart(ctx: Context, ids: Iterable[str]) -> set[tuple[str, str]]:
    wanted = list(ids)
    either = or_(DistinctPair.one_id.in_(wanted), DistinctPair.other_id.in_(wanted))
    rows = select(DistinctPair.one_id, DistinctPair.other_id).where(DistinctPair.tenant_id == ctx.tenant, either)
    return {(row.one_id, row.other_id) for row in ctx.session.execute(rows)} if wanted else set()


def _reached_alike(ctx: Context) -> list[list[str]]:
    found = []
    for index in (Contact.phone_index, Contact.mail_index):
        seen = (
            select(index, Contact.customer_id)
            .where(Contact.tenant_id == ctx.tenant, index.is_not(None))
            .distinct()
            .subquery()
        )
        found += _groups(ctx, seen.c[index.key], seen.c.customer_id)
    return found


def _sounding_alike(ctx: Context) -> list[list[str]]:
    seen = select(Customer.initials, Customer.id).where(Customer.tenant_id == ctx.tenant).subquery()
    return _groups(ctx, seen.c.initials, seen.c.id)


def _groups(ctx: Context, mark: Any, customer: Any) -> list[list[str]]:
    """The customers who share a mark with another one, group by group."""
    several = select(mark).group_by(mark).having(func.count() > 1).order_by(mark).limit(GROUPS)
    rows = select(mark, customer).where(mark.in_(several)).order_by(mark, customer)
    found: dict[str, list[str]] = {}
    for word, one in ctx.session.execute(rows):
        found.setdefault(word, []).append(one)
    return [group[:10] for group in found.values()]
