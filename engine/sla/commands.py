"""Verbs on the promises of a case: start, answer, pause, resume, tell another severity, reopen, explain a miss."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine import clock as times
from engine.clock import ClockError
from engine.definitions.calendars import DEFAULT, calendar
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound, new_id
from engine.sla import clocks, events, rules
from engine.sla.asking import Asked, Promised, Unavailable, promised
from engine.sla.models import SlaClock
from engine.sla.rules import DEFAULTS, OVERRIDES, Target


def start(ctx: Context, case: Instance, element: str, token: str | None, asked: Asked, answers: Sequence[str]) -> None:
    """The clocks that D08 promises for this matter. `answers` are the targets that the drawing meets: an
    acknowledgement is promised where one is drawn. A case that has clocks of this kind goes on with them: other terms
    from the original start, or reopened."""
    terms = promised(ctx, asked.kind, asked.band, asked.override)
    if token is None:
        before = _case_clocks(ctx, asked.reopens or case.id, asked.kind)
        if before and _goes_on(ctx, case, before, asked):
            return
    follows = asked.reopens if asked.reopens and asked.reopens != case.id else None
    texts = dict(terms.texts)
    if "acknowledge" in answers:
        texts["acknowledge"] = clocks.settings(ctx)["acknowledge"]
    for target in rules.TARGETS:
        if target in texts:
            clocks.begin(ctx, _row(ctx, case, element, token, asked, target, texts[target], terms), terms.rule, follows)


def _row(
    ctx: Context,
    case: Instance,
    element: str,
    token: str | None,
    asked: Asked,
    target: Target,
    text: str,
    terms: Promised | None,
) -> SlaClock:
    return SlaClock(
        id=new_id(),
        tenant_id=ctx.tenant,
        instance_id=case.id,
        root_id=case.root_id,
        customer_id=case.customer_id,
        element=element,
        token=token,
        kind=asked.kind,
        target=target,
        band=asked.band,
        override=asked.override,
        text=text,
        calendar=_calendar(terms),
        promise=_promise(ctx, asked.kind, target),
        pausable=terms is not None and target in terms.pausable and target == "resolution",
        warn_at=list(terms.warn_at) if terms else [50, 80, 100],
        warned=[],
        pauses=[],
        status="running",
        started_at=asked.received,
        recorded_at=ctx.now,
    )


def _calendar(terms: Promised | None) -> str:
    return DEFAULT if terms is None or terms.calendar == rules.BUSINESS else terms.calendar


def _promise(ctx: Context, kind: str, target: str) -> str | None:
    if kind in rules.BY_LAW:
        return None
    told = clocks.settings(ctx)
    text: str | None = told.get(f"promise_{target}") if told["promise"] else None
    return text or None


def _case_clocks(ctx: Context, case_id: str, kind: str) -> list[SlaClock]:
    rows = select(SlaClock).where(
        SlaClock.tenant_id == ctx.tenant,
        SlaClock.instance_id == case_id,
        SlaClock.kind == kind,
        SlaClock.token.is_(None),
        SlaClock.status != "cancelled",
    )
    return list(ctx.session.scalars(rows.order_by(SlaClock.id)))


def _goes_on(ctx: Context, case: Instance, before: Sequence[SlaClock], asked: Asked) -> bool:
    if any(row.stopped_at is None for row in before):
        if before[0].instance_id != case.id:
            return False  # the matter that it is said to reopen is still open: a matter of its own
        reclassify(ctx, case, before, asked.override, asked.band if "band" in asked.given else None)
        return True
    if before[0].instance_id == case.id and all(row.target != "resolution" for row in before):
        return True  # answered once is answered
    return bool(reopen(ctx, case, before))


def start_one(ctx: Context, case: Instance, element: str, token: str | None, target: Target, text: str | None) -> None:
    """A clock beside those of D08: `next_response` within the time of the first one, a `level` within `text`."""
    rows = open_clocks(ctx, case.root_id)
    model = next((row for row in of_roots(ctx, [case.root_id]) if row.target == "first_response"), None)
    if target == "next_response":
        if model is None or any(row.target == target for row in rows):
            return
        text = model.text
    if text is None:
        raise Invalid("sla_text_missing", target=target)
    times.parse(text)
    asked = Asked(model.kind if model else "", model.band if model else 3, model.override if model else "none", ctx.now)
    row = _row(ctx, case, element, token, asked, target, text, None)
    if model is not None and target == "next_response":
        row.calendar = model.calendar
    clocks.begin(ctx, row, None)


def of_roots(ctx: Context, root_ids: Sequence[str]) -> list[SlaClock]:
    """All clocks of these root cases and of all that they called, oldest first."""
    rows = select(SlaClock).where(SlaClock.tenant_id == ctx.tenant, SlaClock.root_id.in_(root_ids))
    return list(ctx.session.scalars(rows.order_by(SlaClock.id)))


def open_clocks(ctx: Context, *root_ids: str) -> list[SlaClock]:
    """The clocks of these root cases and of all that they called which nobody has answered yet."""
    return [row for row in of_roots(ctx, root_ids) if row.stopped_at is None]


def reclassify(ctx: Context, case: Instance, rows: Sequence[SlaClock], override: str | None, band: int | None) -> None:
    """Another severity: every open clock of the matter counts by its new row of D08, from its original start. The band
    stays as it was at receipt unless it is said anew."""
    some = rows[0]
    override = some.override if override is None else override
    if override not in OVERRIDES:
        raise Invalid("sla_override_unknown", value=override)
    band = some.band if band is None else band
    terms = promised(ctx, some.kind, band, override)
    for row in rows:
        if row.stopped_at is not None or row.target not in ("first_response", "resolution"):
            continue
        if row.target not in terms.texts:
            clocks.cancel(ctx, row, "severity")
            continue
        new = {"text": terms.texts[row.target], "calendar": _calendar(terms), "band": band, "override": override}
        clocks.recount(ctx, row, "severity", new)
    missing = [target for target in terms.texts if target not in {row.target for row in rows}]
    for target in missing:
        asked = Asked(some.kind, band, override, some.started_at)
        fresh = _row(ctx, case, some.element, None, asked, target, terms.texts[target], terms)  # type: ignore[arg-type]
        clocks.begin(ctx, fresh, terms.rule)


def better_band(ctx: Context, row: SlaClock, band: int) -> None:
    """The customer's tier rose: the new row holds where it is due earlier, else the old one stays."""
    if band >= row.band or row.target not in ("first_response", "resolution") or row.missed_at is not None:
        return
    terms = promised(ctx, row.kind, band, row.override)
    if row.target not in terms.texts:
        return
    text, name = terms.texts[row.target], _calendar(terms)
    better = rules.Terms(text, clocks.named(ctx, name), row.promise)
    if rules.due(better, row.started_at, clocks.pauses_of(row))[0].at < row.due_at:
        clocks.recount(ctx, row, "tier", {"text": text, "calendar": name, "band": band})


