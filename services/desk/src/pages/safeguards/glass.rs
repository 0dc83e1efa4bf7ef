//! A file that is not hers is opened in an emergency: by two people, or alone.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::{
    ApproveBreakGlassRequest, BreakGlassRequest, RequestBreakGlassRequest,
};

use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::FormPage;
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask_glass(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(page(&here, &id, None))
}

/// Opens the file, or asks another person to let her in.
pub(crate) async fn break_glass(here: Here, Path(id): Path<String>) -> Answer {
    let (name, request_id) = (here.case(&id)?, here.request_id());
    let reason = here.fields.get("reason").to_owned();
    let done = if here.fields.get("way") == "alone" {
        let message = BreakGlassRequest { name, request_id, reason };
        let broken = ask!(here, safeguard.break_glass, message).await;
        broken.map(|opened| {
            let is_last = (1..=opened.month_count).contains(&opened.month_limit);
            let notice = if is_last { "glass-broken-last" } else { "glass-broken" };
            see_other(&format!("/cases/{id}?n={notice}"))
        })
    } else {
        let message = RequestBreakGlassRequest { name, request_id, reason };
        let asked = ask!(here, safeguard.request_break_glass, message).await;
        asked.map(|asked| requested(&here, &id, &asked.entry))
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, Some(&trouble))),
    }
}

fn page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let way = |value: &str| {
        Choice::new("way", value, words.say(&format!("choice-glass-{value}")), &here.fields)
    };
    let form = Form::new(words, format!("/cases/{id}/break-glass"), "submit-glass")
        .dangerous()
        .hide("request_id", here.request_id())
        .one_of("way", vec![way("together"), way("alone")])
        .named(words.say("label-glass-way"))
        .lines("reason", &here.fields)
        .named(words.say("label-glass-reason"))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-glass");
    let intro = vec![words.say("glass-intro"), words.say("glass-seen"), words.say("glass-quota")];
    let back = "/cases/search".to_owned();
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

/// What she gives to whom she asks: where to let her in. She cannot do it herself.
fn requested(here: &Here, id: &str, entry: &str) -> Response {
    let entry = entry.rsplit('/').next().unwrap_or_default();
    let words = here.words;
    let address = format!("/cases/{id}/break-glass/{entry}/approve");
    let form = Form::new(words, &address, "submit-approve").hide("request_id", here.request_id());
    let page = here.page("title-form");
    let heading = words.say("heading-glass-requested");
    let intro = vec![words.say("glass-requested-intro"), address];
    here.show(&FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

/// Asks whether she lets her in.
pub(crate) async fn ask_approval(here: Here, Path((id, one)): Path<(String, String)>) -> Answer {
    named(&here, &id, &one)?;
    Ok(approval(&here, &id, &one, None))
}

/// Lets her in.
pub(crate) async fn approve(here: Here, Path((id, one)): Path<(String, String)>) -> Answer {
    let message = ApproveBreakGlassRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        request: named(&here, &id, &one)?,
    };
    match ask!(here, safeguard.approve_break_glass, message).await {
        Ok(_until) => Ok(see_other("/?n=glass-approved")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(approval(&here, &id, &one, Some(&trouble))),
    }
}

fn named(here: &Here, id: &str, one: &str) -> Result<String, Trouble> {
    Here::named::<3>("centres/*/cases/*/entries/*", format!("{}/entries/{one}", here.case(id)?))
}

fn approval(here: &Here, id: &str, one: &str, trouble: Option<&Trouble>) -> Response {
    let action = format!("/cases/{id}/break-glass/{one}/approve");
    let form = Form::new(here.words, action, "submit-approve")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-glass-approve");
    let intro = vec![here.words.say("glass-approve-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/".to_owned() })
}
