"""How far a goal is reached (达成率), and what other formulas a sheet's figure may have come from. Pure."""

from decimal import ROUND_HALF_UP, Decimal


def progress(base: Decimal, target: Decimal, current: Decimal) -> Decimal | None:
    """The share of the way from base to target that is gone: 75→90 at 87 is 0.8, 20%→15% at 17% is 0.6.

    Better may be higher or lower, the signs cancel. Not cut at 0 or 1. None where target and base are equal: there is
    no way to go.
    """
    return None if target == base else (current - base) / (target - base)


def percent(share: Decimal) -> Decimal:
    """A share in whole percent, halves up, as the sheets write it."""
    return (share * 100).quantize(Decimal(1), ROUND_HALF_UP)


def formula(base: Decimal, target: Decimal, current: Decimal, sheet: Decimal) -> str | None:
    """Which formula gives the figure of the sheet (whole percent): `progress` (base to target), `current_over_target`
    (97% for 87 of 90, though 83% was there before anything was done), `current_over_base` (85% for 17 of 20, by which
    doing nothing is 100%), `target_over_current`; None where none does."""
    made = progress(base, target, current)
    tried = {
        "progress": made,
        "current_over_target": current / target if target else None,
        "current_over_base": current / base if base else None,
        "target_over_current": target / current if current else None,
    }
    return next((name for name, value in tried.items() if value is not None and percent(value) == sheet), None)
