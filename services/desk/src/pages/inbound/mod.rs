//! Referrals towards the centre: what an agency submits ([`submit`]), and what the centre takes ([`take`]).

pub(crate) mod submit;
pub(crate) mod take;

use askama::Template;
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::inbound_referral::State;
use sentier_proto::referrals::v1::referral::DeclineReason;
use sentier_proto::referrals::v1::{InboundReferral, ListInboundReferralsRequest};

use super::places::Places;
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "inbound.html")]
struct InboundPage {
    page: Page,
    heading: String,
    /// Where a new one is submitted; empty for the centre.
    submit: &'static str,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    /// Its page; empty where it has none.
    href: String,
    need: String,
    who: String,
    sent: String,
    state: String,
    tone: &'static str,
    urgent: bool,
    urgency: String,
    /// Why it was declined; empty when it was not.
    why: String,
    /// Where it is taken back; empty when it cannot be.
    withdraw: String,
    request_id: String,
    version: i64,
}

/// The last part of a resource name.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

const fn tone(state: State) -> &'static str {
    match state {
        State::Accepted => "good",
        State::Declined | State::Withdrawn | State::Lapsed => "bad",
        State::Submitted | State::Unspecified => "wait",
    }
}

/// The list of one side: an agency's own, or the centre's when `parent` names it.
async fn list(here: &Here, parent: String, path: &'static str) -> Answer {
    let of_centre = !parent.is_empty();
    let message = ListInboundReferralsRequest {
        parent,
        page_size: 30,
        page_token: here.query("page"),
        state: State::Unspecified.into(),
    };
    let (answer, places) =
        tokio::join!(ask!(here, inbound.list_inbound_referrals, message), Places::known_to(here));
    let answer = answer?;
    let next = match answer.next_page_token.as_str() {
        "" => String::new(),
        token => format!("{path}?page={token}"),
    };
    let heading = if of_centre { "heading-inbound" } else { "heading-submissions" };
    Ok(here.show(&InboundPage {
        page: here.page("title-list"),
        heading: here.words.say(heading),
        submit: if of_centre { "" } else { "/submissions/new" },
        rows: answer
            .inbound_referrals
            .iter()
            .map(|one| row(here, one, &places, of_centre))
            .collect(),
        next,
    }))
}

fn row(here: &Here, inbound: &InboundReferral, places: &Places, of_centre: bool) -> Row {
    let words = here.words;
    let (state, id) = (inbound.state(), last(&inbound.name));
    let centre = inbound.name.split('/').nth(1).unwrap_or_default();
    let open = state == State::Submitted;
    Row {
        href: if of_centre { format!("/inbound/{id}") } else { String::new() },
        need: words.code("need", inbound.need().as_str_name()),
        who: if of_centre { places.name(here, &inbound.agency) } else { centre.to_owned() },
        sent: words.moment(inbound.submit_time.as_ref()),
        state: words.code("inbound", state.as_str_name()),
        tone: tone(state),
        urgent: inbound.urgency() == Urgency::Urgent,
        urgency: words.code("urgency", inbound.urgency().as_str_name()),
        why: declined(here, inbound),
        withdraw: if open && !of_centre {
            format!("/submissions/{centre}/{id}/withdraw")
        } else {
            String::new()
        },
        request_id: here.request_id(),
        version: inbound.version,
    }
}

fn declined(here: &Here, inbound: &InboundReferral) -> String {
    match inbound.decline_reason() {
        DeclineReason::Unspecified => String::new(),
        reason => here.words.code("decline-reason", reason.as_str_name()),
    }
}

/// A referral towards a centre, by the parts of its page's address.
fn name(centre: &str, id: &str) -> Result<String, Trouble> {
    let named = format!("centres/{centre}/inboundReferrals/{id}");
    Here::named::<2>("centres/*/inboundReferrals/*", named)
}
