//! Stands where access and cases stand, for the importer's own tests: it signs in, keeps what it is
//! told, answers a repeated request id as the real services do, and loses answers when told to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use prost::Message;
use sentier_kernel::{Category, Explain, Moment};
use sentier_platform::grpc::timestamp;
use sentier_platform::status::{Locale, Unauthenticated, Unavailable, to_status};
use sentier_proto::access::v1 as access;
use sentier_proto::access::v1::access_service_server::{AccessService, AccessServiceServer};
use sentier_proto::cases::v1 as cases;
use sentier_proto::cases::v1::cases_service_server::{CasesService, CasesServiceServer};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<Response<T>, Status>> + Send + 'a>>;

/// What was told, and what is to go wrong.
#[derive(Default)]
pub(super) struct Kept {
    /// Request ids with what was asked under them.
    requests: BTreeMap<String, Vec<u8>>,
    /// For each case, what happened to it.
    pub(super) cases: BTreeMap<String, Vec<&'static str>>,
    /// When cases are opened.
    pub(super) now: Moment,
    opened: BTreeMap<String, Moment>,
    /// So many answers are lost after the work was done.
    pub(super) lose: u32,
    /// So many calls find their token expired.
    pub(super) expire: u32,
    pub(super) sign_ins: u32,
    /// Cases are closed.
    pub(super) closed: bool,
}

/// Both services at once.
#[derive(Clone, Default)]
pub(super) struct StandIn(pub(super) Arc<Mutex<Kept>>);

#[derive(Debug, thiserror::Error)]
enum No {
    #[error("reused")]
    Reused,
    #[error("closed")]
    Closed,
}

impl Explain for No {
    fn category(&self) -> Category {
        match self {
            Self::Reused => Category::Invalid,
            Self::Closed => Category::Refused,
        }
    }
    fn reason(&self) -> &'static str {
        match self {
            Self::Reused => "REQUEST_ID_REUSED",
            Self::Closed => "CASE_CLOSED",
        }
    }
}

fn no(error: &dyn Explain) -> Status {
    to_status(error, Locale::French)
}

impl StandIn {
    /// Serves both on one address.
    #[expect(clippy::disallowed_methods, reason = "the test's runtime ends with the test")]
    pub(super) fn serve(&self) -> SocketAddr {
        let incoming = TcpIncoming::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = incoming.local_addr().unwrap();
        let serving = Server::builder()
            .add_service(AccessServiceServer::new(self.clone()))
            .add_service(CasesServiceServer::new(self.clone()))
            .serve_with_incoming(incoming);
        drop(tokio::spawn(serving));
        address
    }

    /// One write, as the real services do it: once per request id, refused when reused.
    fn write<Q: Message>(
        &self,
        request: &Request<Q>,
        request_id: &str,
        case: &str,
        what: &'static str,
    ) -> Result<cases::Case, Status> {
        let mut kept = self.0.lock().unwrap();
        if kept.expire > 0 || request.metadata().get("authorization").is_none() {
            kept.expire = kept.expire.saturating_sub(1);
            return Err(no(&Unauthenticated));
        }
        assert_eq!(request.metadata().get("accept-language").unwrap(), "fr");
        let asked = request.get_ref().encode_to_vec();
        match kept.requests.get(request_id) {
            Some(earlier) if *earlier != asked => return Err(no(&No::Reused)),
            Some(_) => {}
            None if kept.closed && what != "opened" => return Err(no(&No::Closed)),
            None => {
                let now = kept.now;
                kept.opened.entry(case.to_owned()).or_insert(now);
                kept.requests.insert(request_id.to_owned(), asked);
                kept.cases.entry(case.to_owned()).or_default().push(what);
            }
        }
        if kept.lose > 0 {
            kept.lose -= 1;
            return Err(no(&Unavailable::new("test")));
        }
        let open_time = kept.opened.get(case).map(|at| timestamp(*at));
        Ok(cases::Case { name: case.to_owned(), open_time, ..cases::Case::default() })
    }
}

fn ready<'a, T: Send + 'a>(answer: Result<T, Status>) -> Answer<'a, T> {
    Box::pin(std::future::ready(answer.map(Response::new)))
}

