//! A case's care in answers: where it stands, and what it tells.

use std::collections::BTreeMap;

use sentier_cases_domain::case::care::codes::{Area, Goal, GoalProgress, Subject};
use sentier_cases_domain::case::care::{
    Action, Aims, Event, Fact, Finding, Planned, SafetyPlan, Standing, State,
};
use sentier_cases_domain::clock::HoursSince;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{ActionId, AgencyId, CaseId, StaffId};
use sentier_cases_domain::value::Note;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1 as pb;
use sentier_proto::name;

use crate::codes::Coded as _;
use crate::grpc::answer::day;

/// `centres/{centre}/cases/{case}/entries/{entry}`.
pub(in crate::grpc) fn entry_name(
    centre: &str,
    case: CaseId,
    entry: impl std::fmt::Display,
) -> String {
    format!("{}/entries/{entry}", name::case(centre, case))
}

/// `centres/{centre}/cases/{case}/actions/{action}`.
pub(super) fn action_name(centre: &str, case: CaseId, action: impl std::fmt::Display) -> String {
    format!("{}/actions/{action}", name::case(centre, case))
}

/// How near goals are.
pub(in crate::grpc) fn goals(of: &BTreeMap<Goal, GoalProgress>) -> Vec<pb::GoalState> {
    let answer = |(goal, progress): (&Goal, &GoalProgress)| pb::GoalState {
        goal: goal.number(),
        progress: progress.number(),
    };
    of.iter().map(answer).collect()
}

/// Where a case's care stands.
pub(in crate::grpc) fn state(centre: &str, case: CaseId, of: &State) -> pb::CareState {
    pb::CareState {
        assess_time: of.assessment.as_ref().map(|it| timestamp(it.at)),
        risk: of.assessment.as_ref().map_or(0, |it| it.risk.number()),
        safety_plan_time: of.safety_plan.as_ref().map(|it| timestamp(it.at)),
        action_plan_time: of.action_plan.as_ref().map(|it| timestamp(it.at)),
        actions: actions(centre, case, of),
        service_count: i32::try_from(of.services).unwrap_or(i32::MAX),
        goals: goals(&of.goals),
        approvals: approvals(centre, case, of),
        closure_checks: of
            .closure
            .as_ref()
            .map_or_else(Vec::new, |it| it.checks.iter().map(|check| check.number()).collect()),
        transfer: of.transfer.as_ref().map(|it| pb::PendingTransfer {
            request: entry_name(centre, case, it.entry),
            to: name::staff(centre, it.to),
            request_time: Some(timestamp(it.at)),
        }),
        flags: of
            .flags
            .iter()
            .map(|(id, flag)| pb::Flag {
                name: entry_name(centre, case, id),
                day: flag.on.map(day),
                raise_time: Some(timestamp(flag.at)),
            })
            .collect(),
    }
}

fn actions(centre: &str, case: CaseId, of: &State) -> Vec<pb::PlannedAction> {
    let mut actions: Vec<_> = of.actions.iter().collect();
    actions.sort_by_key(|(_, action)| action.due_on);
    let answer = |(id, it): (&ActionId, &Action)| pb::PlannedAction {
        name: action_name(centre, case, id),
        need: it.need.number(),
        responsible: responsible(centre, it.staff, it.agency),
        due_day: Some(day(it.due_on)),
        status: it.status.number(),
        aim: String::new(),
    };
    actions.into_iter().map(answer).collect()
}

/// Who does an action; empty for the caseworker.
fn responsible(centre: &str, staff: Option<StaffId>, agency: Option<AgencyId>) -> String {
    let staff = staff.map(|staff| name::staff(centre, staff));
    staff.or_else(|| agency.map(name::agency)).unwrap_or_default()
}

fn approvals(centre: &str, case: CaseId, of: &State) -> Vec<pb::Approval> {
    let standings = [
        (Subject::Assessment, of.assessment.as_ref().map(|it| it.approval)),
        (Subject::ActionPlan, of.action_plan.as_ref().map(|it| it.approval)),
        (Subject::Closure, of.closure.as_ref().map(|it| it.approval)),
    ];
    let answer = |(subject, standing): (Subject, Standing)| {
        let (state, request, requester) = match standing {
            Standing::Unasked => (pb::ApprovalState::Unspecified, String::new(), String::new()),
            Standing::Requested { approval, by } => (
                pb::ApprovalState::Requested,
                entry_name(centre, case, approval),
                name::staff(centre, by),
            ),
            Standing::Approved => (pb::ApprovalState::Approved, String::new(), String::new()),
            Standing::Rejected => (pb::ApprovalState::Rejected, String::new(), String::new()),
        };
        pb::Approval { subject: subject.number(), state: state.into(), request, requester }
    };
    standings
        .into_iter()
        .filter_map(|(subject, standing)| Some(answer((subject, standing?))))
        .collect()
}

