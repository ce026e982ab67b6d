"""Who does what: the steps of every process in force with whom they are meant for, read from groups and lanes."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.access import queries as access
from engine.definitions import queries as definitions
from engine.definitions.catalogue import Version, catalogue
from engine.handbook import cells, raci
from engine.handbook.blocks import Chapter
from engine.handbook.words import COMMA, LANES, SAYS, Language, of, say, title
from engine.kernel import Context
from engine.runtime import Element

WORK = ("userTask", "manualTask")
COLUMNS = ("step", "responsible", "accountable", "consulted", "informed", "due", "form", "how")


@dataclass(frozen=True, slots=True)
class Duty:
    """A step for people: of which process, for which groups; `named` when the process picks the person. `beside`: who
    else its drawing names."""

    process: Version
    step: Element
    groups: tuple[str, ...]
    named: bool
    beside: raci.Beside


def every(ctx: Context, processes: Iterable[Version] | None = None) -> list[Duty]:
    """The steps for people of these processes (of all in force), in the order of the drawings."""
    heads = catalogue(ctx).heads("process", ctx.now) if processes is None else processes
    return [
        _duty(head, one, told.get(one.id, raci.NOBODY))
        for head in heads
        for told in [raci.beside(definitions.content(ctx, head))]
        for one in definitions.model(ctx, head).elements.values()
        if one.kind in WORK
    ]


def _duty(process: Version, step: Element, beside: raci.Beside) -> Duty:
    asked = step.settings.get("groups", "").strip()
    literal = [word.strip() for word in asked.split(",")] if asked and not asked.startswith(("=", "${")) else []
    groups = literal or ([step.lane] if step.lane and not asked else [])
    return Duty(process, step, tuple(word for word in groups if word), bool(step.settings.get("assignee")), beside)


def of_actor(ctx: Context) -> list[Duty]:
    """The steps that the groups of the signed-in person are meant for."""
    found = every(ctx)
    known = access.groups_named(ctx.session, {word for duty in found for word in duty.groups}, tenant=ctx.tenant)
    mine = ctx.actor.groups
    return [duty for duty in found if any(known.get(word, word) in mine for word in duty.groups)]


def names(ctx: Context, language: Language) -> dict[str, str]:
    """What groups and lanes are called in the language."""
    rows = access.groups(ctx.session, tenant=ctx.tenant) if language == "en" else []
    found = dict(LANES) if language == "en" else {}
    return found | {word: row.name_en for row in rows if row.name_en for word in (row.name, *row.aliases)}


def table(ctx: Context, chapter: Chapter, duties: list[Duty], language: Language, *, processes: bool = False) -> None:
    """The steps as a table; with their processes where they are of several."""
    columns = ["process"] * processes + [
        "step",
        "responsible",
        "accountable",
        "consulted",
        "informed",
        "due",
        "form",
        "how",
    ]
    called = names(ctx, language)
    rows = [_row(ctx, duty, called, language, processes) for duty in duties]
    chapter.table([of(SAYS[column], language) for column in columns], rows)


def _row(ctx: Context, duty: Duty, called: dict[str, str], language: Language, processes: bool) -> list[str]:
    step = duty.step
    due = step.settings.get("due", "")
    executive = duty.groups == ("高管",)
    told = [title(duty.process, language)] * processes
    return [
        *told,
        (step.name_en if language == "en" else "") or step.name or step.id,
        _who(duty, called, language),
        say("executive" if executive else "head", language),
        _named(duty.beside.consulted, called, language),
        _named(duty.beside.informed, called, language),
        cells.duration(due, language) if due else "",
        form_title(ctx, step.settings.get("form", ""), language),
        (step.settings.get("help:en", "") if language == "en" else "") or step.help,
    ]


def _who(duty: Duty, called: dict[str, str], language: Language) -> str:
    groups = COMMA[language].join(called.get(word, word) for word in duty.groups)
    if duty.named:
        return say("chosen_from", language, groups=groups) if groups else say("chosen", language)
    return groups or say("anybody", language)


def _named(words: Iterable[str], called: dict[str, str], language: Language) -> str:
    told = (of(SAYS[word], language) if word in SAYS else called.get(word, word) for word in words)
    return COMMA[language].join(told)


def form_title(ctx: Context, key: str, language: Language) -> str:
    """What a form is called; "" without one, "by rule" where the process picks it."""
    if not key:
        return ""
    if key.startswith(("=", "${")):
        return say("by_rule", language)
    found = catalogue(ctx).latest("form", key, ctx.now)
    if found is None:
        return key
    form = definitions.form(ctx, found)
    name = str(form.schema.get("title") or key)
    return str(form.texts.get(language, {}).get(name, name))
