//! What a delivery says: which referral changed and where it stands, and a token to go on from.

use sentier_referrals_domain::value::AgencyId;
use serde::Serialize;

use super::Delivery;
use crate::grpc::resume_token;

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    referral: &'a str,
    state: &'a str,
    version: i64,
    resume_token: String,
}

/// The id of a delivery: that of the change, the same on every try and on the stream.
pub(super) fn id(delivery: &Delivery) -> String {
    delivery.event.to_string()
}

/// The body of a delivery; the same on every try.
pub(super) fn body(agency: AgencyId, delivery: &Delivery) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Message {
        r#type: "referral.changed",
        timestamp: delivery.at.to_string(),
        data: Data {
            referral: &delivery.referral,
            state: &delivery.standing,
            version: delivery.version,
            resume_token: resume_token(agency, delivery.position),
        },
    })
}
