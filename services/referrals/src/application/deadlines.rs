//! A deadline passed without the agency's word: the referral moves by itself.

use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::ids::derived;
use sentier_referrals_domain::referral::{Command, Referrals};
use sentier_referrals_domain::value::ReferralId;

use super::{Fault, Pathway, Told, fault};

impl Pathway {
    /// Ends a referral whose deadline has passed. Nothing happens when the agency was faster, or when another
    /// process did it. Who is asked next is for the cases context: it knows for whom.
    pub(crate) async fn expire(&self, referral: ReferralId) -> Result<(), Fault> {
        let Some(seen) = self.find(referral).await? else { return Ok(()) };
        let now = self.host.env.clock.now();
        let Some(due) = seen.referral.due_at().filter(|due| *due <= now) else { return Ok(()) };
        // One deadline, one request, whoever asks how often.
        let request_id = derived(referral.as_uuid(), &format!("due {}", due.as_micros()));
        let centre = seen.referral.request.centre;
        let call = self.call(&Told { centre, request_id, fingerprint: [0; 32] });
        let at = call.stamp.at;
        let decide = move |state: &_| Referrals::decide(state, Command::Expire, at);
        let stream = referral.as_uuid();
        self.referrals.transact(call, stream, KeyRing::none(), decide).await.map_err(fault)?;
        Ok(())
    }
}
