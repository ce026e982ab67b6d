"""Who looks after privacy, and what the house has set where nobody set anything. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.kernel import Invalid

OFFICERS = "隐私负责人"
"""The group of those who look after privacy; small firms give another group this alias."""
REGIONS = ("CN", "EU")
MECHANISMS = ("security_assessment", "standard_contract", "certification", "exempt")
"""What makes giving personal data out of China lawful (个保法第三十八条, 2024 rules on cross-border flows)."""
DEFAULTS: dict[str, Any] = {
    "law": "CN",
    "answer_days": {"CN": "15wd", "EU": "1mo"},
    "hosting": "CN",
    "cross_border": None,
    "retention_months": {
        "interaction": 36,
        "need": 36,
        "message": 24,
        "case": 36,
        "contact": 36,
        "notice": 12,
        "comment": 36,
        "copy": 1,
    },
    "expire_contacts": False,
    "processors": [],
}
"""`law` sets the clock of requests; `retention_months` how long after it was last of use: 0 is for ever.
`expire_contacts`: contacts of relations that ended so long ago are erased at night; else a person sees to them."""


def check(values: Mapping[str, Any]) -> None:
    """Invalid when a setting is none of ours, or says what cannot be."""
    unknown = sorted(set(values) - DEFAULTS.keys())
    if unknown:
        raise Invalid("setting_unknown", setting=unknown[0])
    if values.get("law", "CN") not in REGIONS:
        raise Invalid("law_unknown", law=values["law"], laws=", ".join(REGIONS))
    for name, months in values.get("retention_months", {}).items():
        known = name in DEFAULTS["retention_months"]
        if not known or isinstance(months, bool) or not isinstance(months, int) or not 0 <= months <= 600:
            raise Invalid("retention_wrong", name=name, months=months)
    if not isinstance(values.get("expire_contacts", False), bool):
        raise Invalid("setting_unknown", setting="expire_contacts")
    given = values.get("cross_border")
    if given is not None and (given.get("mechanism") not in MECHANISMS or not str(given.get("reference", "")).strip()):
        raise Invalid("mechanism_unknown", mechanisms=", ".join(MECHANISMS))
    for one in values.get("processors", []):
        if not str(one.get("name", "")).strip() or not str(one.get("purpose", "")).strip():
            raise Invalid("processor_incomplete")


def check_abroad(held: Mapping[str, Any], recipients: Iterable[Mapping[str, Any]]) -> None:
    """Invalid while a recipient {name, country} in another country than the data's is given personal data and no
    mechanism for it is on record (PIPL 38-43); `held` is all that the house would have set."""
    abroad = [one["name"] for one in recipients if (one.get("country") or held["hosting"]) != held["hosting"]]
    if abroad and held["cross_border"] is None:
        raise Invalid("abroad_without_basis", name=abroad[0], hosting=held["hosting"])
