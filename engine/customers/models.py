"""Rows of customers: the record, its contacts, purchases and opening balances, and what was imported when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class Customer(Row, Base):
    """A customer under its 客户编号 (text, leading zeros kept).

    `kind` is normal or partner (合作伙伴: a contract, outside the tier rules). `band` is the service band 1-3 that the
    leading scheme's member maps to (of the scheme for their `segment`, 客群, where there is one); it is kept here
    because lists and priorities ask for it all the time. `initials` are those of the name's pinyin, and all of it after
    them (search.sounds). `first_owner_id` answers the customer and changes only by a transfer; `stage` is where the
    customer stands in the flow (P03); a customer in the pool (公海) has `pooled_at` and no owner, one who goes back
    there unless somebody works on them `pool_on`; `claimed_at` is since when the owner has them; `reviewed_at` is when
    somebody last went through the record (P14); `unprofiled_at`: the person objected to profiling, so no rule scores
    them; `erased_at`: nobody knows any more who it was.
    """

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        Index(None, "tenant_id", "name"),
        Index(None, "tenant_id", "owner_id", "number"),
        Index(None, "tenant_id", "department_id", "number"),
        Index(None, "tenant_id", "band", "number"),
        Index(None, "tenant_id", "initials"),
        Index(None, "tenant_id", "pooled_at"),
        Index(None, "tenant_id", "pool_on"),
    )

    number: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    segment: Mapped[str] = mapped_column(String(32), default="")
    kind: Mapped[str] = mapped_column(String(16), default="normal")
    industry: Mapped[str | None] = mapped_column(String(120))
    region: Mapped[str | None] = mapped_column(String(120))
    needs: Mapped[list[str]] = mapped_column(JsonText, default=list)
    owner_id: Mapped[str | None] = mapped_column(String(36))
    department_id: Mapped[str | None] = mapped_column(String(36))
    band: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    initials: Mapped[str] = mapped_column(String(255), default="")
    first_owner_id: Mapped[str | None] = mapped_column(String(36))
    stage: Mapped[str | None] = mapped_column(String(32))
    pooled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pool_on: Mapped[date | None] = mapped_column(Date)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unprofiled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Contact(Row, Base):
    """A person at a customer. Name, phone and mail are sealed by the vault; `masked` is what anybody may see.

    The blind indexes find a contact by an equal phone number or address. `basis` is the legal ground on which keflow
    holds the person's data; `preferred` a channel; `cap` how often a month they are written to, where it is not the
    house's number; `opted_out_at` ends care and marketing. `birthday` is a day without a year, sealed, found by its
    blind index.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index(None, "tenant_id", "customer_id"),
        Index(None, "tenant_id", "phone_index"),
        Index(None, "tenant_id", "mail_index"),
        Index(None, "tenant_id", "birthday_index"),
    )

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    title: Mapped[str | None] = mapped_column(String(120))
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    mail: Mapped[str | None] = mapped_column(Text)
    masked: Mapped[dict[str, str]] = mapped_column(JsonText, default=dict)
    decides: Mapped[bool] = mapped_column(default=False)
    phone_index: Mapped[str | None] = mapped_column(String(64))
    mail_index: Mapped[str | None] = mapped_column(String(64))
    basis: Mapped[str | None] = mapped_column(String(24))
    preferred: Mapped[str | None] = mapped_column(String(16))
    cap: Mapped[int | None] = mapped_column(Integer)
    birthday: Mapped[str | None] = mapped_column(Text)
    birthday_index: Mapped[str | None] = mapped_column(String(64))
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Purchase(Row, Base):
    """A purchase, or with a negative amount a refund. `repeated` flags a row equal to an earlier one; both count."""

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("tenant_id", "order_no"),
        Index(None, "tenant_id", "customer_id", "bought_on"),
        Index(None, "tenant_id", "bought_on"),
        Index(None, "batch_id"),
    )

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    bought_on: Mapped[date] = mapped_column(Date)
    bought_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    product: Mapped[str | None] = mapped_column(Text)
    order_no: Mapped[str | None] = mapped_column(String(64))
    repeated: Mapped[bool] = mapped_column(default=False)
    batch_id: Mapped[str | None] = mapped_column(String(36))


class OpeningBalance(Row, Base):
    """期初: what a customer had bought, and for how many months, before the purchases that keflow knows."""

    __tablename__ = "opening_balance"
    __table_args__ = (UniqueConstraint("tenant_id", "customer_id"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int] = mapped_column(Integer, default=0)
    as_of: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(200))


class ImportBatch(Row, Base):
    """One table taken in: which file by whom, and the report of what became of its rows."""

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "tenant_id", "template", "sha256"),)

    template: Mapped[str] = mapped_column(String(32))
    file: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column(String(120))
    report: Mapped[dict[str, Any]] = mapped_column(JsonText)


class ImportMapping(Row, Base):
    """How another program's columns are called, kept under a name: {their header: our column}."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("tenant_id", "template", "name"),)

    template: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, str]] = mapped_column(JsonText)


class CustomerMerge(Row, Base):
    """One merge: what moved (keys by table), the sealed rest (until it is undone, or its person erased), and whether it
    was undone."""

    __tablename__ = "customer_merge"
    __table_args__ = (
        Index(None, "tenant_id", "loser_number"),
        Index(None, "tenant_id", "loser_id"),
        Index(None, "tenant_id", "winner_id"),
    )

    winner_id: Mapped[str] = mapped_column(String(36))
    loser_id: Mapped[str] = mapped_column(String(36))
    loser_number: Mapped[str] = mapped_column(String(64))
    fields: Mapped[list[str]] = mapped_column(JsonText, default=list)
    moved: Mapped[dict[str, Any]] = mapped_column(JsonText)
    kept: Mapped[str | None] = mapped_column(Text)
    case_id: Mapped[str | None] = mapped_column(String(36))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by: Mapped[str] = mapped_column(String(64))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(64))


class DistinctPair(Row, Base):
    """Two customers who look alike and are two: the smaller id first."""

    __tablename__ = "distinct_pair"
    __table_args__ = (UniqueConstraint("tenant_id", "one_id", "other_id"),)

    one_id: Mapped[str] = mapped_column(String(36))
    other_id: Mapped[str] = mapped_column(String(36))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_by: Mapped[str] = mapped_column(String(64))
