"""What is looked for when a person is erased, in every way in which a text may hold it. Pure."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

GONE = "***"
SHORT = 3
"""A Chinese name below so many characters is a part of too many other words to be looked for in the whole house."""


@dataclass(frozen=True, slots=True)
class Traces:
    """The values of a person. `own` are looked for in rows that belong to the person's customer, `anywhere` in all."""

    own: tuple[str, ...]
    anywhere: tuple[str, ...]

    def pattern(self, *, own: bool) -> re.Pattern[str] | None:
        """Finds any of the values, as written, in JSON with escapes, and of a number however it is grouped."""
        ways = [way for value in (self.own if own else self.anywhere) for way in _ways(value)]
        return re.compile("|".join(ways), re.IGNORECASE) if ways else None

    def hints(self, *, own: bool) -> list[str]:
        """Texts of which a row must contain one (LIKE, any case) before it is looked at closely."""
        values = self.own if own else self.anywhere
        plain = [_digits(value)[-4:] if _phone(value) else value for value in values]
        return list(dict.fromkeys(hint for value in plain for hint in (value, _escaped(value))))


def traces(names: Iterable[str | None], reaches: Iterable[str | None], others: Iterable[str | None] = ()) -> Traces:
    """The traces of a person by names, phone numbers and addresses, and anything else that is theirs alone."""
    known = [value.strip() for value in names if value and value.strip() and "*" not in value]
    unique = [value.strip() for value in (*reaches, *others) if value and value.strip() and "*" not in value]
    long = [name for name in known if len(name) >= SHORT]
    return Traces(tuple(dict.fromkeys([*known, *unique])), tuple(dict.fromkeys([*long, *unique])))


def _phone(value: str) -> bool:
    return re.fullmatch(r"\+?[\d\s()-]{7,}", value) is not None


def _digits(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    return digits.removeprefix("86") if len(digits) > 11 else digits


def _escaped(value: str) -> str:
    return json.dumps(value)[1:-1]


def _ways(value: str) -> list[str]:
    if _phone(value):
        return [r"(?:\+?86[\s-]?)?" + r"[\s()-]{0,2}".join(_digits(value))]
    return [re.escape(way) for way in dict.fromkeys((value, _escaped(value)))]
