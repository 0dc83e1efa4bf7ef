//! One referral, without its disclosure: as the agency sees it, and as the centre does.

mod ending;
mod steps;

pub(crate) use ending::endings;
pub(crate) use steps::{
    ask_cancelling, ask_note, ask_scheduling, attend, cancel, confirm, miss, note, schedule, start,
    unschedule,
};

use askama::Template;
use axum::extract::Path;
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{GetReferralRequest, Referral};

use super::onward::propose::{self, ProposedRow};
use super::places::Places;
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "referral.html")]
struct ReferralPage {
    page: Page,
    need: String,
    state: String,
    tone: &'static str,
    urgent: bool,
    urgency: String,
    facts: Vec<(String, String)>,
    /// Whether it is the agency's page; else it is the centre's.
    of_agency: bool,
    /// Under which its pages are.
    path: String,
    back: String,
    request_id: String,
    version: i64,
    readable: bool,
    acts: Vec<Act>,
    /// What the agency proposed beyond it.
    proposals: Vec<ProposedRow>,
    /// What the page says of a transfer; empty when it is none.
    transfer: String,
    /// Where what was written is read.
    messages: String,
    /// How much was written; empty when nothing is, and nothing can be.
    written: String,
}

/// Something that may be done with a referral.
struct Act {
    /// The last part of its address.
    verb: &'static str,
    label: String,
    /// Whether the button does it; else it leads to a question.
    at_once: bool,
    class: &'static str,
}

/// The referral `centres/{centre}/referrals/{id}`.
pub(crate) async fn find(here: &Here, centre: &str, id: &str) -> Result<Referral, Trouble> {
    let name = name(centre, id)?;
    let message = GetReferralRequest { name, ..Default::default() };
    let answer = ask!(here, referrals.get_referral, message).await?;
    Ok(answer.referral.unwrap_or_default())
}

/// Its resource name.
pub(crate) fn name(centre: &str, id: &str) -> Result<String, Trouble> {
    Here::named::<2>("centres/*/referrals/*", sentier_proto::name::referral(centre, id))
}

/// How good or bad a state is, for its colour.
pub(crate) const fn tone(state: State) -> &'static str {
    match state {
        State::Accepted
        | State::Scheduled
        | State::Attended
        | State::InService
        | State::Completed => "good",
        State::Declined | State::Revoked | State::NoShow | State::Cancelled | State::Expired => {
            "bad"
        }
        State::Unspecified | State::Sent | State::Received | State::CancelRequested => "wait",
    }
}

/// For the agency's officer.
pub(crate) async fn of_agency(here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    here.signed()?.agency().ok_or(Trouble::NoPage)?;
    let (referral, places) = tokio::join!(find(&here, &centre, &id), Places::known_to(&here));
    let path = format!("/inbox/{centre}/{id}");
    let referral = referral?;
    let acts = steps::of_agency(&here, &referral);
    Ok(here.show(&page(&here, &referral, &places, (path, acts), "/inbox".to_owned())))
}

/// For the case's worker: how the agency answered.
pub(crate) async fn of_case(here: Here, Path((case, id)): Path<(String, String)>) -> Answer {
    here.case(&case)?;
    let centre = here.signed()?.centre().unwrap_or_default().to_owned();
    let (referral, places) = tokio::join!(find(&here, &centre, &id), Places::known_to(&here));
    let path = format!("/cases/{case}/referrals/{id}");
    let referral = referral?;
    let acts = steps::of_centre(&here, &referral);
    Ok(here.show(&page(&here, &referral, &places, (path, acts), format!("/cases/{case}"))))
}

fn page(
    here: &Here,
    referral: &Referral,
    places: &Places,
    (path, acts): (String, Vec<Act>),
    back: String,
) -> ReferralPage {
    let words = here.words;
    let state = referral.state();
    let readable = referral.read_until_time.is_some();
    ReferralPage {
        page: here.page("title-record"),
        need: words.code("need", referral.need().as_str_name()),
        state: words.code("referral", state.as_str_name()),
        tone: tone(state),
        urgent: referral.urgency() == Urgency::Urgent,
        urgency: words.code("urgency", referral.urgency().as_str_name()),
        facts: facts(here, referral, places),
        of_agency: back == "/inbox",
        proposals: propose::rows(
            here,
            referral,
            places,
            if back == "/inbox" { path.as_str() } else { "" },
        ),
        transfer: match (referral.transfer, back.as_str()) {
            (false, _) => String::new(),
            (true, "/inbox") => words.say("transfer-asked-of-us"),
            (true, _) => words.say("transfer-until"),
        },
        messages: format!("{path}/messages"),
        written: match referral.message_count {
            0 if !readable => String::new(),
            count => count.to_string(),
        },
        path,
        back,
        request_id: here.request_id(),
        version: referral.version,
        readable,
        acts,
    }
}

fn facts(here: &Here, referral: &Referral, places: &Places) -> Vec<(String, String)> {
    let words = here.words;
    // A deadline is news while it runs.
    let running = |wanted: &[State], at| {
        if wanted.contains(&referral.state()) { words.moment(at) } else { String::new() }
    };
    let answer_by = running(&[State::Sent, State::Received], referral.answer_by_time.as_ref());
    let confirm_by = running(&[State::CancelRequested], referral.confirm_by_time.as_ref());
    let next = match referral.next_structure.as_str() {
        "" => String::new(),
        next => places.name(here, next),
    };
    let known = [
        ("fact-structure", places.name(here, &referral.structure)),
        ("fact-sent", words.moment(referral.send_time.as_ref())),
        ("fact-received", words.moment(referral.receive_time.as_ref())),
        ("fact-answer-by", answer_by),
        ("fact-answered", words.moment(referral.answer_time.as_ref())),
        ("fact-served", words.moment(referral.serve_time.as_ref())),
        ("fact-confirm-by", confirm_by),
        ("fact-declined", ending::declined(here, referral)),
        ("fact-ended", words.moment(referral.end_time.as_ref())),
        ("fact-outcome", ending::outcome(here, referral)),
        ("fact-next", next),
        ("fact-readable-until", words.moment(referral.read_until_time.as_ref())),
    ];
    let given = known.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(label, value)| (words.say(label), value)).collect()
}
