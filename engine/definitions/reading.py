"""Files in, definitions and findings out: what a deployment would store, before anything is stored. No database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import jsonschema_rs
import simplejson
import yaml

from engine import runtime
from engine.definitions import parsed
from engine.definitions.forms import flaws
from engine.feel import Finding
from engine.kernel.base import dumps

FORM_FILE = re.compile(r"(?P<key>.+?)\.(?P<part>schema|ui|zh|en)\.json")
SCENARIO_FILE = re.compile(r"(?:.*/)?(?P<key>[^/]+)(?:/|\.)scenarios\.yaml")


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding and the file it was found in."""

    file: str
    finding: Finding

    @property
    def refuses(self) -> bool:
        return self.finding.severity == "error"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A definition that a file holds; `row` are the columns that it brings along."""

    kind: str
    key: str
    file: str
    content: bytes
    row: dict[str, Any]

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(slots=True)
class Read:
    """What a set of files holds."""

    candidates: list[Candidate] = field(default_factory=list)
    findings: list[FileFinding] = field(default_factory=list)
    references: list[tuple[str, str, runtime.References]] = field(default_factory=list)

    def complain(
        self, file: str, code: str, element: str | None = None, severity: Any = "error", **params: Any
    ) -> None:
        self.findings.append(FileFinding(file, Finding(code, element, params, severity)))


FormParts = Mapping[str, Any]


def read(files: Mapping[str, bytes], forms: Mapping[str, FormParts]) -> Read:
    """Read files by their names' endings; `forms` are the forms in force, whose parts a file may leave out."""
    found = Read()
    bundles: dict[str, dict[str, tuple[str, bytes]]] = {}
    for path, content in sorted(files.items()):
        name = path.rsplit("/", 1)[-1]
        form = FORM_FILE.fullmatch(name)
        if name.endswith((".bpmn", ".bpmn20.xml")):
            _bpmn(found, path, content)
        elif name.endswith(".dmn"):
            _dmn(found, path, content)
        elif told := SCENARIO_FILE.fullmatch(path):
            _scenarios(found, told["key"], path, content)
        elif form:
            bundles.setdefault(form["key"], {})[form["part"]] = (path, content)
        else:
            found.complain(path, "file_kind_unknown")
    for key, parts in bundles.items():
        _form(found, key, parts, forms.get(key))
    _twice(found)
    return found


def _bpmn(found: Read, path: str, content: bytes) -> None:
    told = parsed.processes(content)
    found.findings += [FileFinding(path, finding) for finding in told.findings]
    for model in told.models:
        starts = [
            {
                "element": s.element,
                "kind": s.kind,
                "name": s.name,
                "expression": s.expression,
                "correlation": s.correlation,
                "form": s.form,
                "offered": s.offered,
            }
            for s in model.starts
        ]
        row = {
            "name": model.name,
            "name_en": model.name_en,
            "description": model.description,
            "description_en": model.description_en,
            "executable": model.executable,
            "starts": starts,
        }
        found.candidates.append(Candidate("process", model.key, path, content, row))
        found.references.append((path, model.key, model.references))


def _dmn(found: Read, path: str, content: bytes) -> None:
    model = parsed.decisions(content)
    found.findings += [FileFinding(path, finding) for finding in model.findings]
    if any(finding.severity == "error" for finding in model.findings):
        return
    for key, name in model.decisions.items():
        row = {"name": name, "name_en": _english(model.nodes[key].element), "model": model.name}
        found.candidates.append(Candidate("decision", key, path, content, row))


def _scenarios(found: Read, key: str, path: str, content: bytes) -> None:
    try:
        told = yaml.safe_load(content)
    except yaml.YAMLError as error:
        found.complain(path, "scenarios_unreadable", detail=" ".join(str(error).split()))
        return
    if not isinstance(told, dict) or not all(isinstance(one, dict) for one in told.values()):
        found.complain(path, "scenarios_unreadable", detail="")
        return
    found.candidates.append(Candidate("scenario", key, path, content, {"name": key}))


def _english(element: Any) -> str:
    properties = element.iter("{http://spiffworkflow.org/bpmn/schema/1.0/core}property")
    return next((own.get("value", "") for own in properties if own.get("name") == "name:en"), "")


def _form(found: Read, key: str, parts: Mapping[str, tuple[str, bytes]], before: FormParts | None) -> None:
    bundle: dict[str, Any] = {"schema": None, "ui": {}, "texts": {}} if before is None else {**before}
    bundle["texts"] = dict(bundle["texts"])
    first = next(iter(parts.values()))[0]
    for part, (path, content) in parts.items():
        try:
            value = simplejson.loads(content.decode("utf-8-sig"), use_decimal=True)
        except (UnicodeDecodeError, simplejson.JSONDecodeError) as error:
            found.complain(path, "json_unreadable", detail=str(error))
            return
        if not isinstance(value, dict):
            found.complain(path, "json_not_an_object")
            return
        if part in ("schema", "ui"):
            bundle[part] = value
        else:
            bundle["texts"][part] = value
    if bundle["schema"] is None:
        found.complain(first, "form_without_schema", key)
        return
    schema_file = parts.get("schema", (first, b""))[0]
    try:
        jsonschema_rs.Draft202012Validator(bundle["schema"], validate_formats=True)
    except (jsonschema_rs.ValidationError, ValueError) as error:
        found.complain(schema_file, "form_schema_wrong", key, detail=str(error).splitlines()[0])
        return
    if bundle["schema"].get("type") != "object":
        found.complain(schema_file, "form_schema_not_an_object", key)
        return
    texts = bundle["texts"]
    for flaw in flaws(bundle["schema"], bundle["ui"], texts):
        file = parts[flaw.part][0] if flaw.part in parts else first
        params = {"form": key, "field": flaw.name, **flaw.params}
        found.findings.append(FileFinding(file, Finding(flaw.code, flaw.name, params, flaw.severity)))
    names = {"name": _title(bundle, texts, "zh") or key, "name_en": _title(bundle, texts, "en") or key}
    found.candidates.append(Candidate("form", key, schema_file, dumps(bundle).encode(), names))


def _title(bundle: Mapping[str, Any], texts: Mapping[str, Any], lang: str) -> str:
    title = bundle["schema"].get("title", "")
    return str(texts.get(lang, {}).get(title, title))


def _twice(found: Read) -> None:
    seen: dict[tuple[str, str], str] = {}
    for candidate in found.candidates:
        place = (candidate.kind, candidate.key)
        if place in seen:
            found.complain(candidate.file, "key_twice", candidate.key, other=seen[place])
        seen[place] = candidate.file
