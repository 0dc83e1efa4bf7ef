//! Drafts of intakes: begun, put aside, taken up again. Only her own.
//!
//! PRIVACY: a draft is opened by a form, never by an address; each opening stands in the ledger.

use askama::Template;
use axum::extract::Path;
use sentier_proto::cases::v1::{
    ChildSurvivor, DiscardDraftRequest, Draft, GetDraftRequest, ListDraftsRequest,
    SaveDraftRequest, Survivor, SurvivorProfile,
};
use sentier_proto::common::v1::Sex;

use super::{minimum, open_case};
use crate::form::Fields;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    saved: String,
    until: String,
}

/// Her drafts.
pub(crate) async fn list(here: Here) -> Answer {
    let message =
        ListDraftsRequest { parent: here.centre()?, page_size: 100, page_token: String::new() };
    let answer = ask!(here, drafts.list_drafts, message).await?;
    let row = |draft: &Draft| Row {
        id: draft.name.rsplit('/').next().unwrap_or_default().to_owned(),
        saved: here.words.moment(draft.save_time.as_ref()),
        until: here.words.day(draft.expire_time.as_ref()),
    };
    let rows = answer.drafts.iter().map(row).collect();
    Ok(here.show(&DraftsPage { page: here.page("title-list"), rows }))
}

fn name(here: &Here, id: &str) -> Result<String, Trouble> {
    Here::named::<2>("centres/*/drafts/*", format!("{}/drafts/{id}", here.centre()?))
}

/// Puts an intake aside as it stands.
pub(crate) async fn save(here: &Here) -> Answer {
    let draft = here.fields.get("draft");
    let message = SaveDraftRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        name: if draft.is_empty() { String::new() } else { name(here, draft)? },
        survivor: Some(told(here)),
        incident: None,
    };
    ask!(here, drafts.save_draft, message).await?;
    Ok(see_other("/drafts?n=draft-saved"))
}

/// What stands in the form, half filled as it is.
fn told(here: &Here) -> Survivor {
    let fields = &here.fields;
    let birth = open_case::born(here);
    Survivor {
        full_name: fields.get("survivor.full_name").to_owned(),
        sex: Sex::from_str_name(fields.get("survivor.sex")).unwrap_or_default().into(),
        birth_date: birth.map(|(date, _)| date),
        birth_date_estimated: birth.is_some_and(|(_, estimated)| estimated),
        phone: fields.get("survivor.phone").to_owned(),
        safe_contact: fields.get("survivor.safe_contact").to_owned(),
        profile: minimum::profile(here, &mut Vec::new()),
    }
}

/// A draft has no address of its own.
pub(crate) async fn closed(Path(_draft): Path<String>) -> Answer {
    Ok(see_other("/drafts"))
}

/// Takes an intake up again.
pub(crate) async fn resume(mut here: Here, Path(id): Path<String>) -> Answer {
    let message = GetDraftRequest { name: name(&here, &id)? };
    let draft = ask!(here, drafts.get_draft, message).await?.draft.unwrap_or_default();
    let mut typed = vec![("draft", id)];
    if let Some(survivor) = &draft.survivor {
        retype(&mut typed, survivor);
    }
    let pairs: Vec<(&str, &str)> =
        typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    here.fields = Fields::of(&pairs);
    Ok(open_case::page(&here, None))
}

/// The form's answers that say what the draft says.
fn retype(typed: &mut Vec<(&'static str, String)>, survivor: &Survivor) {
    typed.push(("survivor.full_name", survivor.full_name.clone()));
    typed.push(("survivor.sex", survivor.sex().as_str_name().to_owned()));
    if let Some(date) = &survivor.birth_date {
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        typed.push(("survivor.birth_date", day));
    }
    typed.push(("survivor.phone", survivor.phone.clone()));
    typed.push(("survivor.safe_contact", survivor.safe_contact.clone()));
    if let Some(profile) = &survivor.profile {
        retype_profile(typed, profile);
    }
}

fn retype_profile(typed: &mut Vec<(&'static str, String)>, profile: &SurvivorProfile) {
    let count = profile.dependant_count.map_or_else(String::new, |count| count.to_string());
    let marital = profile.marital_status().as_str_name();
    let displacement = profile.displacement_status().as_str_name();
    typed.extend([
        ("survivor.profile.ethnicity", profile.ethnicity.clone()),
        ("survivor.profile.country_of_origin", profile.country_of_origin.clone()),
        ("survivor.profile.nationality", profile.nationality.clone()),
        ("survivor.profile.religion", profile.religion.clone()),
        ("survivor.profile.occupation", profile.occupation.clone()),
        ("survivor.profile.dependant_count", count),
        ("survivor.profile.dependant_ages", profile.dependant_ages.clone()),
        ("survivor.profile.marital_status", marital.to_owned()),
        ("survivor.profile.displacement_status", displacement.to_owned()),
        ("survivor.profile.disability", profile.disability().as_str_name().to_owned()),
        ("survivor.profile.separation", profile.separation().as_str_name().to_owned()),
    ]);
    if let Some(child) = &profile.child {
        retype_child(typed, child);
    }
}

fn retype_child(typed: &mut Vec<(&'static str, String)>, child: &ChildSurvivor) {
    let marital = child.carer_marital_status().as_str_name();
    let relation = child.carer_relation().as_str_name();
    typed.extend([
        ("survivor.profile.child.lives_alone", child.lives_alone().as_str_name().to_owned()),
        ("survivor.profile.child.carer_relation", relation.to_owned()),
        ("survivor.profile.child.carer_marital_status", marital.to_owned()),
        ("survivor.profile.child.carer_occupation", child.carer_occupation.clone()),
    ]);
}

/// Throws a draft away.
pub(crate) async fn discard(here: Here, Path(id): Path<String>) -> Answer {
    let message = DiscardDraftRequest { name: name(&here, &id)?, request_id: here.request_id() };
    ask!(here, drafts.discard_draft, message).await?;
    Ok(see_other("/drafts?n=draft-discarded"))
}
