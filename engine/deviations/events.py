"""Facts of deviations, in the stream of the case that deviates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import InstanceFact
from engine.kernel.facts import quoted, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationOrdered(InstanceFact):
    """An emergency lets this case go another way: why, who approved it, in which case it was declared."""

    deviation_id: str
    kind: str
    reason: str = quoted()
    ordered_in: str
    approved_by: str
    params: Mapping[str, Any]
    ends: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationDone(InstanceFact):
    """It was carried out; `before` is what a change of mind would put back."""

    deviation_id: str
    kind: str
    before: Mapping[str, Any] | None = None
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


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationUndone(InstanceFact):
    """The second look said no: the case is as it was before."""

    deviation_id: str
    kind: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationStands(InstanceFact):
    """The second look said no, but the case has gone on: nothing could be put back."""

    deviation_id: str
    kind: str
    code: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationReleased(InstanceFact):
    """The inserted step is done, the case goes on."""

    deviation_id: str
    row: Any = unrecorded()
