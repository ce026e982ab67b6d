"""The courses that keflow brings along, with their questions: a house takes them over once and makes them its own."""

from pathlib import Path
from typing import Any

import yaml

from engine.kernel import Context
from engine.training import courses, rules

FILE = Path(__file__).with_name("shipped.yaml")
TRUE_OR_FALSE = [
    {"key": rules.TRUE, "text": "对", "text_en": "True"},
    {"key": rules.FALSE, "text": "错", "text_en": "False"},
]


def take(ctx: Context) -> int:
    """Make those courses that the house does not have, with their questions; how many."""
    held = {course.key for course in courses.courses(ctx, active=False)}
    told: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    for key, course in told.items():
        if key in held:
            continue
        row = courses.save(ctx, key, _course(course))
        for question in course.get("questions", ()):
            courses.save_question(ctx, row, _question(question))
    return len(told.keys() - held)


def _course(told: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {name: told[name] for name in ("format", "steps", "draw", "valid_months") if name in told}
    (name, name_en), (about, about_en) = told["name"], told["about"]
    return {"name": name, "name_en": name_en, "about": about, "about_en": about_en, **plain}


def _question(told: dict[str, Any]) -> dict[str, Any]:
    (text, text_en), (why, why_en) = told["text"], told["why"]
    whole = {"kind": told["kind"], "text": text, "text_en": text_en, "explanation": why, "explanation_en": why_en}
    if told["kind"] == "truefalse":
        return {**whole, "options": TRUE_OR_FALSE, "right": [rules.TRUE if told["right"] else rules.FALSE]}
    keys = [chr(ord("a") + at) for at in range(len(told["options"]))]
    options = [
        {"key": key, "text": zh.lstrip("*"), "text_en": en.lstrip("*")}
        for key, (zh, en) in zip(keys, told["options"], strict=True)
    ]
    right = [key for key, (zh, _) in zip(keys, told["options"], strict=True) if zh.startswith("*")]
    return {**whole, "options": options, "right": right}
