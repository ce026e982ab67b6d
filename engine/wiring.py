"""Table of contents: which room does what about a fact, which job and which service type is whose.

Read this page to learn what follows from what. Rooms register nothing by themselves.
"""

from engine.access import appliers as access
from engine.access import events as of_access
from engine.access import queries as people
from engine.attachments import appliers as attachments
from engine.attachments import events as of_attachments
from engine.connectors import CONNECTORS
from engine.customers import appliers as customers
from engine.customers import (
    applying,
    care,
    cell_history,
    contracts,
    data_reviews,
    incentives,
    lifetime,
    merge_appliers,
    merges,
    monthly,
    planning,
    pool,
    reviews,
    satisfaction,
    shared_tasks,
    trials,
    work,
)
from engine.customers import commands as of_whom
from engine.customers import dealing_appliers as dealings
from engine.customers import dealing_events as of_dealings
from engine.customers import events as of_customers
from engine.customers import tier_appliers as tiers
from engine.customers.viewing_events import PersonalDataViewed
from engine.definitions import appliers as definitions
from engine.definitions import calendars, drafts, rehearsals, reviewing, switches
from engine.definitions import events as of_definitions
from engine.definitions import queries as versions
from engine.deviations import appliers as deviations
from engine.deviations import commands as deviating
from engine.deviations import events as of_deviations
from engine.deviations import undoing as taking_back
from engine.handbook import appliers as handbook
from engine.handbook import cases as case_studies
from engine.handbook import events as of_handbook
from engine.handbook import reviews as handbook_reviews
from engine.handbook import rulechanges
from engine.history import append
from engine.improvement import appliers as improvement
from engine.improvement import checks
from engine.improvement import events as of_improvement
from engine.instances import appliers as instances
from engine.instances import events as of_instances
from engine.instances import givenup, handlers, linking, numbers, starts
from engine.kernel import Wiring
from engine.library import appliers as library
from engine.library import events as of_library
from engine.notify import appliers as notify
from engine.notify import delivery, telling
from engine.notify import events as of_notify
from engine.notify import followers as notices
from engine.notify import reviews as of_drafts
from engine.outreach import appliers as outreach
from engine.outreach import bounces
from engine.outreach import events as of_outreach
from engine.privacy import abroad, retention
from engine.privacy import appliers as privacy
from engine.privacy import events as of_privacy
from engine.reports import weekly
from engine.sla import appliers as sla
from engine.sla import clocks, ladder, recounting
from engine.sla import events as of_sla
from engine.sla import followers as promises
from engine.tasks import appliers as tasks
from engine.tasks import events as of_tasks
from engine.tasks import handing_on, load, moving, transferring
from engine.tasks import migrating as tasks_migrating
from engine.training import appliers as training
from engine.training import courses, rounds, sittings
from engine.training import events as of_training

