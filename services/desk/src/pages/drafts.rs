//! Drafts of intakes: begun, put aside, taken up again. Only her own.
//!
//! PRIVACY: a draft is opened by a form, never by an address; each opening stands in the ledger.

use askama::Template;
use axum::extract::Path;
use sentier_proto::cases::v1::{
    DiscardDraftRequest, Draft, GetDraftRequest, ListDraftsRequest, SaveDraftRequest, Survivor,
};
use sentier_proto::common::v1::Sex;

use super::{minimum, open_case, retype};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    saved: String,
    until: String,
}

/// Her drafts.
pub(crate) async fn list(here: Here) -> Answer {
    let message =
        ListDraftsRequest { parent: here.centre()?, page_size: 100, page_token: String::new() };
    let answer = ask!(here, drafts.list_drafts, message).await?;
    let row = |draft: &Draft| Row {
        id: draft.name.rsplit('/').next().unwrap_or_default().to_owned(),
        saved: here.words.moment(draft.save_time.as_ref()),
        until: here.words.day(draft.expire_time.as_ref()),
    };
    let rows = answer.drafts.iter().map(row).collect();
    Ok(here.show(&DraftsPage { page: here.page("title-list"), rows }))
}

fn name(here: &Here, id: &str) -> Result<String, Trouble> {
    Here::named::<2>("centres/*/drafts/*", format!("{}/drafts/{id}", here.centre()?))
}

/// Puts an intake aside as it stands.
pub(crate) async fn save(here: &Here) -> Answer {
    let draft = here.fields.get("draft");
    let message = SaveDraftRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        name: if draft.is_empty() { String::new() } else { name(here, draft)? },
        survivor: Some(told(here)),
        incident: None,
    };
    Box::pin(ask!(here, drafts.save_draft, message)).await?;
    Ok(see_other("/drafts?n=draft-saved"))
}

/// What stands in the form, half filled as it is.
fn told(here: &Here) -> Survivor {
    let fields = &here.fields;
    let birth = open_case::born(here);
    Survivor {
        full_name: fields.get("survivor.full_name").to_owned(),
        sex: Sex::from_str_name(fields.get("survivor.sex")).unwrap_or_default().into(),
        birth_date: birth.map(|(date, _)| date),
        birth_date_estimated: birth.is_some_and(|(_, estimated)| estimated),
        phone: fields.get("survivor.phone").to_owned(),
        safe_contact: fields.get("survivor.safe_contact").to_owned(),
        profile: minimum::profile(here, &mut Vec::new()),
    }
}

/// A draft has no address of its own.
pub(crate) async fn closed(Path(_draft): Path<String>) -> Answer {
    Ok(see_other("/drafts"))
}

/// Takes an intake up again.
pub(crate) async fn resume(mut here: Here, Path(id): Path<String>) -> Answer {
    let message = GetDraftRequest { name: name(&here, &id)? };
    let draft = ask!(here, drafts.get_draft, message).await?.draft.unwrap_or_default();
    let mut typed = vec![("draft", id)];
    if let Some(survivor) = &draft.survivor {
        retype::survivor(&mut typed, survivor);
    }
    here.fields = retype::fields(&typed);
    Ok(open_case::page(&here, None))
}

/// Throws a draft away.
pub(crate) async fn discard(here: Here, Path(id): Path<String>) -> Answer {
    let message = DiscardDraftRequest { name: name(&here, &id)?, request_id: here.request_id() };
    ask!(here, drafts.discard_draft, message).await?;
    Ok(see_other("/drafts?n=draft-discarded"))
}
