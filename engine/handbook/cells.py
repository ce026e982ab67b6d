"""Rule tables in plain words: what a cell asks, what an answer says, how long a duration is."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from lxml import etree

from engine.definitions import queries as definitions
from engine.definitions.catalogue import Version
from engine.feel.dmn import Table
from engine.feel.dmn.table import Anything, Between, Compare, Entry, Equals, Formula, OneOf
from engine.handbook.words import BANDS, CODES, COLUMNS, COMMA, UNITS, Language, of, say
from engine.kernel import Context

DURATION = re.compile(r"(\d+)(bh|wd|h|d|mo|min|m)")
EVERY = re.compile(r"P(\d+)([DWMY])")
NOTHING = "—"
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "=": "="}


def duration(text: str, language: Language) -> str:
    """`8bh`, `24h`, `P1M` in words; anything else that is no plain length is "by rule"."""
    return _length(text.strip(), language) or say("by_rule", language)


def _length(text: str, language: Language) -> str | None:
    if text in UNITS:
        return of(UNITS[text], language)
    if found := EVERY.fullmatch(text):
        return of(UNITS[f"P{found[2]}"], language).format(n=found[1])
    found = DURATION.fullmatch(text)
    return of(UNITS[found[2]], language).format(n=found[1]) if found else None


def minutes(count: float, language: Language) -> str:
    """A measured time: in minutes below two hours, in hours below two days, else in days."""
    for unit, size in (("d", 1440), ("h", 60)):
        if count >= 2 * size:
            return of(UNITS[unit], language).format(n=f"{count / size:.1f}".rstrip("0").rstrip("."))
    return of(UNITS["m"], language).format(n=round(count))


def value(said: Any, language: Language, column: str = "") -> str:
    """A value as people read it. A code may mean another thing in a certain `column`; numbers of bands have names."""
    if said is None:
        return say("empty", language)
    if isinstance(said, bool):
        return say("true" if said else "false", language)
    if isinstance(said, list):
        return _listed([value(one, language, column) for one in said], language)
    if isinstance(said, Decimal):
        whole = said == said.to_integral_value()
        if "band" in column and whole and int(said) in BANDS:
            return of(BANDS[int(said)], language)
        return f"{int(said) if whole else said:,}"
    text = str(said)
    known = CODES.get(f"{column}.{text}") or CODES.get(text)
    if known:
        return of(known, language)
    return _length(text, language) or text


def cell(asked: Any, language: Language, column: str = "") -> str:
    """What an input cell asks for."""
    match asked:
        case Anything():
            return say("any", language)
        case Equals():
            return value(asked.value, language, column)
        case Compare():
            return f"{SIGNS.get(asked.sign, asked.sign)} {value(asked.value, language, column)}"
        case Between() if bands := _bands(asked, column):
            return _listed([of(BANDS[band], language) for band in bands], language)
        case Between():
            low, high = ("≥" if asked.low_closed else ">"), ("≤" if asked.high_closed else "<")
            ends = value(asked.low, language, column), value(asked.high, language, column)
            return f"{low} {ends[0]} {say('and', language)} {high} {ends[1]}"
        case OneOf():
            listed = _listed([cell(part, language, column) for part in asked.cells], language)
            return say("not", language, what=listed) if asked.negated else listed
        case Formula():
            return asked.text
    return say("by_rule", language)


def _bands(asked: Between, column: str) -> list[int]:
    """The bands between two, named one by one: few there are, and a limit of names reads badly."""
    low, high = asked.low, asked.high
    if "band" not in column or not (isinstance(low, Decimal) and isinstance(high, Decimal)):
        return []
    return [
        band
        for band in BANDS
        if (low <= band if asked.low_closed else low < band) and (band <= high if asked.high_closed else band < high)
    ]


def _listed(words: list[str], language: Language) -> str:
    return COMMA[language].join(words)


def answer(entry: Entry, language: Language, column: str = "") -> str:
    """What an output cell says; a dash where it says nothing."""
    if entry.literal and entry.value is None:
        return NOTHING
    return value(entry.value, language, column) if entry.literal else say("by_rule", language)


def read(ctx: Context, key: str, language: Language, hidden: Collection[str] = ()) -> Plain | None:
    """The table in force in words without the columns named in `hidden` (nor the second language's names); None when
    the decision is no table. NotFound when there is none in force."""
    source = definitions.latest(ctx, "decision", key)
    model = definitions.decisions(ctx, source)
    table = model.table(key)
    return None if table is None else Plain(source, table, _labels(model, key), language, hidden)


def _labels(model: Any, key: str) -> dict[str, str]:
    element = model.nodes[key].element
    found = element.iter() if isinstance(element, etree._Element) else ()
    return {node.get("id"): node.get("label") for node in found if node.get("id") and node.get("label")}


class Plain:
    """A table in words of one language: `columns`, and `rows` of texts."""

    def __init__(
        self, source: Version, table: Table, labels: dict[str, str], language: Language, hidden: Collection[str]
    ) -> None:
        self.source, self.table, self.language, self._labels = source, table, language, labels
        names = {output.name for output in table.outputs}
        other = {name for name in names if name.endswith("_en")} if language == "zh" else set()
        other |= {name for name in names if language == "en" and f"{name}_en" in names}
        self._outputs = [n for n, one in enumerate(table.outputs) if one.name not in {*hidden, *other}]
        self.columns = [self._title(one.element, one.name or one.text) for one in table.inputs]
        self.columns += [self._title(table.outputs[n].element, table.outputs[n].name) for n in self._outputs]
        self.rows = [self._row(rule) for rule in table.rules]

    @property
    def name(self) -> str:
        """What the table is called."""
        zh, en = self.source.name or self.source.key, self.source.name_en
        return (en or zh) if self.language == "en" else zh

    def _title(self, element: str | None, name: str) -> str:
        label = self._labels.get(element or "") or name
        known = {**COLUMNS, "英文名": "Name", "英文名称": "Name"}
        return label if self.language == "zh" else known.get(label, name.replace("_", " ").capitalize())

    def _row(self, rule: Any) -> list[str]:
        asked = [
            cell(one, self.language, i.name or i.text) for one, i in zip(rule.cells, self.table.inputs, strict=True)
        ]
        said = [answer(rule.outputs[n], self.language, self.table.outputs[n].name) for n in self._outputs]
        return asked + said
