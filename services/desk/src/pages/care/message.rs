//! What was typed, as the request that it asks for.

use prost_types::Timestamp;
use sentier_platform::grpc::{calendar_date, timestamp};
use sentier_proto::cases::v1 as pb;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::common::v1::{Date, Need};
use time::Time;

use super::{About, Kind};
use crate::form::date;
use crate::page::{Here, ask};
use crate::trouble::Trouble;

/// The areas of an assessment, with the names of their two questions.
const AREAS: [pb::AssessmentArea; 5] = [
    pb::AssessmentArea::Safety,
    pb::AssessmentArea::Health,
    pb::AssessmentArea::Psychosocial,
    pb::AssessmentArea::Legal,
    pb::AssessmentArea::Material,
];
pub(super) const CONCERNS: [&str; 5] = [
    "concern_safety",
    "concern_health",
    "concern_psychosocial",
    "concern_legal",
    "concern_material",
];
/// Of her health: how grave, and how many hours ago it was.
pub(super) const HEALTH: &str = "concern_health";
pub(super) const HOURS: &str = "hours_since_incident";
pub(super) const NOTES: [&str; 5] =
    ["found_safety", "found_health", "found_psychosocial", "found_legal", "found_material"];

/// The names of the questions about one action of a plan.
pub(super) struct Row {
    pub(super) need: &'static str,
    pub(super) aim: &'static str,
    pub(super) responsible: &'static str,
    pub(super) due: &'static str,
}

macro_rules! actions {
    ($($at:literal)+) => {[$(Row {
        need: concat!("need_", $at),
        aim: concat!("aim_", $at),
        responsible: concat!("responsible_", $at),
        due: concat!("due_day_", $at),
    }),+]};
}

/// As many actions as a form asks for.
pub(super) const ACTIONS: [Row; 20] = actions!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20);
/// How many at first, and more at every wish.
pub(super) const FIRST_ACTIONS: usize = 4;

/// Fields that the desk itself finds wrong.
type Wrong = Vec<(&'static str, &'static str)>;

