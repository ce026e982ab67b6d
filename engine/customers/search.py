"""How a customer is found: by the start of the number, a part of the name, its pinyin (`hstc` and `haisitaoci` for
海丝陶瓷), or the whole phone number or mail address of a contact, by its blind index.
"""

import re
from unicodedata import normalize

from pypinyin import Style, lazy_pinyin
from sqlalchemy import ColumnElement, or_, select

from engine.customers.models import Contact, Customer
from engine.kernel import Context

LONGEST, HEARD = 64, 255
INSIDE = 3
"""From so many letters on, pinyin is looked for inside a name, too."""
_PHONE = re.compile(r"\+?[\d\s()-]{7,}")
PHONE, MAIL = "contact.phone", "contact.mail"


def sounds(name: str) -> str:
    """How a name is typed: the first letters of its syllables, a space, and its whole pinyin; Latin letters and digits
    as they are, all in lower case."""
    # a list stands for so many syllables, which its annotation leaves out
    syllables = lazy_pinyin(normalize("NFKC", name), style=Style.NORMAL, errors=_latin)  # type: ignore[arg-type]
    first = "".join(syllable[0] for syllable in syllables)
    return f"{first[:LONGEST]} {''.join(syllables)}"[:HEARD].lower()


def _latin(text: str) -> list[str]:
    return [letter for letter in text if letter.isascii() and letter.isalnum()]


def found_by(ctx: Context, q: str) -> ColumnElement[bool]:
    """The condition on Customer that a search text stands for."""
    reached = _reached(ctx, q.strip())
    if reached is None:
        return called(q)
    held = select(Contact.customer_id).where(Contact.tenant_id == ctx.tenant, reached)
    return or_(called(q), Customer.id.in_(held))


def called(q: str) -> ColumnElement[bool]:
    """The condition on Customer that number, name or pinyin are so; contacts are left out."""
    q = q.strip()
    ways: list[ColumnElement[bool]] = [
        Customer.number.startswith(q, autoescape=True),
        Customer.name.contains(q, autoescape=True),
    ]
    typed = "".join(q.split()).lower()
    if typed.isascii() and typed.isalnum():
        ways.append(Customer.initials.startswith(typed))
        ways.append(Customer.initials.contains(typed if len(typed) >= INSIDE else f" {typed}"))
    return or_(*ways)


def callers(ctx: Context, q: str, most: int = 5) -> list[dict[str, str]]:
    """Number and name of the customers whose number, name, phone or mail this is, in the whole house and in full:
    whoever takes a call says whose it is without seeing the record."""
    q = q.strip()
    ways: list[ColumnElement[bool]] = [Customer.number == q, Customer.name == q]
    reached = _reached(ctx, q)
    if reached is not None:
        ways.append(Customer.id.in_(select(Contact.customer_id).where(Contact.tenant_id == ctx.tenant, reached)))
    rows = select(Customer.number, Customer.name).where(Customer.tenant_id == ctx.tenant, or_(*ways))
    found = ctx.session.execute(rows.order_by(Customer.number).limit(most))
    return [{"number": number, "name": name} for number, name in found]


def _reached(ctx: Context, q: str) -> ColumnElement[bool] | None:
    if _PHONE.fullmatch(q):
        return Contact.phone_index == index(ctx, PHONE, q)
    return Contact.mail_index == index(ctx, MAIL, q) if "@" in q else None


def index(ctx: Context, column: str, value: str) -> str:
    """The blind index of a phone number (its digits, without 86 in front) or a mail address (in lower case)."""
    plain = re.sub(r"\D", "", value).removeprefix("86") if column == PHONE else value.strip().lower()
    told: str = ctx.vault.index(ctx.session, column, plain)
    return told
