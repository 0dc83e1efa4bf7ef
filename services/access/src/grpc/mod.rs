//! The calls of `AccessService`: convert, authorise, do, answer. One file per family.

mod convert;
mod credentials;
mod rotation;
mod sessions;
mod staff;

use std::sync::Arc;

use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::principal::Principal;
use sentier_platform::status::to_status;
use sentier_proto::access::v1::access_service_server::AccessService;
use sentier_proto::access::v1::{
    BootstrapRequest, BootstrapResponse, ChangePasswordRequest, ChangePasswordResponse,
    ChangeRolesRequest, ChangeRolesResponse, CreateOfficerRequest, CreateOfficerResponse,
    CreateStaffRequest, CreateStaffResponse, DisableStaffRequest, DisableStaffResponse,
    EnrolAgencyRequest, EnrolAgencyResponse, EnrolAnalystRequest, EnrolAnalystResponse,
    GetJwksRequest, GetJwksResponse, IssueAgencyTokenRequest, IssueAgencyTokenResponse,
    ListCredentialsRequest, ListCredentialsResponse, ListRevocationsRequest,
    ListRevocationsResponse, ListStaffRequest, ListStaffResponse, RefreshTokenRequest,
    RefreshTokenResponse, RevokeCredentialRequest, RevokeCredentialResponse, SignInRequest,
    SignInResponse, SignOutRequest, SignOutResponse,
};
use tonic::{Request, Response, Status};

use crate::application::{Access, Fault};
pub(crate) use rotation::Rotation;

/// Calls that need no credential.
pub(crate) const PUBLIC: [&str; 5] = [
    "/sentier.access.v1.AccessService/Bootstrap",
    "/sentier.access.v1.AccessService/SignIn",
    "/sentier.access.v1.AccessService/RefreshToken",
    "/sentier.access.v1.AccessService/SignOut",
    "/sentier.access.v1.AccessService/GetJwks",
];

/// The service behind its contract.
#[derive(Debug)]
pub(crate) struct Service {
    access: Arc<Access>,
}

impl Service {
    /// The service that does `access`'s uses.
    pub(crate) const fn new(access: Arc<Access>) -> Self {
        Self { access }
    }
}

/// Answers a call; whatever fails becomes a status in the caller's language.
async fn answer<Q, A, F>(
    request: Request<Q>,
    work: impl FnOnce(Principal, Q) -> F + Send,
) -> Result<Response<A>, Status>
where
    F: Future<Output = Result<A, Fault>> + Send,
{
    let locale = locale(&request);
    let principal = principal_of(&request)?.clone();
    let done = Box::pin(work(principal, request.into_inner())).await;
    done.map(Response::new).map_err(|fault| to_status(fault.explain(), locale))
}

/// Each call of the contract and the function that does it.
macro_rules! calls {
    ($($call:ident($request:ty) -> $response:ty = $family:ident;)+) => {
        #[tonic::async_trait]
        impl AccessService for Service {
            $(async fn $call(
                &self,
                request: Request<$request>,
            ) -> Result<Response<$response>, Status> {
                answer(request, |who, asked| $family::$call(&self.access, who, asked)).await
            })+
        }
    };
}

calls! {
    bootstrap(BootstrapRequest) -> BootstrapResponse = staff;
    sign_in(SignInRequest) -> SignInResponse = sessions;
    refresh_token(RefreshTokenRequest) -> RefreshTokenResponse = sessions;
    sign_out(SignOutRequest) -> SignOutResponse = sessions;
    create_staff(CreateStaffRequest) -> CreateStaffResponse = staff;
    list_staff(ListStaffRequest) -> ListStaffResponse = staff;
    disable_staff(DisableStaffRequest) -> DisableStaffResponse = staff;
    change_roles(ChangeRolesRequest) -> ChangeRolesResponse = staff;
    change_password(ChangePasswordRequest) -> ChangePasswordResponse = sessions;
    create_officer(CreateOfficerRequest) -> CreateOfficerResponse = credentials;
    enrol_agency(EnrolAgencyRequest) -> EnrolAgencyResponse = credentials;
    issue_agency_token(IssueAgencyTokenRequest) -> IssueAgencyTokenResponse = credentials;
    enrol_analyst(EnrolAnalystRequest) -> EnrolAnalystResponse = credentials;
    list_credentials(ListCredentialsRequest) -> ListCredentialsResponse = credentials;
    revoke_credential(RevokeCredentialRequest) -> RevokeCredentialResponse = credentials;
    get_jwks(GetJwksRequest) -> GetJwksResponse = sessions;
    list_revocations(ListRevocationsRequest) -> ListRevocationsResponse = sessions;
}
