//! Erasing a survivor's personal data, at her request. Nobody can undo it, so the code is typed again.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::{Case, EraseSurvivorRequest};

use super::{FormPage, case};
use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here, Path(id): Path<String>) -> Answer {
    let case = case::facts(&here, &id).await?;
    Ok(page(&here, &id, &case, None))
}

/// Erases, when the typed code is the case's.
pub(crate) async fn erase(here: Here, Path(id): Path<String>) -> Answer {
    let case = case::facts(&here, &id).await?;
    let typed = here.fields.get("survivor_code").to_uppercase();
    let erased = if typed == case.survivor_code && !typed.is_empty() {
        let name = here.case(&id)?;
        let message = EraseSurvivorRequest { name, request_id: here.request_id() };
        ask!(here, cases.erase_survivor, message).await
    } else {
        Err(Trouble::Fields(vec![("survivor_code", "wrong-survivor-code")]))
    };
    match erased {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=survivor-erased"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, &case, Some(&trouble))),
    }
}

fn page(here: &Here, id: &str, case: &Case, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, format!("/cases/{id}/erase"), "submit-erase")
        .dangerous()
        .hide("request_id", here.request_id())
        .line("survivor_code", "text", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.fill("heading-erase", &[("code", &case.survivor_code)]);
    let intro = vec![here.words.say("erase-intro"), here.words.say("erase-final")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}
