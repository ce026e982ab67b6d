"""Erasing a person: the key goes, rows are made anonymous, and a list from before does not bring them back.

The person is a contact. Where the contact is the customer (somebody who bought, asked or complained in their own name)
everything about the customer becomes anonymous: purchases and tier history stay as numbers of nobody. Otherwise the
company stays, and the person is taken out of what is written about it.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update

from engine.attachments.models import Attachment, Blob
from engine.customers import contacts, merges, tombstones
from engine.customers.dealings import Interaction, Need
from engine.customers.models import Contact, Customer, CustomerMerge
from engine.definitions import queries as definitions
from engine.definitions.models import Definition
from engine.history import prose
from engine.instances.models import Instance
from engine.jobs.models import Job
from engine.kernel import Conflict, Context, NotFound, new_id
from engine.library.models import LibraryItem
from engine.privacy import holds, sealed, sweep
from engine.privacy.events import PersonErased
from engine.privacy.models import Erasure
from engine.privacy.traces import GONE, Traces, traces
from engine.tasks.models import Comment, Task

WIPED: tuple[tuple[Any, dict[str, Any]], ...] = (
    (Interaction, {"subject": GONE, "participants": None, "feedback": None, "next_action": None, "owner_text": None}),
    (Need, {"description": GONE, "product": None, "proposal": None, "note": None, "owner_text": None}),
)
"""Free texts about a customer who is a person: all of it goes, whether it names them or not."""


def erase(
    ctx: Context,
    contact_id: str,
    *,
    whole: bool | None = None,
    others: Iterable[str] = (),
    case: str | None = None,
) -> Erasure:
    """Erase a person for good. `others` are values beside those on record (an address in a text, an old number) that
    are theirs alone; `case` is the request's own case, which keeps what it needs to answer until it is over.

    Conflict legal_hold, contact_erased; the ledger still verifies afterwards.
    """
    contact = ctx.session.get(Contact, contact_id)
    if contact is None or contact.tenant_id != ctx.tenant:
        raise NotFound("contact_unknown", id=contact_id)
    if contact.erased_at is not None:
        raise Conflict("contact_erased")
    customer = ctx.session.get_one(Customer, contact.customer_id)
    known = _opened(ctx, contact)
    all_of_it = is_the_customer(ctx, customer, contact) if whole is None else whole
    holds.check(ctx, customer, whole=all_of_it)
    persons = _contacts(ctx, customer) if all_of_it else [contact]
    values = [known if one is contact else _opened(ctx, one) for one in persons]
    merged = merges.all_into(ctx, customer.id)
    found = traces(
        [*(value.get("name") for value in values), *(_called(ctx, customer, merged) if all_of_it else ())],
        [value.get(field) for value in values for field in ("phone", "mail")],
        others,
    )
    numbers = [customer.number, *(one.loser_number for one in merged)] if all_of_it else []
    buried = _buried(ctx, values, numbers)
    whose = _whose(ctx, customer, persons, case)
    ctx.session.flush()
    owners = [customer.id, *(one.loser_id for one in merged)]
    reached = _take_out(ctx, customer, owners, whose, found, persons, whole=all_of_it)
    row = Erasure(
        id=new_id(), tenant_id=ctx.tenant, contact_id=contact.id, customer_id=customer.id, whole=all_of_it,
        case_id=case, at=ctx.now, by=ctx.actor.name, reached=reached,
    )  # fmt: skip
    ctx.record(
        PersonErased(
            customer_id=customer.id, contact=contact.id, whole=all_of_it, case=case, reached=reached, row=row,
            tombstones=buried,
        )
    )  # fmt: skip
    return row


def _opened(ctx: Context, contact: Contact) -> dict[str, str]:
    cells = [(contacts.subject(contact.id), f"contact.{name}", getattr(contact, name)) for name in contacts.SEALED]
    opened = ctx.vault.open_all(ctx.session, cells)
    return {name: value for name, value in zip(contacts.SEALED, opened, strict=True) if value}


def _contacts(ctx: Context, customer: Customer) -> list[Contact]:
    rows = select(Contact).where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
    return list(ctx.session.scalars(rows.where(Contact.erased_at.is_(None))))


def _is_number(customer: Customer) -> bool:
    return customer.name == customer.number


def is_the_customer(ctx: Context, customer: Customer, contact: Contact) -> bool:
    """Somebody who acts in their own name: the record is called after them, or has no name and nobody else."""
    if _is_number(customer):
        return len(_contacts(ctx, customer)) == 1
    return customer.name == _opened(ctx, contact).get("name")


def _called(ctx: Context, customer: Customer, merged: Iterable[CustomerMerge]) -> list[str]:
    """What the customer is called, and was before records were merged."""
    records = [{"name": customer.name, "number": customer.number}]
    records += [told["record"] for one in merged if (told := merges.kept(ctx, one)) is not None]
    return [str(record["name"]) for record in records if record["name"] != record["number"]]


def _buried(ctx: Context, values: Iterable[dict[str, str]], numbers: Iterable[str]) -> list[str]:
    found = [
        tombstones.hashed(ctx, field, value[field])
        for value in values
        for field in ("phone", "mail")
        if field in value and "*" not in value[field]
    ]
    return [*found, *(tombstones.hashed(ctx, "number", number) for number in numbers)]


def _whose(ctx: Context, customer: Customer, persons: list[Contact], case: str | None) -> sweep.Whose:
    """What belongs to the customer, but for the request's own case."""
    asking = ctx.session.get(Instance, case) if case else None
    roots = select(Instance.root_id).where(Instance.tenant_id == ctx.tenant, Instance.customer_id == customer.id)
    family = select(Instance.id).where(Instance.tenant_id == ctx.tenant, Instance.root_id.in_(roots))
    if asking is not None:
        family = family.where(Instance.root_id != asking.root_id)
    cases = set(ctx.session.scalars(family))
    tasks = set(ctx.session.scalars(select(Task.id).where(Task.instance_id.in_(cases)))) if cases else set()
    return sweep.Whose(customer.id, {one.id for one in persons}, cases, tasks)


