"""From a draft to what is in force: written by one, looked at by another, published at once or on its day.

Nobody approves what they proposed, on no route. Who may: any other process owner; in a firm that has no other, the head
of a department. In an emergency the author publishes alone, says why, and the review stays due until somebody did it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from engine import jobs
from engine.access import queries as access
from engine.access.rules import may, require
from engine.definitions import commands, drafts, rehearsals
from engine.definitions.catalogue import catalogue
from engine.definitions.drafts import (
    EDITING,
    OBJECTED,
    OPEN,
    REJECTED,
    SCHEDULED,
    STOPPED,
    URGENT,
    WITHDRAWN,
    Draft,
    Subject,
)
from engine.definitions.events import (
    DraftApproved,
    DraftProposed,
    DraftPublished,
    DraftRejected,
    DraftSaved,
    DraftStopped,
)
from engine.definitions.files import of_version
from engine.definitions.reading import FileFinding, read
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context, Forbidden, Invalid, Rejected, new_id

KIND = "draft"
BLOCKS = frozenset(
    {
        *("task_without_form", "task_without_role", "service_missing", "decision_missing"),
        *("form_unknown", "decision_unknown", "process_unknown", "service_unknown", "person_unknown"),
    }
)
"""Warnings of a deployment with which nothing is handed to a review: a case would stop there, or ask for nothing."""
WRITABLE = (EDITING, OPEN, REJECTED, STOPPED)


def save(ctx: Context, files: Mapping[str, bytes], *, draft_id: str | None = None, why: str = "") -> Draft:
    """Keep files as a draft of one's own, or anew in the draft named; they may still be wrong. Takes it out of review:
    what is looked at never changes under the reader's eyes."""
    require(ctx.actor, "deploy", "definition")
    if not files:
        raise Invalid("nothing_to_deploy")
    if draft_id is not None:
        found = drafts.locked(ctx, draft_id)
        _own(ctx, found)
        _in(found, *WRITABLE)
    draft_id = draft_id or new_id()
    hashes = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    subjects = _subjects(ctx, files)
    ctx.record(DraftSaved(draft_id=draft_id, files=hashes, why=why.strip(), subjects=subjects, contents=dict(files)))
    return drafts.draft(ctx, draft_id)


def submit(
    ctx: Context, draft_id: str, why: str, effective_from: datetime | None = None, *, major: bool = False
) -> list[FileFinding]:
    """Hand one's draft to the others; the warnings. Undeployable with all findings when it could not be published.
    A `major` change asks those who work by it to train anew."""
    found = drafts.locked(ctx, draft_id)
    _own(ctx, found)
    _in(found, EDITING, REJECTED, STOPPED)
    if not why.strip():
        raise Invalid("reason_needed", [{"path": "why", "code": "reason_needed", "params": {}}])
    if effective_from is not None and effective_from <= ctx.now:
        raise Invalid("effective_past", [{"path": "effective_from", "code": "effective_past", "params": {}}])
    findings = judged(commands.check(ctx, drafts.content(ctx, found)))
    if any(one.refuses for one in findings):
        raise commands.Undeployable(findings)
    return _handed_over(ctx, found, why, effective_from, major=major)


def _handed_over(
    ctx: Context, found: Draft, why: str, effective_from: datetime | None = None, *, major: bool = False
) -> list[FileFinding]:
    warnings = commands.deployable(ctx, drafts.content(ctx, found)).findings
    day = effective_from.isoformat() if effective_from else None
    ctx.record(DraftProposed(draft_id=found.id, files=found.files, why=why.strip(), effective_from=day, major=major))
    rehearsals.rehearse(ctx, found)
    return warnings


def propose(ctx: Context, files: Mapping[str, bytes], why: str = "") -> tuple[Draft, list[FileFinding]]:
    """Files from outside the studio as a draft that waits for approval, and the warnings: judged as a deployment is."""
    commands.deployable(ctx, files)
    found = save(ctx, files, why=why)
    return found, _handed_over(ctx, found, why.strip() or ", ".join(files))


