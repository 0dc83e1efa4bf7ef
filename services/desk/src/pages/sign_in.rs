//! Signing in, and going on with a form that the end of a session interrupted.

use askama::Template;
use axum::response::Response;
use sentier_proto::access::v1::SignInRequest;

use super::FormPage;
use crate::form::{Fields, Form};
use crate::page::{Answer, Here, Page, ask, see_other, see_other_as};
use crate::session::kept::Kept;
use crate::session::{Signed, Visit, Who};
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    if here.visit.signed().is_some() {
        return Ok(see_other("/"));
    }
    let back = here.query("back");
    Ok(page(&here, &back, None, None))
}

/// Opens a session at access.
pub(crate) async fn sign_in(here: Here) -> Answer {
    let back = here.fields.get("back").to_owned();
    match open(&here, here.fields.get("user_name")).await {
        Ok(visit) => Ok(go_on(here, visit, &back)),
        Err(trouble) => Ok(page(&here, &back, None, Some(&trouble))),
    }
}

/// A session for `user_name` with the password that was typed.
pub(crate) async fn open(here: &Here, user_name: &str) -> Result<Visit, Trouble> {
    let user_name = user_name.to_lowercase();
    let message = SignInRequest {
        user_name: user_name.clone(),
        password: here.fields.secret("password").to_owned(),
    };
    let answer = ask!(here, access.sign_in, message).await?;
    let session = answer.session.unwrap_or_default();
    Ok(here.visit.becoming(Who::Signed(Box::new(Signed::of(session, &user_name)))))
}

/// The form, after a session ended under a form that waits in `kept`.
pub(crate) fn again(here: &Here, kept: Option<String>) -> Response {
    page(here, "", kept, Some(&Trouble::SignIn))
}

fn page(here: &Here, back: &str, kept: Option<String>, trouble: Option<&Trouble>) -> Response {
    let none = Fields::default();
    let fields = if kept.is_some() { &none } else { &here.fields };
    let mut form = Form::new(here.words, "/sign-in", "submit-sign-in")
        .line("user_name", "text", fields)
        .worded("label-user-name")
        .line("password", "password", fields)
        .worded("label-password")
        .with_trouble(trouble)
        .hide("back", back);
    let mut intro = Vec::new();
    if let Some(kept) = kept.or_else(|| Some(here.fields.get("kept").to_owned())) {
        if !kept.is_empty() {
            intro.push(here.words.say("sign-in-kept"));
        }
        form = form.hide("kept", kept);
    }
    let page = here.page("title-sign-in");
    let heading = here.words.say("heading-sign-in");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: String::new() })
}

#[derive(Template)]
#[template(path = "resume.html")]
struct Resume {
    page: Page,
    action: String,
    hidden: Vec<(String, String)>,
}

fn go_on(mut here: Here, visit: Visit, back: &str) -> Response {
    let now = here.desk.env.clock.now();
    let principal = visit.signed().map(|signed| signed.principal.clone()).unwrap_or_default();
    let kept = Kept::open(&here.desk.keys, &principal, here.fields.get("kept"), now);
    let Some(kept) = kept else {
        let back = if is_local(back) { back } else { "/" };
        return see_other_as(back, visit);
    };
    here.visit = visit.clone();
    let hidden = kept.fields.without(&["mark"]);
    let resume = Resume { page: here.page("title-form"), action: kept.action, hidden };
    let mut response = here.show(&resume);
    response.extensions_mut().insert(visit);
    response
}

/// The query that leads back to `path` after the sign-in; empty for the first page.
pub(crate) fn back(path: &str) -> String {
    if path == "/" {
        return String::new();
    }
    form_urlencoded::Serializer::new(String::new()).append_pair("back", path).finish()
}

/// Whether a path leads to a page of ours and nowhere else.
pub(crate) fn is_local(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next() == Some('/')
        && !matches!(letters.next(), Some('/' | '\\'))
        && path.chars().all(|letter| letter.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        for good in ["/", "/cases", "/cases?state=open"] {
            assert!(is_local(good), "{good}");
        }
        for bad in
            ["", "cases", "//evil.example", "/\\evil.example", "/a b", "https://evil.example"]
        {
            assert!(!is_local(bad), "{bad}");
        }
    }
}