/// The code that says more of an entry in a timeline; empty when none does.
pub(in crate::grpc) const fn detail(fact: &Fact) -> &'static str {
    match fact {
        Fact::AssessmentRecorded { risk, .. } => risk.code(),
        Fact::ActionProgressed { status, .. } => status.code(),
        Fact::ServiceGiven { need, .. } => need.code(),
        Fact::TransferAnswered { accepted: true, .. } => "accepted",
        Fact::TransferAnswered { accepted: false, .. } => "declined",
        Fact::ApprovalRequested { subject } => subject.code(),
        Fact::ClosureRequested { reason, .. } => reason.code(),
        Fact::ApprovalAnswered { approved: true, .. } => "approved",
        Fact::ApprovalAnswered { approved: false, .. } => "rejected",
        Fact::SafetyPlanMade { .. }
        | Fact::ActionPlanAgreed { .. }
        | Fact::NoteAdded { .. }
        | Fact::CaseAssigned { .. }
        | Fact::TransferRequested { .. }
        | Fact::FlagRaised { .. }
        | Fact::FlagLowered { .. }
        | Fact::ConferenceHeld { .. }
        | Fact::CaseReopened { .. }
        | Fact::AttachmentAdded { .. }
        | Fact::AttachmentRemoved { .. }
        | Fact::HoldSet { .. }
        | Fact::HoldLifted { .. }
        | Fact::ErasureStopped { .. } => "",
        Fact::ErasureOrdered { ground, .. } => ground.code(),
    }
}

// PRIVACY: from here on values are exposed, into answers whose reading stands in the log already.

/// How long ago it was.
pub(in crate::grpc) fn hours(of: HoursSince, told: bool) -> pb::HoursSince {
    let number = |hours: u32| i32::try_from(hours).unwrap_or(i32::MAX);
    pb::HoursSince { least: number(of.least), most: number(of.most), told }
}

/// What was done for her, with its words.
pub(in crate::grpc) fn file(centre: &str, case: CaseId, of: &CaseFile) -> pb::CareFile {
    let teller = Teller { centre, case, of };
    let mut file = pb::CareFile::default();
    for event in &of.care {
        match &event.fact {
            Fact::AssessmentRecorded { .. } => {
                file.assessments.extend(teller.assessment(event));
            }
            Fact::SafetyPlanMade { .. } => file.safety_plans.extend(teller.safety_plan(event)),
            Fact::ActionPlanAgreed { actions, aims, .. } => {
                file.actions.extend(actions.iter().map(|planned| teller.action(planned, aims)));
            }
            Fact::ServiceGiven { .. } => file.services.extend(teller.service(event)),
            _ => file.notes.extend(teller.note(event)),
        }
    }
    file
}

/// Tells the entries of one case.
struct Teller<'a> {
    centre: &'a str,
    case: CaseId,
    of: &'a CaseFile,
}

