//! Releases for analysts, as the data owner sees them: who receives them and what for, and what was published.

mod answering;
mod file;
mod published;
mod records;

use std::collections::HashMap;

use askama::Template;
use sentier_proto::statistics::v1::subscription::State;
use sentier_proto::statistics::v1::{
    ListReleasesRequest, ListSubscriptionsRequest, Release, Subscription,
};

use super::audit::colleagues;
use crate::page::{Answer, Here, Page, ask};
pub(crate) use answering::{approve, ask_approval, ask_revocation, revoke};
pub(crate) use file::download;
pub(crate) use published::show;
pub(crate) use records::{approve_batch, ask_batch, batch_file, records};

#[derive(Template)]
#[template(path = "releases.html")]
struct ReleasesPage {
    page: Page,
    subscriptions: Vec<SubscriptionRow>,
    releases: Vec<ReleaseRow>,
    next: String,
}

struct SubscriptionRow {
    id: String,
    organisation: String,
    purpose: String,
    until: String,
    state: String,
    tone: &'static str,
    approval: String,
    deliveries: String,
    waits: bool,
    stands: bool,
}

struct ReleaseRow {
    id: String,
    table: String,
    period: String,
    published: String,
}

/// Subscriptions, and the releases so far.
pub(crate) async fn list(here: Here) -> Answer {
    let subscriptions = ListSubscriptionsRequest { page_size: 30, page_token: here.query("page") };
    let releases = ListReleasesRequest { page_size: 1_000, page_token: String::new() };
    let (subscriptions, releases, colleagues) = tokio::join!(
        ask!(here, releases.list_subscriptions, subscriptions),
        ask!(here, releases.list_releases, releases),
        colleagues(&here)
    );
    let colleagues = colleagues.unwrap_or_default();
    let (subscriptions, releases) = (subscriptions?, releases?);
    let next = match subscriptions.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/releases?page={token}"),
    };
    // The latest first: that is what one looks for.
    let releases = releases.releases.iter().rev().map(|one| release(&here, one)).collect();
    let subscriptions = subscriptions.subscriptions.iter();
    let subscriptions = subscriptions.map(|one| subscription(&here, &colleagues, one)).collect();
    let page = here.page("title-figures");
    Ok(here.show(&ReleasesPage { page, subscriptions, releases, next }))
}

fn subscription(
    here: &Here,
    colleagues: &HashMap<String, String>,
    one: &Subscription,
) -> SubscriptionRow {
    let state = one.state();
    let count = one.deliveries.to_string();
    let deliveries = match here.words.moment(one.last_delivery_time.as_ref()) {
        never if never.is_empty() => {
            here.words.fill("subscription-deliveries", &[("count", &count)])
        }
        last => {
            let values = [("count", count.as_str()), ("last", last.as_str())];
            here.words.fill("subscription-deliveries-last", &values)
        }
    };
    SubscriptionRow {
        id: last(&one.name),
        organisation: one.organisation.clone(),
        purpose: one.purpose.clone(),
        until: here.words.day(one.expire_time.as_ref()),
        state: here.words.code("subscription", state.as_str_name()),
        tone: match state {
            State::Approved => "good",
            State::Revoked | State::Ended => "bad",
            State::Requested | State::Unspecified => "",
        },
        approval: match one.approver.as_str() {
            "" => String::new(),
            approver => {
                let who = named(here, colleagues, approver);
                let when = here.words.moment(one.approve_time.as_ref());
                here.words.fill("subscription-approved-by", &[("who", &who), ("when", &when)])
            }
        },
        deliveries,
        waits: state == State::Requested,
        stands: matches!(state, State::Requested | State::Approved),
    }
}

fn release(here: &Here, one: &Release) -> ReleaseRow {
    ReleaseRow {
        id: last(&one.name),
        table: here.words.code("release-table", one.table().as_str_name()),
        period: one.period.clone(),
        published: here.words.moment(one.publish_time.as_ref()),
    }
}

/// The name of who approved; of another centre's staff, who are not known here, their centre.
fn named(here: &Here, colleagues: &HashMap<String, String>, principal: &str) -> String {
    let elsewhere = || match principal.split('/').nth(1) {
        Some(centre) => here.words.fill("approver-elsewhere", &[("centre", centre)]),
        None => here.words.say("by-colleague"),
    };
    colleagues.get(principal).cloned().unwrap_or_else(elsewhere)
}

fn last(name: &str) -> String {
    name.rsplit('/').next().unwrap_or_default().to_owned()
}
