//! What each kind of entry asks.

use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::cases::v1::{
    ActionStatus, ClosureCheck, Concern, ConferenceParty, PlannedAction, RiskLevel,
};
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::Agency;

use super::hours::{self, Elapsed};
use super::message::{ACTIONS, CONCERNS, FIRST_ACTIONS, HEALTH, HOURS, NOTES, Row};
use super::{About, Kind, Known, named};
use crate::form::{Choice, Form, shown};
use crate::page::Here;
use crate::pages::choices;

/// The questions of a kind of entry.
pub(super) fn fields(here: &Here, about: &About, known: &Known, form: Form) -> Form {
    let typed = &here.fields;
    match about.kind {
        Kind::Assessment => assessment(here, known, form),
        Kind::SafetyPlan => form
            .lines("concern", typed)
            .lines("resources", typed)
            .lines("preparedness", typed)
            .lines("strategies", typed)
            .lines("after_leaving", typed)
            .line("review_day", "date", typed),
        Kind::Plan => plan(here, known, form),
        Kind::Service => service(here, known, form),
        Kind::Note => form.lines("note", typed),
        Kind::Flag => form.lines("message", typed).line("day", "date", typed),
        Kind::Conference => form
            .line("hold_time", "date", typed)
            .any_of("parties", parties(here))
            .any_of("agencies", agencies(here, known, "agencies"))
            .lines("decisions", typed),
        Kind::Assign => colleague(here, known, form),
        Kind::Transfer => colleague(here, known, form).lines("why", typed),
        Kind::ApproveAssessment | Kind::ApprovePlan => form,
        Kind::Closure => closure(here, form),
        Kind::Reopen => form.lines("why", typed),
        Kind::Action => form.one_of("status", statuses(here)),
        Kind::LowerFlag => form.lines("message", typed).worded("label-outcome-of-flag"),
        Kind::Approval => form.one_of("approved", yes_no(here, "approved")).lines("comment", typed),
        Kind::TakeOver => form.one_of("accepted", yes_no(here, "accepted")).lines("why", typed),
    }
}

fn colleague(here: &Here, known: &Known, form: Form) -> Form {
    form.select("to", named(here, "to", &known.staff)).worded("label-colleague")
}

fn assessment(here: &Here, known: &Known, form: Form) -> Form {
    let risks = [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High];
    let risks = choices::of(here, "risk", "risk-level", &risks, RiskLevel::as_str_name);
    let mut form = form.one_of("risk", risks);
    for (concern, note) in CONCERNS.into_iter().zip(NOTES) {
        let grades = [Concern::Absent, Concern::Present, Concern::Urgent];
        let grades = choices::of(here, concern, "concern", &grades, Concern::as_str_name);
        form = form.one_of(concern, grades);
        if concern == HEALTH {
            form = elapsed(here, known, form);
        }
        form = form.lines(note, &here.fields);
    }
    form.line("review_day", "date", &here.fields)
}

/// How long ago it was: shown where it follows from an incident, asked for where none is recorded.
fn elapsed(here: &Here, known: &Known, form: Form) -> Form {
    match known.elapsed {
        Elapsed::Unknown => form.line(HOURS, "number", &here.fields),
        Elapsed::Follows(None) => form,
        Elapsed::Follows(Some(since)) => {
            let since = hours::said(here.words, since);
            form.hinted(here.words.fill("hours-since-incident", &[("hours", &since)]))
        }
    }
}

fn plan(here: &Here, known: &Known, form: Form) -> Form {
    let typed = &here.fields;
    let count = shown(typed, FIRST_ACTIONS, ACTIONS.len());
    let mut form = form.line("follow_up_day", "date", typed);
    for (number, Row { need, aim, responsible, due }) in (1..).zip(ACTIONS).take(count) {
        let number: i32 = number;
        form = form
            .part(here.words.fill("part-action", &[("number", &number.to_string())]))
            .select(need, needs(here, need))
            .worded("label-need")
            .line(aim, "text", typed)
            .worded("label-aim")
            .select(responsible, responsibles(here, known, responsible))
            .worded("label-responsible")
            .line(due, "date", typed)
            .worded("label-due-day");
    }
    form.growing(count, ACTIONS.len())
}