impl Teller<'_> {
    fn assessment(&self, event: &Event) -> Option<pb::Assessment> {
        let Fact::AssessmentRecorded { risk, review_on, findings } = &event.fact else {
            return None;
        };
        let found = findings.expose().map(|found| &found.0).into_iter().flatten();
        Some(pb::Assessment {
            name: entry_name(self.centre, self.case, event.entry),
            record_time: Some(timestamp(event.at)),
            recorder: name::staff(self.centre, event.by),
            risk: risk.number(),
            review_day: review_on.map(day),
            findings: found
                .map(|(area, found)| pb::Finding {
                    area: area.number(),
                    concern: found.concern.number(),
                    note: found.note.as_str().to_owned(),
                    hours_since_incident: self.hours_since(*area, found, event.at),
                })
                .collect(),
        })
    }

    /// Of her health, how long ago it was: as somebody told it, or as it follows from what was recorded.
    fn hours_since(&self, area: Area, found: &Finding, at: Moment) -> Option<pb::HoursSince> {
        let told = found.hours_since.map(|told| hours(told, true));
        let follows = || self.of.hours_until(at).map(|known| hours(known, false));
        if area == Area::Health { told.or_else(follows) } else { None }
    }

    fn safety_plan(&self, event: &Event) -> Option<pb::SafetyPlan> {
        let Fact::SafetyPlanMade { review_on, plan } = &event.fact else { return None };
        let part = |of: fn(&SafetyPlan) -> &Note| {
            plan.expose().map(|plan| of(plan).as_str().to_owned()).unwrap_or_default()
        };
        Some(pb::SafetyPlan {
            name: entry_name(self.centre, self.case, event.entry),
            record_time: Some(timestamp(event.at)),
            recorder: name::staff(self.centre, event.by),
            review_day: review_on.map(day),
            concern: part(|plan| &plan.concern),
            resources: part(|plan| &plan.resources),
            preparedness: part(|plan| &plan.preparedness),
            strategies: part(|plan| &plan.strategies),
            after_leaving: part(|plan| &plan.after_leaving),
        })
    }

    fn action(&self, planned: &Planned, aims: &Sensitive<Aims>) -> pb::PlannedAction {
        let aim = aims.expose().and_then(|aims| aims.0.get(&planned.action));
        let known = self.of.state.care.actions.get(&planned.action);
        pb::PlannedAction {
            name: action_name(self.centre, self.case, planned.action),
            need: planned.need.number(),
            responsible: responsible(self.centre, planned.staff, planned.agency),
            due_day: Some(day(planned.due_on)),
            status: known.map_or(0, |known| known.status.number()),
            aim: aim.map(|aim| aim.as_str().to_owned()).unwrap_or_default(),
        }
    }

    fn service(&self, event: &Event) -> Option<pb::GivenService> {
        let Fact::ServiceGiven { need, action, given_at, note } = &event.fact else { return None };
        let action = action.map(|id| action_name(self.centre, self.case, id));
        Some(pb::GivenService {
            name: entry_name(self.centre, self.case, event.entry),
            give_time: Some(timestamp(*given_at)),
            recorder: name::staff(self.centre, event.by),
            need: need.number(),
            action: action.unwrap_or_default(),
            note: words(note),
        })
    }

    fn note(&self, event: &Event) -> Option<pb::CareNote> {
        let (kind, note) = noted(&event.fact)?;
        Some(pb::CareNote {
            name: entry_name(self.centre, self.case, event.entry),
            record_time: Some(timestamp(event.at)),
            recorder: name::staff(self.centre, event.by),
            kind: kind.to_owned(),
            text: words(note),
        })
    }
}

fn words(note: &Sensitive<Note>) -> String {
    note.expose().map(|note| note.as_str().to_owned()).unwrap_or_default()
}

/// What was written beside an entry, and the entry's kind.
const fn noted(fact: &Fact) -> Option<(&'static str, &Sensitive<Note>)> {
    match fact {
        Fact::NoteAdded { note } => Some(("note_added", note)),
        Fact::TransferRequested { why, .. } => Some(("transfer_requested", why)),
        Fact::TransferAnswered { why, .. } => Some(("transfer_answered", why)),
        Fact::ClosureRequested { note, .. } => Some(("closure_requested", note)),
        Fact::ApprovalAnswered { comment, .. } => Some(("approval_answered", comment)),
        Fact::FlagRaised { message, .. } => Some(("flag_raised", message)),
        Fact::FlagLowered { message, .. } => Some(("flag_lowered", message)),
        Fact::ConferenceHeld { decisions, .. } => Some(("conference_held", decisions)),
        Fact::CaseReopened { why } => Some(("case_reopened", why)),
        Fact::AssessmentRecorded { .. }
        | Fact::SafetyPlanMade { .. }
        | Fact::ActionPlanAgreed { .. }
        | Fact::ActionProgressed { .. }
        | Fact::ServiceGiven { .. }
        | Fact::CaseAssigned { .. }
        | Fact::ApprovalRequested { .. }
        | Fact::AttachmentAdded { .. }
        | Fact::AttachmentRemoved { .. }
        | Fact::ErasureOrdered { .. } => None,
        Fact::HoldSet { why } => Some(("hold_set", why)),
        Fact::HoldLifted { why, .. } => Some(("hold_lifted", why)),
        Fact::ErasureStopped { why } => Some(("erasure_stopped", why)),
    }
}
