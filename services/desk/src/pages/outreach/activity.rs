//! One activity: its plan, what took place, and its history.

use askama::Template;
use axum::extract::Path;
use sentier_proto::statistics::v1::activity::State;
use sentier_proto::statistics::v1::{
    ActivityChange, ActivityOutcome, GetActivityRequest, GetActivityResponse,
};

use super::{counts, named};
use crate::page::{Answer, Here, Page, ask};
use crate::pages::places::Places;
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "activity.html")]
struct ActivityPage {
    page: Page,
    id: String,
    title: String,
    planned: bool,
    held: bool,
    facts: Vec<(String, String)>,
    counts: Vec<(String, i64)>,
    costs: Vec<(String, i64)>,
    changes: Vec<Change>,
}

struct Change {
    what: String,
    when: String,
    why: String,
    people: String,
}

/// Reads an activity of her centre.
pub(super) async fn read(here: &Here, id: &str) -> Result<GetActivityResponse, Trouble> {
    let message = GetActivityRequest { name: named(here, id)? };
    ask!(here, outreach.get_activity, message).await
}

/// The activity.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    let told = read(&here, &id).await?;
    let activity = told.activity.unwrap_or_default();
    let plan = activity.plan.clone().unwrap_or_default();
    let outcome = activity.outcome.clone().unwrap_or_default();
    let words = here.words;
    let places = Places::known_to(&here).await;
    let partners = if outcome.agencies.is_empty() { &plan.agencies } else { &outcome.agencies };
    let partners: Vec<_> = partners.iter().map(|agency| places.name(&here, agency)).collect();
    let day = |on: Option<_>| on.map_or_else(String::new, |on| words.date(&on));
    let mut facts = vec![
        ("fact-state", words.code("activity", activity.state().as_str_name())),
        ("fact-kind", words.code("activity-kind", plan.kind().as_str_name())),
        ("fact-theme", words.code("outreach-theme", plan.theme().as_str_name())),
        ("fact-planned-for", day(plan.day)),
        ("fact-held-on", day(outcome.day)),
        ("fact-place", format!("{}, {}", plan.place, plan.commune)),
        ("fact-partners", partners.join(" · ")),
        ("fact-people-target", plan.people_target.to_string()),
        ("fact-budget", words.fill("an-amount", &[("amount", &plan.budget.to_string())])),
        (
            "fact-funder",
            if outcome.funder.is_empty() { plan.funder } else { outcome.funder.clone() },
        ),
    ];
    if activity.state() == State::Cancelled {
        let reason = words.code("cancel-reason", activity.cancel_reason().as_str_name());
        facts.push(("fact-cancelled", reason));
    }
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let mut people = counts::audience(words, &outcome.audience);
    people.extend(counts::trained(words, &outcome.trained));
    Ok(here.show(&ActivityPage {
        page: here.page("title-record"),
        id,
        title: plan.title,
        planned: activity.state() == State::Planned,
        held: activity.state() == State::Held,
        facts: said.map(|(key, value)| (words.say(key), value)).collect(),
        counts: people,
        costs: counts::costs(words, &outcome.costs),
        changes: told.changes.iter().map(|change| line(&here, change)).collect(),
    }))
}

fn line(here: &Here, change: &ActivityChange) -> Change {
    let people = change.outcome.as_ref().map_or_else(String::new, |outcome| {
        here.words.fill("outreach-people", &[("people", &people_of(outcome).to_string())])
    });
    Change {
        what: here.words.code("activity-change", change.kind().as_str_name()),
        when: here.words.moment(change.change_time.as_ref()),
        why: change.reason.clone(),
        people,
    }
}

/// People reached or trained.
fn people_of(outcome: &ActivityOutcome) -> i64 {
    let came = outcome.audience.iter().map(|one| one.count);
    came.chain(outcome.trained.iter().map(|one| one.count)).sum()
}
