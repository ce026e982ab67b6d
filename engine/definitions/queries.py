"""Reading definitions: parsed models, decisions and forms, each parsed once for its content and shared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import jsonschema_rs
import simplejson

from engine import runtime
from engine.definitions import parsed
from engine.definitions.catalogue import Version, catalogue
from engine.definitions.models import Resource
from engine.feel import dmn
from engine.feel.times import DateTime
from engine.kernel import Context, NotFound

__all__ = [
    "Form",
    "Version",
    "bound",
    "by_id",
    "catalogue",
    "content",
    "decide",
    "decisions",
    "form",
    "latest",
    "model",
    "uses_of_forms",
    "version",
]

T = TypeVar("T")


def latest(ctx: Context, kind: str, key: str) -> Version:
    """The version in force; NotFound when there is none."""
    found = catalogue(ctx).latest(kind, key, ctx.now)
    if found is None:
        raise NotFound(f"{kind}_unknown", key=key)
    return found


def version(ctx: Context, kind: str, key: str, number: int) -> Version:
    """A given version; NotFound when there is none."""
    found = catalogue(ctx).version(kind, key, number)
    if found is None:
        raise NotFound(f"{kind}_version_unknown", key=key, version=number)
    return found


def bound(ctx: Context, kind: str, key: str, binding: str, definition_id: str) -> Version:
    """The version that a process of version `definition_id` gets: the one in force, or with binding "deployment" the
    newest one that was there when that process was deployed."""
    if binding != "deployment":
        return latest(ctx, kind, key)
    then = by_id(ctx, definition_id).effective_from
    found = catalogue(ctx).latest(kind, key, then)
    if found is None:
        raise NotFound(f"{kind}_unknown", key=key)
    return found


def by_id(ctx: Context, definition_id: str) -> Version:
    return catalogue(ctx).by_id[definition_id]


def content(ctx: Context, of: Version) -> bytes:
    """The bytes as they were deployed."""
    row = ctx.session.get(Resource, of.sha256)
    if row is None:
        raise NotFound(f"{of.kind}_unknown", key=of.key)
    return row.content


def model(ctx: Context, of: Version) -> runtime.Model:
    """The process of this version, ready to run."""
    return _parsed(ctx, of, _models)[of.key]


def decisions(ctx: Context, of: Version) -> dmn.Model:
    """The DMN model that this decision's version stands in."""
    return _parsed(ctx, of, parsed.decisions)


def decide(ctx: Context, of: Version, variables: Mapping[str, Any]) -> dmn.Result:
    """What this version of a decision answers, at the time of this unit of work."""
    now = DateTime.parse(ctx.now.astimezone(ctx.zone).isoformat(timespec="microseconds"))
    return decisions(ctx, of).evaluate(of.key, variables, now=now)


def form(ctx: Context, of: Version) -> "Form":
    """The form of this version with its compiled check."""
    return _parsed(ctx, of, read_form)


def uses_of_forms(ctx: Context) -> dict[str, list[tuple[Version, runtime.Element]]]:
    """Form -> the steps of the processes in force that ask with it, in the order of processes and drawings."""
    found: dict[str, list[tuple[Version, runtime.Element]]] = {}
    for head in catalogue(ctx).heads("process", ctx.now):
        for element in model(ctx, head).elements.values():
            if key := element.settings.get("form"):
                found.setdefault(key, []).append((head, element))
    return found


@dataclass(frozen=True, slots=True)
class Form:
    """A deployed form: JSON Schema, UI schema, texts a language, and the compiled check of the schema."""

    schema: dict[str, Any]
    ui: dict[str, Any]
    texts: Mapping[str, dict[str, Any]]
    check: Any

    @property
    def properties(self) -> dict[str, Any]:
        """Every property the schema names, those of its if/then/else and allOf parts included."""
        return _properties(self.schema)


def _properties(schema: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    parts = [schema.get(word) for word in ("if", "then", "else")]
    for word in ("allOf", "anyOf", "oneOf"):
        parts += schema.get(word, ())
    for part in parts:
        if isinstance(part, dict):
            found |= _properties(part)
    found |= schema.get("properties", {})
    return found


def read_form(content: bytes) -> Form:
    """A stored form bundle; the schema was checked when it was deployed."""
    bundle = simplejson.loads(content)
    check = jsonschema_rs.Draft202012Validator(bundle["schema"], validate_formats=True)
    return Form(bundle["schema"], bundle.get("ui", {}), bundle.get("texts", {}), check)


def _models(content: bytes) -> dict[str, runtime.Model]:
    return {model.key: model for model in parsed.processes(content).models}


def _parsed(ctx: Context, of: Version, read: Callable[[bytes], T]) -> T:
    cache: dict[str, T] = _cache(read)
    if of.sha256 not in cache:
        cache[of.sha256] = read(content(ctx, of))
    return cache[of.sha256]


@lru_cache(maxsize=8)
def _cache(read: Callable[[bytes], Any]) -> dict[str, Any]:
    # content is addressed by hash and parsed values are never changed, so an entry is true for ever
    return {}
