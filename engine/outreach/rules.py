"""What may stand in a message to a customer: named fields only, none of them internal (REQUIREMENTS.md X10). Pure."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from engine.kernel import Invalid

PURPOSES = ("service", "care", "marketing")
LANGUAGES = ("zh", "en")
PLACE = re.compile(r"\{([^{}]*)\}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
LONGEST = 500
"""Characters of one value; longer ones are texts of their own, which nobody has looked at."""

PUBLIC = """
number company customer_name product topic improvement effective_from date tier benefits agenda place occasion reply_by
solve_by result reward valid_until survey_link status_link opt_out_link copy_link remedy house
"""
FIELDS: dict[str, str] = {**dict.fromkeys(PUBLIC.split(), "public"), "contact_name": "name", "manager_name": "name"}
"""The fields that a text may use, by field class (D20). What is not on the list is refused."""

HIDDEN = """
amount annual_amount contract_amount contract_number discount margin cost score band internal_note note comment decision
decision_detail approver assignee first_owner risk churn_points priority severity cause compensation_limit
"""
INTERNAL = frozenset(HIDDEN.split())
"""Names that are internal wherever they come from; forms add their own with `x-class: internal`."""


def stricter(one: str, other: str) -> str:
    """Of two purposes the one that needs more permission."""
    return max(one, other, key=PURPOSES.index)


def check(texts: Mapping[str, Any], purpose: str, internal: Collection[str] = ()) -> None:
    """Invalid names each place of a text that cannot go out: an internal field, an unknown one, a missing language."""
    errors = []
    if purpose not in PURPOSES:
        errors.append(_place("purpose", "channel_value", value=purpose, allowed=", ".join(PURPOSES)))
    for language in LANGUAGES:
        for part in ("subject", "body"):
            text = (texts.get(language) or {}).get(part)
            path = f"texts.{language}.{part}"
            if not isinstance(text, str) or not text.strip():
                errors.append(_place(path, "required"))
                continue
            errors += [_place(path, code, field=name) for name, code in _wrong(text, internal)]
            if part == "subject" and "\n" in text:
                errors.append(_place(path, "subject_one_line"))
    if errors:
        raise Invalid("template_invalid", errors)


def _wrong(text: str, internal: Collection[str]) -> list[tuple[str, str]]:
    wrong = []
    for name in fields(text):
        if name in INTERNAL or name in internal:
            wrong.append((name, "field_internal"))
        elif name not in FIELDS or not NAME.fullmatch(name):
            wrong.append((name, "field_unknown"))
    return wrong


def fields(text: str) -> list[str]:
    """The fields of a text, each once, in order."""
    return list(dict.fromkeys(PLACE.findall(text)))


def fill(text: str, params: Mapping[str, Any]) -> str:
    """The text with its fields; Invalid when one has no value, or one that is no short text or number. Values are
    taken as they are: a brace in one is a brace."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        given = params.get(name)
        if isinstance(given, bool) or given is None or isinstance(given, (dict, list)) or not str(given).strip():
            raise Invalid("field_missing", [_place(f"params.{name}", "field_missing", field=name)], field=name)
        told = " ".join(str(given).split())
        if len(told) > LONGEST:
            raise Invalid("field_too_long", [_place(f"params.{name}", "field_too_long", field=name)], field=name)
        return told

    return PLACE.sub(value, text)


def _place(path: str, code: str, **params: Any) -> dict[str, Any]:
    return {"path": path, "code": code, "params": params}
