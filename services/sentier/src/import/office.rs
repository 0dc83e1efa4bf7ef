//! The centre's services as the importer calls them: signed in as a member of staff, each call repeated
//! under the same request id until it is answered.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::client;
use sentier_platform::clock::Clock;
use sentier_platform::grpc::moment;
use sentier_platform::status::Locale;
use sentier_proto::access::v1::Session;
use sentier_proto::cases::v1::care_service_client::CareServiceClient;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::{
    CloseCaseRequest, GrantConsentRequest, OpenCaseRequest, RecordIncidentRequest,
    RequestClosureRequest,
};
use sentier_proto::name;
use tonic::transport::Channel;
use tonic::{Code, Request, Response, Status};
use tonic_types::StatusExt as _;
use zeroize::Zeroizing;

use crate::login::{Bearer, opened, speak};
use crate::target::Addresses;

/// How long one try may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// How often a call is tried before the import stops; the pauses between double.
const TRIES: u32 = 8;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Why a call was refused.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({reason})")]
pub(super) struct Refused {
    pub(super) code: Code,
    /// A value of `ErrorReason`.
    pub(super) reason: String,
    message: String,
}

impl From<&Status> for Refused {
    fn from(status: &Status) -> Self {
        let info = status.get_details_error_info();
        let spoken = status.get_details_localized_message();
        Self {
            code: status.code(),
            reason: info.map_or_else(|| format!("{:?}", status.code()), |info| info.reason),
            message: spoken.map_or_else(|| status.message().to_owned(), |spoken| spoken.message),
        }
    }
}

/// An opened case.
pub(super) struct Opened {
    pub(super) case: String,
    pub(super) before_this_run: bool,
}

/// A member of staff at her desk.
pub(super) struct Office {
    access: Channel,
    cases: CasesServiceClient<Channel>,
    care: CareServiceClient<Channel>,
    locale: Locale,
    user_name: String,
    password: Zeroizing<String>,
    session: Session,
    centre: String,
    began: Moment,
    /// The pause after the first try that failed.
    pub(super) first_pause: Duration,
}

impl Office {
    /// Signs in.
    pub(super) async fn sign_in(
        addresses: &Addresses,
        locale: Locale,
        user_name: String,
        password: Zeroizing<String>,
    ) -> anyhow::Result<Self> {
        let access = client::channel(&addresses.client(&addresses.access))?;
        let cases = client::channel(&addresses.client(&addresses.cases))?;
        let mut office = Self {
            access,
            care: CareServiceClient::new(cases.clone()),
            cases: CasesServiceClient::new(cases),
            locale,
            user_name,
            password,
            session: Session::default(),
            centre: String::new(),
            began: Clock::system().now(),
            first_pause: FIRST_PAUSE,
        };
        office.renew().await?;
        let [centre, _staff] = name::parse("centres/*/staff/*", &office.session.principal)
            .ok_or_else(|| anyhow::anyhow!("only a centre's staff can import"))?;
        office.centre = centre.to_owned();
        Ok(office)
    }

    /// The centre's code.
    pub(super) fn centre(&self) -> &str {
        &self.centre
    }

    pub(super) async fn open_case(&mut self, message: OpenCaseRequest) -> Result<Opened, Refused> {
        let answer = self.call(message, async |mut cases, request| cases.open_case(request).await);
        let case = answer.await?.case.unwrap_or_default();
        let opened = case.open_time.as_ref().and_then(moment);
        let before_this_run = opened.is_some_and(|opened| opened < self.began);
        Ok(Opened { case: case.name, before_this_run })
    }

    pub(super) async fn record_incident(
        &mut self,
        message: RecordIncidentRequest,
    ) -> Result<(), Refused> {
        self.call(message, async |mut cases, request| cases.record_incident(request).await)
            .await
            .map(drop)
    }

    pub(super) async fn grant_consent(
        &mut self,
        message: GrantConsentRequest,
    ) -> Result<(), Refused> {
        self.call(message, async |mut cases, request| cases.grant_consent(request).await)
            .await
            .map(drop)
    }

    pub(super) async fn close_case(&mut self, message: CloseCaseRequest) -> Result<(), Refused> {
        self.call(message, async |mut cases, request| cases.close_case(request).await)
            .await
            .map(drop)
    }

    pub(super) async fn request_closure(
        &mut self,
        message: RequestClosureRequest,
    ) -> Result<(), Refused> {
        let care = self.care.clone();
        self.call(message, async |_cases, request| care.clone().request_closure(request).await)
            .await
            .map(drop)
    }

    async fn renew(&mut self) -> Result<(), Refused> {
        let session = opened(self.access.clone(), &self.user_name, &self.password, self.locale);
        self.session = session.await.map_err(|status| Refused::from(&status))?;
        Ok(())
    }

    async fn call<Q: Clone, T>(
        &mut self,
        message: Q,
        send: impl AsyncFn(CasesServiceClient<Channel>, Request<Q>) -> Result<Response<T>, Status>,
    ) -> Result<T, Refused> {
        let mut pause = self.first_pause;
        let mut tries = 1;
        loop {
            let request = self.signed(message.clone())?;
            let status = match send(self.cases.clone(), request).await {
                Ok(answer) => return Ok(answer.into_inner()),
                Err(status) => status,
            };
            let again = match status.code() {
                Code::Unavailable
                | Code::ResourceExhausted
                | Code::DeadlineExceeded
                | Code::Cancelled
                | Code::Aborted => true,
                Code::Unauthenticated => {
                    self.renew().await?;
                    true
                }
                _ => false,
            };
            if !again || tries >= TRIES {
                return Err(Refused::from(&status));
            }
            tries += 1;
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }

    fn signed<Q>(&self, message: Q) -> Result<Request<Q>, Refused> {
        let mut request = Request::new(message);
        speak(&mut request, self.locale);
        request.set_timeout(DEADLINE);
        let bearer = Bearer::of(&self.session.access_token).map_err(|_odd| Refused {
            code: Code::Unauthenticated,
            reason: "UNAUTHENTICATED".to_owned(),
            message: "the access service's token cannot be sent".to_owned(),
        })?;
        bearer.sign(&mut request);
        Ok(request)
    }
}
