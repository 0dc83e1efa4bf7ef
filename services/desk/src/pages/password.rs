//! Changing one's own password; the first one came from somebody else.

use axum::response::Response;
use sentier_proto::access::v1::ChangePasswordRequest;

use super::FormPage;
use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other_as};
use crate::session::Who;
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    here.signed()?;
    Ok(page(&here, None))
}

/// Changes it; every session ends, and she signs in anew.
pub(crate) async fn change(here: Here) -> Answer {
    let fields = &here.fields;
    let message = ChangePasswordRequest {
        name: here.signed()?.principal.clone(),
        request_id: here.request_id(),
        current_password: fields.secret("current_password").to_owned(),
        new_password: fields.secret("new_password").to_owned(),
    };
    let changed = if fields.secret("new_password") == fields.secret("again") {
        ask!(here, access.change_password, message).await
    } else {
        Err(Trouble::Fields(vec![("again", "wrong-again")]))
    };
    match changed {
        Ok(_changed) => {
            let nobody = here.visit.becoming(Who::Nobody);
            Ok(see_other_as("/sign-in?n=password-changed", nobody))
        }
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, "/password", "submit-password")
        .hide("request_id", here.request_id())
        .line("current_password", "password", &here.fields)
        .line("new_password", "password", &here.fields)
        .line("again", "password", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-password");
    let intro = vec![here.words.say("password-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/".to_owned() })
}
