//! Who read what: the report for the survivor, and the manager's weekly review.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use sentier_platform::grpc::date as on_wire;
use sentier_proto::access::v1::ListStaffRequest;
use sentier_proto::cases::v1::{
    ListReadingsRequest, ListReviewItemsRequest, ReviewItem, review_item::Concern,
};

use super::case::who;
use super::erasing;
use super::places::Places;
use super::safeguards::{self, Alarmed};
use crate::form::date;
use crate::page::{Answer, Here, Page, ask};
use crate::session::Signed;
use crate::trouble::Trouble;

/// Lines of one page; a report for the survivor is printed page by page.
const LINES: i32 = 50;
/// Days that a review looks at unless she asks for others.
const WEEK: time::Duration = time::Duration::days(6);

#[derive(Template)]
#[template(path = "readings.html")]
struct ReadingsPage {
    page: Page,
    id: String,
    lines: Vec<Reading>,
    next: String,
}

struct Reading {
    when: String,
    who: String,
    why: String,
}

/// Everyone who read a case's file, newest first.
pub(crate) async fn readings(here: Here, Path(id): Path<String>) -> Answer {
    let message = ListReadingsRequest {
        parent: here.case(&id)?,
        page_size: LINES,
        page_token: here.query("page"),
    };
    let (answer, places) =
        tokio::join!(ask!(here, audit.list_readings, message), Places::known_to(&here));
    let answer = answer?;
    let line = |one: &sentier_proto::cases::v1::Reading| Reading {
        when: here.words.moment(one.read_time.as_ref()),
        who: who(&here, &one.principal, &places),
        why: purpose(&here, &one.purpose),
    };
    let lines = answer.readings.iter().map(line).collect();
    let next = more(&format!("/cases/{id}/readings?"), &answer.next_page_token);
    Ok(here.show(&ReadingsPage { page: here.page("title-list"), id, lines, next }))
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    page: Page,
    from: String,
    to: String,
    alarms: Vec<Alarmed>,
    /// What the schedule is about to erase, in a sentence; empty when nothing.
    announced: String,
    lines: Vec<Questioned>,
    next: String,
}

struct Questioned {
    when: String,
    who: String,
    what: String,
    why: String,
    /// The code of the case; empty for a search.
    code: String,
    /// Where the case is; empty for who may open none. Opening it there is recorded as any other.
    href: String,
}

/// What of the last seven days, or of others, deserves a question.
pub(crate) async fn review(here: Here) -> Answer {
    let today = here.desk.env.clock.now().to_datetime().date();
    let wish = |name: &str, otherwise: time::Date| {
        let given = date(&here.query(name));
        given.unwrap_or_else(|| on_wire(otherwise))
    };
    let (from, to) = (wish("from", today.saturating_sub(WEEK)), wish("to", today));
    let message = ListReviewItemsRequest {
        parent: here.centre()?,
        start_date: Some(from),
        end_date: Some(to),
        page_size: LINES,
        page_token: here.query("page"),
    };
    let (answer, colleagues) =
        tokio::join!(ask!(here, audit.list_review_items, message), colleagues(&here));
    let answer = answer?;
    let colleagues = colleagues.unwrap_or_default();
    let named = |who: &str| {
        let known = colleagues.get(who).cloned();
        known.unwrap_or_else(|| here.words.say("by-colleague"))
    };
    let alarms = safeguards::alarms(&here, &named).await?;
    let announced = erasing::announced(&here).await?;
    let lines = answer.items.iter().map(|item| questioned(&here, item, &colleagues)).collect();
    let iso = |on: &sentier_proto::common::v1::Date| {
        format!("{:04}-{:02}-{:02}", on.year, on.month, on.day)
    };
    let (from, to) = (iso(&from), iso(&to));
    let next = more(&format!("/review?from={from}&to={to}&"), &answer.next_page_token);
    let page = here.page("title-list");
    Ok(here.show(&ReviewPage { page, from, to, alarms, announced, lines, next }))
}

/// Display names by resource name.
pub(super) async fn colleagues(here: &Here) -> Result<HashMap<String, String>, Trouble> {
    let message =
        ListStaffRequest { parent: here.centre()?, page_size: 1_000, page_token: String::new() };
    let staff = ask!(here, access.list_staff, message).await?.staff;
    Ok(staff.into_iter().map(|one| (one.name, one.display_name)).collect())
}

fn questioned(here: &Here, item: &ReviewItem, colleagues: &HashMap<String, String>) -> Questioned {
    let who = colleagues.get(&item.principal).cloned();
    let what = if item.case.is_empty() {
        here.words.say("review-search")
    } else {
        purpose(here, &item.purpose)
    };
    let why: Vec<String> = item
        .concerns()
        .map(|concern: Concern| here.words.code("concern", concern.as_str_name()))
        .collect();
    // PRIVACY: a manager reads no file; who also works on cases finds the one that is meant.
    let works = here.signed().is_ok_and(Signed::works_on_cases);
    let id = item.case.rsplit('/').next().filter(|id| works && !id.is_empty());
    Questioned {
        code: item.survivor_code.clone(),
        href: id.map(|id| format!("/cases/{id}")).unwrap_or_default(),
        when: here.words.moment(item.time.as_ref()),
        who: who.unwrap_or_else(|| here.words.say("by-colleague")),
        what,
        why: why.join(", "),
    }
}

fn purpose(here: &Here, code: &str) -> String {
    let key = format!("reading-{}", code.replace('_', "-"));
    here.words.find(&key).unwrap_or_else(|| code.to_owned())
}

fn more(address: &str, token: &str) -> String {
    if token.is_empty() { String::new() } else { format!("{address}page={token}") }
}
