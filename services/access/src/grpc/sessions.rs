//! Calls about sessions, one's own password, and what verifies or voids a token.

use sentier_access_domain::session::Rejection;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{page_size, timestamp};
use sentier_platform::principal::Principal;
use sentier_proto::access::v1::{
    ChangePasswordRequest, ChangePasswordResponse, GetJwksRequest, GetJwksResponse,
    ListRevocationsRequest, ListRevocationsResponse, RefreshTokenRequest, RefreshTokenResponse,
    RevokedAccount, RevokedCredential, SignInRequest, SignInResponse, SignOutRequest,
    SignOutResponse,
};

use super::convert::{
    gather, new_password, next_page, officer_name, page, session, staff_name, typed_password,
    typed_user_name, write,
};
use crate::application::{Access, Fault};
use crate::keys::RefreshToken;
use crate::store::Revocation;

pub(super) async fn sign_in(
    access: &Access,
    principal: Principal,
    asked: SignInRequest,
) -> Result<SignInResponse, Fault> {
    gather! {
        user_name = typed_user_name(&asked.user_name);
        password = typed_password("password", asked.password);
    }
    access.permit(&principal, "access.v1.AccessService/SignIn", &Resource::new())?;
    let begun = access.sign_in(user_name, password).await?;
    Ok(SignInResponse { session: Some(session(begun)) })
}

pub(super) async fn refresh_token(
    access: &Access,
    principal: Principal,
    asked: RefreshTokenRequest,
) -> Result<RefreshTokenResponse, Fault> {
    gather! { token = presented(&asked.refresh_token); }
    access.permit(&principal, "access.v1.AccessService/RefreshToken", &Resource::new())?;
    let renewed = access.refresh(&token.ok_or(Rejection::Over)?).await?;
    Ok(RefreshTokenResponse { session: Some(session(renewed)) })
}

pub(super) async fn sign_out(
    access: &Access,
    principal: Principal,
    asked: SignOutRequest,
) -> Result<SignOutResponse, Fault> {
    gather! { token = presented(&asked.refresh_token); }
    access.permit(&principal, "access.v1.AccessService/SignOut", &Resource::new())?;
    access.sign_out(&token.ok_or(Rejection::Over)?).await?;
    Ok(SignOutResponse {})
}

/// The presented token; none when it is not one of ours, which is answered as one that is over.
fn presented(text: &str) -> Result<Option<RefreshToken>, Violation> {
    if text.is_empty() {
        return Err(Violation::required("refresh_token"));
    }
    Ok(RefreshToken::parse(text))
}

pub(super) async fn change_password(
    access: &Access,
    principal: Principal,
    asked: ChangePasswordRequest,
) -> Result<ChangePasswordResponse, Fault> {
    let named = if asked.name.starts_with("agencies/") {
        officer_name("name", &asked.name)
            .map(|(agency, account)| (account, Resource::new().agency(agency.as_uuid())))
    } else {
        staff_name("name", &asked.name).map(|(centre, account)| {
            let resource = Resource::new().centre(centre.as_str());
            (account, resource.subject_principal(asked.name.as_str()))
        })
    };
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        own = named;
        current = typed_password("current_password", asked.current_password);
        new = new_password("new_password", asked.new_password);
    }
    let (account, resource) = own;
    access.permit(&principal, "access.v1.AccessService/ChangePassword", &resource)?;
    access.change_password(&principal, account, write, (current, new)).await?;
    Ok(ChangePasswordResponse {})
}

pub(super) async fn get_jwks(
    access: &Access,
    principal: Principal,
    _asked: GetJwksRequest,
) -> Result<GetJwksResponse, Fault> {
    access.permit(&principal, "access.v1.AccessService/GetJwks", &Resource::new())?;
    Ok(GetJwksResponse { jwks_json: access.signing.published().to_json() })
}

pub(super) async fn list_revocations(
    access: &Access,
    principal: Principal,
    asked: ListRevocationsRequest,
) -> Result<ListRevocationsResponse, Fault> {
    const FILTERS: &str = "revocations";
    gather! { size = page_size(asked.page_size); }
    let page = page(size, FILTERS, &asked.page_token)?;
    access.permit(&principal, "access.v1.AccessService/ListRevocations", &Resource::new())?;
    let (revoked, next) = access.list_revocations(page).await?;
    let mut answer = ListRevocationsResponse {
        next_page_token: next_page(FILTERS, next),
        ..ListRevocationsResponse::default()
    };
    for revoked in revoked {
        match revoked {
            Revocation::Credential { id, until } => answer.credentials.push(RevokedCredential {
                credential_id: id.to_string(),
                expire_time: Some(timestamp(until)),
            }),
            Revocation::Account { id, not_before } => answer.accounts.push(RevokedAccount {
                account_id: id.to_string(),
                not_before_time: Some(timestamp(not_before)),
            }),
        }
    }
    Ok(answer)
}
