//! The directory: agencies and the structures that they run.

use askama::Template;
use axum::response::Response;
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::RegisterAgencyRequest;

use super::{FormPage, places, structures, webhooks};
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "directory.html")]
struct DirectoryPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    active: bool,
    /// Whether its system is not told of changes any more.
    is_unnotified: bool,
    structures: Vec<StructureRow>,
}

/// One structure as the directory shows it.
pub(crate) struct StructureRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) needs: String,
    pub(crate) phone: String,
}

/// Every agency with its structures.
pub(crate) async fn list(here: Here) -> Answer {
    here.centre()?;
    let (agencies, known, off) = tokio::join!(
        places::agencies(&here),
        places::structures(&here, Need::Unspecified, String::new()),
        webhooks::switched_off(&here, "agencies/-".to_owned())
    );
    let (agencies, known) = (agencies?, known?);
    let is_unnotified = |agency: &str| {
        off.iter().any(|one| one.name.split_once("/webhooks/").is_some_and(|it| it.0 == agency))
    };
    let row = |agency: sentier_proto::referrals::v1::Agency| Row {
        id: agency.name.rsplit('/').next().unwrap_or_default().to_owned(),
        structures: rows_of(&here, &agency.name, &known),
        is_unnotified: is_unnotified(&agency.name),
        name: agency.display_name,
        active: agency.active,
    };
    let rows = agencies.into_iter().map(row).collect();
    Ok(here.show(&DirectoryPage { page: here.page("title-list"), rows }))
}

/// The structures of one agency.
pub(crate) fn rows_of(
    here: &Here,
    agency: &str,
    all: &[sentier_proto::referrals::v1::Structure],
) -> Vec<StructureRow> {
    let its = all.iter().filter(|one| places::agency_of(&one.name) == agency);
    its.map(|one| StructureRow {
        href: structures::href(&one.name),
        name: one.display_name.clone(),
        needs: one
            .services_offered()
            .map(|need| here.words.code("need", need.as_str_name()))
            .collect::<Vec<_>>()
            .join(" · "),
        phone: one.phone.clone(),
    })
    .collect()
}

/// The form of a new agency.
pub(crate) async fn ask(here: Here) -> Answer {
    here.centre()?;
    Ok(page(&here, None))
}

/// Registers an agency.
pub(crate) async fn register(here: Here) -> Answer {
    let message = RegisterAgencyRequest {
        request_id: here.request_id(),
        display_name: here.fields.get("display_name").to_owned(),
    };
    match ask!(here, directory.register_agency, message).await {
        Ok(answer) => {
            let agency = answer.agency.unwrap_or_default();
            let id = agency.name.rsplit('/').next().unwrap_or_default();
            Ok(see_other(&format!("/directory/{id}?n=agency-registered")))
        }
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, "/directory/new", "submit-agency")
        .hide("request_id", here.request_id())
        .line("display_name", "text", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-agency");
    let back = "/directory".to_owned();
    here.show_after(trouble, &FormPage { page, heading, intro: Vec::new(), form, back })
}
