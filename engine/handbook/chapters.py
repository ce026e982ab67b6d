"""The chapters, each written from what is in force: schemes, tables, drawings, forms. Reads only."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from engine.customers import schemes
from engine.customers import words as money
from engine.definitions import queries as definitions
from engine.definitions.catalogue import Version, catalogue
from engine.feel.dmn.table import Anything
from engine.handbook import cases as studies
from engine.handbook import cells, duties
from engine.handbook.blocks import Chapter
from engine.handbook.words import BANDS, COMMA, FIGURE_COLUMNS, KINDS, OUTCOMES, SAYS, Language, of, say, title
from engine.kernel import Context, Invalid, NotFound
from engine.runtime import Element
from engine.scoring.ladder import Way
from engine.scoring.metrics import METRICS, Metric
from engine.sla import queries as sla
from engine.training.courses import courses

TIER_PROCESSES = ("tier_review", "tier_batch_evaluation", "incentive_round", "incentive_notice")
CLASSES = {
    "tiers": ("value_potential", "abc", "rfm_segment", "frequency_band", "need_type"),
    "flow": ("lifecycle", "value_potential", "churn_risk", "churn_level"),
}
CLIMBING = {"tiers": (), "flow": ("severity", "escalation_ladder", "cause_codes", "contingency_plan")}
TOUCHES = ("benefits", "followup_frequency", "contact_preference", "care_plan", "incentive")
RULES = {
    "tiers": ("approval_route",),
    "flow": (
        "assignment",
        "pool_rule",
        "review_rhythm",
        "masking",
        "training_need",
        "check_plan",
        "check_weight",
        "lag_alert",
        "kpi_miss",
    ),
}
"""The tables that promise something to customers or staff, by chapter and handbook."""
HIDDEN = {
    "benefits": ("key",),
    "care_plan": ("template",),
    "followup_frequency": ("process",),
    "frequency_band": ("band",),
    "incentive": ("reward",),
    "lifecycle": ("state",),
    "need_type": ("type",),
    "rfm_segment": ("segment",),
    "severity": ("event", "priority"),
    "sla_matrix": ("warn_at", "pausable"),
    "value_potential": ("cell",),
}
"""Columns that only the engine reads."""
FEWEST, SPAN = 5, timedelta(days=90)
"""Fewer settled matters than this tell of single cases, not of the house."""

Write = Callable[[Context, Chapter, str, Language, bool], None]


def preface(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """What the handbook is for and how it comes about."""
    chapter.text(say(f"purpose_{book}", language))
    chapter.text(say("generated", language))


def classification(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """Schemes with members, limits and the guard; then the other classes as tables."""
    try:
        found = schemes.every(ctx)
    except (Invalid, NotFound):
        found = []
    if not found:
        chapter.text(say("no_schemes", language))
    for scheme in found:
        _scheme(ctx, chapter, scheme, language)
    for key in CLASSES[book]:
        _table(ctx, chapter, key, language)


def _scheme(ctx: Context, chapter: Chapter, scheme: schemes.Scheme, language: Language) -> None:
    chapter.heading(scheme.names.get(language) or scheme.key)
    ladder = scheme.ladder
    chapter.text(
        say(
            "window" if ladder.plain else "judged",
            language,
            months=ladder.window_months,
            period=say(scheme.period, language),
            tenure=ladder.guard.min_tenure,
            grace=ladder.guard.grace,
            rho=_share(ladder.guard.rho),
        )
    )
    rows = [
        [
            (member.name_en if language == "en" else "") or member.name,
            _yuan(member.entry_cents) if ladder.plain else _ways(scheme, member.ways, language),
            _yuan(ladder.keep_cents(rank)) if ladder.plain else _ways(scheme, ladder.keep_ways(rank), language),
            of(BANDS[member.band], language) if member.band in BANDS else str(member.band),
        ]
        for rank, member in reversed(list(enumerate(ladder.members)))
    ]
    limits = ("entry", "keep") if ladder.plain else ("entry_ways", "keep_ways")
    chapter.table([say(column, language) for column in ("tier", *limits, "band")], rows)
    chapter.made_from(*(definitions.latest(ctx, "decision", key) for key in scheme.tables.values()))
    if ladder.score is not None:
        _table(ctx, chapter, scheme.tables["score"], language)


def _ways(scheme: schemes.Scheme, ways: tuple[Way, ...], language: Language) -> str:
    return of(money.limits(ways, scheme.ladder.window_months), language) if ways else "—"


def _share(rho: Fraction) -> str:
    return f"{float(rho * 100):g}"


def _yuan(cents: int | None) -> str:
    return "—" if cents is None else f"{money.yuan(cents):,}".removesuffix(".00")


def service(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """D08 with the real medians beside the promises; then what is severe and how it climbs."""
    chapter.text(say("promises", language))
    found = _read(ctx, chapter, "sla_matrix", language)
    if found is not None:
        chapter.table(*_beside_medians(ctx, found, language, measured))
    for key in CLIMBING[book]:
        _table(ctx, chapter, key, language)


def _beside_medians(
    ctx: Context, found: cells.Plain, language: Language, measured: bool
) -> tuple[list[str], list[list[str]], tuple[int, ...]]:
    """The columns and rows of D08 with two more, the medians, and where these stand."""
    kept = sla.report(ctx, ctx.now - SPAN, ctx.now) if measured else []
    medians: dict[tuple[Any, Any, str], float] = {
        (one.kind, one.band, one.target): one.net["median"]
        for one in kept
        if one.net and one.met + one.missed >= FEWEST
    }
    real = [say("median_first", language), say("median_resolution", language)]
    rows = []
    for rule, row in zip(found.table.rules, found.rows, strict=True):
        plain = len(rule.cells) > 2 and (rule.cells[2] == Anything() or getattr(rule.cells[2], "value", None) == "none")
        kind, band = (getattr(cell, "value", None) for cell in rule.cells[:2]) if plain else (None, None)
        counts = [medians.get((kind, band, target)) for target in ("first_response", "resolution")]
        told = [say("too_few", language) if one is None else cells.minutes(one, language) for one in counts]
        rows.append([*row, *(told if plain else ["—", "—"])])
    width = len(found.columns)
    return [*found.columns, *real], rows, (width, width + 1)


def communication(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """D12, D14, D17, D22, and what customers are given on their days."""
    for key in TOUCHES:
        _table(ctx, chapter, key, language)


def processes(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """Each process with its purpose, its drawing and its steps."""
    for head in of_book(ctx, book):
        chapter.made_from(head)
        chapter.heading(title(head, language))
        chapter.text((head.description_en if language == "en" else "") or head.description)
        chapter.figure(head, title(head, language))
        steps = duties.every(ctx, [head])
        if steps:
            duties.table(ctx, chapter, steps, language)
        else:
            chapter.text(say("no_steps", language))


def responsibilities(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """Who does what, by group: every step of this handbook's processes; then the rules that staff go by."""
    chapter.text(say("raci", language))
    found = duties.every(ctx, of_book(ctx, book))
    called = duties.names(ctx, language)
    for group in sorted({group for duty in found for group in duty.groups}):
        chapter.heading(called.get(group, group))
        duties.table(ctx, chapter, [duty for duty in found if group in duty.groups], language, processes=True)
    chapter.made_from(*(duty.process for duty in found))
    for key in RULES[book]:
        _table(ctx, chapter, key, language)


