//! A deadline passed without the agency's word: the referral moves by itself.

use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::ids::derived;
use sentier_referrals_domain::referral::{Command, Referrals};
use sentier_referrals_domain::value::ReferralId;

use super::{AlongPathway, Fault, Pathway, Told, fault};

impl Pathway {
    /// Ends a referral whose deadline has passed, and names the structure that comes next. Nothing happens
    /// when the agency was faster, or when another process did it.
    pub(crate) async fn expire(
        &self,
        next: &AlongPathway,
        referral: ReferralId,
    ) -> Result<(), Fault> {
        let Some(seen) = self.find(referral).await? else { return Ok(()) };
        let now = self.host.env.clock.now();
        let Some(due) = seen.referral.due_at().filter(|due| *due <= now) else { return Ok(()) };
        // Only silence before an answer is escalated: what is being cancelled is wanted by nobody.
        let next = match seen.referral.answered_at {
            None if !seen.referral.request.transfer => next.after(&seen.referral.request).await?,
            // A case is offered to another agency by her caseworker alone.
            None | Some(_) => None,
        };
        // One deadline, one request, whoever asks how often.
        let request_id = derived(referral.as_uuid(), &format!("due {}", due.as_micros()));
        let centre = seen.referral.request.centre;
        let call = self.call(&Told { centre, request_id, fingerprint: [0; 32] });
        let at = call.stamp.at;
        let decide = move |state: &_| Referrals::decide(state, Command::Expire { next }, at);
        let stream = referral.as_uuid();
        self.referrals.transact(call, stream, KeyRing::none(), decide).await.map_err(fault)?;
        Ok(())
    }
}