def judged(findings: list[FileFinding]) -> list[FileFinding]:
    """Findings as a review judges them: those that block it are errors."""
    return [
        replace(one, finding=replace(one.finding, severity="error")) if one.finding.code in BLOCKS else one
        for one in findings
    ]


def approve(ctx: Context, draft_id: str, comment: str = "") -> commands.Outcome | None:
    """Publish what somebody else proposed, or have it published on its day (None then, and where an urgent one is
    found good afterwards). Forbidden four_eyes; Conflict draft_decided, draft_outdated, rehearsal_missing or _red."""
    found = drafts.locked(ctx, draft_id)
    _reviews(ctx, found)
    _in(found, OPEN, URGENT)
    told = {"draft_id": found.id, "proposed_by": found.proposed_by, "comment": comment.strip()}
    if found.status == URGENT:
        ctx.record(DraftApproved(**told, deployment_id=found.deployment_id))
        return None
    _current(ctx, found)
    rehearsals.check(ctx, found)
    if found.effective_from is not None and found.effective_from > ctx.now:
        commands.deployable(_as_owner(ctx), drafts.content(ctx, found))
        ctx.record(DraftApproved(**told))
        jobs.later(ctx, KIND, {"draft": found.id}, due=found.effective_from)
        return None
    outcome = commands.deploy(_as_owner(ctx), drafts.content(ctx, found), reviewed=True)
    ctx.record(DraftApproved(**told, deployment_id=outcome.id))
    return outcome


def reject(ctx: Context, draft_id: str, reason: str) -> Draft:
    """Turn a draft down, object to one that was published in an emergency, or withdraw one's own."""
    found = drafts.locked(ctx, draft_id)
    own = found.proposed_by == ctx.actor.name
    if own:
        _in(found, EDITING, OPEN, SCHEDULED, REJECTED, STOPPED)
    else:
        _reviews(ctx, found)
        _in(found, OPEN, SCHEDULED, URGENT)
    if not reason.strip():
        raise Invalid("reason_needed", [{"path": "reason", "code": "reason_needed", "params": {}}])
    status = WITHDRAWN if own else OBJECTED if found.status == URGENT else REJECTED
    ctx.record(DraftRejected(draft_id=found.id, proposed_by=found.proposed_by, reason=reason.strip(), status=status))
    return found


def publish_urgently(ctx: Context, draft_id: str, reason: str) -> commands.Outcome:
    """Publish one's own draft before anybody has looked, whatever the scenarios say; the review stays due."""
    found = drafts.locked(ctx, draft_id)
    _own(ctx, found)
    _in(found, EDITING, OPEN, SCHEDULED)
    if not reason.strip():
        raise Invalid("reason_needed", [{"path": "reason", "code": "reason_needed", "params": {}}])
    _current(ctx, found)
    outcome = commands.deploy(ctx, drafts.content(ctx, found))
    told = {"draft_id": found.id, "proposed_by": found.proposed_by, "deployment_id": outcome.id}
    ctx.record(DraftPublished(**told, urgent=True, reason=reason.strip()))
    return outcome


def restore(ctx: Context, kind: str, key: str, version: int, why: str = "") -> Draft:
    """An earlier version's text as a draft: going back is a change like any other."""
    return save(ctx, of_version(ctx, kind, key, version), why=why)


def verbs(ctx: Context, of: Draft) -> list[str]:
    """What the person who asks may do with a draft now."""
    if of.proposed_by == ctx.actor.name and may(ctx.actor, "deploy", "definition"):
        of_status = {
            EDITING: ["save", "submit", "publish", "withdraw"],
            OPEN: ["save", "publish", "withdraw"],
            SCHEDULED: ["publish", "withdraw"],
            REJECTED: ["save", "submit", "withdraw"],
            STOPPED: ["save", "submit", "withdraw"],
        }
        return of_status.get(of.status, [])
    if of.proposed_by == ctx.actor.name or not _may_review(ctx, of):
        return []
    return {OPEN: ["approve", "reject"], URGENT: ["approve", "reject"], SCHEDULED: ["reject"]}.get(of.status, [])


