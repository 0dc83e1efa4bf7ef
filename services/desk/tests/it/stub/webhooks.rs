//! Where an agency's system is told of changes.
#![expect(clippy::unnecessary_wraps, reason = "every answer has the shape of its call")]

use prost_types::Timestamp;
use sentier_proto::referrals::v1::referral::State as ReferralState;
use sentier_proto::referrals::v1::webhook::{Failure, State};
use sentier_proto::referrals::v1::{
    DeadLetter, ListDeadLettersRequest, ListDeadLettersResponse, ListWebhooksRequest,
    ListWebhooksResponse, RegisterWebhookRequest, RegisterWebhookResponse,
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

/// One, and others behind it.
pub(super) fn dead_letters(
    _: &Stub,
    ListDeadLettersRequest { parent, page_token, .. }: ListDeadLettersRequest,
) -> Result<ListDeadLettersResponse, Status> {
    let letter = DeadLetter {
        name: format!("{parent}/deliveries/{GIVEN_UP}"),
        referral: format!("centres/ogou-1/referrals/{GIVEN_UP}"),
        state: ReferralState::Accepted.into(),
        change_time: Some(Timestamp { seconds: YESTERDAY, nanos: 0 }),
        give_up_time: Some(Timestamp { seconds: YESTERDAY, nanos: 0 }),
        attempt_count: 20,
        failure: Failure::Status.into(),
        http_status: 422,
    };
    let first = page_token.is_empty();
    let next_page_token = if first { "further".to_owned() } else { String::new() };
    Ok(ListDeadLettersResponse { dead_letters: vec![letter], next_page_token })
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
