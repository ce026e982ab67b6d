"""What a service task may call: one file a connector, one line in the tuple below.

The form of a connector (`Inline`, `Outward`, `Case`, `BusinessError`) is in engine/instances/services.py, with the
room that calls it.
"""

from engine.connectors.notice import SendNotice
from engine.connectors.tiers import ApplyTier, CloseRun, EvaluateTiers, KeepTier, StartReviews, TierCase
from engine.instances.services import Connector

CONNECTORS: tuple[Connector, ...] = (
    EvaluateTiers(),
    StartReviews(),
    CloseRun(),
    TierCase(),
    ApplyTier(),
    KeepTier(),
    SendNotice(),
)
