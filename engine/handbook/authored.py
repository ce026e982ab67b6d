"""What people write in a handbook: a charter, and a text for each section that must be there. The rest is rendered from
the rules in force and cannot be written."""

from collections.abc import Mapping
from typing import Any

from engine.handbook.blocks import Chapter
from engine.handbook.words import SECTIONS, Language, of, say

PLACES: Mapping[str, Mapping[str, str]] = {
    "tiers": {
        "classification": "classification",
        "service": "service",
        "communication": "communication",
        "incentives": "communication",
        "moves": "classification",
    },
    "flow": {
        "principles": "preface",
        "classification": "classification",
        "flow": "processes",
        "figures": "service",
        "training": "duties",
        "feedback": "service",
    },
}
"""Book -> section that people must write -> the chapter that it opens."""


SEPARATOR: Mapping[Language, str] = {"zh": "、", "en": ", "}


def put(chapter: Chapter, book: str, language: Language, told: Mapping[str, Any], groups: Mapping[str, str]) -> None:
    """What people wrote for this chapter, before what is rendered; `groups` are called so."""
    if chapter.key == "preface":
        _charter(chapter, language, told.get("charter") or {}, groups)
    for section, place in PLACES[book].items():
        text = (told.get("texts") or {}).get(section)
        if place == chapter.key and text:
            chapter.heading(of(SECTIONS[section], language))
            for part in (text.get(language) or text["zh"]).split("\n"):
                chapter.text(part.strip())


def _charter(chapter: Chapter, language: Language, charter: Mapping[str, Any], groups: Mapping[str, str]) -> None:
    for name in ("goal", "information"):
        if charter.get(name):
            what = (charter.get(f"{name}_en") if language == "en" else None) or charter[name]
            chapter.text(say(name, language, what=what))
    if charter.get("audience"):
        chapter.text(
            say(
                "audience", language, what=SEPARATOR[language].join(groups.get(one, one) for one in charter["audience"])
            )
        )
    kpis = [[str(one.get("metric") or ""), str(one.get("target") or "")] for one in charter.get("kpis") or ()]
    if kpis:
        chapter.table([say("metric", language), say("target", language)], kpis)
