//! Outreach: what the centre does beyond its cases, planned, recorded and counted.

pub(crate) mod activity;
pub(crate) mod counts;
pub(crate) mod plan;
pub(crate) mod record;
pub(crate) mod sums;
pub(crate) mod targets;

use askama::Template;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::statistics::v1::activity::State;
use sentier_proto::statistics::v1::{
    Activity, ActivityKind, GetOutreachRequest, GetOutreachResponse, ListActivitiesRequest,
};

use self::sums::SumTable;
use super::figures::month_before;
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "outreach.html")]
struct OutreachPage {
    page: Page,
    from: String,
    to: String,
    kinds: Vec<KindRow>,
    audience: Vec<(String, i64)>,
    trained: Vec<(String, i64)>,
    costs: Vec<(String, i64)>,
    sums: Vec<SumTable>,
    rows: Vec<Row>,
    next: String,
    manager: bool,
}

/// One kind of activity: plan, what was done, the year's target.
struct KindRow {
    kind: String,
    planned: i64,
    held: i64,
    cancelled: i64,
    people: i64,
    cost: i64,
    target: String,
    progress: String,
}

struct Row {
    id: String,
    title: String,
    kind: String,
    state: String,
    held: bool,
    cancelled: bool,
    day: String,
    place: String,
}

/// The outreach of the last twelve months unless she asks for others, and the activities.
pub(crate) async fn list(here: Here) -> Answer {
    let today = here.desk.env.clock.now().to_datetime().date();
    let wish = |name: &str, otherwise: String| match here.query(name) {
        empty if empty.is_empty() => otherwise,
        given => given,
    };
    let from = wish("from", month_before(today, 11));
    let to = wish("to", month_before(today, 0));
    let parent = here.centre()?;
    let message = GetOutreachRequest {
        parent: parent.clone(),
        from_month: from.clone(),
        to_month: to.clone(),
    };
    let reached = ask!(here, outreach.get_outreach, message).await?;
    let message = ListActivitiesRequest {
        parent,
        page_size: 30,
        page_token: here.query("page"),
        ..ListActivitiesRequest::default()
    };
    let activities = ask!(here, outreach.list_activities, message).await?;
    let next = match activities.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/outreach?from={from}&to={to}&page={token}"),
    };
    Ok(here.show(&OutreachPage {
        page: here.page("title-figures"),
        from,
        to,
        kinds: reached.figures.iter().map(|one| kind_row(&here, &reached, one.kind())).collect(),
        audience: counts::audience(here.words, &reached.audience),
        trained: counts::trained(here.words, &reached.trained),
        costs: counts::costs(here.words, &reached.costs),
        sums: sums::tables(here.words, &reached.by_funder, &reached.by_theme, &reached.by_commune),
        rows: activities.activities.iter().map(|one| row(&here, one)).collect(),
        next,
        manager: here.signed()?.has(StaffRole::Manager),
    }))
}

fn kind_row(here: &Here, reached: &GetOutreachResponse, kind: ActivityKind) -> KindRow {
    let figure = reached.figures.iter().find(|one| one.kind() == kind).copied();
    let figure = figure.unwrap_or_default();
    let target = reached.targets.iter().find(|one| one.kind() == kind);
    let target = target.map_or_else(String::new, |one| {
        let (activities, people) = (one.activities.to_string(), one.people.to_string());
        here.words.fill("outreach-target", &[("activities", &activities), ("people", &people)])
    });
    let progress = reached.progress.iter().find(|one| one.kind() == kind);
    let progress = progress.map_or_else(String::new, |one| sums::progress(here.words, one));
    KindRow {
        kind: here.words.code("activity-kind", kind.as_str_name()),
        planned: figure.planned,
        held: figure.held,
        cancelled: figure.cancelled,
        people: figure.people,
        cost: figure.cost,
        target,
        progress,
    }
}

fn row(here: &Here, activity: &Activity) -> Row {
    let plan = activity.plan.clone().unwrap_or_default();
    let outcome = activity.outcome.as_ref();
    let day = outcome.and_then(|outcome| outcome.day).or(plan.day);
    Row {
        id: activity.name.rsplit('/').next().unwrap_or_default().to_owned(),
        kind: here.words.code("activity-kind", plan.kind().as_str_name()),
        state: here.words.code("activity", activity.state().as_str_name()),
        held: activity.state() == State::Held,
        cancelled: activity.state() == State::Cancelled,
        day: day.map_or_else(String::new, |day| here.words.date(&day)),
        place: format!("{}, {}", plan.place, plan.commune),
        title: plan.title,
    }
}

/// The resource name of an activity of her centre.
fn named(here: &Here, id: &str) -> Result<String, Trouble> {
    Here::named::<2>("centres/*/activities/*", format!("{}/activities/{id}", here.centre()?))
}
