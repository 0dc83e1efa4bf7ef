//! What referrals stand on ends: a consent is withdrawn, or a survivor erased.

use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::basis::{self, Bases};
use sentier_referrals_domain::referral::{Command, Referrals};
use sentier_referrals_domain::value::{CaseId, ConsentId, ReferralId};

use super::{Fault, Pathway, Told, case_basis, consent_basis, fault};

impl Pathway {
    /// Remembers that a consent was withdrawn: from now on nothing is taken up on it.
    pub(crate) async fn end_consent(&self, told: &Told, consent: ConsentId) -> Result<(), Fault> {
        self.end(told, consent_basis(&told.centre, consent)).await
    }

    /// Remembers that the survivor of a case was erased: from now on nothing is taken up for it.
    pub(crate) async fn end_case(&self, told: &Told, case: CaseId) -> Result<(), Fault> {
        self.end(told, case_basis(&told.centre, case)).await
    }

    async fn end(&self, told: &Told, basis: Uuid) -> Result<(), Fault> {
        let call = self.call(told);
        let at = call.stamp.at;
        let decide = move |state: &_| Bases::decide(state, basis::Command::End, at);
        self.bases.transact(call, basis, KeyRing::none(), decide).await.map_err(fault)?;
        Ok(())
    }

    /// Revokes a referral; its disclosure may not be read from this moment on.
    pub(crate) async fn revoke(&self, told: &Told, referral: ReferralId) -> Result<(), Fault> {
        let call = self.call(told);
        let at = call.stamp.at;
        let decide = move |state: &_| Referrals::decide(state, Command::Revoke, at);
        let stream = referral.as_uuid();
        self.referrals.transact(call, stream, KeyRing::none(), decide).await.map_err(fault)?;
        Ok(())
    }
}
