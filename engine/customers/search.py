"""How a customer is found: by the start of the number, a part of the name, the initials of its pinyin (`agsyxz` for
A公司有限…), or the whole phone number or mail address of a contact, by its blind index.
"""

import re
from unicodedata import normalize

from pypinyin import Style, lazy_pinyin
from sqlalchemy import ColumnElement, or_, select

from engine.customers.models import Contact, Customer
from engine.kernel import Context

LONGEST = 64
_PHONE = re.compile(r"\+?[\d\s()-]{7,}")
PHONE, MAIL = "contact.phone", "contact.mail"


def initials(name: str) -> str:
    """The first letter of each syllable of a name's pinyin, Latin letters and digits as they are, in lower case."""
    letters = lazy_pinyin(normalize("NFKC", name), style=Style.FIRST_LETTER, errors=_latin)
    return "".join(letters).lower()[:LONGEST]


def _latin(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def found_by(ctx: Context, q: str) -> ColumnElement[bool]:
    """The condition on Customer that a search text stands for."""
    q = q.strip()
    ways: list[ColumnElement[bool]] = [
        Customer.number.startswith(q, autoescape=True),
        Customer.name.contains(q, autoescape=True),
    ]
    if q.isascii() and q.isalnum():
        ways.append(Customer.initials.startswith(q.lower(), autoescape=True))
    reached = _reached(ctx, q)
    if reached is not None:
        ways.append(Customer.id.in_(select(Contact.customer_id).where(Contact.tenant_id == ctx.tenant, reached)))
    return or_(*ways)


def _reached(ctx: Context, q: str) -> ColumnElement[bool] | None:
    if _PHONE.fullmatch(q):
        return Contact.phone_index == index(ctx, PHONE, q)
    return Contact.mail_index == index(ctx, MAIL, q) if "@" in q else None


def index(ctx: Context, column: str, value: str) -> str:
    """The blind index of a phone number (its digits, without 86 in front) or a mail address (in lower case)."""
    plain = re.sub(r"\D", "", value).removeprefix("86") if column == PHONE else value.strip().lower()
    told: str = ctx.vault.index(ctx.session, column, plain)
    return told
