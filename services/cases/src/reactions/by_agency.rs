//! What an agency says of a case beyond its referral: what else she needs, and that it had referred her here.

use std::str::FromStr;

use sentier_cases_domain::case::agency::{Command, Place};
use sentier_cases_domain::id::{AgencyId, CaseId};
use sentier_eventing::inbox::ReactionError;
use sentier_proto::referrals::events::v1::ReferralRef;
use sentier_proto::referrals::events::v1::referrals_event::Fact;

use super::on_referrals::poison;
use crate::codes::Coded;

/// An agency's word about a case.
pub(super) struct Word {
    pub(super) case: CaseId,
    pub(super) agency: AgencyId,
    pub(super) command: Command,
}

/// What a fact says of this kind; none when it says another thing.
pub(super) fn word(fact: &Fact) -> Result<Option<Word>, ReactionError> {
    Ok(Some(match fact {
        Fact::OnwardProposed(it) => {
            let place = match it.place_structure_id.as_str() {
                "" => None,
                structure => {
                    Some(Place { agency: id(&it.place_agency_id)?, structure: id(structure)? })
                }
            };
            let about = about(it.referral.as_ref())?;
            let command = Command::ProposeOnward {
                proposal: id(&it.proposal_id)?,
                referral: id(&about.referral_id)?,
                need: coded(it.need)?,
                urgency: coded(it.urgency)?,
                place,
            };
            Word { case: id(&about.case_id)?, agency: id(&about.agency_id)?, command }
        }
        Fact::OnwardWithdrawn(it) => {
            let about = about(it.referral.as_ref())?;
            let command = Command::WithdrawOnward { proposal: id(&it.proposal_id)? };
            Word { case: id(&about.case_id)?, agency: id(&about.agency_id)?, command }
        }
        Fact::InboundTaken(it) => {
            let (agency, need) = (id(&it.agency_id)?, coded(it.need)?);
            let command = Command::ReferIn { inbound: id(&it.inbound_id)?, agency, need };
            Word { case: id(&it.case_id)?, agency, command }
        }
        _ => return Ok(None),
    }))
}

fn about(referral: Option<&ReferralRef>) -> Result<&ReferralRef, ReactionError> {
    referral.ok_or_else(|| poison("a fact about no referral"))
}

fn id<T: FromStr>(text: &str) -> Result<T, ReactionError> {
    text.parse().map_err(|_malformed| poison("an id is malformed"))
}

fn coded<T: Coded>(number: i32) -> Result<T, ReactionError> {
    T::of_number(number).ok_or_else(|| poison("a code is not known"))
}
