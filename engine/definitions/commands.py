"""Verbs on definitions: deploy files, or only check them; set up the calendar that due dates are computed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import simplejson

from engine import runtime
from engine.access import commands as people
from engine.access import queries as access
from engine.access.rules import nameable
from engine.definitions.catalogue import Version, catalogue, changed
from engine.definitions.events import DefinitionDeployed
from engine.definitions.models import Deployment
from engine.definitions.queries import content
from engine.definitions.reading import FileFinding, FormParts, Read, read
from engine.kernel import Context, Forbidden, Rejected, new_id


class Undeployable(Rejected):
    """Files that cannot be deployed; nothing was. `findings` name file, element, code and params."""

    def __init__(self, findings: list[FileFinding]) -> None:
        super().__init__("deployment_refused", files=sorted({found.file for found in findings if found.refuses}))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Outcome:
    """A deployment: its id, the versions that it brought or found unchanged, and the warnings."""

    id: str
    versions: list[Version] = field(default_factory=list)
    warnings: list[FileFinding] = field(default_factory=list)


def check(ctx: Context, files: Mapping[str, bytes]) -> list[FileFinding]:
    """What deploying these files would find; stores nothing."""
    found = read(files, forms_in_force(ctx))
    _unresolved(ctx, found)
    return found.findings


def deployable(ctx: Context, files: Mapping[str, bytes]) -> Read:
    """What the files hold, all of it fit to be deployed. Raises Undeployable with all findings when one refuses."""
    if not ctx.actor.has("process_owner"):
        raise Forbidden("role_needed", role="process_owner")
    found = read(files, forms_in_force(ctx))
    if not files:
        found.complain("", "nothing_to_deploy")
    _unresolved(ctx, found)
    if any(finding.refuses for finding in found.findings):
        raise Undeployable(found.findings)
    return found


def deploy(ctx: Context, files: Mapping[str, bytes], *, reviewed: bool = False) -> Outcome:
    """Store every definition in the files as the next version, all or none; unchanged content keeps its version.

    Raises Undeployable with all findings when one of them refuses. `reviewed`: somebody else has approved it.
    """
    found = deployable(ctx, files)
    before = catalogue(ctx)
    deployment = Deployment(
        id=new_id(),
        tenant_id=ctx.tenant,
        deployed_at=ctx.now,
        deployed_by=ctx.actor.name,
        warnings=[_plain(finding) for finding in found.findings],
    )
    ctx.session.add(deployment)
    ctx.session.flush()
    keys = []
    for candidate in found.candidates:
        last = next(iter(before.versions(candidate.kind, candidate.key)), None)
        keys.append((candidate.kind, candidate.key))
        if last is not None and last.sha256 == candidate.sha256:
            continue
        ctx.record(
            DefinitionDeployed(
                kind=candidate.kind,
                key=candidate.key,
                version=last.version + 1 if last else 1,
                sha256=candidate.sha256,
                file=candidate.file,
                reviewed=reviewed,
                deployment_id=deployment.id,
                row=candidate.row,
                content=candidate.content,
            )
        )
    lanes = _named([references for _, _, references in found.references], "groups")
    people.ensure_groups(ctx, sorted(name for name in lanes if nameable(name)))
    ctx.session.flush()
    changed(ctx)
    after = catalogue(ctx)
    versions = [after.versions(kind, key)[0] for kind, key in keys]
    return Outcome(deployment.id, versions, found.findings)


def forms_in_force(ctx: Context) -> Mapping[str, FormParts]:
    heads = catalogue(ctx).heads("form", ctx.now)
    return {head.key: simplejson.loads(content(ctx, head), use_decimal=True) for head in heads}


def _plain(found: FileFinding) -> dict[str, Any]:
    finding = found.finding
    return {"file": found.file, "element": finding.element, "code": finding.code, "params": dict(finding.params)}


def _unresolved(ctx: Context, found: Read) -> None:
    """Warn of names that nothing answers to yet: an incident (or an empty group) when a token gets there."""
    known = catalogue(ctx)

    def there(kind: str) -> set[str]:
        brought = {candidate.key for candidate in found.candidates if candidate.kind == kind}
        return brought | {head.key for head in known.heads(kind, ctx.now)}

    asked = [references for _, _, references in found.references]
    answers = {
        "calls": (there("process"), "process_unknown"),
        "decisions": (there("decision"), "decision_unknown"),
        "forms": (there("form"), "form_unknown"),
        "services": (set(ctx.wiring.connectors), "service_unknown"),
        "groups": (set(access.groups_named(ctx.session, _named(asked, "groups"), tenant=ctx.tenant)), "group_unknown"),
        "people": (access.existing(ctx.session, _named(asked, "people"), tenant=ctx.tenant), "person_unknown"),
    }
    for file, process, references in found.references:
        for kind, (names, code) in answers.items():
            for name in sorted(getattr(references, kind) - names):
                odd = kind == "groups" and not nameable(name)
                found.complain(file, "group_name_invalid" if odd else code, process, "warning", name=name)


def _named(asked: list[runtime.References], kind: str) -> set[str]:
    return {name for references in asked for name in getattr(references, kind)}
