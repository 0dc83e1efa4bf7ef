//! One referral, without its disclosure: as the agency sees it, and as the centre does.

use askama::Template;
use axum::extract::Path;
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};
use sentier_proto::referrals::v1::{GetReferralRequest, Referral};

use super::places::Places;
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "referral.html")]
#[expect(clippy::struct_excessive_bools, reason = "what a page shows or not")]
struct ReferralPage {
    page: Page,
    need: String,
    state: String,
    tone: &'static str,
    urgent: bool,
    urgency: String,
    facts: Vec<(String, String)>,
    /// Path of the agency's pages; empty for the centre.
    path: String,
    back: String,
    request_id: String,
    version: i64,
    readable: bool,
    can_acknowledge: bool,
    can_answer: bool,
    can_complete: bool,
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
        State::Accepted | State::Completed => "good",
        State::Declined | State::Revoked => "bad",
        State::Unspecified | State::Sent | State::Received => "wait",
    }
}

/// For the agency's officer.
pub(crate) async fn of_agency(here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    here.signed()?.agency().ok_or(Trouble::NoPage)?;
    let (referral, places) = tokio::join!(find(&here, &centre, &id), Places::known_to(&here));
    let path = format!("/inbox/{centre}/{id}");
    Ok(here.show(&page(&here, &referral?, &places, path, "/inbox".to_owned())))
}

/// For the case's worker: how the agency answered.
pub(crate) async fn of_case(here: Here, Path((case, id)): Path<(String, String)>) -> Answer {
    here.case(&case)?;
    let centre = here.signed()?.centre().unwrap_or_default().to_owned();
    let (referral, places) = tokio::join!(find(&here, &centre, &id), Places::known_to(&here));
    let back = format!("/cases/{case}");
    Ok(here.show(&page(&here, &referral?, &places, String::new(), back)))
}

fn page(
    here: &Here,
    referral: &Referral,
    places: &Places,
    path: String,
    back: String,
) -> ReferralPage {
    let words = here.words;
    let state = referral.state();
    let answerable = matches!(state, State::Sent | State::Received);
    ReferralPage {
        page: here.page("title-record"),
        need: words.code("need", referral.need().as_str_name()),
        state: words.code("referral", state.as_str_name()),
        tone: tone(state),
        urgent: referral.urgency() == Urgency::Urgent,
        urgency: words.code("urgency", referral.urgency().as_str_name()),
        facts: facts(here, referral, places),
        path,
        back,
        request_id: here.request_id(),
        version: referral.version,
        readable: referral.read_until_time.is_some(),
        can_acknowledge: state == State::Sent,
        can_answer: answerable,
        can_complete: state == State::Accepted,
    }
}

fn facts(here: &Here, referral: &Referral, places: &Places) -> Vec<(String, String)> {
    let words = here.words;
    let declined = match referral.decline_reason() {
        DeclineReason::Unspecified => String::new(),
        reason => words.code("decline-reason", reason.as_str_name()),
    };
    let outcome = match referral.outcome() {
        Outcome::Unspecified => String::new(),
        outcome => words.code("outcome", outcome.as_str_name()),
    };
    let known = [
        ("fact-structure", places.name(here, &referral.structure)),
        ("fact-sent", words.moment(referral.send_time.as_ref())),
        ("fact-received", words.moment(referral.receive_time.as_ref())),
        ("fact-answered", words.moment(referral.answer_time.as_ref())),
        ("fact-declined", declined),
        ("fact-ended", words.moment(referral.end_time.as_ref())),
        ("fact-outcome", outcome),
        ("fact-readable-until", words.moment(referral.read_until_time.as_ref())),
    ];
    let given = known.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(label, value)| (words.say(label), value)).collect()
}
