//! An agency answers a referral: it acknowledges, accepts, declines or completes.

use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::referral::{Command, Referral, Referrals, Rejection};
use sentier_referrals_domain::value::AgencyId;

use super::{Fault, Pathway, fault};
use crate::contract::ReferralName;
use crate::projections::Seen;

/// One answer of an agency.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Which referral.
    pub(crate) name: ReferralName,
    /// The agency's key for this answer.
    pub(crate) request_id: Uuid,
    /// Of the request.
    pub(crate) fingerprint: [u8; 32],
    /// The version that it saw.
    pub(crate) expected_version: Option<i64>,
}

impl Pathway {
    /// Decides and stores the answer; the referral after it.
    pub(crate) async fn answer(
        &self,
        principal: &Principal,
        agency: AgencyId,
        answer: Answer,
        command: Command,
    ) -> Result<Seen, Fault> {
        let Answer { name, request_id, fingerprint, expected_version } = answer;
        let centre = name.centre.as_str();
        let call = self.host.call(principal, centre, request_id, fingerprint, expected_version);
        let at = call.stamp.at;
        let place = name.clone();
        let decide = move |state: &_| {
            let referral: &sentier_referrals_domain::referral::State = state;
            if !referral.referral.as_ref().is_some_and(|it| is_theirs(it, &place, agency)) {
                return Err(Rejection::NotFound);
            }
            Referrals::decide(referral, command.clone(), at)
        };
        let stream = name.referral.as_uuid();
        let done = self.referrals.transact(call, stream, KeyRing::none(), decide).await;
        let done = done.map_err(fault)?;
        // The request log knows a key, not its owner: the answer to another agency's is not given out.
        match done.state.referral.clone() {
            Some(referral) if is_theirs(&referral, &name, agency) => {
                Ok(Seen { version: done.version, referral })
            }
            _ => Err(fault(TransactError::Rejected(Rejection::NotFound))),
        }
    }
}

fn is_theirs(referral: &Referral, name: &ReferralName, agency: AgencyId) -> bool {
    let request = &referral.request;
    request.referral == name.referral
        && request.centre == name.centre
        && referral.is_known_to(agency)
}