WIRING = Wiring(
    appliers={
        of_access.DepartmentAdded: (access.add_department,),
        of_access.HeadSet: (access.set_head,),
        of_access.DepartmentChanged: (access.change_department,),
        of_access.CompanyChanged: (access.change_company,),
        of_access.GroupAdded: (access.add_group,),
        of_access.GroupDissolved: (access.dissolve_group,),
        of_access.PersonAdded: (access.add_person,),
        of_access.PersonMoved: (access.move_person,),
        of_access.PasswordSet: (access.set_password,),
        of_access.PersonDisabled: (access.disable,),
        of_access.PersonEnabled: (access.enable,),
        of_access.RoleGranted: (access.grant_role,),
        of_access.RoleRevoked: (access.revoke_role,),
        of_access.GroupJoined: (access.join_group,),
        of_access.GroupLeft: (access.leave_group,),
        of_access.PersonAssigned: (access.take_turn,),
        of_access.AbsenceRecorded: (access.record_absence,),
        of_access.AbsenceEnded: (access.end_absence,),
        of_access.SkillsSet: (access.set_skills,),
        of_access.DutyPlanned: (access.plan_duty,),
        of_access.DutySwapped: (access.swap_duty,),
        of_customers.CustomerCreated: (customers.create_customer,),
        of_customers.CustomerChanged: (customers.change_customer,),
        PersonalDataViewed: (),
        of_customers.ContactSaved: (customers.save_contact,),
        of_customers.PurchaseRecorded: (customers.record_purchase,),
        of_customers.OpeningBalanceSet: (customers.set_opening_balance,),
        of_dealings.InteractionRecorded: (dealings.write,),
        of_dealings.InteractionChanged: (dealings.change,),
        of_dealings.NeedRecorded: (dealings.write,),
        of_dealings.NeedChanged: (dealings.change,),
        of_dealings.SharedTaskRecorded: (dealings.write,),
        of_dealings.SharedTaskChanged: (dealings.change,),
        cell_history.CellsMarked: (cell_history.write,),
        of_dealings.WorkOpened: (dealings.open_work,),
        of_dealings.WorkSettled: (dealings.settle_work,),
        of_dealings.TagSaved: (dealings.save_tag,),
        of_dealings.CustomerTagged: (dealings.tag,),
        of_dealings.CustomerUntagged: (dealings.untag,),
        of_dealings.CustomerPooled: (dealings.pool,),
        of_dealings.CustomerClaimed: (dealings.claim,),
        of_dealings.PoolForeseen: (dealings.foresee_pool,),
        of_dealings.OwnerChanged: (dealings.change_owner,),
        of_dealings.StageReached: (dealings.reach_stage,),
        of_dealings.FirstOwnerSet: (dealings.set_first_owner,),
        of_dealings.ContactSettled: (dealings.settle_contact,),
        of_dealings.ConsentRecorded: (dealings.record_consent,),
        of_dealings.BirthdaySet: (dealings.set_birthday,),
        of_dealings.ContactPolicyChanged: (dealings.change_policy,),
        of_dealings.ContactEased: (dealings.ease_contact,),
        of_dealings.ContractSigned: (contracts.keep,),
        of_dealings.RenewalReminded: (contracts.keep_reminder,),
        of_dealings.SatisfactionScored: (satisfaction.keep,),
        of_dealings.IncentiveGranted: (incentives.keep,),
        of_improvement.ImprovementRecorded: (improvement.write,),
        of_improvement.ImprovementChanged: (improvement.change,),
        of_improvement.FeedbackSorted: (improvement.write,),
        of_improvement.CheckSampled: (improvement.draw,),
        of_improvement.CheckNoted: (improvement.note,),
        of_training.CourseSaved: (training.change,),
        of_training.QuestionSaved: (training.save_question,),
        of_training.QuestionRetired: (training.retire_question,),
        of_training.TrainingPlanned: (training.write,),
        of_training.TrainingUnplanned: (training.forget,),
        of_training.TrainingSettingsChanged: (training.keep_settings,),
        of_training.TrainingAssigned: (training.change,),
        of_training.TrainingAttended: (training.change,),
        of_training.ExamBegun: (training.write,),
        of_training.ExamHandedIn: (training.hand_in,),
        of_training.AuthorityGranted: (training.change,),
        of_training.AuthoritySuspended: (training.change,),
        of_customers.CustomersMerged: (merge_appliers.carry_out, outreach.follow_merge),
        of_customers.CustomerMergeUndone: (merge_appliers.bring_back, outreach.follow_undo),
        of_customers.CustomersToldApart: (merge_appliers.tell_apart,),
        of_customers.CustomerReviewed: (merge_appliers.review,),
        of_customers.TableImported: (customers.keep_batch,),
        of_customers.ImportMappingSaved: (customers.keep_mapping,),
        of_customers.TierSchemeChanged: (tiers.keep_scheme,),
        of_customers.TiersEvaluated: (tiers.keep_run,),
        of_customers.LifetimeFitted: (lifetime.keep,),
        of_customers.TierPromoted: (tiers.move,),
        of_customers.TierDemoted: (tiers.move,),
        of_customers.TierKept: (tiers.keep,),
        of_customers.TierLocked: (tiers.lock,),
        of_customers.TierUnlocked: (tiers.unlock,),
        of_customers.TierReviewsExcepted: (tiers.take_out,),
        of_customers.TierReviewStarted: (tiers.open_review,),
        of_customers.TierRunClosed: (tiers.close_run,),
        switches.ProcessSwitched: (switches.keep,),
        of_definitions.DefinitionDeployed: (definitions.store_version,),
        of_definitions.DraftSaved: (drafts.save,),
        of_definitions.DraftProposed: (drafts.propose,),
        of_definitions.DraftApproved: (drafts.approve,),
        of_definitions.DraftRejected: (drafts.reject,),
        of_definitions.DraftPublished: (drafts.publish,),
        of_definitions.DraftStopped: (drafts.stop,),
        of_definitions.RehearsalAsked: (rehearsals.ask,),
        of_definitions.DraftRehearsed: (rehearsals.keep,),
        of_definitions.CalendarChanged: (definitions.change_calendar,),
        of_instances.InstanceStarted: (instances.open_instance,),
        numbers.CaseNumbered: (numbers.name_case,),
        linking.CaseLinked: (linking.link_case,),
        of_instances.MessageAwaited: (instances.subscribe,),
        of_instances.IncidentRaised: (instances.raise_incident,),
        of_instances.IncidentResolved: (instances.resolve_incident,),
        of_instances.JobGivenUp: (instances.keep_job,),
        of_instances.JobTakenUp: (instances.take_job_up,),
        of_instances.InstanceSuspended: (instances.suspend,),
        of_instances.InstanceResumed: (instances.resume,),
        of_instances.InstanceMigrated: (instances.migrate, tasks_migrating.follow, sla.migrate),
        of_instances.InstanceCancelled: (instances.cancel,),
        of_instances.InstanceCompleted: (instances.complete,),
        of_instances.NoticeSent: (notify.keep,),
        of_instances.TaskOpened: (tasks.open_task,),
        of_instances.TaskCancelled: (tasks.cancel_task,),
        of_tasks.TaskClaimed: (tasks.claim,),
        of_tasks.TaskReleased: (tasks.release,),
        of_tasks.TaskDelegated: (tasks.delegate,),
        of_tasks.TaskReassigned: (tasks.reassign,),
        of_tasks.TaskOffered: (tasks.offer_anew,),
        of_tasks.TaskGivenBack: (tasks.give_back,),
        of_tasks.TaskCommented: (tasks.comment,),
        of_tasks.TaskDueMoved: (tasks.move_due,),
        of_tasks.TaskCompleted: (tasks.complete,),
        of_sla.SlaStarted: (sla.start,),
        of_sla.SlaWarned: (sla.warn,),
        of_sla.SlaMissed: (sla.miss,),
        of_sla.SlaMet: (sla.meet,),
        of_sla.SlaAnsweredLate: (sla.answer_late,),
        of_sla.SlaPaused: (sla.pause,),
        of_sla.SlaPauseReminded: (sla.remind,),
        of_sla.SlaResumed: (sla.resume,),
        of_sla.SlaDueMoved: (sla.move,),
        of_sla.SlaReopened: (sla.reopen,),
        of_sla.SlaCancelled: (sla.cancel,),
        of_sla.SlaExplained: (sla.explain,),
        of_sla.SlaSettingsChanged: (sla.keep_settings,),
        of_notify.ChannelSaved: (notify.save_channel,),
        of_notify.ChannelRemoved: (notify.remove_channel,),
        of_notify.NotifySettingsChanged: (notify.keep_settings,),
        of_attachments.AttachmentAdded: (attachments.add,),
        of_deviations.DeviationOrdered: (deviations.order,),
        of_deviations.DeviationDone: (deviations.done,),
        of_deviations.DeviationRefused: (deviations.refuse,),
        of_deviations.DeviationSeconded: (deviations.second,),
        of_deviations.DeviationRenewed: (deviations.renew,),
        of_deviations.DeviationUndone: (deviations.undo,),
        of_deviations.DeviationStands: (deviations.stand,),
        of_deviations.DeviationReleased: (deviations.release,),
        of_outreach.CustomerWritten: (outreach.keep,),
        of_outreach.CustomerNotWritten: (outreach.keep,),
        of_outreach.ContactOptedOut: (outreach.opt_out,),
        of_outreach.MessageTemplateSaved: (outreach.save_template,),
        of_library.LibraryItemAdded: (library.add,),
        of_library.LibraryItemChanged: (library.change,),
        of_library.LibraryItemRetired: (library.retire,),
        of_privacy.PersonErased: (privacy.erase,),
        of_privacy.LegalHoldSet: (privacy.keep,),
        of_privacy.LegalHoldLifted: (privacy.lift,),
        of_privacy.ProfilingStopped: (privacy.stop_profiling,),
        of_privacy.ProfilingResumed: (privacy.resume_profiling,),
        of_privacy.CopyMade: (privacy.keep,),
        of_privacy.CopyFetched: (privacy.fetch,),
        of_privacy.PrivacySettingsChanged: (privacy.keep_settings,),
        of_privacy.PrivacyNoticePublished: (privacy.keep,),
        of_privacy.PrivacyNoticeShown: (privacy.keep,),
        of_privacy.RetentionRan: (privacy.keep,),
        of_handbook.HandbookPublished: (handbook.publish,),
        of_handbook.HandbookAcknowledged: (handbook.acknowledge,),
        of_handbook.CaseStudyPublished: (handbook.admit,),
        of_handbook.HandbookReviewed: (handbook.review,),
    },
    followers={
        **work.FOLLOWERS,
        of_dealings.SharedTaskChanged: (shared_tasks.changed,),
        of_access.AbsenceRecorded: (handing_on.absence_recorded,),
        of_access.PersonDisabled: (handing_on.person_left, rounds.left),
        of_access.PersonAdded: (rounds.joined,),
        of_definitions.DraftApproved: (rounds.approved, of_drafts.approved, rulechanges.settled),
        of_definitions.DraftPublished: (rounds.approved, of_drafts.published, rulechanges.settled),
        of_definitions.DefinitionDeployed: (starts.deployed,),
        of_definitions.DraftProposed: (of_drafts.proposed, rulechanges.proposed),
        of_definitions.DraftRejected: (of_drafts.rejected, rulechanges.settled),
        of_definitions.DraftStopped: (of_drafts.stopped, rulechanges.settled),
        of_definitions.CalendarChanged: (calendars.watch, promises.calendar_changed),
        of_customers.TierPromoted: (promises.customer_promoted,),
        of_instances.InstanceStarted: (promises.case_started,),
        of_instances.ElementEntered: (promises.entered,),
        of_instances.ElementCompleted: (promises.completed,),
        of_instances.ElementCancelled: (promises.cancelled,),
        of_instances.TaskOpened: (promises.task_opened, notices.task_opened),
        of_instances.InstanceMigrated: (notices.migrated,),
        of_instances.IncidentRaised: (notices.got_stuck,),
        of_instances.InstanceCompleted: (promises.case_completed,),
        of_instances.InstanceCancelled: (promises.case_cancelled,),
        of_outreach.CustomerNotWritten: (bounces.bounced,),
        of_tasks.TaskReassigned: (notices.task_given, handing_on.given),
        of_tasks.TaskDelegated: (notices.task_given, handing_on.given),
        of_tasks.TaskCommented: (notices.commented,),
        of_sla.SlaWarned: (ladder.warned, notices.clock_ran),
        of_sla.SlaMissed: (ladder.missed, notices.clock_ran),
        of_sla.SlaPauseReminded: (notices.pause_lasts,),
        of_definitions.CalendarUnpublished: (notices.unpublished,),
        of_notify.ChannelSaved: (abroad.channel_saved,),
    },
    append=append,
    jobs={
        "timer": handlers.TIMER,
        "message": handlers.MESSAGE,
        "signal": handlers.SIGNAL,
        "service": handlers.SERVICE,
        starts.KIND: starts.START,
        monthly.JOB: monthly.begin,
        cell_history.KIND: cell_history.MARK,
        lifetime.JOB: lifetime.fit,
        reviews.JOB: reviews.start_some,
        reviews.STOP: reviews.stop_one,
        planning.KIND: planning.START,
        data_reviews.KIND: data_reviews.START,
        care.KIND: care.START,
        handbook_reviews.KIND: handbook_reviews.START,
        rulechanges.KIND: rulechanges.ASK,
        rulechanges.SETTLE: rulechanges.LOOK,
        pool.KIND: pool.CLAIMED,
        incentives.KIND: incentives.GRANT,
        incentives.TELL: incentives.TELLING,
        trials.KIND: trials.JOB,
        handing_on.AWAY: handing_on.hand_on,
        transferring.KIND: transferring.JOB,
        applying.JOB: applying.on_its_day,
        work.OPEN: work.open_work,
        work.SETTLE: work.settle_work,
        work.MOVE: moving.JOB,
        calendars.WATCH: calendars.alarm,
        reviewing.KIND: reviewing.ON_ITS_DAY,
        clocks.TICK: recounting.TICK,
        recounting.TIER: recounting.BETTER,
        recounting.CALENDAR: recounting.EDITED,
        notices.KIND: notices.JOB,
        of_drafts.KIND: of_drafts.JOB,
        deviating.JOB: deviating.CARRY_OUT,
        taking_back.UNDO: taking_back.TAKE_BACK,
        taking_back.RELEASE: taking_back.LET_GO_ON,
        telling.DELIVER: delivery.JOB,
        weekly.KIND: weekly.JOB,
        retention.KIND: retention.daily,
        retention.EXPIRE: retention.expire,
        rounds.JOINED: rounds.JOIN,
        rounds.ROUND: rounds.BEGIN,
        rounds.LEFT: rounds.LEAVE,
    },
    given_up=givenup.raised,
    named={
        "customer": of_whom.may_be_of,
        "seen_customer": of_whom.may_be_begun_with,
        "mover": reviews.may_be_excepted,
        "member": applying.may_be_given,
        "twin": merges.may_be_twin,
        "case": case_studies.may_be_told,
        "checked": lambda ctx, number, case: checks.about(ctx, number),
        "contract": contracts.may_be_numbered,
        "open_cases": deviating.may_be_named,
        "review_day": handbook_reviews.may_be_due,
        "course": lambda ctx, key, case: courses.course(ctx, key),
        "group": lambda ctx, word, case: people.group_named(ctx.session, word, tenant=ctx.tenant),
        "exam_sitting": sittings.may_be_handed_in,
        "process": lambda ctx, key, case: versions.latest(ctx, "process", key),
        "person": lambda ctx, name, case: people.person(ctx.session, name, tenant=ctx.tenant),
    },
    asked_about=load.asked_about,
    connectors={connector.key: connector for connector in CONNECTORS},
)
