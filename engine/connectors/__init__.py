"""What a service task may call: one file a connector, one line in the tuple below.

The form of a connector (`Inline`, `Outward`, `Case`, `BusinessError`) is in engine/instances/services.py, with the
room that calls it.
"""

from engine.connectors.assignment import ChooseAssignee
from engine.connectors.case_customer import LinkCustomer
from engine.connectors.case_number import GiveNumber
from engine.connectors.contract import RemindOfRenewals, SignContract
from engine.connectors.customer import (
    CustomerProfile,
    PoolCustomer,
    ReachStage,
    RecordInteraction,
    RecordNeed,
    SetFirstOwner,
    TagCustomer,
)
from engine.connectors.deviation import Deviate, ReleaseDeviations, RenewDeviations, SecondDeviations
from engine.connectors.followup import EaseOff, ForecastFollowups, NextFollowup, PlanFollowups
from engine.connectors.improvement import ActionDone, KeepPlan, MeasureGoal, SortFeedback, TakeSnapshot
from engine.connectors.ladder import AccountableForLevel
from engine.connectors.message import StatusLink, SurveyLink, WriteCustomer
from engine.connectors.notice import SendNotice
from engine.connectors.promises import ExplainMisses, PausePromises, PromisesKept, ResumePromises
from engine.connectors.relations import (
    ChurnResult,
    ChurnSignals,
    ForeseeIncentives,
    GrantIncentives,
    QuarterlySatisfaction,
    RecordSatisfaction,
)
from engine.connectors.tiers import (
    ApplyTier,
    CloseRun,
    EvaluateTiers,
    KeepTier,
    StartDueEvaluations,
    StartReviews,
    TierCase,
)
from engine.connectors.work import CloseWork, ReadWork
from engine.instances.services import Connector

CONNECTORS: tuple[Connector, ...] = (
    EvaluateTiers(),
    StartDueEvaluations(),
    StartReviews(),
    CloseRun(),
    TierCase(),
    ApplyTier(),
    KeepTier(),
    ChooseAssignee(),
    AccountableForLevel(),
    CustomerProfile(),
    RecordInteraction(),
    RecordNeed(),
    TagCustomer(),
    PoolCustomer(),
    ReachStage(),
    SetFirstOwner(),
    SignContract(),
    RemindOfRenewals(),
    EaseOff(),
    RecordSatisfaction(),
    QuarterlySatisfaction(),
    ChurnSignals(),
    ChurnResult(),
    ForeseeIncentives(),
    GrantIncentives(),
    SortFeedback(),
    KeepPlan(),
    ActionDone(),
    TakeSnapshot(),
    MeasureGoal(),
    ForecastFollowups(),
    PlanFollowups(),
    NextFollowup(),
    GiveNumber(),
    LinkCustomer(),
    ReadWork(),
    CloseWork(),
    SendNotice(),
    PausePromises(),
    ResumePromises(),
    PromisesKept(),
    ExplainMisses(),
    WriteCustomer(),
    SurveyLink(),
    StatusLink(),
    Deviate(),
    SecondDeviations(),
    RenewDeviations(),
    ReleaseDeviations(),
)