macro_rules! not_here {
    ($package:ident: $($method:ident $request:ident => $answer:ident;)+) => {$(
        fn $method<'a, 'b>(
            &'a self,
            _request: Request<$package::$request>,
        ) -> Answer<'b, $package::$answer>
        where
            'a: 'b,
            Self: 'b,
        {
            ready(Err(no(&Unavailable::new("test"))))
        }
    )+};
}

macro_rules! writes {
    ($($method:ident $request:ident => $answer:ident { $($field:ident),* }, $what:literal;)+) => {$(
        fn $method<'a, 'b>(
            &'a self,
            request: Request<cases::$request>,
        ) -> Answer<'b, cases::$answer>
        where
            'a: 'b,
            Self: 'b,
        {
            let (id, name) = (&request.get_ref().request_id, &request.get_ref().name);
            let case = self.write(&request, id, name, $what);
            ready(case.map(|case| cases::$answer {
                case: Some(case),
                $($field: Default::default(),)*
            }))
        }
    )+};
}

impl CasesService for StandIn {
    fn open_case<'a, 'b>(
        &'a self,
        request: Request<cases::OpenCaseRequest>,
    ) -> Answer<'b, cases::OpenCaseResponse>
    where
        'a: 'b,
        Self: 'b,
    {
        let id = &request.get_ref().request_id;
        let name = format!("{}/cases/{id}", request.get_ref().parent);
        let case = self.write(&request, id, &name, "opened");
        ready(case.map(|case| cases::OpenCaseResponse { case: Some(case) }))
    }

    writes! {
        record_incident RecordIncidentRequest => RecordIncidentResponse { incident, r#type, deciding_question }, "recorded";
        grant_consent GrantConsentRequest => GrantConsentResponse { consent }, "consented";
        close_case CloseCaseRequest => CloseCaseResponse {}, "closed";
    }

    not_here! { cases:
        get_case GetCaseRequest => GetCaseResponse;
        list_cases ListCasesRequest => ListCasesResponse;
        get_timeline GetTimelineRequest => GetTimelineResponse;
        withdraw_consent WithdrawConsentRequest => WithdrawConsentResponse;
        request_override RequestOverrideRequest => RequestOverrideResponse;
        approve_override ApproveOverrideRequest => ApproveOverrideResponse;
        request_referral RequestReferralRequest => RequestReferralResponse;
        record_follow_up RecordFollowUpRequest => RecordFollowUpResponse;
        erase_survivor EraseSurvivorRequest => EraseSurvivorResponse;
        claim_disclosure ClaimDisclosureRequest => ClaimDisclosureResponse;
    }
}

impl AccessService for StandIn {
    fn sign_in<'a, 'b>(
        &'a self,
        request: Request<access::SignInRequest>,
    ) -> Answer<'b, access::SignInResponse>
    where
        'a: 'b,
        Self: 'b,
    {
        let message = request.into_inner();
        if (message.user_name.as_str(), message.password.as_str()) != ("afi", "a good password") {
            return ready(Err(no(&Unauthenticated)));
        }
        self.0.lock().unwrap().sign_ins += 1;
        let session = access::Session {
            access_token: "token".to_owned(),
            principal: "centres/ogou-1/staff/7".to_owned(),
            ..access::Session::default()
        };
        ready(Ok(access::SignInResponse { session: Some(session) }))
    }

    not_here! { access:
        bootstrap BootstrapRequest => BootstrapResponse;
        refresh_token RefreshTokenRequest => RefreshTokenResponse;
        sign_out SignOutRequest => SignOutResponse;
        create_staff CreateStaffRequest => CreateStaffResponse;
        list_staff ListStaffRequest => ListStaffResponse;
        disable_staff DisableStaffRequest => DisableStaffResponse;
        change_roles ChangeRolesRequest => ChangeRolesResponse;
        change_password ChangePasswordRequest => ChangePasswordResponse;
        create_officer CreateOfficerRequest => CreateOfficerResponse;
        enrol_agency EnrolAgencyRequest => EnrolAgencyResponse;
        issue_agency_token IssueAgencyTokenRequest => IssueAgencyTokenResponse;
        enrol_analyst EnrolAnalystRequest => EnrolAnalystResponse;
        list_credentials ListCredentialsRequest => ListCredentialsResponse;
        revoke_credential RevokeCredentialRequest => RevokeCredentialResponse;
        get_jwks GetJwksRequest => GetJwksResponse;
        list_revocations ListRevocationsRequest => ListRevocationsResponse;
    }
}
