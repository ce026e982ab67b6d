"""What a service task may call: one file a connector, one line in the tuple below.

The form of a connector (`Inline`, `Outward`, `Case`, `BusinessError`) is in engine/instances/services.py, with the
room that calls it.
"""

from engine.connectors.advisory import MembersAdvice, SuggestMembers
from engine.connectors.assignment import ChooseAssignee, FindManager
from engine.connectors.care import CareMoment, PlanCampaign, PlanCare
from engine.connectors.case_customer import LinkCustomer
from engine.connectors.case_number import GiveNumber
from engine.connectors.case_study import AnonymiseCaseStudy, PrefillCaseStudy, PublishCaseStudy
from engine.connectors.checks import DrawChecks, NoteCheck, SumUpCheck
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
from engine.connectors.data_review import (
    FindGaps,
    KeepReview,
    MergeCustomers,
    PlanReviews,
    RecomputeTags,
    TellApart,
)
from engine.connectors.deviation import Deviate, ReleaseDeviations, RenewDeviations, SecondDeviations
from engine.connectors.followup import EaseOff, ForecastFollowups, NextFollowup, PlanFollowups
from engine.connectors.handbook import (
    BeginHandbook,
    CheckHandbook,
    HandbookRead,
    HandbookUnread,
    LastCharter,
    PublishHandbook,
    SettleComments,
    TryRules,
    WaitingRules,
)
from engine.connectors.improvement import (
    ActionDone,
    CollectForDiagnosis,
    KeepPlan,
    MeasureGoal,
    SortFeedback,
    TakeSnapshot,
    WhoSaidSo,
)
from engine.connectors.ladder import AccountableForLevel
from engine.connectors.message import StatusLink, SurveyLink, WriteCustomer
from engine.connectors.notice import SendNotice
from engine.connectors.policy_review import (
    CollectForReview,
    SettleReview,
    StartDueReviews,
    WeighOpinions,
)
from engine.connectors.privacy import (
    Correct,
    Erase,
    Explain,
    FindPerson,
    ForgetRequest,
    LookForHolds,
    MakeCopy,
    RefuseAutomation,
    Stop,
)
from engine.connectors.promises import ExplainMisses, PausePromises, PromisesKept, ResumePromises
from engine.connectors.relations import (
    ChurnResult,
    ChurnSignals,
    ForeseeIncentives,
    GrantIncentives,
    QuarterlySatisfaction,
    RecordSatisfaction,
)
from engine.connectors.shared_tasks import EndWeek, FollowSharedTask, OpenSharedTask
from engine.connectors.tiers import (
    ApplyTier,
    CloseRun,
    EvaluateTiers,
    KeepTier,
    StartDueEvaluations,
    StartReviews,
    TierCase,
)
from engine.connectors.training import (
    AssignTraining,
    FindPlaces,
    GrantAuthority,
    MarkExam,
    RegisterAttendance,
    StartDueRounds,
    SuspendAuthority,
)
from engine.connectors.transfer import ChooseReceiver, GoRound, HandOver, TakeInventory
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
    FindManager(),
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
    CollectForDiagnosis(),
    KeepPlan(),
    ActionDone(),
    TakeSnapshot(),
    WhoSaidSo(),
    MeasureGoal(),
    BeginHandbook(),
    CheckHandbook(),
    LastCharter(),
    TryRules(),
    WaitingRules(),
    SettleComments(),
    PublishHandbook(),
    HandbookUnread(),
    HandbookRead(),
    SuggestMembers(),
    MembersAdvice(),
    PlanCare(),
    PlanCampaign(),
    CareMoment(),
    PrefillCaseStudy(),
    AnonymiseCaseStudy(),
    PublishCaseStudy(),
    StartDueReviews(),
    CollectForReview(),
    WeighOpinions(),
    SettleReview(),
    FindPlaces(),
    StartDueRounds(),
    AssignTraining(),
    RegisterAttendance(),
    MarkExam(),
    GrantAuthority(),
    SuspendAuthority(),
    PlanReviews(),
    FindGaps(),
    KeepReview(),
    MergeCustomers(),
    TellApart(),
    RecomputeTags(),
    DrawChecks(),
    NoteCheck(),
    SumUpCheck(),
    OpenSharedTask(),
    FollowSharedTask(),
    EndWeek(),
    TakeInventory(),
    ChooseReceiver(),
    HandOver(),
    GoRound(),
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
    FindPerson(),
    MakeCopy(),
    Correct(),
    LookForHolds(),
    Explain(),
    Stop(),
    RefuseAutomation(),
    Erase(),
    ForgetRequest(),
    Deviate(),
    SecondDeviations(),
    RenewDeviations(),
    ReleaseDeviations(),
)
