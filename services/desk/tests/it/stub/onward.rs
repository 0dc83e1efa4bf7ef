//! What agencies proposed beyond their referrals, and who referred her here.

use sentier_proto::cases::v1 as cases;
use sentier_proto::cases::v1::onward_proposal::{Refusal, State as OnCase};
use sentier_proto::common::v1::{Need, Urgency};
use sentier_proto::referrals::v1 as referrals;
use sentier_proto::referrals::v1::onward_proposal::State as OnReferral;
use sentier_proto::referrals::v1::referral::State;

use super::facts::*;

const AT: prost_types::Timestamp = prost_types::Timestamp { seconds: YESTERDAY, nanos: 0 };

/// One waits for her caseworker, one was declined.
pub(super) fn on_the_case() -> Vec<cases::OnwardProposal> {
    let waits = cases::OnwardProposal {
        id: ENTRY.to_owned(),
        state: OnCase::Proposed.into(),
        referral: sentier_proto::name::referral(CENTRE, REFERRAL),
        need: Need::LegalAid.into(),
        urgency: Urgency::Routine.into(),
        structure: sentier_proto::name::structure(AGENCY, STRUCTURE),
        propose_time: Some(AT),
        ..cases::OnwardProposal::default()
    };
    let declined = cases::OnwardProposal {
        id: ACTION.to_owned(),
        state: OnCase::Declined.into(),
        need: Need::Police.into(),
        structure: String::new(),
        refusal: Refusal::SurvivorDeclines.into(),
        end_time: Some(AT),
        ..waits.clone()
    };
    vec![waits, declined]
}

pub(super) fn referred_in() -> Vec<cases::ReferredIn> {
    vec![cases::ReferredIn {
        agency: sentier_proto::name::agency(OTHER_AGENCY),
        need: Need::Police.into(),
        take_time: Some(AT),
    }]
}

/// Who took a referral has proposed something.
pub(super) fn on_the_referral(state: State) -> Vec<referrals::OnwardProposal> {
    if state != State::Accepted {
        return Vec::new();
    }
    vec![referrals::OnwardProposal {
        id: ENTRY.to_owned(),
        state: OnReferral::Proposed.into(),
        need: Need::LegalAid.into(),
        urgency: Urgency::Routine.into(),
        structure: String::new(),
        propose_time: Some(AT),
        end_time: None,
    }]
}
