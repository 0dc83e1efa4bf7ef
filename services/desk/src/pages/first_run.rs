//! The first page of a new installation: the one-time secret makes the first administrator.

use sentier_proto::access::v1::BootstrapRequest;

use super::FormPage;
use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    Ok(page(&here, None))
}

/// Makes the administrator.
pub(crate) async fn bootstrap(here: Here) -> Answer {
    let fields = &here.fields;
    let message = BootstrapRequest {
        secret: fields.get("secret").to_owned(),
        centre: fields.get("centre").to_lowercase(),
        user_name: fields.get("user_name").to_lowercase(),
        display_name: fields.get("display_name").to_owned(),
        password: fields.secret("password").to_owned(),
    };
    match ask!(here, access.bootstrap, message).await {
        Ok(_administrator) => Ok(see_other("/sign-in?n=bootstrapped")),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn page(here: &Here, trouble: Option<&Trouble>) -> axum::response::Response {
    let form = Form::new(here.words, "/first-run", "submit-first-run")
        .line("secret", "password", &here.fields)
        .line("centre", "text", &here.fields)
        .line("user_name", "text", &here.fields)
        .line("display_name", "text", &here.fields)
        .line("password", "password", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-first-run");
    let intro = vec![here.words.say("first-run-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: String::new() })
}