def reopen(ctx: Context, case: Instance, before: Sequence[SlaClock]) -> list[SlaClock]:
    """The matter came back: its resolution goes on with what was left, in this case, if it was closed within the days
    that the company set (7). Answers the clocks that go on; none when it came too late."""
    within = clocks.settings(ctx)["reopen"]
    house = calendar(ctx)
    going_on = []
    for row in before:
        if row.target != "resolution" or row.stopped_at is None:
            continue
        if times.due(within, row.stopped_at, house).at < ctx.now:
            continue
        closed = {"from": row.stopped_at.isoformat(), "to": ctx.now.isoformat(), "reason": clocks.REOPENED}
        row.pauses = [*row.pauses, closed]
        found = clocks.deadlines(ctx, row)
        due, derivation = clocks.told(row, found, clocks.calendar_of(ctx, row))
        old, old_case = row.due_at.isoformat(), row.instance_id
        row.root_id = case.root_id
        ctx.record(
            events.SlaReopened(
                instance_id=case.id,
                element=row.element,
                clock_id=row.id,
                target=row.target,
                row=row,
                before=old_case,
                old=old,
                due=due,
                derivation=derivation,
            )
        )
        clocks.plan(ctx, row)
        going_on.append(row)
    return going_on


# --- what people do to a clock ----------------------------------------------------------------------------------------


