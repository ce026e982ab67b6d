"""Every code that a caller may be told has its sentence in both languages."""

import re
from pathlib import Path

import pytest

from webapi.texts import SENTENCES, Params, say

ENGINE = Path(__file__).resolve().parents[2] / "engine"
RAISED = re.compile(r"\b(?:Invalid|NotFound|Conflict|Forbidden|Rejected|SignedOut|TooMany)\(\s*\"([a-z_.]+)\"")
REFUSED_CELL = re.compile(r"Unreadable\(\"([a-z_]+)\"|(?:refuse|warn)\([^()]*?, (?:\"[a-z_]+\"|\w+), \"([a-z_]+)\"")


def codes_in(file: Path) -> list[str]:
    text = file.read_text("utf-8")
    cells = REFUSED_CELL.findall(text) if "customers" in file.parts else []
    return RAISED.findall(text) + [one or other for one, other in cells]


FILES = [*ENGINE.rglob("*.py"), *(ENGINE.parent / "webapi").rglob("*.py")]
CODES = sorted({code for file in FILES for code in codes_in(file)})


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_sentence(code: str) -> None:
    assert code in SENTENCES


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_take_the_same_parameters(code: str) -> None:
    zh, en = (set(re.findall(r"\{(\w+)\}", text)) for text in SENTENCES[code])
    assert zh == {name.removesuffix("_en") for name in en}  # what is told in two languages has two names


def test_a_parameter_that_is_missing_stays_visible() -> None:
    assert "{person}" in say("person_unknown", Params(), "en")
