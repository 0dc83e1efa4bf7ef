//! What an agency proposes beyond its referral, and what the centre answers.

use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_referrals_domain::agency::Unsuited;
use sentier_referrals_domain::referral::{Command, Next, Referrals};
use sentier_referrals_domain::value::{Need, ProposalId, ReferralId};

use super::{Fault, Pathway, Told, fault};

impl Pathway {
    /// Whether a structure could see to a need for a centre, as the directory says now.
    pub(crate) async fn could_serve(
        &self,
        place: Next,
        need: Need,
        centre: &str,
    ) -> Result<Result<(), Unsuited>, Fault> {
        let agency = self.agencies.state(place.agency.as_uuid()).await.map_err(fault)?;
        Ok(agency.state.suits(place.structure, need, centre))
    }

    /// Keeps what the centre answered. What the agency took back, or what ended meanwhile, stays so.
    pub(crate) async fn answer_onward(
        &self,
        told: &Told,
        referral: ReferralId,
        proposal: ProposalId,
        taken_up: bool,
    ) -> Result<(), Fault> {
        let call = self.call(told);
        let at = call.stamp.at;
        let command = Command::AnswerOnward { proposal, taken_up };
        let centre = told.centre.clone();
        let decide = move |state: &sentier_referrals_domain::referral::State| {
            // Another centre's word is about none of this centre's.
            let here = state.referral.as_ref().is_some_and(|it| it.request.centre == centre);
            if here { Referrals::decide(state, command.clone(), at) } else { Ok(Vec::new()) }
        };
        let stream = referral.as_uuid();
        self.referrals.transact(call, stream, KeyRing::none(), decide).await.map_err(fault)?;
        Ok(())
    }
}