def _take_out(
    ctx: Context,
    customer: Customer,
    owners: Iterable[str],
    whose: sweep.Whose,
    found: Traces,
    persons: list[Contact],
    *,
    whole: bool,
) -> dict[str, int]:
    """`owners`: the customer, and the records that became part of it, each of which has a key of its own."""
    cases, pattern = sorted(whose.ids["cases"]), found.pattern(own=True)
    subjects = [*(f"customer:{one}" for one in owners), *(f"case:{one}" for one in cases)]
    keys = 0
    touched: list[str] = []
    for subject in subjects:
        if whole:
            sealed.drop(ctx, subject)
            keys += 1
        elif pattern is not None:
            texts = sealed.cells(ctx, subject)
            if any(pattern.search(cell.text) for cell in texts) or sealed.quoted(ctx, subject, pattern):
                sealed.rekey(ctx, subject, lambda text: pattern.sub(GONE, text))
                touched.append(subject)
                keys += 1
    files = _files(ctx, cases if whole else [one.removeprefix("case:") for one in touched if one.startswith("case:")])
    ctx.session.execute(
        delete(Job).where(Job.tenant_id == ctx.tenant, Job.due_at.is_(None), Job.instance_id.in_(cases))
    )
    if whole:
        _wipe(ctx, customer, whose)
    free = _free_texts(ctx) if whole else frozenset()

    def change(value: Any, looked_for: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: change(inner, looked_for, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [change(inner, looked_for, name) for inner in value]
        if isinstance(value, str):
            return GONE if name in free and not prose.is_code(value) else looked_for.sub(GONE, value)
        return value

    rewritten = sweep.cases(ctx, whose, found, change)
    ctx.session.flush()
    reached = sweep.redact(ctx, found, whose)
    for one in persons:
        ctx.vault.erase(ctx.session, contacts.subject(one.id))
    counts = {"keys": keys + len(persons), "files": files, "cases": rewritten, "people": len(persons)}
    return {**counts, **{f"rows.{name}": count for name, count in sorted(reached.items())}}


def _free_texts(ctx: Context) -> frozenset[str]:
    """The properties of all forms ever deployed into which anybody types words of their own."""
    names: set[str] = set()
    rows = select(Definition.id).where(Definition.tenant_id == ctx.tenant, Definition.kind == "form")
    for version in ctx.session.scalars(rows):
        names |= _typed(definitions.form(ctx, definitions.by_id(ctx, version)).schema)
    return frozenset(names)


def _typed(schema: Any) -> set[str]:
    found: set[str] = set()
    for name, asked in (schema.get("properties") or {}).items():
        bound = {"oneOf", "enum", "const", "format", "x-names", "x-value"} & asked.keys()
        bound |= {"pattern"} if asked.get("pattern", "\\S") != "\\S" else set()  # \S asks for words, not for a code
        if asked.get("type") == "string" and not bound:
            found.add(name)
        found |= _typed(asked) | _typed(asked.get("items") or {})
        if asked.get("type") == "array" and (asked.get("items") or {}).get("type") == "string" and not bound:
            found.add(name)
    return found


def _wipe(ctx: Context, customer: Customer, whose: sweep.Whose) -> None:
    for model, values in WIPED:
        ctx.session.execute(update(model).where(model.customer_id == customer.id).values(values))
    tasks = sorted(whose.ids["tasks"])
    if tasks:
        ctx.session.execute(update(Comment).where(Comment.task_id.in_(tasks)).values(text=GONE))
        ctx.session.execute(update(Task).where(Task.id.in_(tasks)).values(draft=None))


def _files(ctx: Context, cases: list[str]) -> int:
    """Take away the files of these cases; a content that another case or the library has stays there."""
    if not cases:
        return 0
    mine = select(Attachment.sha256).where(Attachment.tenant_id == ctx.tenant, Attachment.instance_id.in_(cases))
    hashes = set(ctx.session.scalars(mine))
    elsewhere = select(Attachment.sha256).where(
        Attachment.tenant_id == ctx.tenant, Attachment.sha256.in_(hashes), Attachment.instance_id.not_in(cases)
    )
    offered = select(LibraryItem.sha256).where(LibraryItem.tenant_id == ctx.tenant, LibraryItem.sha256.in_(hashes))
    gone = hashes - set(ctx.session.scalars(elsewhere)) - set(ctx.session.scalars(offered))
    ctx.session.execute(delete(Blob).where(Blob.tenant_id == ctx.tenant, Blob.sha256.in_(gone)))
    ctx.session.execute(update(Attachment).where(Attachment.instance_id.in_(cases)).values(name=GONE))
    return len(gone)


def forget_case(ctx: Context, instance_id: str) -> None:
    """Destroy the key of a case and all that it called: what a request for erasure asked for itself to do its work."""
    root = select(Instance.root_id).where(Instance.id == instance_id).scalar_subquery()
    for one in ctx.session.scalars(
        select(Instance.id).where(Instance.tenant_id == ctx.tenant, Instance.root_id == root)
    ):
        sealed.drop(ctx, f"case:{one}")
        _files(ctx, [one])
