"""Facts of deviations, in the stream of the case that deviates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import InstanceFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationOrdered(InstanceFact):
    """An emergency lets this case go another way: why, who approved it, in which case it was declared."""

    deviation_id: str
    kind: str
    reason: str
    ordered_in: str
    approved_by: str
    params: Mapping[str, Any]
    ends: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationDone(InstanceFact):
    """It was carried out."""

    deviation_id: str
    kind: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationRefused(InstanceFact):
    """It could not be carried out; the case stays as it was."""

    deviation_id: str
    kind: str
    code: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationSeconded(InstanceFact):
    """A second person looked at it: approve or reject."""

    deviation_id: str
    by: str
    says: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationRenewed(InstanceFact):
    """It may last longer."""

    deviation_id: str
    ends: str
    row: Any = unrecorded()