def _on_its_day(ctx: Context, job: Job) -> None:
    """Publish an approved draft; one that no longer fits is stopped, and says why."""
    found = drafts.locked(ctx, job.payload["draft"])
    if found.status != SCHEDULED:
        return
    try:
        _current(ctx, found)
        outcome = commands.deploy(ctx, drafts.content(ctx, found), reviewed=True)
    except Rejected as refused:
        ctx.record(DraftStopped(draft_id=found.id, code=refused.code))
        return
    ctx.record(DraftPublished(draft_id=found.id, proposed_by=found.proposed_by, deployment_id=outcome.id))


ON_ITS_DAY = Inside(_on_its_day)


def _subjects(ctx: Context, files: Mapping[str, bytes]) -> list[Subject]:
    """The definitions in these files, each with the version in the house that it follows."""
    known = catalogue(ctx)
    subjects = []
    for one in read(files, commands.forms_in_force(ctx)).candidates:
        last = next(iter(known.versions(one.kind, one.key)), None)
        names = {"name": one.row.get("name", ""), "name_en": one.row.get("name_en", "")}
        subjects.append({"kind": one.kind, "key": one.key, **names, "base": last.version if last else None})
    return subjects


def _current(ctx: Context, of: Draft) -> None:
    """Conflict draft_outdated when somebody has published a version since this was drawn: it would undo theirs."""
    known = catalogue(ctx)
    for subject in of.subjects:
        last = next(iter(known.versions(subject["kind"], subject["key"])), None)
        if last is not None and last.version != subject["base"]:
            raise Conflict("draft_outdated", key=subject["key"], version=last.version)


def _own(ctx: Context, of: Draft) -> None:
    require(ctx.actor, "deploy", "definition")
    if of.proposed_by != ctx.actor.name:
        raise Forbidden("draft_of_another", person=of.proposed_by)


def _reviews(ctx: Context, of: Draft) -> None:
    if of.proposed_by == ctx.actor.name:
        raise Forbidden("four_eyes", person=ctx.actor.name)
    if not _may_review(ctx, of):
        raise Forbidden("not_allowed", verb="deploy", thing="definition")


def _may_review(ctx: Context, of: Draft) -> bool:
    actor = ctx.actor
    if actor.person_id is None:
        return False  # only a person has eyes
    if may(actor, "deploy", "definition"):
        return True
    return bool(actor.departments) and not _other_owners(ctx, of.proposed_by)


def looks_at_drafts(ctx: Context) -> bool:
    """Whether drafts of others may come to the person who asks: to every process owner, in a small firm to heads."""
    if may(ctx.actor, "deploy", "definition"):
        return True
    return bool(ctx.actor.departments) and len(_owners(ctx)) <= 1


def reviewers(ctx: Context, author: str) -> list[str]:
    """The names of those who are to look at a draft of this author."""
    others = _other_owners(ctx, author)
    heads = others or [name for name in access.heads(ctx.session, tenant=ctx.tenant) if name != author]
    return heads or [name for name in _holding(ctx, "admin") if name != author]


def _other_owners(ctx: Context, author: str) -> list[str]:
    return [name for name in _owners(ctx) if name != author]


def _owners(ctx: Context) -> list[str]:
    return _holding(ctx, "process_owner")


def _holding(ctx: Context, role: str) -> list[str]:
    return access.people_holding(ctx.session, role, tenant=ctx.tenant)


def _as_owner(ctx: Context) -> Context:
    """A head who approves has no right to deploy anything else: the act is theirs, the right comes with the draft."""
    if may(ctx.actor, "deploy", "definition"):
        return ctx
    return ctx.acting_as(replace(ctx.actor, roles=ctx.actor.roles | {"process_owner"}))


def _in(found: Draft, *statuses: str) -> None:
    if found.status not in statuses:
        raise Conflict("draft_decided", status=found.status, by=found.decided_by or found.proposed_by)
