"""Drawing, marking and judging, pure: the same seed draws the same paper."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

FORMATS = ("online", "face_to_face", "workshop")
KINDS = ("single", "multiple", "truefalse")
TRUE, FALSE = "true", "false"
EVENTS = ("joiner", "version", "yearly", "periodic", "failed", "finding")
"""What training may be asked for by; `periodic`: a certificate runs out, `finding`: a check, or a complaint upheld."""


def draw(bank: Sequence[Mapping[str, Any]], count: int, seed: int) -> list[dict[str, Any]]:
    """`count` questions of the bank (all, where there are fewer) in the seed's order, their options shuffled; true or
    false stay in theirs. The order of the bank does not matter."""
    chance = random.Random(seed)  # noqa: S311 - not a secret: stored, so that the paper can be drawn again
    ordered = sorted(bank, key=lambda question: str(question["id"]))
    paper = []
    for question in chance.sample(ordered, min(count, len(ordered))):
        options = list(question["options"])
        if question["kind"] != "truefalse":
            chance.shuffle(options)
        paper.append({**question, "options": options})
    return paper


def mark(paper: Sequence[Mapping[str, Any]], answers: Mapping[str, Sequence[str]]) -> int:
    """Points of 100, rounded down: every question counts the same, one with several right options only when exactly
    these are chosen."""
    right = sum(set(answers.get(question["id"], ())) == set(question["right"]) for question in paper)
    return 100 * right // len(paper) if paper else 0


def faults(question: Mapping[str, Any]) -> list[str]:
    """What is wrong with a question, as codes; none when it can be asked."""
    keys = [option["key"] for option in question["options"]]
    right = list(question["right"])
    found = []
    if question["kind"] not in KINDS:
        found.append("question_kind")
    if not question["text"].strip():
        found.append("question_text")
    if (
        len(set(keys)) != len(keys)
        or len(keys) < 2
        or not all(option["text"].strip() for option in question["options"])
    ):
        found.append("question_options")
    if not right or not set(right) <= set(keys) or (question["kind"] != "multiple" and len(right) != 1):
        found.append("question_right")
    return found
