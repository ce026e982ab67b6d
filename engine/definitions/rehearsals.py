"""Scenarios played with a draft's files before anything is published: a table or form that is wrong shows itself on the
cases that the house promised to handle, not on its customers.

Which processes are concerned follows from who refers to what changes. Each is played by a job, in a company that is
thrown away (webapi/scenarios/rehearsing.py); while one is red or still waits, the draft cannot be approved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from engine import jobs
from engine.definitions import drafts, queries
from engine.definitions.catalogue import catalogue
from engine.definitions.drafts import Draft
from engine.definitions.events import DraftRehearsed, RehearsalAsked
from engine.definitions.files import in_force
from engine.definitions.reading import Read, read
from engine.jobs import Job, Outside
from engine.kernel import Base, Conflict, Context, JsonText, Row, UtcDateTime, new_id

KIND = "rehearsal"
Files = Mapping[str, bytes]


class Rehearsal(Row, Base):
    """The scenarios of one process played with the files of a draft (`digest`). `state`: waiting, green, red;
    `scenarios` are {name, ok, why}, `unreached` the elements that none of them came to."""

    __tablename__ = "rehearsal"
    __table_args__ = (UniqueConstraint("draft_id", "digest", "process"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"))
    digest: Mapped[str] = mapped_column(String(64))
    process: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scenarios: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    unreached: Mapped[list[str]] = mapped_column(JsonText, default=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of playing a process: every scenario as {name, ok, why}, and the elements that stayed unreached."""

    scenarios: list[dict[str, Any]]
    unreached: list[str]

    @property
    def green(self) -> bool:
        return bool(self.scenarios) and all(one["ok"] for one in self.scenarios) and not self.unreached


Play = Callable[[str, Files], Outcome]
"""(process, the files of a whole house) -> what came of its scenarios."""


def rehearse(ctx: Context, of: Draft) -> list[str]:
    """Have the scenarios of every process concerned played with this draft, where they were not; the processes."""
    wanted = concerned(ctx, of)
    held = {row.process for row in rehearsals(ctx, of)}
    missing = [process for process in wanted if process not in held]
    if missing:
        ctx.record(RehearsalAsked(draft_id=of.id, digest=of.digest, processes=missing))
    return wanted


def rehearsals(ctx: Context, of: Draft) -> list[Rehearsal]:
    """What was played with the draft as it stands, by process."""
    held = select(Rehearsal).where(Rehearsal.draft_id == of.id, Rehearsal.digest == of.digest)
    return list(ctx.session.scalars(held.order_by(Rehearsal.process)))


def check(ctx: Context, of: Draft) -> None:
    """Conflict rehearsal_waiting or rehearsal_red unless everything that can be played was, and went well."""
    states = {row.process: row.state for row in rehearsals(ctx, of)}
    waiting = [process for process in concerned(ctx, of) if states.get(process, "waiting") == "waiting"]
    red = sorted(process for process, state in states.items() if state == "red")
    if red:
        raise Conflict("rehearsal_red", processes=", ".join(red))
    if waiting:
        raise Conflict("rehearsal_waiting", processes=", ".join(waiting))


def concerned(ctx: Context, of: Draft) -> list[str]:
    """The processes with scenarios that hold or refer to what the draft changes, sorted."""
    found = read(drafts.content(ctx, of), {})
    known = catalogue(ctx)
    changed = {(subject["kind"], subject["key"]) for subject in of.subjects}
    heads = known.heads("process", ctx.now)
    told = {head.key for head in known.heads("scenario", ctx.now)} | _keys(found, "scenario")
    touched = _keys(found, "process") | _keys(found, "scenario")
    touched |= {head.key for head in heads if head.key in told and _refers(ctx, head, changed)}
    return sorted(touched & told)


def _keys(found: Read, kind: str) -> set[str]:
    return {one.key for one in found.candidates if one.kind == kind}


def _refers(ctx: Context, head: queries.Version, changed: set[tuple[str, str]]) -> bool:
    asked = queries.model(ctx, head).references
    named = {("decision", key) for key in asked.decisions} | {("form", key) for key in asked.forms}
    named |= {("form", start["form"]) for start in head.starts if start.get("form")}
    return not changed.isdisjoint(named | {("process", key) for key in asked.calls})


# --- the job ----------------------------------------------------------------------------------------------------------


def job(play: Play) -> Outside:
    """How the job is done, given what plays."""
    return Outside(_prepare, lambda asked, _: play(*asked), _finish, failed=_failed)


def _prepare(ctx: Context, job: Job) -> tuple[str, Files] | None:
    row = ctx.session.get(Rehearsal, job.payload["rehearsal"])
    found = drafts.draft(ctx, row.draft_id) if row else None
    if row is None or found is None or found.digest != row.digest:
        return None
    return row.process, {**in_force(ctx), **_named_alike(drafts.content(ctx, found))}


def _named_alike(files: Files) -> dict[str, bytes]:
    """A draft's files under the names that `in_force` gives them, so that they take the place of what they replace."""
    named = {}
    for path, content in files.items():
        *above, name = path.split("/")
        named[f"{above[-1]}.scenarios.yaml" if name == "scenarios.yaml" and above else name] = content
    return named


def _finish(ctx: Context, job: Job, answer: Outcome) -> None:
    row = ctx.session.get_one(Rehearsal, job.payload["rehearsal"])
    astray = [one["name"] for one in answer.scenarios if not one["ok"]]
    ctx.record(
        DraftRehearsed(
            draft_id=row.draft_id,
            process=row.process,
            digest=row.digest,
            played=len(answer.scenarios),
            astray=astray,
            unreached=answer.unreached,
            rehearsal_id=row.id,
            scenarios=answer.scenarios,
        )
    )


def _failed(ctx: Context, job: Job, error: Exception) -> None:
    _finish(ctx, job, Outcome([{"name": "", "ok": False, "why": str(error)[:500]}], []))


# --- what facts do ----------------------------------------------------------------------------------------------------


def ask(ctx: Context, fact: RehearsalAsked) -> None:
    for process in fact.processes:
        row = Rehearsal(id=new_id(), tenant_id=ctx.tenant, draft_id=fact.draft_id, digest=fact.digest, process=process)
        row.asked_at, row.state = ctx.now, "waiting"
        ctx.session.add(row)
        jobs.later(ctx, KIND, {"rehearsal": row.id}, retries=1)
    ctx.session.flush()


def keep(ctx: Context, fact: DraftRehearsed) -> None:
    row = ctx.session.get_one(Rehearsal, fact.rehearsal_id)
    row.ended_at, row.scenarios = ctx.now, [dict(one) for one in fact.scenarios]
    row.unreached = list(fact.unreached)
    row.state = "green" if Outcome(row.scenarios, row.unreached).green else "red"