/// Who does an action: who works on the case, a colleague, or an agency.
fn responsibles(here: &Here, known: &Known, name: &str) -> Vec<Choice> {
    let her = Choice::new(name, "", here.words.say("choice-caseworker"), &here.fields);
    let staff = named(here, name, &known.staff);
    std::iter::once(her).chain(staff).chain(agencies(here, known, name)).collect()
}

fn agencies(here: &Here, known: &Known, name: &str) -> Vec<Choice> {
    let choice = |one: &Agency| Choice::new(name, &one.name, &one.display_name, &here.fields);
    known.agencies.iter().map(choice).collect()
}

fn needs(here: &Here, name: &str) -> Vec<Choice> {
    let none = Choice::new(name, "", here.words.say("choice-none"), &here.fields);
    let needs = choices::of(here, name, "need", &choices::NEEDS, Need::as_str_name);
    std::iter::once(none).chain(needs).collect()
}

fn service(here: &Here, known: &Known, form: Form) -> Form {
    let needs = choices::of(here, "need", "need", &choices::NEEDS, Need::as_str_name);
    let none = Choice::new("action", "", here.words.say("choice-unplanned"), &here.fields);
    let open = |one: &&PlannedAction| {
        matches!(one.status(), ActionStatus::Planned | ActionStatus::InProgress)
    };
    let planned = known.case.care.iter().flat_map(|care| &care.actions).filter(open).map(|one| {
        let day = one.due_day.as_ref().map_or_else(String::new, |day| here.words.date(day));
        let label = format!("{} · {day}", here.words.code("need", one.need().as_str_name()));
        Choice::new("action", &one.name, label, &here.fields)
    });
    let actions = std::iter::once(none).chain(planned).collect();
    form.select("need", needs)
        .select("action", actions)
        .line("give_time", "date", &here.fields)
        .lines("note", &here.fields)
}

fn parties(here: &Here) -> Vec<Choice> {
    const PARTIES: [ConferenceParty; 11] = [
        ConferenceParty::Caseworker,
        ConferenceParty::Supervisor,
        ConferenceParty::Survivor,
        ConferenceParty::Health,
        ConferenceParty::Psychosocial,
        ConferenceParty::Police,
        ConferenceParty::Legal,
        ConferenceParty::Shelter,
        ConferenceParty::ChildProtection,
        ConferenceParty::SocialAffairs,
        ConferenceParty::Other,
    ];
    choices::of(here, "parties", "conference-party", &PARTIES, ConferenceParty::as_str_name)
}

fn closure(here: &Here, form: Form) -> Form {
    const CHECKS: [ClosureCheck; 11] = [
        ClosureCheck::NeedsMet,
        ClosureCheck::GoalsReviewed,
        ClosureCheck::SafetyPlanReviewed,
        ClosureCheck::NoImminentDanger,
        ClosureCheck::ReferralsSettled,
        ClosureCheck::SurvivorAgrees,
        ClosureCheck::SurvivorAsked,
        ClosureCheck::Relocated,
        ClosureCheck::NotReached,
        ClosureCheck::Deceased,
        ClosureCheck::MayReturn,
    ];
    let reasons =
        choices::of(here, "reason", choices::CLOSING, &choices::REASONS, Reason::as_str_name);
    let checks = choices::of(here, "checks", "closure-check", &CHECKS, ClosureCheck::as_str_name);
    form.one_of("reason", reasons).any_of("checks", checks).lines("note", &here.fields)
}

fn statuses(here: &Here) -> Vec<Choice> {
    let codes = [ActionStatus::InProgress, ActionStatus::Done, ActionStatus::Dropped];
    choices::of(here, "status", "action-status", &codes, ActionStatus::as_str_name)
}

fn yes_no(here: &Here, name: &str) -> Vec<Choice> {
    let choice = |value: &str| Choice::new(name, value, here.words.say(value), &here.fields);
    vec![choice("yes"), choice("no")]
}
