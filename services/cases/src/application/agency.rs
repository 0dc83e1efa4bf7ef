//! What agencies tell of a case, and what her caseworker answers.

use std::collections::BTreeSet;

use sentier_cases_domain::case::Command;
use sentier_cases_domain::case::agency::{Command as Told, HandingOver, Place, Refusal, TakingUp};
use sentier_cases_domain::codes::FieldGroup;
use sentier_cases_domain::id::{ConsentId, ProposalId, ReferralId, StaffId};
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::Call;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known, Wish};

/// What follows from a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// The proposal.
    pub proposal: ProposalId,
    /// Who is asked.
    pub place: Place,
    /// The consent it relies on.
    pub consent: ConsentId,
    /// The field groups to disclose.
    pub field_groups: BTreeSet<FieldGroup>,
}

impl Cases {
    /// Takes up what an agency tells; duplicates change nothing.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn hear_agency(&self, stamp: Stamp, known: &Known, told: Told) -> Result<(), Fault> {
        let call = Call { stamp, expected_version: None };
        self.change(call, known, Command::Agency(told)).await.map(drop)
    }

    /// Asks a structure for what an agency proposed, under a consent valid now.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn take_up_onward(
        &self,
        call: Call,
        known: &Known,
        onward: Onward,
    ) -> Result<(Answer, ReferralId), Fault> {
        let referral = ReferralId::from_uuid(derived(call.stamp.request_id, "referral"));
        let Onward { proposal, place, consent, field_groups } = onward;
        let wish = TakingUp { proposal, referral, place, consent, field_groups };
        Ok((self.change(call, known, Command::TakeUpOnward(wish)).await?, referral))
    }

    /// Does not go on with a proposal.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn decline_onward(
        &self,
        call: Call,
        known: &Known,
        proposal: ProposalId,
        reason: Refusal,
    ) -> Result<Answer, Fault> {
        let command = Told::DeclineOnward { proposal, reason };
        self.change(call, known, Command::Agency(command)).await
    }

    /// Asks an agency to take the case over, under a consent valid now.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn ask_transfer(
        &self,
        call: Call,
        known: &Known,
        wish: Wish,
        supervisor: Option<StaffId>,
    ) -> Result<(Answer, ReferralId), Fault> {
        let referral = ReferralId::from_uuid(derived(call.stamp.request_id, "referral"));
        let Wish { agency, structure, need, urgency, consent, field_groups } = wish;
        let place = Place { agency, structure };
        let wish =
            HandingOver { referral, place, need, urgency, consent, field_groups, supervisor };
        Ok((self.change(call, known, Command::AskTransfer(wish)).await?, referral))
    }
}
