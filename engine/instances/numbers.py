"""Readable numbers of cases: TS20261121-0007 is the seventh of its prefix that day."""

from dataclasses import dataclass

from sqlalchemy import String, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from engine.instances.models import Instance
from engine.kernel import Base, Context, Invalid
from engine.kernel.facts import InstanceFact, unrecorded

LONGEST = 16


class Counter(Base):
    """The last number given to a prefix on a day; the row is the lock, so that no number is given twice."""

    __tablename__ = "case_counter"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(32), primary_key=True)
    last: Mapped[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseNumbered(InstanceFact):
    """The case has a number by which people speak of it."""

    number: str
    row: Instance = unrecorded()


def name_case(ctx: Context, fact: CaseNumbered) -> None:
    """The number is the business key of a case that has none."""
    fact.row.business_key = fact.row.business_key or fact.number


def give(ctx: Context, instance: Instance, prefix: str) -> str:
    """The next number of this prefix today, given to the case; its business key too, where it has none."""
    if not prefix.isalnum() or len(prefix) > LONGEST:
        raise Invalid("prefix_invalid", prefix=prefix)
    of_day = f"{prefix}{ctx.now.astimezone(ctx.zone):%Y%m%d}"
    insert = sqlite.insert if ctx.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = insert(Counter).values(tenant_id=ctx.tenant, prefix=of_day, last=0).on_conflict_do_nothing()
    ctx.session.execute(first)
    following = update(Counter).where(Counter.tenant_id == ctx.tenant, Counter.prefix == of_day)
    last = ctx.session.scalar(following.values(last=Counter.last + 1).returning(Counter.last))
    number = f"{of_day}-{last:04d}"
    ctx.record(CaseNumbered(instance_id=instance.id, number=number, row=instance))
    return number
