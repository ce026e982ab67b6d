"""How a handbook comes to its next copy, as its process asks for it: what to write, whom to ask, what is still missing,
who has yet to read it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.access.models import Person
from engine.handbook import commands, content, copies, duties, queries
from engine.handbook.authored import PLACES
from engine.handbook.chapters import of_book
from engine.handbook.events import HandbookAcknowledged
from engine.handbook.models import HandbookReader
from engine.handbook.words import SECTIONS, TITLES
from engine.kernel import Conflict, Context

Section = dict[str, Any]
CHARTER = ("audience", "information", "information_en", "goal", "goal_en", "kpis")


def begin(ctx: Context, book: str, drafted: Sequence[Section] = ()) -> dict[str, Any]:
    """What the next copy begins with: {title, title_en, charter, sections: [{key, title, title_en, zh, en, locked,
    locked_en}], reviewers: [{department, person}], groups, stale,
    stale_en}.

    `locked` names what is rendered below the section; reviewers stand for the departments that work by the handbook,
    `groups` are those whose work it tells. What was `drafted` before stays. NotFound handbook_unknown.
    """
    live = content.written(ctx, book, "zh", measured=False)
    last = copies.newest(ctx, book)
    told = last.authored if last else {}
    texts = {**(told.get("texts") or {}), **{one["key"]: one for one in drafted}}
    english = content.written(ctx, book, "en", measured=False)
    locked, locked_en = _locked(live), _locked(english)
    stale = [one["key"] for one in queries.differing(last.content["zh"], live)] if last else []
    groups = sorted({group for duty in duties.every(ctx, of_book(ctx, book)) for group in duty.groups})
    return {
        "title": TITLES[book][0],
        "title_en": TITLES[book][1],
        "charter": told.get("charter"),
        "sections": [
            {**_section(key, texts.get(key) or {}), "locked": locked[place], "locked_en": locked_en[place]}
            for key, place in PLACES[book].items()
        ],
        "reviewers": _reviewers(ctx, groups),
        "groups": groups,
        "stale": _titles(live, stale),
        "stale_en": _titles(english, stale),
    }


def charter(ctx: Context, book: str | None) -> dict[str, Any]:
    """The charter of the copy in force, to be written on; empty where there is none."""
    last = copies.newest(ctx, book) if book else None
    return dict((last.authored.get("charter") if last else None) or {})


def _section(key: str, text: Mapping[str, str]) -> Section:
    title, title_en = SECTIONS[key]
    return {"key": key, "title": title, "title_en": title_en, "zh": text.get("zh") or "", "en": text.get("en") or ""}


def _titles(live: Mapping[str, Any], chapters: Sequence[str]) -> list[str]:
    return [chapter["title"] for chapter in live["chapters"] if chapter["key"] in chapters]


def _locked(live: Mapping[str, Any]) -> dict[str, list[str]]:
    """Chapter -> the headings of what is rendered in it, those of the sections that people write left out."""
    mine = {title for both in SECTIONS.values() for title in both}
    return {
        chapter["key"]: [
            block["text"] for block in chapter["blocks"] if block["kind"] == "heading" and block["text"] not in mine
        ]
        for chapter in live["chapters"]
    }


def _reviewers(ctx: Context, groups: Iterable[str]) -> list[dict[str, str]]:
    """One person a department: its head, or whoever stands in for one that has none."""
    people = readers(ctx, groups)
    mine = select(Person.department_id).where(Person.tenant_id == ctx.tenant, Person.name.in_(people)).distinct()
    wanted = {one for one in ctx.session.scalars(mine) if one is not None}
    found: dict[str, str] = {}
    for department in access.departments(ctx.session, tenant=ctx.tenant):
        head = access.head_of(ctx.session, department.id, tenant=ctx.tenant) if department.id in wanted else None
        if head is not None and head not in found:
            found[head] = department.name
    return [{"department": department, "person": head} for head, department in found.items()]


def readers(ctx: Context, groups: Iterable[str]) -> list[str]:
    """Everybody in one of these groups, sorted; a group that nobody knows has nobody."""
    return sorted({name for group in groups for name in access.people_in(ctx.session, group, tenant=ctx.tenant)})


def check(sections: Sequence[Section], written: Sequence[Section]) -> dict[str, Any]:
    """The sections with what was `written` anew, and what is still missing: {sections, findings: [{section, what}],
    to_write}. `what` is empty, english_missing or same_text."""
    new = {text["key"]: {name: text.get(name) or "" for name in ("zh", "en")} for text in written}
    merged = [{**section, **new.get(section["key"], {})} for section in sections]
    findings = [{"section": one["title"], "key": one["key"], "what": what} for one in merged if (what := _missing(one))]
    faulty = {one["key"] for one in findings}
    return {
        "sections": merged,
        "findings": findings,
        "to_write": [one for one in merged if one["key"] in faulty],
    }


def _missing(section: Section) -> str | None:
    zh, en = section["zh"].strip(), section["en"].strip()
    if not zh:
        return "empty"
    if not en:
        return "english_missing"
    return "same_text" if zh == en else None


def publish(
    ctx: Context, book: str, charter: Mapping[str, Any], sections: Sequence[Section], case: str
) -> dict[str, Any]:
    """The next copy: {number, readers}. Where nothing has changed the last copy stands, and only those who have not yet
    read it do so now."""
    told = {
        "charter": {name: charter.get(name) for name in CHARTER},
        "texts": {section["key"]: {"zh": section["zh"], "en": section["en"]} for section in sections},
    }
    review_on = charter.get("review_on")
    day = date.fromisoformat(review_on) if isinstance(review_on, str) else review_on
    try:
        number = commands.publish(ctx, book, told, review_on=day, case=case)
    except Conflict as refused:
        if refused.code != "handbook_unchanged":
            raise
        number = int(refused.params["number"])
    people = readers(ctx, charter.get("audience") or ())
    return {"number": number, "readers": unread(ctx, book, number, people)["people"]}


def unread(ctx: Context, book: str, number: int, people: Sequence[str]) -> dict[str, Any]:
    """Who of these has not yet read the copy, and who heads them: {people, heads}."""
    read = (
        select(Person.name)
        .join(HandbookReader, HandbookReader.person_id == Person.id)
        .where(HandbookReader.tenant_id == ctx.tenant, HandbookReader.key == book, HandbookReader.number >= number)
    )
    done = set(ctx.session.scalars(read))
    left = sorted(access.existing(ctx.session, people, tenant=ctx.tenant) - done)
    heads = {access.manager_of(ctx.session, name, tenant=ctx.tenant) for name in left}
    return {"people": left, "heads": sorted(name for name in heads if name)}


def read_by(ctx: Context, book: str, number: int, person: str) -> None:
    """Somebody's task says that they have read a copy; who read a later one stays there."""
    who = access.person(ctx.session, person, tenant=ctx.tenant)
    held = ctx.session.get(HandbookReader, (ctx.tenant, who.id, book))
    if held is None or held.number < number:
        ctx.record(HandbookAcknowledged(key=book, number=number, person=who.name))


def settle(sections: Sequence[Section], answered: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What follows from the answers to the reviewers' comments: {to_write, remarks, reviewers}. Sections with a comment
    that was accepted are written anew; whoever commented looks once more."""
    accepted = {one["key"] for one in answered if one["decision"] == "accepted"}
    asked = {one["person"]: one["department"] for one in answered}
    return {
        "to_write": [section for section in sections if section["key"] in accepted],
        "remarks": [dict(one) for one in answered],
        "reviewers": [{"department": department, "person": person} for person, department in asked.items()],
    }
