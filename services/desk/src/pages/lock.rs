//! The quick lock: one tap ends the session, her password alone opens the next.

use super::{FormPage, sign_in};
use crate::form::Form;
use crate::page::{Answer, Here, see_other, see_other_as};
use crate::session::Who;
use crate::session::layer::end;
use crate::trouble::Trouble;

/// Locks the screen.
pub(crate) async fn lock(here: Here) -> Answer {
    let signed = here.signed()?;
    end(&here.desk, signed.refresh_token.clone());
    let who = Who::Locked { user_name: signed.user_name.clone() };
    Ok(see_other_as("/unlock", here.visit.becoming(who)))
}

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    Ok(page(&here, None))
}

/// Opens the screen.
pub(crate) async fn unlock(here: Here) -> Answer {
    let Who::Locked { user_name } = &here.visit.who else { return Ok(see_other("/")) };
    match sign_in::open(&here, user_name).await {
        Ok(visit) => Ok(see_other_as("/", visit)),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn page(here: &Here, trouble: Option<&Trouble>) -> axum::response::Response {
    if !matches!(here.visit.who, Who::Locked { .. }) {
        return see_other("/");
    }
    let form = Form::new(here.words, "/unlock", "submit-unlock")
        .line("password", "password", &here.fields)
        .worded("label-password")
        .with_trouble(trouble);
    let page = here.page("title-sign-in");
    let heading = here.words.say("heading-unlock");
    let intro = vec![here.words.say("unlock-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: String::new() })
}
