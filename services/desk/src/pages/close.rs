//! Closing a case, with its reason.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::CloseCaseRequest;
use sentier_proto::cases::v1::close_case_request::Reason;

use super::{FormPage, case, choices};
use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The form, with the version that she sees.
pub(crate) async fn ask(here: Here, Path(id): Path<String>) -> Answer {
    let case = case::facts(&here, &id).await?;
    Ok(page(&here, &id, case.version, None))
}

/// Closes the case, unless it moved on since she saw it.
pub(crate) async fn close(here: Here, Path(id): Path<String>) -> Answer {
    let reason = Reason::from_str_name(here.fields.get("reason")).unwrap_or_default();
    let message = CloseCaseRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        reason: reason.into(),
    };
    match ask!(here, cases.close_case, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=case-closed"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            // After a conflict the form carries the fresh version: she decides again, seeing why.
            let shown = here.fields.version().unwrap_or_default();
            let version =
                if trouble.is_stale() { case::facts(&here, &id).await?.version } else { shown };
            Ok(page(&here, &id, version, Some(&trouble)))
        }
    }
}

fn page(here: &Here, id: &str, version: i64, trouble: Option<&Trouble>) -> Response {
    let reasons =
        choices::of(here, "reason", choices::CLOSING, &choices::REASONS, Reason::as_str_name);
    let form = Form::new(here.words, format!("/cases/{id}/close"), "submit-close")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .one_of("reason", reasons)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-close");
    let intro = vec![here.words.say("close-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}
