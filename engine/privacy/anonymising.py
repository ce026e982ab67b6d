"""Taking out of a text who it is about: the customer, its contacts, and whatever looks like a way to reach somebody.

It finds what is on record and what has a form; whether a place, a date and an amount together give somebody away only a
person can tell, who looks afterwards.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.customers import contacts, duplicates
from engine.customers.models import Contact, Customer
from engine.kernel import Context
from engine.privacy.traces import GONE, Traces, traces

WORDS = {"customer": ("某客户", "a customer"), "contact": ("某联系人", "a contact")}
REACH = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # mail
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # identity number (GB 11643)
    r"|(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)"  # mobile phone
    r"|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",  # phone
    re.ASCII,
)


def without(ctx: Context, texts: Mapping[str, str], customer: Customer | None, *, english: bool) -> dict[str, Any]:
    """{texts, replaced}: the texts with the customer's name and number, the names and reach of its contacts, and all
    phone, mail and identity numbers put aside; `replaced` counts the places."""
    found: list[tuple[re.Pattern[str], str]] = []
    if customer is not None:
        names = (customer.name, duplicates.short(customer.name), customer.number)  # the longer one is looked for first
        own = traces([name for name in names if len(name) > 1], ()).pattern(own=True)
        people = _contacts(ctx, customer).pattern(own=True)
        found = [(one, WORDS[which][english]) for one, which in ((own, "customer"), (people, "contact")) if one]
    told, count = dict(texts), 0
    for pattern, instead in (*found, (REACH, GONE)):
        for name, text in told.items():
            told[name], changed = pattern.subn(instead, text)
            count += changed
    return {"texts": told, "replaced": count}


def _contacts(ctx: Context, customer: Customer) -> Traces:
    rows = select(Contact).where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
    cells = [
        (contacts.subject(row.id), f"contact.{field}", getattr(row, field))
        for row in ctx.session.scalars(rows)
        for field in ("name", "phone", "mail")
    ]
    opened = ctx.vault.open_all(ctx.session, cells) if cells else []
    return traces(opened[0::3], [*opened[1::3], *opened[2::3]])