def cases(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """The case studies that were admitted to this handbook, newest first."""
    found = studies.search(ctx, "", language, book=book)
    if not found:
        chapter.text(say("no_cases", language))
    for one in found:
        chapter.heading(one["title"])
        chapter.text(f"{of(KINDS[one['kind']], language)} · {of(OUTCOMES[one['outcome']], language)} · {one['number']}")
        for line in one["story"].split("\n"):
            chapter.text(line.strip())
        chapter.text(say("cause", language, what=one["cause"]))
        chapter.text(say("lesson", language, what=one["lesson"]))
        if one["course"]:
            chapter.text(say("taught", language, what=one["course_name"]))


def appendix(ctx: Context, chapter: Chapter, book: str, language: Language, measured: bool) -> None:
    """What each figure means; processes, tables and forms in force with their versions."""
    if book == "tiers":
        chapter.heading(say("figures", language))
        chapter.table([say(column, language) for column in FIGURE_COLUMNS], [_figure(one, language) for one in METRICS])
    used = definitions.uses_of_forms(ctx)
    columns = [of(SAYS[column], language) for column in ("name", "key", "version")]
    chapter.heading(say("processes", language))
    chapter.table(columns, [[title(one, language), one.key, str(one.version)] for one in of_book(ctx, book)])
    for kind, heading in (("decision", "tables"), ("form", "forms")):
        heads = catalogue(ctx).heads(kind, ctx.now)
        chapter.heading(say(heading, language))
        if kind == "decision":
            chapter.table(columns, [[title(one, language), one.key, str(one.version)] for one in heads])
            continue
        rows = [
            [duties.form_title(ctx, one.key, language), one.key, str(one.version), _uses(used, one.key, language)]
            for one in heads
        ]
        chapter.table([*columns, say("used", language)], rows)


def _figure(metric: Metric, language: Language) -> list[str]:
    better = say("less" if metric.falls else "more", language)
    unit = of(money.UNITS[metric.unit], language)
    return [of(metric.called(), language), unit, better, of(metric.formula, language), of(metric.source, language)]


def _uses(used: dict[str, list[tuple[Version, Element]]], key: str, language: Language) -> str:
    names = dict.fromkeys(title(head, language) for head, _ in used.get(key, ()))
    return COMMA[language].join(names)


def of_book(ctx: Context, book: str) -> list[Version]:
    """The processes in force that belong to a handbook: those of tiers, or all others."""
    heads = catalogue(ctx).heads("process", ctx.now)
    return [head for head in heads if (head.key in TIER_PROCESSES) == (book == "tiers")]


def _table(ctx: Context, chapter: Chapter, key: str, language: Language) -> None:
    found = _read(ctx, chapter, key, language)
    if found is not None:
        called = {**duties.names(ctx, language), **_courses(ctx, language), **_processes(ctx, language)}
        chapter.table(found.columns, [[_called(cell, called, language) for cell in row] for row in found.rows])


def _called(cell: str, called: dict[str, str], language: Language) -> str:
    """A cell that lists groups, courses or processes, by what the reader calls them."""
    return COMMA[language].join(called.get(word, word) for word in cell.split(COMMA[language]))


def _processes(ctx: Context, language: Language) -> dict[str, str]:
    return {head.key: title(head, language) for head in catalogue(ctx).heads("process", ctx.now)}


def _courses(ctx: Context, language: Language) -> dict[str, str]:
    return {one.key: (one.name_en if language == "en" else "") or one.name for one in courses(ctx)}


def _read(ctx: Context, chapter: Chapter, key: str, language: Language) -> cells.Plain | None:
    try:
        found = cells.read(ctx, key, language, HIDDEN.get(key, ()))
    except NotFound:
        chapter.text(say("no_table", language, key=key))
        return None
    source = definitions.latest(ctx, "decision", key)
    chapter.made_from(source)
    chapter.heading(title(source, language))
    if found is None:
        chapter.text(say("not_plain", language))
    return found


WRITERS: dict[str, Write] = {
    "preface": preface,
    "classification": classification,
    "service": service,
    "communication": communication,
    "processes": processes,
    "duties": responsibilities,
    "cases": cases,
    "appendix": appendix,
}
