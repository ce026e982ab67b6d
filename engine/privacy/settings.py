"""What the house sets about privacy, each change with its reason on record."""

from collections.abc import Mapping
from typing import Any

from engine.kernel import Context
from engine.privacy import abroad, queries
from engine.privacy.events import PrivacySettingsChanged
from engine.privacy.rules import check


def change(ctx: Context, wanted: Mapping[str, Any], *, reason: str) -> dict[str, Any]:
    """Set these values; Invalid names what cannot be. Answers what holds now."""
    queries.must_be_officer(ctx)
    check(wanted)
    before = queries.settings(ctx)
    fresh = {
        name: {**before[name], **value} if isinstance(before[name], dict) and isinstance(value, dict) else value
        for name, value in wanted.items()
    }
    abroad.check(ctx, {**before, **fresh})
    changed = {name: value for name, value in fresh.items() if before[name] != value}
    if changed:
        old = {name: before[name] for name in changed}
        ctx.record(PrivacySettingsChanged(old=old, new=changed, reason=reason.strip()))
        ctx.session.flush()
    return queries.settings(ctx)
