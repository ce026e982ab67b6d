"""Personal answers: fields that a form marks `x-personal` are sealed in a store of their own.

Variables and ledger hold only a reference, so that erasing the subject's key erases the value wherever the case keeps
it. Whoever may see the task sees the value in its form.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import simplejson
from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.access.masking import DEFAULT as CLASSES
from engine.definitions import masking
from engine.definitions.queries import Form
from engine.instances.models import Instance
from engine.kernel import Base, Context, Row, new_id
from engine.kernel.base import dumps
from engine.tasks.models import Task

REFERENCE = "personal:"
VALUE, DRAFT = "personal_value.sealed", "task.draft"


class PersonalValue(Row, Base):
    """One personal answer, sealed with the key of its case."""

    __tablename__ = "personal_value"
    __table_args__ = (Index(None, "tenant_id", "instance_id"),)

    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    name: Mapped[str] = mapped_column(String(255))
    sealed: Mapped[str] = mapped_column(Text)
    instance: Mapped[Instance] = relationship(lazy="raise")  # written after its case


def names(form: Form | None) -> frozenset[str]:
    """The properties of a form that hold personal data."""
    return (
        frozenset(name for name, schema in form.properties.items() if schema.get("x-personal")) if form else frozenset()
    )


def put_away(ctx: Context, instance_id: str, data: Mapping[str, Any], personal: Iterable[str]) -> dict[str, Any]:
    """The answer with every personal value sealed with the key of the case and replaced by its reference."""
    kept = dict(data)
    for name in personal:
        if kept.get(name) is None:
            continue
        value_id = new_id()
        sealed = ctx.vault.seal(ctx.session, _subject(instance_id), VALUE, dumps(kept[name]))
        ctx.session.add(
            PersonalValue(id=value_id, tenant_id=ctx.tenant, instance_id=instance_id, name=name, sealed=sealed)
        )
        kept[name] = REFERENCE + value_id
    return kept


def look_up(ctx: Context, instance_id: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with references replaced by their values; what was erased is left out."""
    asked = {name: value for name, value in data.items() if isinstance(value, str) and value.startswith(REFERENCE)}
    if not asked:
        return dict(data)
    of_case = select(PersonalValue.id, PersonalValue.sealed).where(
        PersonalValue.tenant_id == ctx.tenant,
        PersonalValue.instance_id == instance_id,
        PersonalValue.id.in_(value.removeprefix(REFERENCE) for value in asked.values()),
    )
    sealed = {REFERENCE + row.id: row.sealed for row in ctx.session.execute(of_case)}
    shown = dict(data)
    for name, reference in asked.items():
        text = ctx.vault.open(ctx.session, _subject(instance_id), VALUE, sealed.get(reference))
        if text is None:
            shown.pop(name)
        else:
            shown[name] = simplejson.loads(text, use_decimal=True)
    return shown


def by_right(ctx: Context, form: Form, data: Mapping[str, Any], right: str) -> dict[str, Any]:
    """The data as table D20 lets this right see them: personal answers to which the form gives a class (`x-class`:
    name, phone, mail, identity). A reach is a phone number or an address."""
    shown = dict(data)
    for name in names(form) & shown.keys():
        kind, value = form.properties[name].get("x-class"), shown[name]
        if kind in CLASSES and isinstance(value, str):
            if kind in ("phone", "mail"):
                kind = "mail" if "@" in value else "phone"
            shown[name] = masking.show(ctx, kind, value, right)
    return shown


def seal_draft(ctx: Context, task: Task, form: Form | None, data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is kept of a draft: sealed as a whole where the form asks for personal data."""
    if data is None or not names(form):
        return None if data is None else dict(data)
    return {REFERENCE: ctx.vault.seal(ctx.session, _subject(task.instance_id), DRAFT, dumps(dict(data)))}


def open_draft(ctx: Context, task: Task) -> dict[str, Any] | None:
    """The draft as it was typed."""
    if task.draft is None or REFERENCE not in task.draft:
        return task.draft
    text = ctx.vault.open(ctx.session, _subject(task.instance_id), DRAFT, task.draft[REFERENCE])
    found: dict[str, Any] | None = None if text is None else simplejson.loads(text, use_decimal=True)
    return found


def _subject(instance_id: str) -> str:
    return f"case:{instance_id}"
