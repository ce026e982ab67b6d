"""Who abroad is given personal data (PIPL 38-43): processors, and the ways out of the house that are recorded as going
there. None of them stands while no mechanism is on record, so nothing leaves that would have to be called back.
"""

from collections.abc import Mapping
from typing import Any

from engine.kernel import Context
from engine.notify import queries as notify
from engine.notify.events import ChannelSaved
from engine.privacy import queries
from engine.privacy.rules import check_abroad


def check(ctx: Context, held: Mapping[str, Any]) -> None:
    """Invalid abroad_without_basis names the first recipient who may not be given data under these settings."""
    ways = [{**row.settings, "name": row.name} for row in notify.channels(ctx) if row.enabled]
    check_abroad(held, [*held["processors"], *ways])


def channel_saved(ctx: Context, fact: ChannelSaved) -> None:
    """A way out is not opened to a country for which nothing is on record: then it is not saved at all."""
    if fact.enabled:
        check_abroad(queries.settings(ctx), [{**fact.settings, "name": fact.channel}])
