//! Where an agency's own system is told of changes: its officer registers addresses, and sees whether they
//! take what is sent. A manager of the centre sees it too, and can stop one.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::referrals::v1::webhook::{Failure, State};
use sentier_proto::referrals::v1::{
    DeadLetter, ListDeadLettersRequest, ListWebhooksRequest, RegisterWebhookRequest,
    RemoveWebhookRequest, ReplayDeadLettersRequest, RotateWebhookSecretRequest,
    SetWebhookActiveRequest, Webhook,
};

use super::{FormPage, inbox};
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

/// More webhooks that are off than a centre's agencies have.
const MOST: i32 = 1_000;
/// Notices on a page.
const PAGE: i32 = 50;

#[derive(Template)]
#[template(path = "webhooks.html")]
struct WebhooksPage {
    page: Page,
    request_id: String,
    rows: Vec<WebhookRow>,
}

#[derive(Template)]
#[template(path = "webhook_secret.html")]
struct SecretPage {
    page: Page,
    secret: String,
}

/// One webhook as a page shows it.
pub(crate) struct WebhookRow {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) active: bool,
    pub(crate) state: String,
    /// How its deliveries go: a line for each thing that there is to say.
    pub(crate) going: Vec<String>,
    pub(crate) dead: bool,
}

#[derive(Template)]
#[template(path = "dead_letters.html")]
struct DeadLettersPage {
    page: Page,
    id: String,
    request_id: String,
    rows: Vec<DeadRow>,
    next: String,
}

/// A notice that was given up.
struct DeadRow {
    href: String,
    state: String,
    changed: String,
    given_up: String,
    why: String,
}

/// The agency that she keeps.
fn kept(here: &Here) -> Result<&str, Trouble> {
    let signed = here.signed()?;
    signed.agency().filter(|_agency| signed.keeps_agency()).ok_or(Trouble::NoPage)
}

fn own(here: &Here) -> Result<String, Trouble> {
    Ok(sentier_proto::name::agency(kept(here)?))
}

fn own_webhook(here: &Here, id: &str) -> Result<String, Trouble> {
    let agency = kept(here)?;
    Here::named::<2>("agencies/*/webhooks/*", sentier_proto::name::webhook(agency, id))
}

/// An agency's webhooks as rows.
pub(crate) async fn rows(here: &Here, agency: String) -> Result<Vec<WebhookRow>, Trouble> {
    let message = ListWebhooksRequest { parent: agency, ..ListWebhooksRequest::default() };
    let webhooks = ask!(here, webhooks.list_webhooks, message).await?.webhooks;
    Ok(webhooks.iter().map(|one| row(here, one)).collect())
}

/// The webhooks under a name that the service switched off. They are told of beside something else: who may not
/// know them, or when nobody can say, is told of none.
pub(crate) async fn switched_off(here: &Here, parent: String) -> Vec<Webhook> {
    let state = State::Disabled.into();
    let message = ListWebhooksRequest { parent, state, page_size: MOST, ..<_>::default() };
    let found = ask!(here, webhooks.list_webhooks, message).await;
    found.map(|answer| answer.webhooks).unwrap_or_default()
}

fn row(here: &Here, webhook: &Webhook) -> WebhookRow {
    let words = here.words;
    let count = |key: &str, count: i32| {
        (count > 0).then(|| words.fill(key, &[("count", &count.to_string())]))
    };
    let moment = |key: &str, at: Option<&prost_types::Timestamp>| {
        at.map(|at| words.fill(key, &[("moment", &words.moment(Some(at)))]))
    };
    let failed = webhook.last_failure() != Failure::Unspecified;
    let why = failed.then(|| words.code("webhook", webhook.last_failure().as_str_name()));
    let going = [
        moment("webhook-delivered", webhook.last_delivery_time.as_ref()),
        moment("webhook-failing", webhook.failing_since_time.as_ref()),
        why,
        count("webhook-pending", webhook.pending_count),
        count("webhook-dead", webhook.dead_letter_count),
        moment("webhook-overlap", webhook.previous_secret_until_time.as_ref()),
    ];
    WebhookRow {
        id: webhook.name.rsplit('/').next().unwrap_or_default().to_owned(),
        url: webhook.url.clone(),
        active: webhook.state() == State::Active,
        state: words.code("webhook", webhook.state().as_str_name()),
        going: going.into_iter().flatten().collect(),
        dead: webhook.dead_letter_count > 0,
    }
}

/// The addresses of the officer's agency.
pub(crate) async fn list(here: Here) -> Answer {
    let rows = rows(&here, own(&here)?).await?;
    let (page, request_id) = (here.page("title-list"), here.request_id());
    Ok(here.show(&WebhooksPage { page, request_id, rows }))
}

