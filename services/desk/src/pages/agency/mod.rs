//! One agency: its structures, whether referrals go to it, and what speaks for it.

pub(crate) mod credentials;
pub(crate) mod structure;

use askama::Template;
use axum::extract::Path;
use sentier_proto::access::v1::{Credential, ListCredentialsRequest};
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::SetAgencyActiveRequest;

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
    issued: String,
    expires: String,
    revoked: String,
}

/// The resource name of an agency.
fn name(here: &Here, id: &str) -> Result<String, Trouble> {
    here.centre()?;
    Here::named::<1>("agencies/*", sentier_proto::name::agency(id))
}

/// The page.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    let name = name(&here, &id)?;
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
        request_id: here.request_id(),
        structures: rows_of(&here, &agency.name, &structures?),
        name: agency.display_name,
        credentials: credentials.credentials.iter().map(|one| row(&here, one)).collect(),
        next,
        webhooks: webhooks?,
    }))
}

fn row(here: &Here, credential: &Credential) -> CredentialRow {
    CredentialRow {
        id: credential.name.rsplit('/').next().unwrap_or_default().to_owned(),
        name: credential.display_name.clone(),
        kind: here.words.code("credential", credential.kind().as_str_name()),
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
