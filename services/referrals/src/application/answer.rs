//! Who answers or asks for something moves a referral: an agency its own, a centre its own.

use sentier_eventing::Streams;
use sentier_eventing::store::{StoreError, StreamAppend};
use sentier_eventing::streams::{Call, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::message;
use sentier_referrals_domain::referral::{Command, Event, Referral, Referrals, Rejection};
use sentier_referrals_domain::value::{AgencyId, MessageId};

use super::{Fault, Pathway, fault};
use crate::contract::ReferralName;
use crate::projections::Seen;
use crate::store::MessageCodec;

/// One wish about a referral.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Which referral.
    pub(crate) name: ReferralName,
    /// The caller's key for this wish.
    pub(crate) request_id: Uuid,
    /// Of the request.
    pub(crate) fingerprint: [u8; 32],
    /// The version that the caller saw.
    pub(crate) expected_version: Option<i64>,
}

/// What is written in the same append as a referral moves.
#[derive(Clone, Debug)]
pub(super) struct Enclosed {
    pub(super) id: MessageId,
    pub(super) event: message::Event,
    pub(super) ring: KeyRing,
}

impl Pathway {
    /// Decides and stores an agency's answer; the referral after it.
    pub(crate) async fn answer(
        &self,
        principal: &Principal,
        agency: AgencyId,
        answer: Answer,
        command: Command,
    ) -> Result<Seen, Fault> {
        self.moved(principal, Some(agency), answer, command, None).await
    }

    /// Decides and stores what a centre wants of a referral of its own; the referral after it.
    pub(crate) async fn ask(
        &self,
        principal: &Principal,
        asked: Answer,
        command: Command,
    ) -> Result<Seen, Fault> {
        self.moved(principal, None, asked, command, None).await
    }

    /// As both: for an agency when one is named. What is enclosed is stored with it or not at all.
    pub(super) async fn moved(
        &self,
        principal: &Principal,
        agency: Option<AgencyId>,
        answer: Answer,
        command: Command,
        enclosed: Option<Enclosed>,
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
        let enclose = enclosing(call.clone(), enclosed);
        let done = self.referrals.transact_with(call, stream, KeyRing::none(), decide, enclose);
        let done = Box::pin(done).await.map_err(fault)?;
        // The request log knows a key, not its owner: the answer to another's is not given out.
        match done.state.referral.clone() {
            Some(referral) if is_theirs(&referral, &name, agency) => {
                Ok(Seen::new(done.version, referral))
            }
            _ => Err(fault(TransactError::Rejected(Rejection::NotFound))),
        }
    }
}

/// What a call writes beside the referral.
fn enclosing(
    call: Call,
    enclosed: Option<Enclosed>,
) -> impl Fn(&[Event]) -> Result<Vec<StreamAppend>, StoreError> + Send + Sync + 'static {
    move |_events| {
        let Some(Enclosed { id, event, ring }) = &enclosed else { return Ok(Vec::new()) };
        let event = std::slice::from_ref(event);
        // A message is told once: its stream is new.
        Ok(vec![Streams::<MessageCodec>::appended(&call, id.as_uuid(), 0, ring, event)?])
    }
}

/// Whether a referral is the one that is named, and is there for an agency, or for its centre.
pub(super) fn is_theirs(
    referral: &Referral,
    name: &ReferralName,
    agency: Option<AgencyId>,
) -> bool {
    let request = &referral.request;
    request.referral == name.referral
        && request.centre == name.centre
        && agency.is_none_or(|agency| referral.is_known_to(agency))
}
