//! What speaks for an agency: its officers' accounts and its systems' tokens. A certificate is issued by
//! `sentier agency enrol`, where the key is made.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::{
    CreateOfficerRequest, IssueAgencyTokenRequest, OfficerRole, RevokeCredentialRequest,
};

use super::name;
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::pages::{FormPage, choices};
use crate::trouble::Trouble;

/// The form of a new officer.
pub(crate) async fn ask_officer(here: Here, Path(id): Path<String>) -> Answer {
    name(&here, &id)?;
    Ok(officer(&here, &id, None))
}

/// Creates the account of an officer, who uses the partner pages.
pub(crate) async fn create_officer(here: Here, Path(id): Path<String>) -> Answer {
    let fields = &here.fields;
    let message = CreateOfficerRequest {
        parent: name(&here, &id)?,
        request_id: here.request_id(),
        user_name: fields.get("user_name").to_lowercase(),
        display_name: fields.get("display_name").to_owned(),
        password: fields.secret("password").to_owned(),
        roles: fields.codes("roles", |name| OfficerRole::from_str_name(name).map(i32::from)),
    };
    match ask!(here, access.create_officer, message).await {
        Ok(_credential) => Ok(see_other(&format!("/directory/{id}?n=officer-created"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(officer(&here, &id, Some(&trouble))),
    }
}

fn officer(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let (kind, all) = ("officer-role", &choices::OFFICER_ROLES);
    let roles = choices::of(here, "roles", kind, all, OfficerRole::as_str_name);
    let form = Form::new(here.words, format!("/directory/{id}/officers/new"), "submit-officer")
        .hide("request_id", here.request_id())
        .line("display_name", "text", &here.fields)
        .line("user_name", "text", &here.fields)
        .line("password", "password", &here.fields)
        .any_of("roles", roles)
        .with_trouble(trouble);
    form_page(here, "heading-officer", "officer-intro", id, form, trouble)
}

/// The form of a new token.
pub(crate) async fn ask_token(here: Here, Path(id): Path<String>) -> Answer {
    name(&here, &id)?;
    Ok(token(&here, &id, None))
}

#[derive(Template)]
#[template(path = "token.html")]
struct TokenPage {
    page: Page,
    id: String,
    token: String,
}

/// Issues a token and shows it, this once.
pub(crate) async fn issue_token(here: Here, Path(id): Path<String>) -> Answer {
    let message = IssueAgencyTokenRequest {
        parent: name(&here, &id)?,
        request_id: here.request_id(),
        display_name: here.fields.get("display_name").to_owned(),
    };
    match ask!(here, access.issue_agency_token, message).await {
        Ok(answer) => {
            let page = here.page("title-record");
            Ok(here.show(&TokenPage { page, id, token: answer.token }))
        }
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(token(&here, &id, Some(&trouble))),
    }
}

fn token(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, format!("/directory/{id}/tokens/new"), "submit-token")
        .hide("request_id", here.request_id())
        .line("display_name", "text", &here.fields)
        .with_trouble(trouble);
    form_page(here, "heading-token", "token-intro", id, form, trouble)
}

/// Asks whether she means it.
pub(crate) async fn ask_revocation(
    here: Here,
    Path((id, credential)): Path<(String, String)>,
) -> Answer {
    credential_name(&here, &id, &credential)?;
    Ok(revocation(&here, &id, &credential, None))
}

/// Revokes a credential; every service knows within a second.
pub(crate) async fn revoke(here: Here, Path((id, credential)): Path<(String, String)>) -> Answer {
    let message = RevokeCredentialRequest {
        name: credential_name(&here, &id, &credential)?,
        request_id: here.request_id(),
    };
    match ask!(here, access.revoke_credential, message).await {
        Ok(_credential) => Ok(see_other(&format!("/directory/{id}?n=credential-revoked"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(revocation(&here, &id, &credential, Some(&trouble))),
    }
}

fn credential_name(here: &Here, id: &str, credential: &str) -> Result<String, Trouble> {
    let name = format!("{}/credentials/{credential}", name(here, id)?);
    Here::named::<2>("agencies/*/credentials/*", name)
}

fn revocation(here: &Here, id: &str, credential: &str, trouble: Option<&Trouble>) -> Response {
    let action = format!("/directory/{id}/credentials/{credential}/revoke");
    let form = Form::new(here.words, action, "submit-revoke")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    form_page(here, "heading-revoke", "revoke-intro", id, form, trouble)
}

fn form_page(
    here: &Here,
    heading: &str,
    intro: &str,
    id: &str,
    form: Form,
    trouble: Option<&Trouble>,
) -> Response {
    let page = here.page("title-form");
    let (heading, intro) = (here.words.say(heading), vec![here.words.say(intro)]);
    let back = format!("/directory/{id}");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