def locked(ctx: Context, clock_id: str) -> SlaClock:
    """A clock with its case's root in hand; NotFound when there is none."""
    row = ctx.session.get(SlaClock, clock_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("sla_clock_unknown", id=clock_id)
    instances.locked(ctx, row.instance_id)
    ctx.session.refresh(row)
    return row


def pause(ctx: Context, clock_id: str, reason: str, proof: str) -> SlaClock:
    """Stop a resolution clock while somebody outside is waited for: for a listed reason, with the message that told the
    customer so. Conflict where the clock cannot pause, or the cap is used up."""
    return pause_row(ctx, locked(ctx, clock_id), reason, proof)


def pause_row(ctx: Context, row: SlaClock, reason: str, proof: str) -> SlaClock:
    """The same of a clock in hand."""
    allowed = clocks.settings(ctx)["pause_reasons"]
    if not row.pausable:
        raise Conflict("sla_not_pausable", target=row.target)
    if row.status != "running":
        raise Conflict("sla_not_running", status=row.status)
    if row.due_at <= ctx.now:
        raise Conflict("sla_not_running", status="missed")
    if reason not in allowed:
        raise Invalid("sla_pause_reason", [_place("reason", "sla_pause_reason", allowed=", ".join(allowed))])
    if not proof.strip():
        raise Invalid("sla_proof_needed", [_place("proof", "sla_proof_needed")])
    until = clocks.pause_ends(ctx, row)
    if until is None:
        raise Conflict("sla_pause_used_up")
    clocks.pause(ctx, row, reason, proof.strip(), until)
    return row


def resume(ctx: Context, clock_id: str) -> SlaClock:
    """Go on with a paused clock."""
    row = locked(ctx, clock_id)
    if row.status != "paused":
        raise Conflict("sla_not_paused", status=row.status)
    clocks.resume(ctx, row)
    return row


def reclassify_case(
    ctx: Context, instance_id: str, *, override: str | None = None, band: int | None = None
) -> list[SlaClock]:
    """Somebody judged the severity anew: all open clocks of the case count by it from their original start."""
    case = instances.locked(ctx, instance_id)
    rows = [row for row in of_roots(ctx, [case.root_id]) if row.instance_id == case.id and row.target != "level"]
    for kind in sorted({row.kind for row in rows if row.stopped_at is None}):
        try:
            reclassify(ctx, case, [row for row in rows if row.kind == kind], override, band)
        except Unavailable as error:
            raise Invalid("sla_unavailable", reason=error.code) from error
    return rows


def reopen_case(ctx: Context, instance_id: str, before_id: str) -> list[SlaClock]:
    """Link a case to the closed one that it takes up again; Conflict when that was closed too long ago."""
    case = instances.locked(ctx, instance_id)
    before = [row for row in of_roots(ctx, [before_id]) if row.instance_id == before_id]
    found = reopen(ctx, case, before)
    if not found:
        raise Conflict("sla_reopen_late", days=clocks.settings(ctx)["reopen"])
    return found


def explain(ctx: Context, clock_id: str, cause: str) -> SlaClock:
    """Say why a promise was missed, as a cause code."""
    row = locked(ctx, clock_id)
    if row.missed_at is None:
        raise Conflict("sla_not_missed", status=row.status)
    if not cause.strip():
        raise Invalid("reason_needed", [_place("cause", "reason_needed")])
    explain_row(ctx, row, cause.strip())
    return row


def explain_row(ctx: Context, row: SlaClock, cause: str) -> None:
    """The same of a clock in hand."""
    ctx.record(
        events.SlaExplained(
            instance_id=row.instance_id,
            element=row.element,
            clock_id=row.id,
            target=row.target,
            row=row,
            cause=cause,
            old=row.cause,
        )
    )


def change_settings(ctx: Context, new: Mapping[str, Any], *, reason: str) -> dict[str, Any]:
    """Switch a promise of the company; holds for clocks that start from now on."""
    if not ctx.actor.has("process_owner"):
        raise Forbidden("role_needed", role="process_owner")
    if not reason.strip():
        raise Invalid("reason_needed", [_place("reason", "reason_needed")])
    now = clocks.settings(ctx)
    for name, value in new.items():
        if name not in DEFAULTS:
            raise Invalid("sla_setting_unknown", [_place(name, "sla_setting_unknown", name=name)], name=name)
        _check_setting(name, value)
    moved = {name: value for name, value in new.items() if now[name] != value}
    if moved:
        old = {name: now[name] for name in moved}
        ctx.record(events.SlaSettingsChanged(old=old, new=moved, reason=reason.strip()))
    return {**now, **moved}


def _check_setting(name: str, value: Any) -> None:
    usual = DEFAULTS[name]
    try:
        if isinstance(usual, str):
            times.parse(value)
        elif type(value) is not type(usual):
            raise ClockError("sla_setting_invalid", name=name)
    except (ClockError, TypeError) as error:
        raise Invalid("sla_setting_invalid", [_place(name, "sla_setting_invalid", name=name)], name=name) from error


def _place(path: str, code: str, **params: Any) -> dict[str, Any]:
    return {"path": path, "code": code, "params": params}
