//! Files that come to their end, for the manager: what is due, what is held, the order to erase.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::{
    ErasureGround, LiftHoldRequest, ListRetentionItemsRequest, OrderErasureRequest, RetentionItem,
    SetHoldRequest, list_retention_items_request::View,
};

use super::{FormPage, choices, erasing};
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

const GROUNDS: [ErasureGround; 3] =
    [ErasureGround::Schedule, ErasureGround::SurvivorRequest, ErasureGround::LegalOrder];

#[derive(Template)]
#[template(path = "retention.html")]
struct RetentionPage {
    page: Page,
    /// What was looked for, when it was a code.
    code: String,
    /// Which list is shown.
    shown: &'static str,
    /// What the schedule does, in a sentence.
    said: String,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    id: String,
    code: String,
    why: String,
    since: String,
    hold: String,
    erased: bool,
    /// When its schedule erases it by itself; empty when it announced nothing.
    erase: String,
    stopped: bool,
}

/// What is due; what is held; or the file with a code.
pub(crate) async fn list(here: Here) -> Answer {
    let code = here.query("code").trim().to_uppercase();
    let (shown, view) = match (code.is_empty(), here.query("view").as_str()) {
        (false, _) => ("code", View::Code),
        (true, "held") => ("held", View::Held),
        (true, "announced") => ("announced", View::Announced),
        (true, _) => ("due", View::Unspecified),
    };
    let message = ListRetentionItemsRequest {
        parent: here.centre()?,
        view: view.into(),
        survivor_code: code.clone(),
        page_size: 50,
        page_token: here.query("page"),
    };
    let (answer, schedule) =
        tokio::join!(ask!(here, retention.list_retention_items, message), erasing::schedule(&here));
    let answer = answer?;
    let said = erasing::said(here.words, &schedule?);
    let rows = answer.items.iter().map(|one| row(&here, one)).collect();
    let next = match answer.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/retention?view={shown}&page={token}"),
    };
    Ok(here.show(&RetentionPage { page: here.page("title-list"), code, shown, said, rows, next }))
}

fn row(here: &Here, one: &RetentionItem) -> Row {
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    Row {
        id: last(&one.case),
        code: one.survivor_code.clone(),
        why: here.words.code("retention", one.reason().as_str_name()),
        since: one.rest_day.as_ref().map_or_else(String::new, |day| here.words.date(day)),
        hold: last(&one.hold),
        erased: one.erased,
        erase: one.erase_time.as_ref().map_or_else(String::new, |at| here.words.day(Some(at))),
        stopped: one.stopped,
    }
}

/// Asks why a file is to be held.
pub(crate) async fn ask_hold(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(why(&here, &format!("/retention/{id}/hold"), "hold", None))
}

/// Holds it.
pub(crate) async fn hold(here: Here, Path(id): Path<String>) -> Answer {
    let message = SetHoldRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        why: here.fields.get("why").to_owned(),
    };
    match ask!(here, retention.set_hold, message).await {
        Ok(_held) => Ok(see_other("/retention?view=held&n=held")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(why(&here, &format!("/retention/{id}/hold"), "hold", Some(&trouble))),
    }
}

/// Asks why a hold is to be lifted.
pub(crate) async fn ask_lift(here: Here, Path((id, hold)): Path<(String, String)>) -> Answer {
    here.case(&id)?;
    Ok(why(&here, &format!("/retention/{id}/lift/{hold}"), "lift", None))
}

/// Lifts it.
pub(crate) async fn lift(here: Here, Path((id, hold)): Path<(String, String)>) -> Answer {
    let name = here.case(&id)?;
    let message = LiftHoldRequest {
        hold: format!("{name}/entries/{hold}"),
        name,
        request_id: here.request_id(),
        why: here.fields.get("why").to_owned(),
    };
    match ask!(here, retention.lift_hold, message).await {
        Ok(_lifted) => Ok(see_other("/retention?n=lifted")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            Ok(why(&here, &format!("/retention/{id}/lift/{hold}"), "lift", Some(&trouble)))
        }
    }
}

pub(super) fn why(here: &Here, action: &str, verb: &str, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, action, &format!("submit-{verb}"))
        .hide("request_id", here.request_id())
        .lines("why", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say(&format!("heading-{verb}"));
    let intro = vec![here.words.say(&format!("{verb}-intro"))];
    let back = "/retention".to_owned();
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

/// Asks on what ground a survivor is to be erased.
pub(crate) async fn ask_erasure(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(erasure(&here, &id, None))
}

/// Erases her.
pub(crate) async fn erase(here: Here, Path(id): Path<String>) -> Answer {
    let ground = ErasureGround::from_str_name(here.fields.get("ground")).unwrap_or_default();
    let message = OrderErasureRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        ground: ground.into(),
    };
    match ask!(here, retention.order_erasure, message).await {
        Ok(_erased) => Ok(see_other(&format!("/cases/{id}/certificate?n=survivor-erased"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(erasure(&here, &id, Some(&trouble))),
    }
}

fn erasure(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let grounds =
        choices::of(here, "ground", "erasure-ground", &GROUNDS, ErasureGround::as_str_name);
    let form = Form::new(here.words, format!("/retention/{id}/erase"), "submit-erase")
        .dangerous()
        .hide("request_id", here.request_id())
        .one_of("ground", grounds)
        .worded("label-erasure-ground")
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-order-erasure");
    let intro = vec![here.words.say("erase-intro"), here.words.say("erase-final")];
    let back = "/retention".to_owned();
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
