//! What an agency proposes is told to the centre; what the centre answered is its own word, and told to nobody.

use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{OnwardProposed, OnwardWithdrawn, ReferralRef};
use sentier_referrals_domain::referral::onward::Event;

use crate::contract;

/// What of a proposal the world may know.
pub(super) fn told(event: &Event, referral: Option<ReferralRef>) -> Option<(&'static str, Fact)> {
    Some(match event {
        Event::Proposed { proposal, wanted, .. } => {
            let place = wanted.place;
            let fact = OnwardProposed {
                referral,
                proposal_id: proposal.to_string(),
                need: contract::need(wanted.need),
                urgency: contract::urgency(wanted.urgency),
                place_agency_id: place.map_or_else(String::new, |it| it.agency.to_string()),
                place_structure_id: place.map_or_else(String::new, |it| it.structure.to_string()),
            };
            ("onward_proposed", Fact::OnwardProposed(fact))
        }
        Event::Withdrawn { proposal, .. } => {
            let fact = OnwardWithdrawn { referral, proposal_id: proposal.to_string() };
            ("onward_withdrawn", Fact::OnwardWithdrawn(fact))
        }
        Event::Answered { .. } => return None,
    })
}
