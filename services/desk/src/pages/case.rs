//! One case: its life-cycle facts, consents, referrals and timeline. Nothing personal is opened here but,
//! for who works on it and while they can run, the limits for care.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use sentier_platform::grpc::moment;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::{
    Case, Consent, GetCaseRequest, GetTimelineRequest, TimelineEntry, case::State, consent,
    get_case_request::View,
};

use super::care::{CareRows, rows};
use super::clocks::{self, ClockRow};
use super::merging::{self, DuplicateRow};
use super::onward::{self, ProposalRow};
use super::overriding::{self, OverrideRow};
use super::places::Places;
use super::{choices, correct, referral};
use crate::form::Choice;
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "case.html")]
#[expect(clippy::struct_excessive_bools, reason = "what a page shows or not")]
struct CasePage {
    page: Page,
    id: String,
    code: String,
    state: String,
    facts: Vec<(String, String)>,
    erased: bool,
    works: bool,
    supervises: bool,
    closed: bool,
    may_reopen: bool,
    care: CareRows,
    readings: Vec<Choice>,
    clocks: Vec<ClockRow>,
    consents: Vec<ConsentRow>,
    overrides: Vec<OverrideRow>,
    referrals: Vec<ReferralRow>,
    proposals: Vec<ProposalRow>,
    timeline: Vec<Line>,
    next: String,
    duplicates: Vec<DuplicateRow>,
}

struct ConsentRow {
    id: String,
    purpose: String,
    place: String,
    groups: String,
    since: String,
    until: String,
    /// That it ended, and when; empty while it did not.
    ended: String,
    state: String,
    valid: bool,
}

struct ReferralRow {
    id: String,
    place: String,
    need: String,
    urgent: bool,
    urgency: String,
    progress: String,
    tone: &'static str,
    /// Why it was declined, or what it led to; empty when neither is known.
    ending: String,
    asked: String,
    /// What it is beside a referral of the centre's own: proposed by an agency, or a transfer; or empty.
    kind: String,
}

struct Line {
    when: String,
    what: String,
    who: String,
}

/// The life-cycle facts of a case.
pub(crate) async fn facts(here: &Here, id: &str) -> Result<Case, Trouble> {
    let message = GetCaseRequest {
        name: here.case(id)?,
        purpose: String::new(),
        view: View::LifeCycle.into(),
    };
    Ok(ask!(here, cases.get_case, message).await?.case.unwrap_or_default())
}

/// The page.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    let timeline = GetTimelineRequest {
        name: here.case(&id)?,
        page_size: 100,
        page_token: here.query("page"),
    };
    let (case, timeline, duplicates, places) = tokio::join!(
        facts(&here, &id),
        ask!(here, cases.get_timeline, timeline),
        merging::rows(&here, &id),
        Places::known_to(&here)
    );
    let (case, timeline, duplicates) = (case?, timeline?, duplicates?);
    let endings = referral::endings(&here, &case).await;
    let signed = here.signed()?;
    let follows = duplicates.iter().any(|row| row.follows);
    let open = case.state() == State::Open && !case.erased && !follows;
    let supervises = signed.has(StaffRole::Supervisor);
    let works = open && (supervises || signed.has(StaffRole::Caseworker));
    let mut clocks = clocks::rows(&here, case.assignment_clock.as_slice());
    if works {
        clocks.extend(clocks::of_case(&here, &case).await?);
    }
    let may_reopen = !case.erased && !follows && (supervises || signed.has(StaffRole::Caseworker));
    let next = match timeline.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/cases/{id}?page={token}"),
    };
    Ok(here.show(&CasePage {
        duplicates,
        page: here.page("title-record"),
        code: case.survivor_code.clone(),
        state: here.words.code("case", case.state().as_str_name()),
        facts: [listed(&here, &case), onward::referred_in(&here, &case, &places)].concat(),
        erased: case.erased,
        works,
        clocks,
        overrides: overriding::rows(&here, &case, &places, open && supervises),
        may_reopen,
        care: rows(&here, &id, &case, works, open && supervises),
        supervises,
        closed: case.state() == State::Closed,
        readings: readings(&here),
        consents: case.consents.iter().map(|one| consent_row(&here, one, &places)).collect(),
        referrals: referral_rows(&here, &case, &places, &endings),
        proposals: onward::rows(&here, &id, &case, &places, works),
        timeline: timeline.entries.iter().map(|one| line(&here, one, &places)).collect(),
        next,
        id,
    }))
}

/// Why she may open the file, to choose from.
pub(crate) fn readings(here: &Here) -> Vec<Choice> {
    let reading =
        |code: &&str| Choice::new("purpose", *code, here.words.code("reading", code), &here.fields);
    choices::READINGS.iter().map(reading).collect()
}

fn listed(here: &Here, case: &Case) -> Vec<(String, String)> {
    let words = here.words;
    let mine = here.signed().is_ok_and(|signed| signed.principal == case.caseworker);
    let worker = words.say(if mine { "by-you" } else { "by-colleague" });
    let worker = format!("{worker} ({})", case.caseworker_code);
    let mut facts = vec![
        (words.say("fact-opened"), words.moment(case.open_time.as_ref())),
        (words.say("fact-caseworker"), worker),
        (words.say("fact-incidents"), case.incident_count.to_string()),
    ];
    if case.close_time.is_some() {
        facts.push((words.say("fact-closed"), words.moment(case.close_time.as_ref())));
    }
    facts
}

/// Whether a consent can be used now.
pub(crate) fn is_valid(here: &Here, consent: &Consent) -> bool {
    let now = here.desk.env.clock.now();
    consent.state() == consent::State::Granted
        && consent.expire_time.as_ref().and_then(moment).is_none_or(|end| now < end)
}

