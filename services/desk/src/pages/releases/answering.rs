//! The data owner approves a subscription, or takes it back.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::statistics::v1::{ApproveSubscriptionRequest, RevokeSubscriptionRequest};

use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::FormPage;
use crate::trouble::Trouble;

/// Asks whether she means it, and says what it means.
pub(crate) async fn ask_approval(here: Here, Path(id): Path<String>) -> Answer {
    named(&id)?;
    Ok(approval_page(&here, &id, None))
}

/// Approves.
pub(crate) async fn approve(here: Here, Path(id): Path<String>) -> Answer {
    let message = ApproveSubscriptionRequest { name: named(&id)?, request_id: here.request_id() };
    match ask!(here, releases.approve_subscription, message).await {
        Ok(_subscription) => Ok(see_other("/releases?n=subscription-approved")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(approval_page(&here, &id, Some(&trouble))),
    }
}

/// Asks why a subscription is refused or taken back.
pub(crate) async fn ask_revocation(here: Here, Path(id): Path<String>) -> Answer {
    named(&id)?;
    Ok(revocation_page(&here, &id, None))
}

/// Refuses, or takes back.
pub(crate) async fn revoke(here: Here, Path(id): Path<String>) -> Answer {
    let message = RevokeSubscriptionRequest {
        name: named(&id)?,
        request_id: here.request_id(),
        reason: here.fields.get("reason").to_owned(),
    };
    match ask!(here, releases.revoke_subscription, message).await {
        Ok(_subscription) => Ok(see_other("/releases?n=subscription-revoked")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(revocation_page(&here, &id, Some(&trouble))),
    }
}

fn named(id: &str) -> Result<String, Trouble> {
    Here::named::<1>("subscriptions/*", format!("subscriptions/{id}"))
}

fn approval_page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let form = Form::new(words, format!("/releases/{id}/approve"), "submit-subscription-approval")
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let intro = vec![words.say("subscription-approval-intro"), words.say("releases-guarantee")];
    shown(here, "heading-subscription-approval", intro, form, trouble)
}

fn revocation_page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let form = Form::new(words, format!("/releases/{id}/revoke"), "submit-subscription-revocation")
        .dangerous()
        .hide("request_id", here.request_id())
        .lines("reason", &here.fields)
        .named(words.say("label-subscription-reason"))
        .with_trouble(trouble);
    let intro = vec![words.say("subscription-revocation-intro")];
    shown(here, "heading-subscription-revocation", intro, form, trouble)
}

fn shown(
    here: &Here,
    heading: &str,
    intro: Vec<String>,
    form: Form,
    trouble: Option<&Trouble>,
) -> Response {
    let page = here.page("title-form");
    let heading = here.words.say(heading);
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/releases".to_owned() })
}
