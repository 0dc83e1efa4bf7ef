//! An agency's inbox, and the disclosure that came with a referral.

use askama::Template;
use axum::extract::Path;
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{GetDisclosureRequest, ListReferralsRequest, Referral};

use super::cases::Filter;
use super::personal::{IncidentRow, of_incident, of_survivor};
use super::places::Places;
use super::referral::{name, tone};
use super::webhooks;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxPage {
    page: Page,
    /// Whether her agency's system is not told of changes any more.
    is_unnotified: bool,
    keeps_agency: bool,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    href: String,
    need: String,
    place: String,
    sent: String,
    state: String,
    tone: &'static str,
    urgent: bool,
    urgency: String,
}

const FILTERS: [(&str, State); 5] = [
    ("waiting", State::Sent),
    ("seen", State::Received),
    ("accepted", State::Accepted),
    ("completed", State::Completed),
    ("any", State::Unspecified),
];

/// The agency's referrals, newest first.
pub(crate) async fn list(here: Here) -> Answer {
    let signed = here.signed()?;
    let agency = signed.agency().ok_or(Trouble::NoPage)?;
    let (own, keeps_agency) = (sentier_proto::name::agency(agency), signed.keeps_agency());
    let wish = here.query("state");
    let found = FILTERS.into_iter().find(|(name, _)| *name == wish);
    let (wish, state) = found.unwrap_or(("any", State::Unspecified));
    let message = ListReferralsRequest {
        parent: String::new(),
        page_size: 30,
        page_token: here.query("page"),
        state: state.into(),
        ..Default::default()
    };
    let (answer, places, off) = tokio::join!(
        ask!(here, referrals.list_referrals, message),
        Places::known_to(&here),
        webhooks::switched_off(&here, own)
    );
    let answer = answer?;
    let filter = |(name, its): (&str, State)| Filter {
        href: format!("/inbox?state={name}"),
        label: here.words.say(&format!("filter-{name}")),
        current: its == state,
    };
    let next = match answer.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/inbox?state={wish}&page={token}"),
    };
    Ok(here.show(&InboxPage {
        page: here.page("title-list"),
        is_unnotified: !off.is_empty(),
        keeps_agency,
        filters: FILTERS.into_iter().map(filter).collect(),
        rows: answer.referrals.iter().map(|one| row(&here, one, &places)).collect(),
        next,
    }))
}

/// The page of a referral, by its resource name.
pub(crate) fn href(referral: &str) -> String {
    let path = referral.replacen("centres/", "", 1).replacen("/referrals/", "/", 1);
    format!("/inbox/{path}")
}

fn row(here: &Here, referral: &Referral, places: &Places) -> Row {
    let words = here.words;
    Row {
        href: href(&referral.name),
        need: words.code("need", referral.need().as_str_name()),
        place: places.name(here, &referral.structure),
        sent: words.moment(referral.send_time.as_ref()),
        state: words.code("referral", referral.state().as_str_name()),
        tone: tone(referral.state()),
        urgent: referral.urgency() == Urgency::Urgent,
        urgency: words.code("urgency", referral.urgency().as_str_name()),
    }
}

#[derive(Template)]
#[template(path = "disclosure.html")]
struct DisclosurePage {
    page: Page,
    path: String,
    code: String,
    groups: Vec<String>,
    facts: Vec<(String, String)>,
    incidents: Vec<IncidentRow>,
}

/// A disclosure has no address of its own.
pub(crate) async fn closed(_here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    name(&centre, &id)?;
    Ok(see_other(&format!("/inbox/{centre}/{id}")))
}

/// Opens the disclosure for this one page; the reading is recorded and shown to the centre.
pub(crate) async fn disclosure(here: Here, Path((centre, id)): Path<(String, String)>) -> Answer {
    let message = GetDisclosureRequest { name: name(&centre, &id)? };
    let answer = ask!(here, referrals.get_disclosure, message).await?;
    let disclosure = answer.disclosure.unwrap_or_default();
    let group = |one: sentier_proto::common::v1::FieldGroup| {
        here.words.code("field-group", one.as_str_name())
    };
    Ok(here.show(&DisclosurePage {
        page: here.page("title-record"),
        path: format!("/inbox/{centre}/{id}"),
        groups: disclosure.field_groups().map(group).collect(),
        code: disclosure.survivor_code,
        facts: disclosure.survivor.as_ref().map_or_else(Vec::new, |one| of_survivor(&here, one)),
        incidents: disclosure.incidents.iter().map(|one| of_incident(&here, one)).collect(),
    }))
}
