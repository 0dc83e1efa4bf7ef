//! How the events of this context become stored bytes, and back.

mod agency;
mod basis;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod golden_directory;
#[cfg(test)]
mod golden_webhooks;
mod inbound;
mod message;
mod onward;
mod pathway;
mod referral;
mod upcast;
mod webhook;

use sentier_eventing::codec::CodecError;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use agency::AgencyCodec;
pub(crate) use basis::BasisCodec;
pub(crate) use inbound::InboundCodec;
pub(crate) use message::MessageCodec;
pub(crate) use pathway::PathwayCodec;
pub(crate) use referral::ReferralCodec;
pub(crate) use webhook::WebhookCodec;

fn write(value: &impl Serialize) -> Result<Vec<u8>, CodecError> {
    serde_json::to_vec(value).map_err(CodecError::Malformed)
}

fn read<T: DeserializeOwned>(payload: &[u8]) -> Result<T, CodecError> {
    serde_json::from_slice(payload).map_err(CodecError::Malformed)
}
