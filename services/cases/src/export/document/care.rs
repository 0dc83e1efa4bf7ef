//! What was done for her.

use sentier_cases_domain::case::care::codes::Area;
use sentier_cases_domain::case::care::{Event, Fact, Findings, Planned, SafetyPlan};
use sentier_cases_domain::clock::HoursSince;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::value::{Aim, Note};
use sentier_kernel::Sensitive;

use super::{Entries, Value};

/// An entry of care. Colleagues and requests are not named: it is hers to read.
pub(super) fn entry(file: &CaseFile, it: &Event) -> Entries {
    let mut one = Entries::default();
    one.time("at", Some(it.at));
    one.code("kind", Some(kind(&it.fact)));
    match &it.fact {
        Fact::AssessmentRecorded { risk, review_on, findings } => {
            one.code("risk", Some(risk.code()));
            one.day("review_on", *review_on);
            let since = file.hours_until(it.at);
            let found = findings.expose().map(|findings| found(findings, since));
            one.many("findings", found.unwrap_or_default());
        }
        Fact::SafetyPlanMade { review_on, plan } => {
            one.day("review_on", *review_on);
            if let Some(plan) = plan.expose() {
                safety(&mut one, plan);
            }
        }
        Fact::ActionPlanAgreed { actions, follow_up_on, aims } => {
            let aim = |planned: &Planned| {
                let aim = aims.expose().and_then(|aims| aims.0.get(&planned.action));
                action(planned, aim.map(Aim::as_str).unwrap_or_default())
            };
            one.many("actions", actions.iter().map(aim).collect());
            one.day("next_on", *follow_up_on);
        }
        Fact::ActionProgressed { status, .. } => one.code("action_status", Some(status.code())),
        Fact::ServiceGiven { need, given_at, note: words, .. } => {
            one.code("need", Some(need.code()));
            one.time("given_at", Some(*given_at));
            note(&mut one, words);
        }
        Fact::ApprovalRequested { subject } => one.code("subject", Some(subject.code())),
        Fact::ClosureRequested { reason, checks, note: words } => {
            one.code("closure_reason", Some(reason.code()));
            one.codes("checks", checks.iter().map(|check| check.code()).collect());
            note(&mut one, words);
        }
        Fact::ApprovalAnswered { approved, comment, .. } => {
            one.put("approved", Value::Flag(*approved));
            note(&mut one, comment);
        }
        Fact::TransferAnswered { accepted, why, .. } => {
            one.put("accepted", Value::Flag(*accepted));
            note(&mut one, why);
        }
        Fact::NoteAdded { note: words }
        | Fact::TransferRequested { why: words, .. }
        | Fact::FlagLowered { message: words, .. }
        | Fact::CaseReopened { why: words }
        | Fact::HoldSet { why: words }
        | Fact::HoldLifted { why: words, .. }
        | Fact::ErasureStopped { why: words } => note(&mut one, words),
        Fact::AttachmentAdded { .. } | Fact::FlagRaised { .. } | Fact::ConferenceHeld { .. } => {
            told(&mut one, &it.fact);
        }
        Fact::CaseAssigned { .. }
        | Fact::AttachmentRemoved { .. }
        | Fact::ErasureOrdered { .. } => {}
    }
    one
}

/// What came to the file, what the team was told, and what it said.
fn told(one: &mut Entries, fact: &Fact) {
    match fact {
        Fact::AttachmentAdded { attachment, .. } => {
            if let Some(attachment) = attachment.expose() {
                one.text("file_name", attachment.file_name.as_str());
            }
        }
        Fact::FlagRaised { on, message } => {
            one.day("on", *on);
            note(one, message);
        }
        Fact::ConferenceHeld { held_at, parties, decisions, .. } => {
            one.time("held_at", Some(*held_at));
            one.codes("parties", parties.iter().map(|party| party.code()).collect());
            note(one, decisions);
        }
        _ => {}
    }
}

fn note(one: &mut Entries, words: &Sensitive<Note>) {
    if let Some(words) = words.expose() {
        one.text("note", words.as_str());
    }
}

const fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::AssessmentRecorded { .. } => "assessment_recorded",
        Fact::SafetyPlanMade { .. } => "safety_plan_made",
        Fact::ActionPlanAgreed { .. } => "action_plan_agreed",
        Fact::ActionProgressed { .. } => "action_progressed",
        Fact::ServiceGiven { .. } => "service_given",
        Fact::NoteAdded { .. } => "note_added",
        Fact::CaseAssigned { .. } => "case_assigned",
        Fact::TransferRequested { .. } => "transfer_requested",
        Fact::TransferAnswered { .. } => "transfer_answered",
        Fact::ApprovalRequested { .. } => "approval_requested",
        Fact::ClosureRequested { .. } => "closure_requested",
        Fact::ApprovalAnswered { .. } => "approval_answered",
        Fact::FlagRaised { .. } => "flag_raised",
        Fact::FlagLowered { .. } => "flag_lowered",
        Fact::ConferenceHeld { .. } => "conference_held",
        Fact::CaseReopened { .. } => "case_reopened",
        Fact::AttachmentAdded { .. } => "attachment_added",
        Fact::AttachmentRemoved { .. } => "attachment_removed",
        Fact::HoldSet { .. } => "hold_set",
        Fact::HoldLifted { .. } => "hold_lifted",
        Fact::ErasureStopped { .. } => "erasure_stopped",
        Fact::ErasureOrdered { .. } => "erasure_ordered",
    }
}

fn found(findings: &Findings, since: Option<HoursSince>) -> Vec<Entries> {
    let told = findings.0.iter().map(|(area, finding)| {
        let mut one = Entries::default();
        one.code("area", Some(area.code()));
        one.code("concern", Some(finding.concern.code()));
        one.text("note", finding.note.as_str());
        let since = finding.hours_since.or(since).filter(|_| *area == Area::Health);
        if let Some(HoursSince { least, most }) = since {
            one.put("hours_since_least", Value::Number(least.into()));
            one.put("hours_since_most", Value::Number(most.into()));
        }
        one
    });
    told.collect()
}

fn safety(one: &mut Entries, plan: &SafetyPlan) {
    one.text("fears", plan.concern.as_str());
    one.text("resources", plan.resources.as_str());
    one.text("preparedness", plan.preparedness.as_str());
    one.text("strategies", plan.strategies.as_str());
    one.text("after_leaving", plan.after_leaving.as_str());
}

fn action(planned: &Planned, aim: &str) -> Entries {
    let mut one = Entries::default();
    one.text("aim", aim);
    one.code("need", Some(planned.need.code()));
    one.day("due_on", Some(planned.due_on));
    one
}
