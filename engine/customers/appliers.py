"""Fact -> rows for customers."""

from sqlalchemy import select

from engine.customers.contacts import retire
from engine.customers.events import (
    ContactSaved,
    CustomerChanged,
    CustomerCreated,
    ImportMappingSaved,
    OpeningBalanceSet,
    PurchaseRecorded,
    TableImported,
)
from engine.customers.models import Contact, Customer, ImportBatch, ImportMapping, OpeningBalance
from engine.customers.search import sounds
from engine.kernel import Context

BASIS = "contract"
"""The legal basis of a contact of whom nobody has said another: data without which no contract can be performed."""


def create_customer(ctx: Context, fact: CustomerCreated) -> None:
    ctx.session.add(
        Customer(
            id=fact.customer_id,
            tenant_id=ctx.tenant,
            number=fact.number,
            name=fact.name,
            segment=fact.segment,
            kind=fact.kind,
            industry=fact.industry,
            region=fact.region,
            needs=fact.needs or [],
            owner_id=fact.owner_id,
            department_id=fact.department_id,
            created_at=ctx.now,
            initials=sounds(fact.name),
        )
    )


def change_customer(ctx: Context, fact: CustomerChanged) -> None:
    customer = ctx.session.get_one(Customer, fact.customer_id)
    for field, value in fact.new.items():
        setattr(customer, field, value)
    if "name" in fact.new:
        customer.initials = sounds(customer.name)


def save_contact(ctx: Context, fact: ContactSaved) -> None:
    row = dict(fact.row)
    replaced = row.pop("replaces", None)
    if replaced:
        retire(ctx, replaced)
    contact = ctx.session.get(Contact, fact.contact)
    if contact is None:
        contact = Contact(id=fact.contact, tenant_id=ctx.tenant, customer_id=fact.customer_id, masked={}, decides=True)
        contact.basis = BASIS
        ctx.session.add(contact)
    contact.masked = {**contact.masked, **row.pop("masked", {})}
    for field, value in row.items():
        setattr(contact, field, value)


def record_purchase(ctx: Context, fact: PurchaseRecorded) -> None:
    ctx.session.add(fact.row)


def set_opening_balance(ctx: Context, fact: OpeningBalanceSet) -> None:
    ctx.session.add(
        OpeningBalance(
            tenant_id=ctx.tenant,
            customer_id=fact.customer_id,
            amount_cents=fact.amount_cents,
            months=fact.months,
            as_of=fact.as_of,
            source=fact.source,
        )
    )


def keep_batch(ctx: Context, fact: TableImported) -> None:
    ctx.session.add(
        ImportBatch(
            id=fact.batch,
            tenant_id=ctx.tenant,
            template=fact.template,
            file=fact.file,
            sha256=fact.sha256,
            imported_at=ctx.now,
            imported_by=ctx.actor.name,
            report=fact.report,
        )
    )


def keep_mapping(ctx: Context, fact: ImportMappingSaved) -> None:
    row = ctx.session.scalars(
        select(ImportMapping).where(
            ImportMapping.tenant_id == ctx.tenant,
            ImportMapping.template == fact.template,
            ImportMapping.name == fact.name,
        )
    ).one_or_none()
    if row is None:
        row = ImportMapping(tenant_id=ctx.tenant, template=fact.template, name=fact.name)
        ctx.session.add(row)
    row.columns = fact.columns
