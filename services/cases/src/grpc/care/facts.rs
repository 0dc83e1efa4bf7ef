//! What a request tells, as a fact of the domain: one function per call, named as the call.

use std::collections::BTreeMap;

use sentier_cases_domain::case::care::codes::{Area, Subject};
use sentier_cases_domain::case::care::{Aims, Fact, Finding, Findings, Planned, SafetyPlan};
use sentier_cases_domain::clock::HoursSince;
use sentier_cases_domain::id::{AgencyId, StaffId};
use sentier_cases_domain::value::{Aim, Note};
use sentier_kernel::{Moment, Sensitive, Violation};
use sentier_proto::cases::v1 as pb;
use sentier_proto::common::v1::Date as Day;

use super::told::Told;
use crate::grpc::fields;

pub(super) fn record_assessment(it: &pb::RecordAssessmentRequest, told: &mut Told) -> Option<Fact> {
    let risk = told.code("risk", it.risk);
    let review_on = told.fields.keep(fields::day("review_day", it.review_day.as_ref()));
    let findings = findings(&it.findings, told);
    Some(Fact::AssessmentRecorded {
        risk: risk?,
        review_on: review_on?,
        findings: Sensitive::new(findings?),
    })
}

/// Every area once.
fn findings(given: &[pb::Finding], told: &mut Told) -> Option<Findings> {
    let mut findings = BTreeMap::new();
    for (place, one) in given.iter().enumerate() {
        let item = format!("findings[{place}]");
        let area: Option<Area> = told.item(&item, fields::code("area", one.area));
        let concern = told.item(&item, fields::code("concern", one.concern));
        let note = told.item(&item, fields::text("note", &one.note, Note::parse));
        let hours_since = told.item(&item, hours_since(area, one.hours_since_incident.as_ref()));
        if let (Some(area), Some(concern), Some(note), Some(hours_since)) =
            (area, concern, note, hours_since)
            && findings.insert(area, Finding { concern, note, hours_since }).is_some()
        {
            told.fields.broken(Violation::new("findings", "violation-too-many"));
        }
    }
    if given.len() < Area::ALL.len() {
        told.fields.broken(Violation::required("findings"));
    }
    (findings.len() == Area::ALL.len()).then_some(Findings(findings))
}

/// How long ago it was, as somebody told it; a question of her health alone.
fn hours_since(
    area: Option<Area>,
    given: Option<&pb::HoursSince>,
) -> Result<Option<HoursSince>, Violation> {
    const FIELD: &str = "hours_since_incident";
    let Some(given) = given else { return Ok(None) };
    if area.is_some_and(|area| area != Area::Health) {
        return Err(Violation::new(FIELD, "violation-not-allowed"));
    }
    let read = HoursSince::parse(given.least, given.most);
    read.map(Some).ok_or_else(|| Violation::new(FIELD, "violation-out-of-range"))
}

pub(super) fn make_safety_plan(it: &pb::MakeSafetyPlanRequest, told: &mut Told) -> Option<Fact> {
    let review_on = told.fields.keep(fields::day("review_day", it.review_day.as_ref()));
    let mut part = |field, text: &str| told.fields.keep(fields::text(field, text, Note::parse));
    let plan = (
        part("concern", &it.concern),
        part("resources", &it.resources),
        part("preparedness", &it.preparedness),
        part("strategies", &it.strategies),
        part("after_leaving", &it.after_leaving),
    );
    let plan = SafetyPlan {
        concern: plan.0?,
        resources: plan.1?,
        preparedness: plan.2?,
        strategies: plan.3?,
        after_leaving: plan.4?,
    };
    if plan == SafetyPlan::default() {
        told.fields.broken(Violation::required("concern"));
    }
    Some(Fact::SafetyPlanMade { review_on: review_on?, plan: Sensitive::new(plan) })
}

pub(super) fn agree_action_plan(it: &pb::AgreeActionPlanRequest, told: &mut Told) -> Option<Fact> {
    let follow_up_on = told.fields.keep(fields::day("follow_up_day", it.follow_up_day.as_ref()));
    if it.actions.is_empty() {
        told.fields.broken(Violation::required("actions"));
    }
    let (mut actions, mut aims) = (Vec::new(), BTreeMap::new());
    for (place, one) in it.actions.iter().enumerate() {
        if let Some((planned, aim)) = action(place, one, told) {
            actions.push(planned);
            aims.insert(planned.action, aim);
        }
    }
    Some(Fact::ActionPlanAgreed {
        actions,
        follow_up_on: follow_up_on?,
        aims: Sensitive::new(Aims(aims)),
    })
}

fn action(place: usize, one: &pb::PlannedAction, told: &mut Told) -> Option<(Planned, Aim)> {
    let item = format!("actions[{place}]");
    let need = told.item(&item, fields::code("need", one.need));
    let responsible = responsible(&item, &one.responsible, told);
    let due_on = told.item(&item, required_day("due_day", one.due_day.as_ref()));
    let aim = told.item(&item, fields::text("aim", &one.aim, Aim::parse));
    let (staff, agency) = responsible?;
    let action = told.action(place)?;
    Some((Planned { action, need: need?, staff, agency, due_on: due_on? }, aim?))
}

fn required_day(
    field: &'static str,
    given: Option<&Day>,
) -> Result<sentier_cases_domain::value::Date, Violation> {
    fields::day(field, given)?.ok_or_else(|| Violation::required(field))
}

