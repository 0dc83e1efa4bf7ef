//! The services behind this door: the same as agencies call by gRPC, in the same process.
//!
//! A call passes the same gate (certificate or token, revocations, room), the same limits for its agency and
//! the same policies, and leaves the same entries in the ledger: this door can do nothing that a call cannot.

use sentier_platform::server::Within;
use sentier_proto::cases::v1::Disclosure;
use sentier_proto::referrals::v1::lifecycle_service_client::LifecycleServiceClient;
use sentier_proto::referrals::v1::messages_service_client::MessagesServiceClient;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use sentier_proto::referrals::v1::{
    GetDisclosureRequest, GetMessageRequest, GetReferralRequest, ListMessagesRequest,
    ListMessagesResponse, ListReferralsRequest, ListReferralsResponse, Message, Referral,
    SendMessageRequest, SendMessageResponse,
};
use tonic::Status;

use super::caller::Caller;
use super::refusal::Refusal;

/// Clients of the services in this process. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Services {
    pub(super) referrals: ReferralsServiceClient<Within>,
    pub(super) lifecycle: LifecycleServiceClient<Within>,
    messages: MessagesServiceClient<Within>,
}

impl Services {
    pub(super) fn new(within: &Within) -> Self {
        Self {
            referrals: ReferralsServiceClient::new(within.clone()),
            lifecycle: LifecycleServiceClient::new(within.clone()),
            messages: MessagesServiceClient::new(within.clone()),
        }
    }

    /// One referral.
    pub(super) async fn referral(&self, caller: &Caller, name: &str) -> Result<Referral, Status> {
        let request = GetReferralRequest { name: name.to_owned(), read_mask: None };
        let mut client = self.referrals.clone();
        let answered = caller
            .ask(request, move |asked| async move { client.get_referral(asked).await })
            .await?;
        answered.referral.ok_or_else(|| caller.refuse(&Refusal::NotFound))
    }

    /// What she released; the reading is recorded.
    pub(super) async fn disclosure(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<Disclosure, Status> {
        let request = GetDisclosureRequest { name: name.to_owned() };
        let mut client = self.referrals.clone();
        let answered = caller
            .ask(request, move |asked| async move { client.get_disclosure(asked).await })
            .await?;
        answered.disclosure.ok_or_else(|| caller.refuse(&Refusal::NotFound))
    }

    /// A page of the agency's referrals.
    pub(super) async fn list(
        &self,
        caller: &Caller,
        request: ListReferralsRequest,
    ) -> Result<ListReferralsResponse, Status> {
        let mut client = self.referrals.clone();
        caller.ask(request, move |asked| async move { client.list_referrals(asked).await }).await
    }

    /// A page of what was written on a referral; the reading is recorded.
    pub(super) async fn messages(
        &self,
        caller: &Caller,
        request: ListMessagesRequest,
    ) -> Result<ListMessagesResponse, Status> {
        let mut client = self.messages.clone();
        caller.ask(request, move |asked| async move { client.list_messages(asked).await }).await
    }

    /// One thing that was written; the reading is recorded.
    pub(super) async fn message(&self, caller: &Caller, name: &str) -> Result<Message, Status> {
        let request = GetMessageRequest { name: name.to_owned() };
        let mut client = self.messages.clone();
        let answered = caller
            .ask(request, move |asked| async move { client.get_message(asked).await })
            .await?;
        answered.message.ok_or_else(|| caller.refuse(&Refusal::NotFound))
    }

    /// Writes to the centre.
    pub(super) async fn send_message(
        &self,
        caller: &Caller,
        request: SendMessageRequest,
    ) -> Result<SendMessageResponse, Status> {
        let mut client = self.messages.clone();
        caller.ask(request, move |asked| async move { client.send_message(asked).await }).await
    }
}