/// Builds a request from its own fields and the three that all have.
macro_rules! request {
    ($here:expr, $name:expr, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {
        pb::$request {
            name: $name,
            request_id: $here.request_id(),
            expected_version: None,
            $($field: $value,)*
        }
    };
}

/// Asks the service to record what was typed.
pub(super) async fn send(here: &Here, about: &About, name: String) -> Result<(), Trouble> {
    match about.kind {
        Kind::Assessment | Kind::SafetyPlan | Kind::Plan | Kind::Service | Kind::Action => {
            send_work(here, about, name).await
        }
        Kind::Assign | Kind::Transfer | Kind::TakeOver => send_people(here, about, name).await,
        Kind::ApproveAssessment | Kind::ApprovePlan | Kind::Approval | Kind::Closure => {
            send_approval(here, about, name).await
        }
        Kind::Note | Kind::Flag | Kind::LowerFlag | Kind::Conference | Kind::Reopen => {
            send_words(here, about, name).await
        }
    }
}

async fn send_work(here: &Here, about: &About, name: String) -> Result<(), Trouble> {
    let typed = |field: &str| here.fields.get(field).to_owned();
    match about.kind {
        Kind::Assessment => {
            ask!(here, care.record_assessment, assessment(here, name)?).await.map(drop)
        }
        Kind::SafetyPlan => {
            let message = request!(
                here,
                name,
                MakeSafetyPlanRequest {
                    review_day: day(here, "review_day")?,
                    concern: typed("concern"),
                    resources: typed("resources"),
                    preparedness: typed("preparedness"),
                    strategies: typed("strategies"),
                    after_leaving: typed("after_leaving"),
                }
            );
            ask!(here, care.make_safety_plan, message).await.map(drop)
        }
        Kind::Plan => ask!(here, care.agree_action_plan, plan(here, name)?).await.map(drop),
        Kind::Service => {
            let message = request!(
                here,
                name,
                RecordServiceRequest {
                    need: Need::from_str_name(here.fields.get("need")).unwrap_or_default().into(),
                    action: typed("action"),
                    give_time: Some(moment(here, "give_time")?),
                    note: typed("note"),
                }
            );
            ask!(here, care.record_service, message).await.map(drop)
        }
        _ => {
            let status = pb::ActionStatus::from_str_name(here.fields.get("status"));
            let message = request!(
                here,
                name.clone(),
                ProgressActionRequest {
                    action: part(&name, "actions", &about.part)?,
                    status: status.unwrap_or_default().into(),
                }
            );
            ask!(here, care.progress_action, message).await.map(drop)
        }
    }
}

async fn send_people(here: &Here, about: &About, name: String) -> Result<(), Trouble> {
    let (to, why) = (here.fields.get("to").to_owned(), here.fields.get("why").to_owned());
    match about.kind {
        Kind::Assign => {
            let message = request!(here, name, AssignCaseRequest { to: to });
            ask!(here, care.assign_case, message).await.map(drop)
        }
        Kind::Transfer => {
            let message = request!(here, name, RequestTransferRequest { to: to, why: why });
            ask!(here, care.request_transfer, message).await.map(drop)
        }
        _ => {
            let message = request!(
                here,
                name.clone(),
                AnswerTransferRequest {
                    request: part(&name, "entries", &about.part)?,
                    accepted: yes(here, "accepted")?,
                    why: why,
                }
            );
            ask!(here, care.answer_transfer, message).await.map(drop)
        }
    }
}

async fn send_approval(here: &Here, about: &About, name: String) -> Result<(), Trouble> {
    let subject = match about.kind {
        Kind::Closure => return send_closure(here, name).await,
        Kind::ApproveAssessment => pb::ApprovalSubject::Assessment,
        Kind::ApprovePlan => pb::ApprovalSubject::ActionPlan,
        _ => {
            let message = request!(
                here,
                name.clone(),
                AnswerApprovalRequest {
                    request: part(&name, "entries", &about.part)?,
                    approved: yes(here, "approved")?,
                    comment: here.fields.get("comment").to_owned(),
                }
            );
            return ask!(here, care.answer_approval, message).await.map(drop);
        }
    };
    let message = request!(here, name, RequestApprovalRequest { subject: subject.into() });
    ask!(here, care.request_approval, message).await.map(drop)
}

async fn send_closure(here: &Here, name: String) -> Result<(), Trouble> {
    let check = |name: &str| pb::ClosureCheck::from_str_name(name).map(i32::from);
    let message = request!(
        here,
        name,
        RequestClosureRequest {
            reason: Reason::from_str_name(here.fields.get("reason")).unwrap_or_default().into(),
            checks: here.fields.codes("checks", check),
            note: here.fields.get("note").to_owned(),
        }
    );
    ask!(here, care.request_closure, message).await.map(drop)
}

async fn send_words(here: &Here, about: &About, name: String) -> Result<(), Trouble> {
    let typed = |field: &str| here.fields.get(field).to_owned();
    match about.kind {
        Kind::Note => {
            let message = request!(here, name, AddNoteRequest { note: typed("note") });
            ask!(here, care.add_note, message).await.map(drop)
        }
        Kind::Flag => {
            let message = request!(
                here,
                name,
                RaiseFlagRequest { day: day(here, "day")?, message: typed("message") }
            );
            ask!(here, care.raise_flag, message).await.map(drop)
        }
        Kind::LowerFlag => {
            let message = request!(
                here,
                name.clone(),
                LowerFlagRequest {
                    flag: part(&name, "entries", &about.part)?,
                    message: typed("message"),
                }
            );
            ask!(here, care.lower_flag, message).await.map(drop)
        }
        Kind::Conference => {
            let party = |name: &str| pb::ConferenceParty::from_str_name(name).map(i32::from);
            let message = request!(
                here,
                name,
                RecordConferenceRequest {
                    hold_time: Some(moment(here, "hold_time")?),
                    parties: here.fields.codes("parties", party),
                    agencies: here.fields.all("agencies").map(str::to_owned).collect(),
                    decisions: typed("decisions"),
                }
            );
            ask!(here, care.record_conference, message).await.map(drop)
        }
        _ => {
            let message = request!(here, name, ReopenCaseRequest { why: typed("why") });
            ask!(here, care.reopen_case, message).await.map(drop)
        }
    }
}

fn assessment(here: &Here, name: String) -> Result<pb::RecordAssessmentRequest, Trouble> {
    let fields = &here.fields;
    let mut wrong: Wrong = Vec::new();
    let risk = pb::RiskLevel::from_str_name(fields.get("risk")).unwrap_or_default();
    if risk == pb::RiskLevel::Unspecified {
        wrong.push(("risk", "wrong-choice"));
    }
    let mut findings = Vec::new();
    for ((area, concern), note) in AREAS.into_iter().zip(CONCERNS).zip(NOTES) {
        let grade = pb::Concern::from_str_name(fields.get(concern)).unwrap_or_default();
        if grade == pb::Concern::Unspecified {
            wrong.push((concern, "wrong-choice"));
        }
        let note = fields.get(note).to_owned();
        let hours_since_incident =
            if concern == HEALTH { hours_since(here, &mut wrong) } else { None };
        let (area, concern) = (area.into(), grade.into());
        findings.push(pb::Finding { area, concern, note, hours_since_incident });
    }
    let review_day = day(here, "review_day");
    if !wrong.is_empty() {
        return Err(Trouble::Fields(wrong));
    }
    Ok(request!(
        here,
        name,
        RecordAssessmentRequest { risk: risk.into(), review_day: review_day?, findings: findings }
    ))
}

/// How many hours ago it was, where somebody knew and no incident tells it.
fn hours_since(here: &Here, wrong: &mut Wrong) -> Option<pb::HoursSince> {
    let typed = here.fields.get(HOURS);
    if typed.is_empty() {
        return None;
    }
    match typed.parse() {
        Ok(hours) => Some(pb::HoursSince { least: hours, most: hours, told: true }),
        Err(_no_number) => {
            wrong.push((HOURS, "wrong-number"));
            None
        }
    }
}

/// The rows of which anything was filled in.
fn plan(here: &Here, name: String) -> Result<pb::AgreeActionPlanRequest, Trouble> {
    let fields = &here.fields;
    let (mut actions, mut wrong): (Vec<pb::PlannedAction>, Wrong) = (Vec::new(), Vec::new());
    for Row { need, aim, responsible, due } in ACTIONS {
        if [need, aim, responsible, due].into_iter().all(|field| fields.get(field).is_empty()) {
            continue;
        }
        let code = Need::from_str_name(fields.get(need)).unwrap_or_default();
        if code == Need::Unspecified {
            wrong.push((need, "wrong-choice"));
        }
        let due_day = date(fields.get(due));
        if due_day.is_none() {
            wrong.push((due, "wrong-date"));
        }
        actions.push(pb::PlannedAction {
            need: code.into(),
            due_day,
            aim: fields.get(aim).to_owned(),
            responsible: fields.get(responsible).to_owned(),
            ..Default::default()
        });
    }
    let follow_up_day = day(here, "follow_up_day");
    if !wrong.is_empty() {
        return Err(Trouble::Fields(wrong));
    }
    Ok(request!(
        here,
        name,
        AgreeActionPlanRequest { actions: actions, follow_up_day: follow_up_day? }
    ))
}

/// The name of a part of the case; not one: no such page.
fn part(case: &str, kind: &str, id: &str) -> Result<String, Trouble> {
    let pattern = format!("centres/*/cases/*/{kind}/*");
    Here::named::<3>(&pattern, format!("{case}/{kind}/{id}"))
}

/// A day; absent when nothing was typed.
fn day(here: &Here, field: &'static str) -> Result<Option<Date>, Trouble> {
    match here.fields.get(field) {
        "" => Ok(None),
        text => date(text).map(Some).ok_or_else(|| Trouble::Fields(vec![(field, "wrong-date")])),
    }
}

/// A day as a moment: today is now, an earlier day its beginning.
fn moment(here: &Here, field: &'static str) -> Result<Timestamp, Trouble> {
    let wrong = || Trouble::Fields(vec![(field, "wrong-date")]);
    let day = date(here.fields.get(field)).as_ref().and_then(calendar_date).ok_or_else(wrong)?;
    let now = here.desk.env.clock.now();
    if day == now.to_datetime().date() {
        return Ok(timestamp(now));
    }
    let at = day.with_time(Time::MIDNIGHT).assume_utc();
    Ok(Timestamp { seconds: at.unix_timestamp(), nanos: 0 })
}

fn yes(here: &Here, field: &'static str) -> Result<bool, Trouble> {
    match here.fields.get(field) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Trouble::Fields(vec![(field, "wrong-choice")])),
    }
}
