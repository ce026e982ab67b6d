"""监督检查 (P13): which cases are looked at, what was found in each, and whether it was put right (X7, H10).

The draw is random, weighted by risk, and anybody can repeat it: seed and a hash of who was weighed how stand in the
ledger.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from math import log
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from engine.access import queries as access
from engine.improvement.events import CheckNoted, CheckSampled
from engine.improvement.models import CheckItem
from engine.instances.models import Instance
from engine.kernel import Context, NotFound, new_id

INSPECTORS = "质检"
MOST = 200
WHOLE = 2**256


def draw(seed: str, weights: Mapping[str, int], size: int) -> list[str]:
    """At most `size` of these without putting back, each with a chance in proportion to its weight; 0 is never drawn.

    Of each the key is -ln(u) / weight with u from SHA-256 of `seed:id`, the smallest keys win (Efraimidis and Spirakis,
    Weighted random sampling with a reservoir, 2006): the same seed and weights give the same cases on any machine.
    """

    def key(one: str) -> tuple[float, str]:
        share = (int.from_bytes(sha256(f"{seed}:{one}".encode()).digest()) + 1) / (WHOLE + 1)
        return -log(share) / weights[one], one

    return heapq.nsmallest(size, (one for one, weight in weights.items() if weight > 0), key=key)


def sample(
    ctx: Context,
    case: str,
    project: str,
    occasion: str,
    weights: Mapping[str, int],
    doers: Callable[[list[str]], Mapping[str, str | None]],
    *,
    size: int,
    surely: Sequence[str] = (),
    rules: int | None = None,
) -> dict[str, Any]:
    """Draw the cases of a check, those that it is about `surely` among them; {seed, population, items}, an item a case:
    {id, case, number, process, person}. `doers` says who did the last step of each."""
    seed = sha256(case.encode()).hexdigest()[:16]
    chosen = [*surely, *(one for one in draw(seed, weights, min(size, MOST)) if one not in surely)]
    found = {row.id: row for row in ctx.session.scalars(select(Instance).where(Instance.id.in_(chosen)))}
    people, today = doers(chosen), ctx.now.astimezone(ctx.zone).date()
    lines = "\n".join(f"{one}:{weight}" for one, weight in sorted(weights.items()))
    rows = [
        CheckItem(
            id=new_id(),
            tenant_id=ctx.tenant,
            project=project,
            occasion=occasion,
            subject_id=one,
            process=found[one].process,
            person=people.get(one),
            on=today,
            repeats=0,
        )
        for one in chosen
    ]
    ctx.record(
        CheckSampled(
            instance_id=case,
            occasion=occasion,
            seed=seed,
            population=len(weights),
            cases=chosen,
            sha256=sha256(lines.encode()).hexdigest(),
            rules=rules,
            rows=rows,
        )
    )
    items = [
        {
            "id": row.id,
            "case": row.subject_id,
            "number": found[row.subject_id].business_key or row.subject_id[-8:],
            "process": row.process,
            "person": row.person,
        }
        for row in rows
    ]
    return {"seed": seed, "population": len(weights), "items": items}


def note(ctx: Context, case: str, item_id: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Write down a finding with its code, that it was corrected, or the outcome of a recheck; {repeats, before}: how
    often this was found again, and how often the same was found with the same person within the year before."""
    row = ctx.session.get(CheckItem, item_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("check_item_unknown", item=item_id)
    new: dict[str, Any] = {name: told[name] for name in ("finding", "code", "recheck") if told.get(name)}
    if told.get("corrected"):
        new["corrected_on"] = ctx.now.astimezone(ctx.zone).date()
    if told.get("recheck") == "repeated":
        new["repeats"] = row.repeats + 1
    ctx.record(
        CheckNoted(
            instance_id=case,
            item=row.id,
            finding=new.get("finding"),
            code=new.get("code"),
            corrected=True if told.get("corrected") else None,
            recheck=new.get("recheck"),
            new=new,
            row=row,
        )
    )
    return {"repeats": row.repeats, "before": _before(ctx, row)}


def _before(ctx: Context, row: CheckItem) -> int:
    if row.person is None or row.code is None:
        return 0
    same = select(func.count()).where(
        CheckItem.tenant_id == ctx.tenant,
        CheckItem.person == row.person,
        CheckItem.code == row.code,
        CheckItem.id != row.id,
        CheckItem.on >= _year_before(row.on),
    )
    return ctx.session.scalar(same) or 0


def about(ctx: Context, which: str) -> Instance:
    """The case of this number or id that a check is asked to look at; NotFound when there is none."""
    named = or_(Instance.business_key == which, Instance.id == which)
    of_case = select(Instance).where(Instance.tenant_id == ctx.tenant, Instance.parent_id.is_(None), named)
    found = ctx.session.scalar(of_case.order_by(Instance.id.desc()).limit(1))
    if found is None:
        raise NotFound("case_unknown", number=which)
    return found


def looked_at(ctx: Context) -> Select[str] | None:
    """The cases that checks drew which are not over, for those who check; None for anybody else. Who is to look at a
    case may open it, wherever it belongs."""
    group = access.groups_named(ctx.session, [INSPECTORS], tenant=ctx.tenant).get(INSPECTORS, INSPECTORS)
    if group not in ctx.actor.groups:
        return None
    check = aliased(Instance)
    running = select(check.id).where(
        check.tenant_id == ctx.tenant, check.business_key == CheckItem.project, check.ended_at.is_(None)
    )
    return select(CheckItem.subject_id).where(CheckItem.tenant_id == ctx.tenant, running.exists())


def summary(ctx: Context, project: str) -> dict[str, int]:
    """A check in figures: {items, findings, serious, corrected, repeated}."""
    rows = ctx.session.scalars(
        select(CheckItem).where(CheckItem.tenant_id == ctx.tenant, CheckItem.project == project)
    ).all()
    return {
        "items": len(rows),
        "findings": sum(row.finding in ("minor", "serious") for row in rows),
        "serious": sum(row.finding == "serious" for row in rows),
        "corrected": sum(row.recheck == "passed" for row in rows),
        "repeated": sum(row.repeats > 0 for row in rows),
    }


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))
