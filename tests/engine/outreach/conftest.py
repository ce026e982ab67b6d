"""A house that may write to customers: D17, a mail channel for them, and a customer with a contact."""

from typing import Any

import pytest
import simplejson
from sqlalchemy import select

from engine.customers import commands as customers
from engine.customers.contacts import Wish, save
from engine.customers.dealings import Consent
from engine.customers.models import Contact
from engine.notify import commands
from tests.engine.notify.conftest import MailServer, channel
from tests.engine.notify.conftest import mail as mail
from tests.engine.notify.conftest import receiver as receiver
from tests.kit import House, Run
from tests.kit.drawings import drawing

WRITE = drawing(
    "write",
    "start > send:service > end",
    send={"service": "customer.message", "in": "=message", "result": "told"},
)


@pytest.fixture
def shop(house: House, mail: MailServer) -> House:
    house.person("root", "admin").person("dora", "process_owner")
    house.deploy("processes/rules/contact_preference.dmn", write__bpmn=WRITE)
    with house.unit() as ctx:
        told = {"allowed_hosts": ["127.0.0.1"], "address": "https://keflow.example"}
        commands.change_settings(ctx, told, reason="tests", operator=True)
    channel(house, "mail", mail, audience="customers")
    return house


def customer(house: House, number: str = "C-1", *, basis: str | None = "contract", consents: bool = False) -> str:
    """A customer with a deciding contact; the contact's id."""
    with house.unit() as ctx:
        row = customers.create(ctx, number, f"客户{number}")
        wish = Wish(row.id, None, "王小明", "经理", f"{number.lower()}@example.com")
        save(ctx, [wish])
        ctx.session.flush()
        contact = ctx.session.scalars(select(Contact).where(Contact.customer_id == row.id)).one()
        contact.basis, contact.decides = basis, True
        if consents:
            ctx.session.add(
                Consent(
                    tenant_id=ctx.tenant, contact_id=contact.id, purpose="marketing", given=True, at=ctx.now,
                    source="test", by="test",
                )
            )  # fmt: skip
        return contact.id


def say(house: House, template: str, customer: str | None = "C-1", /, **params: Any) -> Run:
    """A case that writes to a customer."""
    message = {"template": template, "customer": customer, **params.pop("more", {}), "params": params}
    run = house.start("write", message=message)
    house.settle()
    return run


def facts(run: Run, name: str) -> list[dict[str, Any]]:
    return [simplejson.loads(entry.data) for entry in run.facts if entry.fact == name]
