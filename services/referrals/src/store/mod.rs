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

use sentier_eventing::codec::{read, write};

pub(crate) use agency::AgencyCodec;
pub(crate) use basis::BasisCodec;
pub(crate) use inbound::InboundCodec;
pub(crate) use message::MessageCodec;
pub(crate) use pathway::PathwayCodec;
pub(crate) use referral::ReferralCodec;
pub(crate) use webhook::WebhookCodec;
