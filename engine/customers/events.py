"""Facts about customers, their purchases and their tiers.

A customer's name may be a person's: it is never in a fact. What a run decided for everybody stands once, in the
settings stream; a customer's own stream has only what changed something for that customer, or warned them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.kernel import CustomerFact, SettingsFact
from engine.kernel.facts import quoted, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerCreated(CustomerFact):
    """A customer was entered, by hand or by an import (`batch`)."""

    number: str
    segment: str = ""
    kind: str = "normal"
    industry: str | None = None
    region: str | None = None
    needs: list[str] | None = None
    owner_id: str | None = None
    department_id: str | None = None
    batch: str | None = None
    name: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerChanged(CustomerFact):
    """Fields of a customer were changed; `changes` is {field: [old, new]}, of the name only that it did."""

    changes: dict[str, list[Any]]
    batch: str | None = None
    new: dict[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactSaved(CustomerFact):
    """A contact was entered or changed; `fields` names what changed, the values are sealed in the row."""

    contact: str
    fields: list[str]
    batch: str | None = None
    row: dict[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchasesImported(CustomerFact):
    """Purchases of this customer came in with a batch."""

    batch: str
    rows: int
    amount_cents: int
    first_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseRecorded(CustomerFact):
    """A purchase (a negative amount: a refund) was written down by hand."""

    purchase: str
    on: date
    amount_cents: int
    order_no: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class OpeningBalanceSet(CustomerFact):
    """期初: amount and months before the purchases that keflow knows, with date and source."""

    amount_cents: int
    months: int
    as_of: date
    source: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class TableImported(SettingsFact):
    """A table was taken in; `counts` says what became of its rows."""

    batch: str
    template: str
    file: str
    sha256: str
    counts: dict[str, int]
    partial: bool
    report: dict[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportMappingSaved(SettingsFact):
    """The column names of another program's export were kept under a name."""

    template: str
    name: str
    columns: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TierSchemeChanged(SettingsFact):
    """A tier scheme came into being or has a new version."""

    key: str
    version: int
    leading: bool
    definition: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class TiersEvaluated(SettingsFact):
    """A run scored every customer: how many stay, move, are held, with the hash of the data it read."""

    run: str
    scheme: str
    scheme_version: int
    as_of: date
    rules: str
    mode: str
    counts: dict[str, int]
    data_hash: str
    summary: dict[str, Any] = unrecorded()
    states: Any = unrecorded()
    moves: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class LifetimeFitted(SettingsFact):
    """The rhythm and worth of purchases were fitted to a sample of customers as of an evaluation's day (BG/NBD and
    Gamma-Gamma, time in weeks, money in yuan); no parameters where the data says too little."""

    run: str
    as_of: date
    customers: int
    parameters: dict[str, float] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TierRunClosed(SettingsFact):
    """All reviews of a run are decided, or the rest was taken out of it."""

    run: str
    counts: dict[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class TierReviewsExcepted(SettingsFact):
    """Customers were taken out of a run as a list: their reviews do not start."""

    run: str
    customers: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TierReviewStarted(CustomerFact):
    """The review of a proposed change began as a case (`reviewing`), or did not, because an earlier one is still open,
    or ended for a review by a person (`superseded`).
    """

    run: str
    scheme: str
    proposed: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TierAssigned(CustomerFact):
    """The first review gave the customer a tier."""

    scheme: str
    member: str
    run: str
    as_of: date
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TierWarned(CustomerFact):
    """Below the keep limit, but within grace: what is missing to keep the tier; null where more than spend keeps it."""

    scheme: str
    member: str
    run: str
    as_of: date
    amount_cents: int
    missing_cents: int | None
    fails: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TierHeld(CustomerFact):
    """The numbers ask for a lower tier, but the customer is protected; `reason` is the rule's word for why."""

    scheme: str
    member: str
    run: str
    as_of: date
    amount_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TierChanged(CustomerFact):
    """What a promotion and a demotion have in common: the whole decision, so that it explains itself years later."""

    scheme: str
    old: str
    new: str
    run: str | None
    effective_on: date
    rules: dict[str, Any]
    metrics: dict[str, Any]
    reasons: list[dict[str, Any]]
    approvers: list[str]
    gained: list[str]
    lost: list[str]
    band: int | None = None
    benefits_version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TierPromoted(TierChanged):
    """The customer rose; benefits of the new tier are on from this moment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TierDemoted(TierChanged):
    """The customer fell; benefits that the new tier lacks ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TierKept(CustomerFact):
    """A proposed change was rejected: the tier stays, and the misses in a row are counted anew."""

    scheme: str
    member: str
    proposed: str
    run: str | None
    approvers: list[str]
    comment: str | None = quoted(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class TierLocked(CustomerFact):
    """The tier is held by hand until a day, for a reason."""

    scheme: str
    member: str
    until: date
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class TierUnlocked(CustomerFact):
    """A manual lock was lifted before its day."""

    scheme: str
    member: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomersMerged(CustomerFact):
    """Another record of the same customer became part of this one: what `moved` here by table, whose `fields` were
    taken over, and what was `kept` aside because this record had its own."""

    merge: str
    number: str
    fields: list[str]
    moved: dict[str, int]
    kept: dict[str, int]
    reason: str | None = None
    case: str | None = None
    plan: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerMergedAway(CustomerFact):
    """This record became part of another one; its number leads there from now on."""

    merge: str
    into: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerMergeUndone(CustomerFact):
    """The other record is a customer of its own again, with everything that it had brought along."""

    merge: str
    number: str
    reason: str
    plan: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerRestored(CustomerFact):
    """This record is a customer of its own again."""

    merge: str
    out_of: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomersToldApart(CustomerFact):
    """Two records that look alike are two customers: they are not suspected again."""

    other: str
    number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerReviewed(CustomerFact):
    """Somebody went through the record: what of it had `changed`."""

    changed: list[str]
    case: str | None = None
