//! Calls about what agencies and analysts authenticate with.

use sentier_access_domain::credential::Holder;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::page_size;
use sentier_platform::principal::Principal;
use sentier_proto::access::v1::{
    CreateOfficerRequest, CreateOfficerResponse, EnrolAgencyRequest, EnrolAgencyResponse,
    EnrolAnalystRequest, EnrolAnalystResponse, IssueAgencyTokenRequest, IssueAgencyTokenResponse,
    ListCredentialsRequest, ListCredentialsResponse, RevokeCredentialRequest,
    RevokeCredentialResponse,
};

use super::convert::{
    agency_name, credential, credential_name, display_name, gather, new_password, next_page,
    officer_roles, page, user_name, write,
};
use crate::application::{Access, Fault, NewCredential, NewOfficer};
use crate::projections::credential_list::Of;

/// A signing request is about a thousand characters.
pub(super) const LONGEST_REQUEST: usize = 16_384;

pub(super) async fn create_officer(
    access: &Access,
    principal: Principal,
    asked: CreateOfficerRequest,
) -> Result<CreateOfficerResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        agency = agency_name("parent", &asked.parent);
        user_name = user_name(&asked.user_name);
        display_name = display_name(&asked.display_name);
        roles = officer_roles(&asked.roles);
        password = new_password("password", asked.password);
    }
    let resource = Resource::new().agency(agency.as_uuid());
    access.permit(&principal, "access.v1.AccessService/CreateOfficer", &resource)?;
    let new = NewOfficer { agency, user_name, display_name, password, roles };
    let issued = access.create_officer(&principal, write, new).await?;
    Ok(CreateOfficerResponse { credential: Some(credential(issued)) })
}

pub(super) async fn enrol_agency(
    access: &Access,
    principal: Principal,
    asked: EnrolAgencyRequest,
) -> Result<EnrolAgencyResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        holder = agency_name("parent", &asked.parent);
        signing_request = signing_request(&asked.signing_request_pem);
        display_name = display_name(&asked.display_name);
    }
    let resource = Resource::new().agency(holder.as_uuid());
    access.permit(&principal, "access.v1.AccessService/EnrolAgency", &resource)?;
    let new = NewCredential { holder, display_name };
    let (issued, certificate_pem) =
        access.enrol_agency(&principal, write, new, signing_request).await?;
    Ok(EnrolAgencyResponse {
        credential: Some(credential(issued)),
        certificate_pem,
        ca_pem: access.authority.ca_pem().to_owned(),
    })
}

fn signing_request(text: &str) -> Result<&str, Violation> {
    match text.len() {
        0 => Err(Violation::required("signing_request_pem")),
        1..=LONGEST_REQUEST => Ok(text),
        _ => Err(Violation::too_long("signing_request_pem")),
    }
}

pub(super) async fn issue_agency_token(
    access: &Access,
    principal: Principal,
    asked: IssueAgencyTokenRequest,
) -> Result<IssueAgencyTokenResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        holder = agency_name("parent", &asked.parent);
        display_name = display_name(&asked.display_name);
    }
    let resource = Resource::new().agency(holder.as_uuid());
    access.permit(&principal, "access.v1.AccessService/IssueAgencyToken", &resource)?;
    let new = NewCredential { holder, display_name };
    let (issued, token) = access.issue_agency_token(&principal, write, new).await?;
    Ok(IssueAgencyTokenResponse {
        credential: Some(credential(issued)),
        token: token.map(|token| token.0).unwrap_or_default(),
    })
}

pub(super) async fn enrol_analyst(
    access: &Access,
    principal: Principal,
    asked: EnrolAnalystRequest,
) -> Result<EnrolAnalystResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        display_name = display_name(&asked.display_name);
    }
    access.permit(&principal, "access.v1.AccessService/EnrolAnalyst", &Resource::new())?;
    let (issued, token) = access.enrol_analyst(&principal, write, display_name).await?;
    Ok(EnrolAnalystResponse {
        credential: Some(credential(issued)),
        token: token.map(|token| token.0).unwrap_or_default(),
    })
}

pub(super) async fn list_credentials(
    access: &Access,
    principal: Principal,
    asked: ListCredentialsRequest,
) -> Result<ListCredentialsResponse, Fault> {
    gather! {
        of = holders(&asked.parent);
        size = page_size(asked.page_size);
    }
    let filters = format!("credentials of {}", asked.parent);
    let page = page(size, &filters, &asked.page_token)?;
    let resource = match of {
        Of::Agency(agency) => Resource::new().agency(agency.as_uuid()),
        Of::Analysts => Resource::new(),
    };
    access.permit(&principal, "access.v1.AccessService/ListCredentials", &resource)?;
    let (listed, next) = access.list_credentials(&principal, of, page).await?;
    Ok(ListCredentialsResponse {
        credentials: listed.into_iter().map(credential).collect(),
        next_page_token: next_page(&filters, next),
    })
}

fn holders(parent: &str) -> Result<Of, Violation> {
    match parent {
        "analysts/-" => Ok(Of::Analysts),
        _ => agency_name("parent", parent).map(Of::Agency),
    }
}

pub(super) async fn revoke_credential(
    access: &Access,
    principal: Principal,
    asked: RevokeCredentialRequest,
) -> Result<RevokeCredentialResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        which = credential_name("name", &asked.name);
    }
    let resource = match which.0 {
        Holder::Agency(agency) => Resource::new().agency(agency.as_uuid()),
        Holder::Analyst(_) => Resource::new(),
    };
    access.permit(&principal, "access.v1.AccessService/RevokeCredential", &resource)?;
    let revoked = access.revoke_credential(&principal, write, which).await?;
    Ok(RevokeCredentialResponse { credential: Some(credential(revoked)) })
}
