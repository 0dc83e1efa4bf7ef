//! How it is kept what agencies have to do with cases. Ids and codes; nothing is sealed.

use sentier_cases_domain::case::agency::{Event, Fact, Place, Refusal};
use sentier_cases_domain::codes::{Need, Urgency};
use sentier_cases_domain::id::{AgencyId, InboundId, ProposalId, ReferralId};
use sentier_eventing::codec::{CodecError, read, write};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

/// One table for both directions, under the rules of `stored`.
macro_rules! facts {
    ($($fact:ident = $stored:literal, $shape:ident { $($field:ident: $kind:ty),* };)+) => {
        /// Today's types, one per kind of fact.
        pub(super) const TYPES: &[&str] = &[$($stored),+];

        $(
            #[derive(Debug, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $shape {
                $($field: $kind,)*
                at: Moment,
            }
        )+

        /// The stored type of a fact.
        pub(super) const fn event_type(event: &Event) -> &'static str {
            match event.fact {
                $(Fact::$fact { .. } => $stored,)+
            }
        }

        /// The stored bytes of a fact.
        pub(super) fn encode(event: Event) -> Result<Vec<u8>, CodecError> {
            let Event { fact, at } = event;
            match fact {
                $(Fact::$fact { $($field),* } => write(&$shape { $($field,)* at }),)+
            }
        }

        /// The fact in stored bytes; `None` when the type is not one of these.
        pub(super) fn decode(event_type: &str, payload: &[u8]) -> Result<Option<Event>, CodecError> {
            match event_type {
                $($stored => {
                    let $shape { $($field,)* at } = read(payload)?;
                    Ok(Some(Event { fact: Fact::$fact { $($field),* }, at }))
                })+
                _ => Ok(None),
            }
        }
    };
}

facts! {
    ReferredIn = "case_referred_in.v1", CaseReferredInV1 {
        inbound: InboundId, agency: AgencyId, need: Need
    };
    OnwardProposed = "onward_proposed.v1", OnwardProposedV1 {
        proposal: ProposalId, referral: ReferralId, need: Need, urgency: Urgency,
        place: Option<Place>
    };
    OnwardTakenUp = "onward_taken_up.v1", OnwardTakenUpV1 {
        proposal: ProposalId, of: ReferralId, referral: ReferralId
    };
    OnwardDeclined = "onward_declined.v1", OnwardDeclinedV1 {
        proposal: ProposalId, of: ReferralId, reason: Refusal
    };
    OnwardEnded = "onward_ended.v1", OnwardEndedV1 { proposal: ProposalId, of: ReferralId };
    TransferAsked = "agency_transfer_asked.v1", AgencyTransferAskedV1 { referral: ReferralId };
    PassedOver = "structure_passed_over.v1", StructurePassedOverV1 {
        referral: ReferralId, place: Place, need: Need, urgency: Urgency
    };
}
