"""Whom a case is about, where that was said only after it had begun."""

from dataclasses import dataclass

from engine.instances.models import Instance
from engine.kernel import Context
from engine.kernel.facts import InstanceFact, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLinked(InstanceFact):
    """The case is about this customer, as whoever registered it said."""

    customer_id: str
    row: Instance = unrecorded()


def link_case(ctx: Context, fact: CaseLinked) -> None:
    fact.row.customer_id = fact.customer_id


def link(ctx: Context, instance: Instance, customer_id: str) -> None:
    """The case is about this customer from now on; one that is about a customer already stays so."""
    if instance.customer_id is None:
        ctx.record(CaseLinked(instance_id=instance.id, customer_id=customer_id, row=instance))
