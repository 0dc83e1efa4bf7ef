//! What agencies ask: their inbox, the disclosure, and their answers.

use sentier_platform::ids::new_id;
use sentier_proto::cases::v1::Disclosure;
use sentier_proto::referrals::v1 as pb;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use tonic::Streaming;
use tonic::transport::Channel;

use super::client::{Client, send};
use super::failed::Failed;

impl Client {
    /// One page of referrals in this state (in any when unspecified), newest first, and the token of the next.
    ///
    /// # Errors
    /// As all calls: when it is refused, or nobody answers.
    pub async fn inbox(
        &self,
        state: State,
        page_token: String,
    ) -> Result<(Vec<pb::Referral>, String), Failed> {
        let message = pb::ListReferralsRequest {
            page_size: 100,
            page_token,
            state: state.into(),
            ..Default::default()
        };
        let send = send!(ReferralsServiceClient, self.channels.referrals, list_referrals);
        let page: pb::ListReferralsResponse =
            self.ask("referrals.v1/ListReferrals", message, send).await?;
        Ok((page.referrals, page.next_page_token))
    }

    /// The stream of changes from a token on; it is the caller's to open again after a cut.
    ///
    /// # Errors
    /// As all calls.
    pub async fn watch(
        &self,
        resume_token: &str,
    ) -> Result<Streaming<pb::WatchReferralsResponse>, Failed> {
        let message = pb::WatchReferralsRequest { resume_token: resume_token.to_owned() };
        let request = self.signed(message).await?;
        let mut client = ReferralsServiceClient::new(self.channels.referrals.clone());
        match client.watch_referrals(request).await {
            Ok(stream) => Ok(stream.into_inner()),
            Err(status) => Err(Failed::refused("referrals.v1/WatchReferrals", &status)),
        }
    }

    /// The agency has seen it.
    ///
    /// # Errors
    /// As all calls.
    pub async fn acknowledge(&self, referral: &str) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::AcknowledgeReferralRequest {
            name: referral.to_owned(),
            request_id: id.to_string(),
            expected_version: None,
        };
        let send = send!(ReferralsServiceClient, self.channels.referrals, acknowledge_referral);
        self.change("referrals.v1/AcknowledgeReferral", id, message, send).await.map(drop)
    }

    /// Reads the disclosure.
    ///
    /// # Errors
    /// As all calls.
    pub async fn disclosure(&self, referral: &str) -> Result<Disclosure, Failed> {
        const RPC: &str = "referrals.v1/GetDisclosure";
        let message = pb::GetDisclosureRequest { name: referral.to_owned() };
        let send = send!(ReferralsServiceClient, self.channels.referrals, get_disclosure);
        let answer: pb::GetDisclosureResponse = self.ask(RPC, message, send).await?;
        answer.disclosure.ok_or(Failed::Incomplete(RPC))
    }

    /// The agency takes it.
    ///
    /// # Errors
    /// As all calls.
    pub async fn accept(&self, referral: &str) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::AcceptReferralRequest {
            name: referral.to_owned(),
            request_id: id.to_string(),
            expected_version: None,
        };
        let send = send!(ReferralsServiceClient, self.channels.referrals, accept_referral);
        self.change("referrals.v1/AcceptReferral", id, message, send).await.map(drop)
    }

    /// The agency does not take it.
    ///
    /// # Errors
    /// As all calls.
    pub async fn decline(&self, referral: &str, reason: DeclineReason) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::DeclineReferralRequest {
            name: referral.to_owned(),
            request_id: id.to_string(),
            expected_version: None,
            reason: reason.into(),
        };
        let send = send!(ReferralsServiceClient, self.channels.referrals, decline_referral);
        self.change("referrals.v1/DeclineReferral", id, message, send).await.map(drop)
    }

    /// The service was given, or not.
    ///
    /// # Errors
    /// As all calls.
    pub async fn complete(&self, referral: &str, outcome: Outcome) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::CompleteReferralRequest {
            name: referral.to_owned(),
            request_id: id.to_string(),
            expected_version: None,
            outcome: outcome.into(),
        };
        let send = send!(ReferralsServiceClient, self.channels.referrals, complete_referral);
        self.change("referrals.v1/CompleteReferral", id, message, send).await.map(drop)
    }
}