/// A member of staff of the centre, an agency, or the caseworker.
fn responsible(
    item: &str,
    text: &str,
    told: &mut Told,
) -> Option<(Option<StaffId>, Option<AgencyId>)> {
    if text.is_empty() {
        return Some((None, None));
    }
    if text.starts_with("agencies/") {
        let agency = told.item(item, fields::agency("responsible", text))?;
        return Some((None, Some(agency)));
    }
    let centre = told.case.as_ref().map(|case| case.centre.clone());
    let staff = told.item(item, fields::staff("responsible", text, centre.as_deref()))?;
    Some((Some(staff), None))
}

pub(super) fn progress_action(it: &pb::ProgressActionRequest, told: &mut Told) -> Option<Fact> {
    let action = told.part("action", &it.action, "actions");
    let status = told.code("status", it.status);
    Some(Fact::ActionProgressed { action: action?, status: status? })
}

pub(super) fn record_service(it: &pb::RecordServiceRequest, told: &mut Told) -> Option<Fact> {
    let need = told.code("need", it.need);
    let action = match it.action.as_str() {
        "" => Some(None),
        text => told.part("action", text, "actions").map(Some),
    };
    let given_at = required_time("give_time", it.give_time.as_ref(), told);
    let note = told.note("note", &it.note);
    Some(Fact::ServiceGiven { need: need?, action: action?, given_at: given_at?, note: note? })
}

fn required_time(
    field: &'static str,
    given: Option<&prost_types::Timestamp>,
    told: &mut Told,
) -> Option<Moment> {
    let read = fields::time(field, given);
    told.fields.keep(read.and_then(|at| at.ok_or_else(|| Violation::required(field))))
}

pub(super) fn add_note(it: &pb::AddNoteRequest, told: &mut Told) -> Option<Fact> {
    Some(Fact::NoteAdded { note: told.words("note", &it.note)? })
}

pub(super) fn assign_case(it: &pb::AssignCaseRequest, told: &mut Told) -> Option<Fact> {
    Some(Fact::CaseAssigned { to: told.staff("to", &it.to)? })
}

pub(super) fn request_transfer(it: &pb::RequestTransferRequest, told: &mut Told) -> Option<Fact> {
    let to = told.staff("to", &it.to);
    let why = told.note("why", &it.why);
    Some(Fact::TransferRequested { to: to?, why: why? })
}

pub(super) fn answer_transfer(it: &pb::AnswerTransferRequest, told: &mut Told) -> Option<Fact> {
    let transfer = told.part("request", &it.request, "entries");
    let why = told.note("why", &it.why);
    Some(Fact::TransferAnswered { transfer: transfer?, accepted: it.accepted, why: why? })
}

pub(super) fn request_approval(it: &pb::RequestApprovalRequest, told: &mut Told) -> Option<Fact> {
    let subject: Subject = told.code("subject", it.subject)?;
    Some(Fact::ApprovalRequested { subject })
}

pub(super) fn request_closure(it: &pb::RequestClosureRequest, told: &mut Told) -> Option<Fact> {
    let reason = told.code("reason", it.reason);
    let checks = told.fields.keep(match it.checks.as_slice() {
        [] => Err(Violation::required("checks")),
        given => fields::codes("checks", given),
    });
    let note = told.note("note", &it.note);
    Some(Fact::ClosureRequested { reason: reason?, checks: checks?, note: note? })
}

pub(super) fn answer_approval(it: &pb::AnswerApprovalRequest, told: &mut Told) -> Option<Fact> {
    let approval = told.part("request", &it.request, "entries");
    let comment = told.note("comment", &it.comment);
    Some(Fact::ApprovalAnswered { approval: approval?, approved: it.approved, comment: comment? })
}

pub(super) fn raise_flag(it: &pb::RaiseFlagRequest, told: &mut Told) -> Option<Fact> {
    let on = told.fields.keep(fields::day("day", it.day.as_ref()));
    let message = told.words("message", &it.message);
    Some(Fact::FlagRaised { on: on?, message: message? })
}

pub(super) fn lower_flag(it: &pb::LowerFlagRequest, told: &mut Told) -> Option<Fact> {
    let flag = told.part("flag", &it.flag, "entries");
    let message = told.note("message", &it.message);
    Some(Fact::FlagLowered { flag: flag?, message: message? })
}

pub(super) fn record_conference(it: &pb::RecordConferenceRequest, told: &mut Told) -> Option<Fact> {
    let held_at = required_time("hold_time", it.hold_time.as_ref(), told);
    let parties = told.fields.keep(match (it.parties.as_slice(), it.agencies.as_slice()) {
        ([], []) => Err(Violation::required("parties")),
        (given, _) => fields::codes("parties", given),
    });
    let agencies = it.agencies.iter().map(|name| fields::agency("agencies", name)).collect();
    let agencies = told.fields.keep(agencies);
    let decisions = told.words("decisions", &it.decisions);
    Some(Fact::ConferenceHeld {
        held_at: held_at?,
        parties: parties?,
        agencies: agencies?,
        decisions: decisions?,
    })
}

pub(super) fn reopen_case(it: &pb::ReopenCaseRequest, told: &mut Told) -> Option<Fact> {
    Some(Fact::CaseReopened { why: told.words("why", &it.why)? })
}
