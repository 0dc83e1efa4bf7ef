//! Where an agency's system is told of changes.
#![expect(clippy::unnecessary_wraps, reason = "every answer has the shape of its call")]

use prost_types::Timestamp;
use sentier_proto::referrals::v1::webhook::{Failure, State};
use sentier_proto::referrals::v1::{
    ListWebhooksRequest, ListWebhooksResponse, RegisterWebhookRequest, RegisterWebhookResponse,
    RotateWebhookSecretRequest, RotateWebhookSecretResponse, Webhook,
};
use tonic::Status;

use super::Stub;
use super::facts::*;

fn webhook() -> Webhook {
    Webhook {
        name: sentier_proto::name::webhook(AGENCY, WEBHOOK),
        url: "https://chr.example/sentier".to_owned(),
        state: State::Disabled.into(),
        failing_since_time: Some(Timestamp { seconds: YESTERDAY, nanos: 0 }),
        last_failure: Failure::Timeout.into(),
        pending_count: 3,
        dead_letter_count: 2,
        ..Webhook::default()
    }
}

pub(super) fn list(_: &Stub, _: ListWebhooksRequest) -> Result<ListWebhooksResponse, Status> {
    Ok(ListWebhooksResponse { webhooks: vec![webhook()], ..ListWebhooksResponse::default() })
}

pub(super) fn register(
    _: &Stub,
    _: RegisterWebhookRequest,
) -> Result<RegisterWebhookResponse, Status> {
    let secret = "whsec_bGUgc2VjcmV0".to_owned();
    Ok(RegisterWebhookResponse { webhook: Some(webhook()), secret })
}

/// A repeat: the secret was shown before.
pub(super) fn rotate(
    _: &Stub,
    _: RotateWebhookSecretRequest,
) -> Result<RotateWebhookSecretResponse, Status> {
    Ok(RotateWebhookSecretResponse { webhook: Some(webhook()), secret: String::new() })
}
