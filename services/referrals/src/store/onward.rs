//! The stored form of what agencies propose beyond their referrals. Ids and codes; nothing is sealed.

use sentier_eventing::codec::CodecError;
use sentier_kernel::Moment;
use sentier_referrals_domain::referral::onward::{Event, Wanted};
use sentier_referrals_domain::value::ProposalId;
use serde::{Deserialize, Serialize};

use super::{read, write};

pub(super) const PROPOSED: &str = "onward_proposed.v1";
pub(super) const WITHDRAWN: &str = "onward_withdrawn.v1";
pub(super) const ANSWERED: &str = "onward_answered.v1";

#[derive(Serialize, Deserialize)]
struct ProposedV1 {
    proposal: ProposalId,
    wanted: Wanted,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct WithdrawnV1 {
    proposal: ProposalId,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct AnsweredV1 {
    proposal: ProposalId,
    taken_up: bool,
    at: Moment,
}

/// The stored type of an event.
pub(super) const fn event_type(event: &Event) -> &'static str {
    match event {
        Event::Proposed { .. } => PROPOSED,
        Event::Withdrawn { .. } => WITHDRAWN,
        Event::Answered { .. } => ANSWERED,
    }
}

/// The stored bytes of an event.
pub(super) fn encode(event: Event) -> Result<Vec<u8>, CodecError> {
    match event {
        Event::Proposed { proposal, wanted, at } => write(&ProposedV1 { proposal, wanted, at }),
        Event::Withdrawn { proposal, at } => write(&WithdrawnV1 { proposal, at }),
        Event::Answered { proposal, taken_up, at } => write(&AnsweredV1 { proposal, taken_up, at }),
    }
}

/// The event in stored bytes; none when the type is not one of these.
pub(super) fn decode(event_type: &str, payload: &[u8]) -> Result<Option<Event>, CodecError> {
    Ok(Some(match event_type {
        PROPOSED => {
            let ProposedV1 { proposal, wanted, at } = read(payload)?;
            Event::Proposed { proposal, wanted, at }
        }
        WITHDRAWN => {
            let WithdrawnV1 { proposal, at } = read(payload)?;
            Event::Withdrawn { proposal, at }
        }
        ANSWERED => {
            let AnsweredV1 { proposal, taken_up, at } = read(payload)?;
            Event::Answered { proposal, taken_up, at }
        }
        _ => return Ok(None),
    }))
}
