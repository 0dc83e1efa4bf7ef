//! A structure as it is kept up to date: by an officer of its agency, or by a manager of a centre.

mod edit;
mod hours;
mod service;

use askama::Template;
use axum::extract::Path;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::referrals::v1::{
    GetStructureRequest, ListStructuresRequest, ServiceOffer, Structure,
};

use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

pub(crate) use edit::{ask as ask_edit, save};
pub(crate) use service::{ask_conditions, ask_count, count, set_conditions};

/// More structures than an agency has.
const ALL: i32 = 1_000;

#[derive(Template)]
#[template(path = "own_structures.html")]
struct OwnPage {
    page: Page,
    rows: Vec<OwnRow>,
}

struct OwnRow {
    href: String,
    name: String,
    needs: String,
    closed: String,
}

#[derive(Template)]
#[template(path = "structure.html")]
struct StructurePage {
    page: Page,
    href: String,
    name: String,
    closed: String,
    /// What it says of itself: a label and its words.
    facts: Vec<(String, String)>,
    services: Vec<ServiceRow>,
    back: String,
}

struct ServiceRow {
    need: String,
    conditions: Vec<String>,
    full: bool,
    places: String,
    conditions_href: String,
    count_href: String,
}

/// The structures of an officer's own agency.
pub(crate) async fn own(here: Here) -> Answer {
    let agency = here.signed()?.agency().ok_or(Trouble::NoPage)?.to_owned();
    let message = ListStructuresRequest {
        page_size: ALL,
        agency: sentier_proto::name::agency(&agency),
        ..ListStructuresRequest::default()
    };
    let structures = ask!(here, directory.list_structures, message).await?.structures;
    let of_agency = |one: &&Structure| one.name.starts_with(&format!("agencies/{agency}/"));
    let row = |one: &Structure| OwnRow {
        href: href(&one.name),
        name: one.display_name.clone(),
        needs: needs(&here, one),
        closed: here.words.day(one.closed_until_time.as_ref()),
    };
    let rows = structures.iter().filter(of_agency).map(row).collect();
    Ok(here.show(&OwnPage { page: here.page("title-list"), rows }))
}

/// One structure, with all that the directory says of it.
pub(crate) async fn show(here: Here, Path((agency, id)): Path<(String, String)>) -> Answer {
    let structure = known(&here, &agency, &id).await?;
    let href = href(&structure.name);
    let is_own = here.signed()?.agency().is_some();
    Ok(here.show(&StructurePage {
        page: here.page("title-record"),
        name: structure.display_name.clone(),
        closed: here.words.day(structure.closed_until_time.as_ref()),
        facts: facts(&here, &structure),
        services: structure.services.iter().map(|one| row(&here, &href, one)).collect(),
        back: if is_own { "/structures".to_owned() } else { format!("/directory/{agency}") },
        href,
    }))
}

/// The address of a structure's page.
pub(crate) fn href(name: &str) -> String {
    let parts: Option<[&str; 2]> = sentier_proto::name::parse("agencies/*/structures/*", name);
    let [agency, id] = parts.unwrap_or_default();
    format!("/structures/{agency}/{id}")
}

/// Its name, for who keeps it: an officer of its agency, or a manager.
fn name(here: &Here, agency: &str, id: &str) -> Result<String, Trouble> {
    let signed = here.signed()?;
    let keeps = match signed.agency() {
        Some(own) => own == agency,
        None => signed.has(StaffRole::Manager),
    };
    if !keeps {
        return Err(Trouble::NoPage);
    }
    Here::named::<2>("agencies/*/structures/*", sentier_proto::name::structure(agency, id))
}

async fn known(here: &Here, agency: &str, id: &str) -> Result<Structure, Trouble> {
    let message = GetStructureRequest { name: name(here, agency, id)? };
    let answer = ask!(here, directory.get_structure, message).await?;
    answer.structure.ok_or(Trouble::NoPage)
}

fn needs(here: &Here, structure: &Structure) -> String {
    let needs =
        structure.services_offered().map(|need| here.words.code("need", need.as_str_name()));
    needs.collect::<Vec<_>>().join(" · ")
}

fn facts(here: &Here, structure: &Structure) -> Vec<(String, String)> {
    let words = here.words;
    let contact = |one: &sentier_proto::referrals::v1::ContactPoint| {
        let parts = [one.title.as_str(), one.phone.as_str(), one.email.as_str()];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let week = hours::DAYS.iter().filter_map(|day| {
        let written = hours::write(&structure.openings, day.weekday);
        let name = words.code("weekday", day.weekday.as_str_name());
        (!written.is_empty()).then(|| format!("{name} {written}"))
    });
    let contacts: Vec<String> = structure.contacts.iter().map(contact).collect();
    let all = [
        ("label-structure-phone", structure.phone.clone()),
        ("fact-communes", structure.communes.join(" · ")),
        ("fact-languages", structure.languages.join(" · ")),
        ("fact-hours", week.collect::<Vec<_>>().join(" ; ")),
        ("fact-contacts", contacts.join(" ; ")),
    ];
    let said = all.into_iter().filter(|(_, said)| !said.is_empty());
    said.map(|(key, said)| (words.say(key), said)).collect()
}

fn row(here: &Here, href: &str, offer: &ServiceOffer) -> ServiceRow {
    let code = code_of(offer.need());
    let (full, places) = places(here, offer);
    ServiceRow {
        need: here.words.code("need", offer.need().as_str_name()),
        conditions: conditions(here, offer),
        full,
        places,
        conditions_href: format!("{href}/services/{code}"),
        count_href: format!("{href}/places/{code}"),
    }
}

/// Whether it is full, and its places in words; empty when it does not count them.
fn places(here: &Here, offer: &ServiceOffer) -> (bool, String) {
    let Some(capacity) = offer.capacity else { return (false, String::new()) };
    let (load, maximum) = (capacity.load.to_string(), capacity.maximum.to_string());
    let words = here.words.fill("places-taken", &[("load", &load), ("maximum", &maximum)]);
    (capacity.load >= capacity.maximum, words)
}

/// The conditions of a service in words.
pub(crate) fn conditions(here: &Here, offer: &ServiceOffer) -> Vec<String> {
    let words = here.words;
    let who = offer.eligibility.unwrap_or_default();
    let mut said = Vec::new();
    if let Some(age) = who.minimum_age {
        said.push(words.fill("condition-from-age", &[("age", &age.to_string())]));
    }
    if let Some(age) = who.maximum_age {
        said.push(words.fill("condition-to-age", &[("age", &age.to_string())]));
    }
    if who.sex() != Sex::Unspecified {
        let sex = words.code("sex", who.sex().as_str_name());
        said.push(words.fill("condition-sex", &[("sex", &sex)]));
    }
    for cost in &offer.cost_options {
        let amount = cost.amount.to_string();
        said.push(words.fill("condition-cost", &[("option", &cost.option), ("amount", &amount)]));
    }
    for document in &offer.required_documents {
        said.push(words.fill("condition-document", &[("document", document)]));
    }
    said
}

/// The need that an address spells in small letters.
pub(crate) fn need_of(code: &str) -> Result<Need, Trouble> {
    let name = format!("NEED_{}", code.to_uppercase());
    let need = Need::from_str_name(&name).filter(|need| *need != Need::Unspecified);
    need.ok_or(Trouble::NoPage)
}

/// The need as an address spells it.
pub(crate) fn code_of(need: Need) -> String {
    need.as_str_name().trim_start_matches("NEED_").to_lowercase()
}
