//! A caller with a credential, on connections to every service. What it can ask stands in `casework`,
//! `keeping` and `answering`.

use std::sync::Arc;

use anyhow::Context as _;
use sentier_platform::client;
use sentier_platform::config::ClientConfig;
use sentier_proto::access::v1 as access;
use sentier_proto::cases::v1 as cases;
use sentier_proto::referrals::v1 as referrals;
use tonic::transport::Channel;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::caller::{Caller, Sign as _};
use super::credential::{Account, Credential};
use super::failed::Failed;
use super::journal::Entry;
use crate::target::Addresses;

/// Sends one method of a service's client, as often as it is called.
macro_rules! send {
    ($service:ident, $channel:expr, $method:ident) => {{
        let client: $service<Channel> = $service::new($channel.clone());
        move |request| {
            let mut client = client.clone();
            async move { client.$method(request).await }
        }
    }};
}
pub(super) use send;

/// Connections to the services; they connect when first used, and again after a cut.
#[derive(Clone, Debug)]
pub struct Channels {
    /// Accounts and credentials.
    pub access: Channel,
    /// Case work.
    pub cases: Channel,
    /// Referrals.
    pub referrals: Channel,
    /// Figures.
    pub statistics: Channel,
}

impl Channels {
    /// Connections whose configuration is completed by `more` (a certificate of their own, say).
    ///
    /// # Errors
    /// When an address is malformed or a file cannot be read.
    pub fn open(
        addresses: &Addresses,
        more: impl Fn(ClientConfig) -> ClientConfig,
    ) -> anyhow::Result<Self> {
        let open = |name: &str, address: &str| {
            client::channel(&more(addresses.client(address)))
                .with_context(|| format!("cannot prepare the connection to {name}"))
        };
        Ok(Self {
            access: open("access", &addresses.access)?,
            cases: open("cases", &addresses.cases)?,
            referrals: open("referrals", &addresses.referrals)?,
            statistics: open("statistics", &addresses.statistics)?,
        })
    }
}

/// Somebody who calls; clones are the same caller.
#[derive(Clone, Debug)]
pub struct Client {
    caller: Caller,
    /// Connections to the services.
    pub channels: Channels,
    credential: Arc<Credential>,
}

impl Client {
    /// Somebody without a credential, or with the connection's certificate.
    pub fn of_connection(caller: Caller, channels: Channels) -> Self {
        Self { caller, channels, credential: Arc::new(Credential::OfConnection) }
    }

    /// An agency's system that holds a token.
    pub fn with_token(caller: Caller, channels: Channels, token: String) -> Self {
        Self { caller, channels, credential: Arc::new(Credential::Token(token)) }
    }

    /// Somebody who signs in.
    pub fn signing_in(caller: Caller, channels: Channels, user_name: &str, password: &str) -> Self {
        let account = Account::new(caller.clone(), channels.access.clone(), user_name, password);
        Self { caller, channels, credential: Arc::new(Credential::Account(Box::new(account))) }
    }

    /// The same person on other connections, so that many calls do not share one.
    pub fn on(&self, channels: Channels) -> Self {
        Self { caller: self.caller.clone(), channels, credential: Arc::clone(&self.credential) }
    }

    /// Asks, as often as it takes.
    pub(super) async fn ask<Q, T, F>(
        &self,
        rpc: &'static str,
        message: Q,
        send: impl Fn(Request<Q>) -> F + Send,
    ) -> Result<T, Failed>
    where
        Q: Clone + Send,
        T: Send,
        F: Future<Output = Result<Response<T>, Status>> + Send,
    {
        self.caller.call(rpc, message, &*self.credential, send).await
    }

    /// Asks for a change, and notes it in the journal once it is acknowledged.
    pub(super) async fn change<Q, T, F>(
        &self,
        rpc: &'static str,
        request_id: Uuid,
        message: Q,
        send: impl Fn(Request<Q>) -> F + Send,
    ) -> Result<T, Failed>
    where
        Q: Clone + Send,
        T: Acknowledgement + Send,
        F: Future<Output = Result<Response<T>, Status>> + Send,
    {
        let answer = self.ask(rpc, message, send).await?;
        let (resource, version) = answer.made().ok_or(Failed::Incomplete(rpc))?;
        self.caller.journal.note(Entry { request_id, rpc: rpc.to_owned(), resource, version })?;
        Ok(answer)
    }

    /// A message with the credential, for a call that is not repeated by itself: a stream's, a load's.
    ///
    /// # Errors
    /// When she cannot sign in.
    pub async fn signed<Q: Send>(&self, message: Q) -> Result<Request<Q>, Failed> {
        let mut request = Request::new(message);
        self.credential.sign(&mut request, false).await?;
        Ok(request)
    }
}

/// An answer that names what was changed.
pub(super) trait Acknowledgement {
    /// The resource and its version.
    fn made(&self) -> Option<(String, i64)>;
}

macro_rules! acknowledgements {
    ($($answer:ty { $field:ident $($version:ident)? })+) => {$(
        impl Acknowledgement for $answer {
            fn made(&self) -> Option<(String, i64)> {
                let made = self.$field.as_ref()?;
                let version: i64 = 0 $(+ made.$version)?;
                Some((made.name.clone(), version))
            }
        }
    )+};
}
acknowledgements! {
    access::CreateStaffResponse { staff version }
    access::CreateOfficerResponse { credential }
    access::EnrolAgencyResponse { credential }
    access::IssueAgencyTokenResponse { credential }
    referrals::RegisterAgencyResponse { agency version }
    referrals::RegisterStructureResponse { structure }
    referrals::AcknowledgeReferralResponse { referral version }
    referrals::AcceptReferralResponse { referral version }
    referrals::DeclineReferralResponse { referral version }
    referrals::CompleteReferralResponse { referral version }
    cases::OpenCaseResponse { case version }
    cases::RecordIncidentResponse { case version }
    cases::GrantConsentResponse { case version }
    cases::WithdrawConsentResponse { case version }
    cases::RecordAssessmentResponse { case version }
    cases::AgreeActionPlanResponse { case version }
    cases::RequestClosureResponse { case version }
    cases::AnswerApprovalResponse { case version }
    cases::RequestReferralResponse { case version }
    cases::RecordFollowUpResponse { case version }
    cases::CloseCaseResponse { case version }
    cases::EraseSurvivorResponse { case version }
}
