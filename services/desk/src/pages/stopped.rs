//! The page that tells why there is no page.

use askama::Template;
use axum::response::Response;

use crate::page::{Here, Page};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "stopped.html")]
struct Stopped {
    page: Page,
    sentences: Vec<String>,
}

/// The page of `trouble`.
pub(crate) fn page(here: &Here, trouble: &Trouble) -> Response {
    let mut sentences = vec![trouble.sentence(here.words)];
    sentences.extend(trouble.fields(here.words).into_iter().map(|(_, sentence)| sentence));
    let stopped = Stopped { page: here.page("title-stopped"), sentences };
    here.show_after(Some(trouble), &stopped)
}
