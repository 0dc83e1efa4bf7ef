//! The list of cases: codes and states only.

use askama::Template;
use sentier_proto::cases::v1::{Case, ListCasesRequest, RiskLevel, case::State};

use crate::page::{Answer, Here, Page, ask};

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    page: Page,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    next: String,
}

/// One choice of what a list shows.
pub(crate) struct Filter {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

struct Row {
    id: String,
    code: String,
    state: String,
    open: bool,
    opened: String,
    erased: bool,
    /// What the team must see, and its tone.
    tags: Vec<(String, &'static str)>,
}

/// What a list may show.
const FILTERS: [&str; 5] = ["open", "high", "flagged", "closed", "all"];

/// Open cases first; other states by choice.
pub(crate) async fn list(here: Here) -> Answer {
    let parent = here.centre()?;
    let wish = here.query("state");
    let state = match wish.as_str() {
        "closed" => State::Closed,
        "all" => State::Unspecified,
        // Who is in danger, and what the team must see, is looked for among open cases.
        _ => State::Open,
    };
    let message = ListCasesRequest {
        parent,
        page_size: 30,
        page_token: here.query("page"),
        state: state.into(),
        risk: if wish == "high" { RiskLevel::High.into() } else { 0 },
        flagged: wish == "flagged",
        ..ListCasesRequest::default()
    };
    let answer = ask!(here, cases.list_cases, message).await?;
    let shown = *FILTERS.iter().find(|name| **name == wish).unwrap_or(&"open");
    let filter = |name: &&str| Filter {
        href: format!("/cases?state={name}"),
        label: here.words.say(&format!("filter-{name}")),
        current: *name == shown,
    };
    let next = match answer.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/cases?state={shown}&page={token}"),
    };
    Ok(here.show(&CasesPage {
        page: here.page("title-list"),
        filters: FILTERS.iter().map(filter).collect(),
        rows: answer.cases.iter().map(|case| row(&here, case)).collect(),
        next,
    }))
}

fn row(here: &Here, case: &Case) -> Row {
    let high = (case.risk() == RiskLevel::High).then_some(("tag-high-risk", "bad"));
    let flagged = (case.flag_count > 0).then_some(("tag-flagged", "wait"));
    let tags = high.into_iter().chain(flagged);
    Row {
        id: case.name.rsplit('/').next().unwrap_or_default().to_owned(),
        code: case.survivor_code.clone(),
        state: here.words.code("case", case.state().as_str_name()),
        open: case.state() == State::Open,
        opened: here.words.day(case.open_time.as_ref()),
        erased: case.erased,
        tags: tags.map(|(key, tone)| (here.words.say(key), tone)).collect(),
    }
}
