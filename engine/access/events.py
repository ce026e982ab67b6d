"""Facts about people and what they may; they stand in the settings stream.

Names, mail addresses and passwords never reach the ledger: it keeps the sign-in name and the row's id only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.kernel import InstanceFact, SettingsFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class DepartmentAdded(SettingsFact):
    """A department stands in the tree; without a parent it is a root."""

    department_id: str
    key: str
    name: str
    name_en: str = ""
    parent: str | None = None
    parent_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadSet(SettingsFact):
    """Who heads a department and who is deputy from now on; an absent name means nobody."""

    department: str
    head: str | None = None
    deputy: str | None = None
    department_id: str = unrecorded()
    head_id: str | None = unrecorded(default=None)
    deputy_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DepartmentChanged(SettingsFact):
    """A department is called otherwise, or stands elsewhere in the tree."""

    department: str
    name: str
    name_en: str = ""
    parent: str | None = None
    department_id: str = unrecorded()
    parent_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyChanged(SettingsFact):
    """Something about the company itself, or about how far its set-up has come; what differs, before and after."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupDissolved(SettingsFact):
    """A group that nobody was in is gone; its names mean another group from now on."""

    group: str
    into: str
    group_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupAdded(SettingsFact):
    """A group of people exists."""

    group_id: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonAdded(SettingsFact):
    """A person works here from now on. `email` is sealed already."""

    person_id: str
    person: str
    department: str | None = None
    manager: str | None = None
    region: str | None = None
    display_name: str = unrecorded()
    language: str | None = unrecorded(default=None)
    number: str | None = unrecorded(default=None)
    email: str | None = unrecorded(default=None)
    department_id: str | None = unrecorded(default=None)
    manager_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonMoved(SettingsFact):
    """A person's place changed: department, manager or region, as they are from now on."""

    person: str
    department: str | None = None
    manager: str | None = None
    region: str | None = None
    person_id: str = unrecorded()
    department_id: str | None = unrecorded(default=None)
    manager_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class PasswordSet(SettingsFact):
    """A person has another password; whatever was signed before no longer counts."""

    person: str
    person_id: str = unrecorded()
    password_hash: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonDisabled(SettingsFact):
    """A person may no longer sign in, nor be given anything."""

    person: str
    person_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonEnabled(SettingsFact):
    """A disabled person may sign in again."""

    person: str
    person_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleGranted(SettingsFact):
    person: str
    role: str
    person_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleRevoked(SettingsFact):
    person: str
    role: str
    person_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupJoined(SettingsFact):
    person: str
    group: str
    person_id: str = unrecorded()
    group_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupLeft(SettingsFact):
    person: str
    group: str
    person_id: str = unrecorded()
    group_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonAssigned(InstanceFact):
    """A case asked who gets something: by which mode and version of the table whom it named, and why that one."""

    kind: str
    mode: str
    reason: str
    group: str | None = None
    person: str | None = None
    rules: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AbsenceRecorded(SettingsFact):
    """A person is away from a day to a day, both included."""

    absence: str
    person: str
    from_on: date
    to_on: date
    substitute: str | None = None
    person_id: str = unrecorded()
    substitute_id: str | None = unrecorded(default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class AbsenceEnded(SettingsFact):
    """A person is back earlier, or is not away after all."""

    absence: str
    person: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SkillsSet(SettingsFact):
    """What a person is good at."""

    person: str
    skills: list[str]
    person_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyPlanned(SettingsFact):
    """A roster was planned anew from an instant to an instant: who follows whom, in which shifts of a day."""

    roster: str
    starts_at: str
    ends_at: str
    people: list[str]
    hours: list[str]
    holiday: bool
    shifts: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DutySwapped(SettingsFact):
    """A shift has another person on it, who may have given one for it."""

    roster: str
    starts_at: str
    old: str
    new: str
    shift: str = unrecorded()
    person_id: str = unrecorded()