/// What was given up, in the order of the changes.
pub(crate) async fn given_up(here: Here, Path(id): Path<String>) -> Answer {
    let message = ListDeadLettersRequest {
        parent: own_webhook(&here, &id)?,
        page_size: PAGE,
        page_token: here.query("page"),
    };
    let answer = ask!(here, webhooks.list_dead_letters, message).await?;
    let next = match answer.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/webhooks/{id}/given-up?page={token}"),
    };
    let rows = answer.dead_letters.iter().map(|one| dead_row(&here, one)).collect();
    let (page, request_id) = (here.page("title-list"), here.request_id());
    Ok(here.show(&DeadLettersPage { page, id, request_id, rows, next }))
}

fn dead_row(here: &Here, letter: &DeadLetter) -> DeadRow {
    let words = here.words;
    let status = (letter.http_status > 0).then(|| format!(" (HTTP {})", letter.http_status));
    let why = words.code("webhook", letter.failure().as_str_name());
    DeadRow {
        href: inbox::href(&letter.referral),
        state: words.code("referral", letter.state().as_str_name()),
        changed: words.moment(letter.change_time.as_ref()),
        given_up: words.moment(letter.give_up_time.as_ref()),
        why: why + &status.unwrap_or_default(),
    }
}

/// The form of a new address.
pub(crate) async fn ask(here: Here) -> Answer {
    own(&here)?;
    Ok(form(&here, None))
}

/// Registers an address and shows its secret, this once.
pub(crate) async fn register(here: Here) -> Answer {
    let message = RegisterWebhookRequest {
        parent: own(&here)?,
        request_id: here.request_id(),
        url: here.fields.get("url").to_owned(),
    };
    match ask!(here, webhooks.register_webhook, message).await {
        Ok(answer) => Ok(secret(&here, answer.secret)),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(form(&here, Some(&trouble))),
    }
}

fn secret(here: &Here, secret: String) -> Response {
    here.show(&SecretPage { page: here.page("title-record"), secret })
}

fn form(here: &Here, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, "/webhooks/new", "submit-webhook")
        .hide("request_id", here.request_id())
        .line("url", "url", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let (heading, intro) =
        (here.words.say("heading-webhook"), vec![here.words.say("webhook-intro")]);
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/webhooks".to_owned() })
}

/// Another secret, shown this once; the one until now signs for a day more.
pub(crate) async fn rotate(here: Here, Path(id): Path<String>) -> Answer {
    let message = RotateWebhookSecretRequest {
        name: own_webhook(&here, &id)?,
        request_id: here.request_id(),
        overlap_hours: 0,
    };
    let answer = ask!(here, webhooks.rotate_webhook_secret, message).await?;
    Ok(secret(&here, answer.secret))
}

/// Stops an address, or goes on where it stopped.
pub(crate) async fn set_active(here: Here, Path(id): Path<String>) -> Answer {
    let name = own_webhook(&here, &id)?;
    switch(&here, name, "/webhooks").await
}

/// The same, by a manager of the centre.
pub(crate) async fn set_active_of(
    here: Here,
    Path((agency, id)): Path<(String, String)>,
) -> Answer {
    here.centre()?;
    let name = sentier_proto::name::webhook(&agency, &id);
    let name = Here::named::<2>("agencies/*/webhooks/*", name)?;
    switch(&here, name, &format!("/directory/{agency}")).await
}

async fn switch(here: &Here, name: String, back: &str) -> Answer {
    let active = here.fields.get("active") == "yes";
    let message = SetWebhookActiveRequest { name, request_id: here.request_id(), active };
    ask!(here, webhooks.set_webhook_active, message).await?;
    let notice = if active { "webhook-resumed" } else { "webhook-stopped" };
    Ok(see_other(&format!("{back}?n={notice}")))
}

/// Sends again what was given up.
pub(crate) async fn replay(here: Here, Path(id): Path<String>) -> Answer {
    let message =
        ReplayDeadLettersRequest { name: own_webhook(&here, &id)?, request_id: here.request_id() };
    ask!(here, webhooks.replay_dead_letters, message).await?;
    Ok(see_other("/webhooks?n=webhook-replayed"))
}

/// Asks whether she means it.
pub(crate) async fn ask_removal(here: Here, Path(id): Path<String>) -> Answer {
    own_webhook(&here, &id)?;
    Ok(removal(&here, &id, None))
}

/// Removes an address.
pub(crate) async fn remove(here: Here, Path(id): Path<String>) -> Answer {
    let message =
        RemoveWebhookRequest { name: own_webhook(&here, &id)?, request_id: here.request_id() };
    match ask!(here, webhooks.remove_webhook, message).await {
        Ok(_removed) => Ok(see_other("/webhooks?n=webhook-removed")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(removal(&here, &id, Some(&trouble))),
    }
}

fn removal(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, format!("/webhooks/{id}/remove"), "submit-remove-webhook")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-remove-webhook");
    let intro = vec![here.words.say("remove-webhook-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/webhooks".to_owned() })
}
