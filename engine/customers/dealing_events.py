"""Facts about dealings with a customer. Texts stay in the rows; the ledger keeps their hash, so that nobody invents or
rewrites what a customer said.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.kernel import CustomerFact, InstanceFact, SettingsFact
from engine.kernel.facts import quoted, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class InteractionRecorded(CustomerFact):
    """There was a contact with the customer."""

    interaction: str
    on: date
    channel: str
    purpose: str
    status: str
    sha256: str
    owner: str | None = None
    due_on: date | None = None
    batch: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class InteractionChanged(CustomerFact):
    """What follows from an interaction was settled anew; `fields` names what changed, `sha256` is of the new texts."""

    interaction: str
    fields: list[str]
    status: str
    sha256: str
    batch: str | None = None
    new: dict[str, Any] = unrecorded()
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedRecorded(CustomerFact):
    """A customer needs something."""

    need: str
    kind: str
    priority: str
    state: str
    sha256: str
    owner: str | None = None
    due_on: date | None = None
    batch: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedChanged(CustomerFact):
    """A need is seen otherwise, was confirmed, or has another owner or day."""

    need: str
    fields: list[str]
    state: str
    sha256: str
    batch: str | None = None
    new: dict[str, Any] = unrecorded()
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedTaskRecorded(SettingsFact):
    """A task across departments was entered (T5)."""

    task: str
    number: str
    status: str
    sha256: str
    owner: str | None = None
    due_on: date | None = None
    batch: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedTaskChanged(SettingsFact):
    """A task across departments was changed, by hand, by a table, or by its own `case`."""

    task: str
    number: str
    fields: list[str]
    status: str
    sha256: str
    batch: str | None = None
    case: str | None = None
    new: dict[str, Any] = unrecorded()
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOpened(InstanceFact):
    """This case is the work that a row has opened; `of` is interaction, need or shared_task."""

    of: str
    row_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkSettled(InstanceFact):
    """The row no longer waits for this case: it was completed, done elsewhere, or changed (`reason`)."""

    of: str
    row_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTagged(CustomerFact):
    """A customer carries a tag from now on, by a person or a `rule`."""

    tag: str
    rule: str | None = None
    tag_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerUntagged(CustomerFact):
    """A customer no longer carries a tag."""

    tag: str
    rule: str | None = None
    tag_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TagSaved(SettingsFact):
    """A tag exists, with who answers for it and when it must be looked at again."""

    tag_id: str
    tag: str
    category: str | None = None
    owner: str | None = None
    review_on: date | None = None
    owner_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerPooled(CustomerFact):
    """A customer went back to the pool (公海): nobody owns it until somebody claims it."""

    reason: str = quoted()
    owner: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerClaimed(CustomerFact):
    """Somebody took a customer out of the pool."""

    owner: str
    owner_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolForeseen(CustomerFact):
    """A customer whom nobody works on goes back to the pool on this day; None: somebody does again."""

    on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerChanged(CustomerFact):
    """A customer was handed over to another owner (客户移交), by the case `case`."""

    owner: str
    old: str | None = None
    reason: str | None = None
    case: str | None = None
    owner_id: str = unrecorded()
    department_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class StageReached(CustomerFact):
    """A customer stands at another stage of the flow."""

    stage: str
    old: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstOwnerSet(CustomerFact):
    """Who answers to the customer from now on (第一责任人)."""

    owner: str
    old: str | None = None
    owner_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactEased(CustomerFact):
    """The contact asked to be left alone more: so many contacts of care and marketing a month from now on."""

    contact: str
    cap: int
    old: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactSettled(CustomerFact):
    """Legal basis, preferred channel or cap of a contact are others from now on."""

    contact: str
    old: dict[str, Any]
    new: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class BirthdaySet(CustomerFact):
    """A contact's birthday was put down or taken away; which day it is stays sealed."""

    contact: str
    known: bool
    row: dict[str, str | None] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactRevealed(CustomerFact):
    """Somebody read a contact's data in clear: which fields and for what; `note` is sealed under the contact's key."""

    contact: str
    fields: list[str]
    purpose: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentRecorded(CustomerFact):
    """A contact gave consent to a purpose, or withdrew it."""

    contact: str
    consent: str
    purpose: str
    given: bool
    source: str = quoted()
    notice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactPolicyChanged(SettingsFact):
    """The house's rules of contact are others from now on."""

    old: dict[str, Any]
    new: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class ContractSigned(CustomerFact):
    """A contract with the customer was signed, or what it says was corrected. The amount stays in its row."""

    contract: str
    number: str
    from_on: date
    to_on: date
    case: str | None = None
    amount_cents: int = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class RenewalReminded(CustomerFact):
    """Somebody was asked to talk about the renewal of a contract."""

    contract: str
    number: str
    need: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SatisfactionScored(CustomerFact):
    """A customer gave the house points."""

    answer: str
    score: int
    about: str
    channel: str
    band: int
    case: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IncentiveGranted(CustomerFact):
    """A customer was given a reward (D22)."""

    grant: str
    event: str
    reward: str
    band: int
    value_cents: int
    expires_on: date
    once: str
    case: str | None = None
