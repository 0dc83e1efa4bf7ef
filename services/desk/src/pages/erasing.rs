//! A schedule that erases by itself: the manager's choice for her centre, and how she stops one erasure.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::list_retention_items_request::View;
use sentier_proto::cases::v1::{
    ErasureSchedule, GetErasureScheduleRequest, ListRetentionItemsRequest, RetentionItem,
    SetErasureScheduleRequest, StopErasureRequest,
};

use super::FormPage;
use super::retention::why;
use crate::form::{Choice, Fields, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;
use crate::words::Words;

/// How the centre's files end.
pub(crate) async fn schedule(here: &Here) -> Result<ErasureSchedule, Trouble> {
    let message = GetErasureScheduleRequest { parent: here.centre()? };
    Ok(ask!(here, retention.get_erasure_schedule, message).await?.schedule.unwrap_or_default())
}

/// What a schedule does, in a sentence.
pub(crate) fn said(words: Words, schedule: &ErasureSchedule) -> String {
    let days = schedule.notice_days.to_string();
    if schedule.erases {
        words.fill("schedule-erases", &[("days", days.as_str())])
    } else {
        words.say("retention-intro")
    }
}

/// How many erasures the schedule announces that nobody stopped, in a sentence; empty when none.
pub(crate) async fn announced(here: &Here) -> Result<String, Trouble> {
    let message = ListRetentionItemsRequest {
        parent: here.centre()?,
        view: View::Announced.into(),
        page_size: 1_000,
        ..ListRetentionItemsRequest::default()
    };
    let items = ask!(here, retention.list_retention_items, message).await?.items;
    let stands = |item: &&RetentionItem| item.erase_time.is_some() && !item.stopped;
    let count = items.iter().filter(stands).count().to_string();
    let said = here.words.fill("review-announced", &[("count", count.as_str())]);
    Ok(if count == "0" { String::new() } else { said })
}

/// Shows the choice that holds, and asks for another.
pub(crate) async fn ask_choice(here: Here) -> Answer {
    let known = schedule(&here).await?;
    let fields = Fields::default()
        .with("erases", if known.erases { "yes" } else { "no" })
        .with("notice_days", notice(&known));
    Ok(choice_page(&here, &known, &fields, None))
}

/// Takes her choice.
pub(crate) async fn choose(here: Here) -> Answer {
    let erases = here.fields.get("erases") == "yes";
    // What is no number is refused by the service, with its reason at the field.
    let days = here.fields.get("notice_days").trim().parse().unwrap_or(-1);
    let message = SetErasureScheduleRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        erases,
        notice_days: if erases { days } else { 0 },
    };
    match ask!(here, retention.set_erasure_schedule, message).await {
        Ok(_chosen) => Ok(see_other("/retention?n=schedule-chosen")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let known = schedule(&here).await?;
            Ok(choice_page(&here, &known, &here.fields, Some(&trouble)))
        }
    }
}

fn notice(known: &ErasureSchedule) -> String {
    if known.erases { known.notice_days.to_string() } else { "30".to_owned() }
}

fn choice_page(
    here: &Here,
    known: &ErasureSchedule,
    fields: &Fields,
    trouble: Option<&Trouble>,
) -> Response {
    let words = here.words;
    let way = |value: &str| {
        Choice::new("erases", value, words.say(&format!("choice-erases-{value}")), fields)
    };
    let form = Form::new(words, "/retention/schedule", "submit-erasure-schedule")
        .dangerous()
        .hide("request_id", here.request_id())
        .one_of("erases", vec![way("no"), way("yes")])
        .worded("label-erases")
        .line("notice_days", "number", fields)
        .worded("label-notice-days")
        .with_trouble(trouble);
    let kept = [
        ("closed", known.closed_years),
        ("child", known.child_years),
        ("inactive", known.inactive_years),
    ];
    let mut intro = vec![said(words, known)];
    intro.extend(kept.map(|(which, years)| {
        let years = years.to_string();
        words.fill(&format!("schedule-{which}"), &[("years", years.as_str())])
    }));
    intro.push(words.say("schedule-leaves"));
    let page = here.page("title-form");
    let heading = words.say("heading-erasure-schedule");
    let back = "/retention".to_owned();
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

/// Asks why an erasure is stopped.
pub(crate) async fn ask_stop(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(why(&here, &format!("/retention/{id}/stop"), "stop-erasure", None))
}

/// Stops it.
pub(crate) async fn stop(here: Here, Path(id): Path<String>) -> Answer {
    let message = StopErasureRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        why: here.fields.get("why").to_owned(),
    };
    match ask!(here, retention.stop_erasure, message).await {
        Ok(_stopped) => Ok(see_other("/retention?view=announced&n=erasure-stopped")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            Ok(why(&here, &format!("/retention/{id}/stop"), "stop-erasure", Some(&trouble)))
        }
    }
}
