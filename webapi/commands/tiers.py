"""`keflow tiers`: score every customer, and have the changes reviewed."""

from datetime import date
from typing import Any

import click

from engine import jobs
from engine.access import queries as access
from engine.customers import evaluation, schemes, words
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.kernel.context import SYSTEM
from engine.scoring.metrics import METRICS
from engine.tasks import commands as tasks
from engine.tasks import queries as inbox
from webapi.commands.installation import Installation, opened
from webapi.samples import SAMPLES, use
from webapi.schemas import dumps
from webapi.texts import say, terminal_language

PROCESS = "tier_batch_evaluation"
HEADLINE = ("scheme", "as_of", "customers", "movers", "promotions", "demotions")
CONFIRMATIONS = 5
"""More confirmations than any drawing of the process asks for; a guard against a circle."""


@click.group("tiers")
def command() -> None:
    """Tier schemes."""


@command.command()
@click.option("--scheme", help="by default the leading one")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="the day of the review; today by default")
@click.option("--dry-run", is_flag=True, help="only say who would move")
@click.option("--yes", is_flag=True, help="confirm the run too, in the name of --by")
@click.option("--by", "name", help="who confirms")
@click.option("--json", "as_json", is_flag=True, help="the summary as one JSON object")
def evaluate(scheme: str | None, as_of: Any, dry_run: bool, yes: bool, name: str | None, as_json: bool) -> None:
    """Score every customer and start one evaluation (P02); its confirmed movers become reviews (P01)."""
    if yes and not name:
        raise click.UsageError("--yes needs --by NAME")
    at = opened()
    with at.unit(write=False) as ctx:
        key = scheme or schemes.leading_key(ctx)
        if key is None:
            raise NotFound("scheme_unknown", scheme="")
        day = as_of.date() if as_of else ctx.now.astimezone(ctx.zone).date()
        order = evaluation.prepare(ctx, key, day, "preview" if dry_run else "live")
    if dry_run:
        _tell(evaluation.score(order).summary, as_json)
        return
    instance = _started(at, key, day, name)
    _settle(at)
    if yes and name:
        _confirmed(at, instance, name)
        _settle(at)
    with at.unit(write=False) as ctx:
        row = ctx.session.get_one(Instance, instance)
        summary = values.wire(values.loads(row.variables)).get("summary") or {}
        waiting = [task.name for task in inbox.of_instance(ctx, instance) if task.status == "open"]
    _tell({**summary, "instance": instance, "status": row.status, "waiting_for": waiting}, as_json)


@command.command("schemes")
def schemes_() -> None:
    """The schemes in use with their tiers, and the samples that could be."""
    lang = terminal_language()
    at = opened()
    with at.unit(write=False) as ctx:
        used = schemes.every(ctx)
        for one in used:
            mark = say("tiers_leads" if one.leading else "tiers_beside", {}, lang)
            click.echo(f"{one.key} ({mark}): {one.names.get(lang, one.key)}")
            for member in reversed(one.ladder.members):
                told = words.limits(member.ways, one.ladder.window_months)[lang == "en"] or "-"
                click.echo(f"  {member.name_en if lang == 'en' else member.name}: {told}")
    for sample in SAMPLES:
        if sample.key not in {one.key for one in used}:
            about = sample.about_en if lang == "en" else sample.about
            click.echo(f"{sample.key} ({say('tiers_sample', {}, lang)}): {sample.names[lang]}. {about}")


@command.command("scheme")
@click.argument("key")
@click.option("--leading", is_flag=True, help="let it set the service band instead of the scheme that does now")
def scheme_(key: str, leading: bool) -> None:
    """Use one of the sample schemes that keflow brings along, beside the others or as the leading one."""
    with opened().unit() as ctx:
        found = use(ctx, key, leading=leading)
        told = {"scheme": found.names.get(terminal_language(), key), "members": len(found.ladder.members)}
        click.echo(say("tiers_used", told, terminal_language()))


@command.command()
def figures() -> None:
    """What tiers and scores may be judged by, and how each figure is worked out."""
    lang = terminal_language()
    at = lang == "en"
    for metric in METRICS:
        unit = words.UNITS[metric.unit][at]
        click.echo(f"{metric.key}: {metric.called()[at]} ({unit}). {metric.formula[at]}")


def _started(at: Installation, scheme: str, day: date, name: str | None) -> str:
    variables = {"scheme": scheme, "as_of": day.isoformat(), "mode": "live", "requested_by": name or SYSTEM.name}
    with at.unit() as ctx:
        return instances.start(ctx, PROCESS, values.of(variables)).id


def _settle(at: Installation) -> None:
    """Do what is due, beside whatever workers do."""
    with at.unit(write=False) as ctx:
        now = ctx.now
    jobs.drain(at.database, at.parts.context, now)


def _confirmed(at: Installation, instance: str, name: str) -> None:
    for _ in range(CONFIRMATIONS):
        with at.unit() as ctx:
            task = next((one for one in inbox.of_instance(ctx, instance) if one.status == "open"), None)
            if task is None:
                return
            tasks.complete(_as(ctx, name), task.id, {"decision": "confirm"})


def _as(ctx: Context, name: str) -> Context:
    return ctx.acting_as(access.actor_of(ctx.session, name, tenant=ctx.tenant))


def _tell(summary: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(dumps(summary))
        return
    lang = terminal_language()
    click.echo(say("tiers_scored", {name: summary.get(name, "") for name in HEADLINE}, lang))
    for tier in summary.get("tiers", ()):
        name = tier["name_zh" if lang == "zh" else "name_en"]
        click.echo(f"  {name}: {tier['customers']} -> {tier['customers_after']}")
    for kind in ("counts", "tasks"):
        told = [f"{key} {count}" for key, count in summary.get(kind, {}).items() if isinstance(count, int)]
        click.echo(f"  {kind}: {', '.join(told)}")
    if "instance" in summary:
        waiting = ", ".join(summary["waiting_for"])
        click.echo(f"  {summary['instance']} {summary['status']}{f': {waiting}' if waiting else ''}")
