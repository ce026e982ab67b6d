"""Fact -> rows of channels and settings, and notices that a case sends."""

from sqlalchemy import delete

from engine.instances.events import NoticeSent
from engine.kernel import Context
from engine.notify import events, telling
from engine.notify.models import Channel, Delivery, NotifySettings


def keep(ctx: Context, fact: NoticeSent) -> None:
    """Everybody named is told."""
    telling.of_case(ctx, fact)


def save_channel(ctx: Context, fact: events.ChannelSaved) -> None:
    row = ctx.session.get(Channel, fact.channel_id)
    if row is None:
        row = Channel(id=fact.channel_id, tenant_id=ctx.tenant)
        ctx.session.add(row)
    row.name, row.kind, row.audience = fact.channel, fact.kind, fact.audience
    row.settings, row.sealed = dict(fact.settings), fact.sealed
    row.groups, row.kinds, row.language, row.enabled = list(fact.groups), list(fact.kinds), fact.language, fact.enabled
    ctx.session.flush()


def remove_channel(ctx: Context, fact: events.ChannelRemoved) -> None:
    ctx.session.execute(delete(Delivery).where(Delivery.channel_id == fact.channel_id))
    ctx.session.execute(delete(Channel).where(Channel.id == fact.channel_id))


def keep_settings(ctx: Context, fact: events.NotifySettingsChanged) -> None:
    row = ctx.session.get(NotifySettings, ctx.tenant)
    if row is None:
        ctx.session.add(NotifySettings(tenant_id=ctx.tenant, values=dict(fact.new)))
    else:
        row.values = {**row.values, **fact.new}