fn consent_row(here: &Here, consent: &Consent, places: &Places) -> ConsentRow {
    let words = here.words;
    let valid = is_valid(here, consent);
    let state = match (valid, consent.state()) {
        (true, _) if consent.overriding => words.say("consent-overriding"),
        (false, consent::State::Granted) => words.say("consent-expired"),
        (_, state) => words.code("consent", state.as_str_name()),
    };
    let groups = consent.field_groups().map(|group| words.code("field-group", group.as_str_name()));
    let ended = words.day(consent.withdraw_time.as_ref());
    ConsentRow {
        id: consent.name.rsplit('/').next().unwrap_or_default().to_owned(),
        purpose: words.code("consent-purpose", consent.purpose().as_str_name()),
        place: match consent.agency.as_str() {
            "" => String::new(),
            agency => places.name(here, agency),
        },
        groups: groups.collect::<Vec<_>>().join(" · "),
        since: words.day(consent.grant_time.as_ref()),
        until: words.day(consent.expire_time.as_ref()),
        ended: match consent.state() {
            _ if ended.is_empty() => String::new(),
            consent::State::EndedByCorrection => words.fill("ended-on", &[("day", &ended)]),
            _ => words.fill("withdrawn-on", &[("day", &ended)]),
        },
        state,
        valid,
    }
}

fn referral_rows(
    here: &Here,
    case: &Case,
    places: &Places,
    endings: &BTreeMap<String, String>,
) -> Vec<ReferralRow> {
    use sentier_proto::cases::v1::case_referral::Progress;
    use sentier_proto::common::v1::Urgency;
    let row = |one: &sentier_proto::cases::v1::CaseReferral| ReferralRow {
        id: one.referral.rsplit('/').next().unwrap_or_default().to_owned(),
        place: places.name(here, &one.structure),
        need: here.words.code("need", one.need().as_str_name()),
        urgent: one.urgency() == Urgency::Urgent,
        urgency: here.words.code("urgency", one.urgency().as_str_name()),
        progress: here.words.code("progress", one.progress().as_str_name()),
        tone: match one.progress() {
            Progress::Accepted
            | Progress::Scheduled
            | Progress::Attended
            | Progress::InService
            | Progress::Completed => "good",
            Progress::Declined
            | Progress::Revoked
            | Progress::NoShow
            | Progress::Cancelled
            | Progress::Expired => "bad",
            Progress::Unspecified
            | Progress::Requested
            | Progress::Sent
            | Progress::Received
            | Progress::CancelRequested => "wait",
        },
        ending: endings.get(&one.referral).cloned().unwrap_or_default(),
        asked: here.words.moment(one.request_time.as_ref()),
        kind: match (one.transfer, one.onward_of.is_empty()) {
            (true, _) => here.words.say("referral-transfer"),
            (false, false) => here.words.say("referral-onward"),
            (false, true) => String::new(),
        },
    };
    case.referrals.iter().rev().map(row).collect()
}

fn line(here: &Here, entry: &TimelineEntry, places: &Places) -> Line {
    let who = who(here, &entry.principal, places);
    let (mut what, detail) = what_and_detail(here, entry);
    if !detail.is_empty() {
        what = format!("{what} ({detail})");
    }
    if !entry.fields.is_empty() {
        what = format!("{what} ({})", correct::named(here, &entry.fields));
    }
    Line { when: here.words.moment(entry.occur_time.as_ref()), what, who }
}

/// What an entry says, and what says more of it; empty when nothing does.
pub(super) fn what_and_detail(here: &Here, entry: &TimelineEntry) -> (String, String) {
    let key = format!("timeline-{}", entry.kind.replace('_', "-"));
    let what = here.words.find(&key).unwrap_or_else(|| here.words.say("timeline-other"));
    let groups = entry.read_groups.iter().map(|group| read_group(here, group));
    let groups = groups.collect::<Vec<_>>().join(", ");
    let what = if groups.is_empty() { what } else { format!("{what} : {groups}") };
    (what, if entry.detail.is_empty() { String::new() } else { detail(here, &entry.detail) })
}

fn read_group(here: &Here, group: &str) -> String {
    let key = format!("read-group-{}", group.replace('_', "-"));
    here.words.find(&key).unwrap_or_else(|| group.to_owned())
}

/// Who did something, as far as a page says it: a colleague's name is not told.
pub(super) fn who(here: &Here, principal: &str, places: &Places) -> String {
    let mine = here.signed().is_ok_and(|signed| signed.principal == principal);
    match principal.split('/').next() {
        _ if mine => here.words.say("by-you"),
        Some("centres") => here.words.say("by-colleague"),
        Some("agencies") => {
            let agency = principal.split('/').take(2).collect::<Vec<_>>().join("/");
            places.name(here, &agency)
        }
        _ => here.words.say("by-system"),
    }
}

/// A detail in words when it is a code of ours, as it is otherwise.
fn detail(here: &Here, detail: &str) -> String {
    let kinds = [
        "progress",
        "closing",
        "need",
        "consent-purpose",
        "risk-level",
        "action-status",
        "approval-subject",
        "approval-state",
        "reading",
        "erasure-ground",
        "contact-channel",
        "onward-refusal",
        "task-kind",
        "consent-ended",
    ];
    let key = |kind: &str| format!("{kind}-{}", detail.replace('_', "-"));
    let found = kinds.iter().find_map(|kind| here.words.find(&key(kind)));
    found.unwrap_or_else(|| detail.to_owned())
}
