"""Questions of a course as a spreadsheet: a row a question, six options at most, the right ones by their letters."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from engine.kernel import Invalid
from engine.training import rules
from engine.training.models import Question
from engine.training.shipped import TRUE_OR_FALSE
from webapi import workbook

LETTERS = "ABCDEF"
KINDS = {"single": ("单选", "single"), "multiple": ("多选", "multiple"), "truefalse": ("判断", "true or false")}
HEADS = {
    "id": ("编号(新题留空)", "Id (empty: new)"),
    "kind": ("题型", "Kind"),
    "text": ("题目", "Question"),
    "text_en": ("题目(英文)", "Question (English)"),
    **{letter: (f"选项{letter}", f"Option {letter}") for letter in LETTERS},
    **{f"{letter}_en": (f"选项{letter}(英文)", f"Option {letter} (English)") for letter in LETTERS},
    "right": ("正确答案", "Right"),
    "explanation": ("解析", "Why"),
    "explanation_en": ("解析(英文)", "Why (English)"),
}


def written(questions: Iterable[Question], language: str) -> bytes:
    """The questions as XLSX, under heads in the language; the first row, hidden, says which column is which."""
    at = int(language == "en")
    rows = [list(HEADS), [head[at] for head in HEADS.values()]]
    rows += [[_row(one, at).get(name, "") for name in HEADS] for one in questions]
    return workbook.written([{"name": "keflow", "rows": rows, "hidden": 0}]).getvalue()


def _row(one: Question, at: int) -> dict[str, str]:
    letters = {option["key"]: letter for option, letter in zip(one.options, LETTERS, strict=False)}
    row = {"id": one.id, "kind": KINDS[one.kind][at], "text": one.text, "text_en": one.text_en}
    row |= {"explanation": one.explanation, "explanation_en": one.explanation_en}
    row["right"] = "".join(letters[key] for key in one.right if key in letters)
    for option in one.options:
        row |= {letters[option["key"]]: option["text"], f"{letters[option['key']]}_en": option.get("text_en", "")}
    return row


def read(stream: IO[bytes]) -> Iterator[tuple[int, str | None, dict[str, Any]]]:
    """(number of the row, id or None, the question) of each row that says something. Invalid question_sheet_invalid
    where the columns are not those that `written` gives."""
    for sheet in workbook.read(stream)[:1]:
        names = sheet["rows"][0] if sheet["rows"] else []
        if "text" not in names or "kind" not in names:
            raise Invalid("question_sheet_invalid", row=1, reason="kind, text, …")
        for number, cells in enumerate(sheet["rows"][2:], 3):
            told = {name: str(cell or "").strip() for name, cell in zip(names, cells, strict=False)}
            if told.get("text"):
                yield number, told.get("id") or None, _question(told)


def _question(told: Mapping[str, str]) -> dict[str, Any]:
    said = told["kind"].lower()
    kind = next((key for key, names in KINDS.items() if said in (key, *names)), said)
    whole = {name: told.get(name, "") for name in ("text", "text_en", "explanation", "explanation_en")}
    right = [letter for letter in told.get("right", "").upper() if letter in LETTERS]
    if kind == "truefalse":
        chosen = [rules.TRUE if letter == "A" else rules.FALSE for letter in right]
        return {**whole, "kind": kind, "options": TRUE_OR_FALSE, "right": chosen}
    options = [
        {"key": letter.lower(), "text": told[letter], "text_en": told.get(f"{letter}_en", "")}
        for letter in LETTERS
        if told.get(letter)
    ]
    return {**whole, "kind": kind, "options": options, "right": [letter.lower() for letter in right]}
