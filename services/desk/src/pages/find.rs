//! Finding a survivor again. What is typed travels in the body of a form, never in an address; what is
//! found are codes.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::case_match::Criterion;
use sentier_proto::cases::v1::{
    CaseMatch, SearchCasesRequest, SearchDuplicatesRequest, case::State,
};

use crate::form::{Form, date};
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "find.html")]
struct FindPage {
    page: Page,
    heading: String,
    form: Option<Form>,
    /// Whether somebody was searched for, found or not.
    searched: bool,
    rows: Vec<Row>,
    back: String,
    /// Where two cases are compared to an end; empty for who may not.
    compare: String,
}

struct Row {
    id: String,
    code: String,
    state: String,
    open: bool,
    opened: String,
    /// How sure, in percent.
    score: String,
    on: String,
}

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    here.centre()?;
    Ok(show(&here, None, None))
}

/// Who may be meant.
pub(crate) async fn search(here: Here) -> Answer {
    let parent = here.centre()?;
    let fields = &here.fields;
    let typed = fields.get("birth_date");
    let birth_date = date(typed);
    if birth_date.is_none() && !typed.is_empty() {
        let trouble = Trouble::Fields(vec![("birth_date", "wrong-date")]);
        return Ok(show(&here, Some(&trouble), None));
    }
    let message = SearchCasesRequest {
        parent,
        survivor_code: fields.get("code").to_owned(),
        full_name: fields.get("full_name").to_owned(),
        phone: fields.get("phone").to_owned(),
        birth_date,
    };
    match ask!(here, finding.search_cases, message).await {
        Ok(answer) => Ok(show(&here, None, Some(&answer.matches))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(show(&here, Some(&trouble), None)),
    }
}

/// Cases that may be of the same survivor.
pub(crate) async fn duplicates(here: Here, Path(id): Path<String>) -> Answer {
    let message = SearchDuplicatesRequest { name: here.case(&id)? };
    let answer = ask!(here, finding.search_duplicates, message).await?;
    Ok(here.show(&FindPage {
        page: here.page("title-list"),
        heading: here.words.say("heading-duplicates"),
        form: None,
        searched: true,
        rows: answer.matches.iter().map(|it| row(&here, it)).collect(),
        back: format!("/cases/{id}"),
        compare: if here.signed()?.has(StaffRole::Supervisor) {
            format!("/cases/{id}/duplicates")
        } else {
            String::new()
        },
    }))
}

fn show(here: &Here, trouble: Option<&Trouble>, found: Option<&[CaseMatch]>) -> Response {
    let fields = &here.fields;
    let form = Form::new(here.words, "/cases/search", "submit-search")
        .line("full_name", "search", fields)
        .line("phone", "tel", fields)
        .line("birth_date", "date", fields)
        .line("code", "text", fields)
        .with_trouble(trouble);
    let page = FindPage {
        page: here.page("title-form"),
        heading: here.words.say("heading-search"),
        form: Some(form),
        searched: found.is_some(),
        rows: found.unwrap_or_default().iter().map(|it| row(here, it)).collect(),
        back: "/cases".to_owned(),
        compare: String::new(),
    };
    here.show_after(trouble, &page)
}

fn row(here: &Here, it: &CaseMatch) -> Row {
    let case = it.case.clone().unwrap_or_default();
    let on: Vec<String> = it
        .matched_on()
        .map(|criterion: Criterion| here.words.code("criterion", criterion.as_str_name()))
        .collect();
    Row {
        id: case.name.rsplit('/').next().unwrap_or_default().to_owned(),
        code: case.survivor_code.clone(),
        state: here.words.code("case", case.state().as_str_name()),
        open: case.state() == State::Open,
        opened: here.words.day(case.open_time.as_ref()),
        score: (it.score / 10).to_string(),
        on: on.join(", "),
    }
}
