//! One agency: its structures, whether referrals go to it, and what speaks for it.

pub(crate) mod credentials;
pub(crate) mod structure;

use askama::Template;
use axum::extract::Path;
use sentier_proto::access::v1::{Credential, ListCredentialsRequest, OfficerRole};
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::{SetAgencyActiveRequest, SetCaseTakeoverRequest};

use super::directory::{StructureRow, rows_of};
use super::places;
use super::webhooks::{self, WebhookRow};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "agency.html")]
struct AgencyPage {
    page: Page,
    id: String,
    name: String,
    active: bool,
    /// Whether a centre's manager looks at it, or its own administrator.
    of_centre: bool,
    takes_cases_over: bool,
    request_id: String,
    structures: Vec<StructureRow>,
    credentials: Vec<CredentialRow>,
    next: String,
    webhooks: Vec<WebhookRow>,
}

struct CredentialRow {
    id: String,
    name: String,
    kind: String,
    roles: String,
    issued: String,
    expires: String,
    revoked: String,
    /// Replaced: good until then.
    overlap_end: String,
}

/// The resource name of an agency, for who keeps it: a centre's manager, or its own administrator.
fn name(here: &Here, id: &str) -> Result<String, Trouble> {
    if !is_own(here, id)? {
        here.centre()?;
    }
    Here::named::<1>("agencies/*", sentier_proto::name::agency(id))
}

/// Whether this is the agency of an officer who keeps it.
fn is_own(here: &Here, id: &str) -> Result<bool, Trouble> {
    let signed = here.signed()?;
    Ok(signed.keeps_agency() && signed.agency() == Some(id))
}

/// What speaks for the officer's own agency.
pub(crate) async fn own(here: Here) -> Answer {
    let signed = here.signed()?;
    let agency = signed.agency().filter(|_agency| signed.keeps_agency()).ok_or(Trouble::NoPage)?;
    Ok(see_other(&format!("/directory/{agency}")))
}

/// The page.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    let name = name(&here, &id)?;
    let of_centre = !is_own(&here, &id)?;
    let message = ListCredentialsRequest {
        parent: name.clone(),
        page_size: 50,
        page_token: here.query("page"),
    };
    let (agencies, structures, credentials, webhooks) = tokio::join!(
        places::agencies(&here),
        places::structures(&here, Need::Unspecified, String::new()),
        ask!(here, access.list_credentials, message),
        webhooks::rows(&here, name.clone())
    );
    let agency = agencies?.into_iter().find(|one| one.name == name).ok_or(Trouble::NoPage)?;
    let credentials = credentials?;
    let next = match credentials.next_page_token.as_str() {
        "" => String::new(),
        token => format!("/directory/{id}?page={token}"),
    };
    Ok(here.show(&AgencyPage {
        page: here.page("title-record"),
        id,
        active: agency.active,
        of_centre,
        takes_cases_over: agency.takes_cases_over,
        request_id: here.request_id(),
        structures: rows_of(&here, &agency.name, &structures?),
        name: agency.display_name,
        credentials: credentials.credentials.iter().map(|one| row(&here, one)).collect(),
        next,
        webhooks: webhooks?,
    }))
}

fn row(here: &Here, credential: &Credential) -> CredentialRow {
    let role = |role: OfficerRole| here.words.code("officer-role", role.as_str_name());
    CredentialRow {
        id: credential.name.rsplit('/').next().unwrap_or_default().to_owned(),
        name: credential.display_name.clone(),
        kind: here.words.code("credential", credential.kind().as_str_name()),
        roles: credential.officer_roles().map(role).collect::<Vec<_>>().join(", "),
        overlap_end: here.words.day(credential.overlap_end_time.as_ref()),
        issued: here.words.day(credential.issue_time.as_ref()),
        expires: here.words.day(credential.expire_time.as_ref()),
        revoked: here.words.moment(credential.revoke_time.as_ref()),
    }
}

/// Stops or resumes referrals to the agency.
pub(crate) async fn set_active(here: Here, Path(id): Path<String>) -> Answer {
    let active = here.fields.get("active") == "yes";
    let message =
        SetAgencyActiveRequest { name: name(&here, &id)?, request_id: here.request_id(), active };
    ask!(here, directory.set_agency_active, message).await?;
    let notice = if active { "agency-resumed" } else { "agency-stopped" };
    Ok(see_other(&format!("/directory/{id}?n={notice}")))
}

/// Says whether cases may be handed over to the agency.
pub(crate) async fn set_takeover(here: Here, Path(id): Path<String>) -> Answer {
    let takes_cases_over = here.fields.get("takes_cases_over") == "yes";
    let (name, request_id) = (name(&here, &id)?, here.request_id());
    let message = SetCaseTakeoverRequest { name, request_id, takes_cases_over };
    ask!(here, directory.set_case_takeover, message).await?;
    let notice = if takes_cases_over { "takeover-begins" } else { "takeover-ends" };
    Ok(see_other(&format!("/directory/{id}?n={notice}")))
}
