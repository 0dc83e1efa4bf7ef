//! How far a referral came, and who read what was disclosed for it.

use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_cases_domain::codes::Progress;
use sentier_cases_domain::id::{AgencyId, CaseId, ReferralId};
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_eventing::store::Stamp;
use sentier_kernel::{Category, Explain as _};
use sentier_platform::grpc::fingerprint;
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{ReferralRef, ReferralsEvent};

use crate::application::{Cases, Fault};

/// Takes up what the referrals service tells.
pub(crate) struct OnReferrals(pub Cases);

/// What is told of a referral.
enum Told {
    Progress(Progress),
    Read,
}

impl Reaction for OnReferrals {
    fn name(&self) -> &'static str {
        "cases_on_referrals"
    }

    fn service(&self) -> &'static str {
        "referrals"
    }

    fn facts(&self) -> &'static [&'static str] {
        &[
            "referral_sent",
            "referral_received",
            "referral_accepted",
            "referral_declined",
            "referral_completed",
            "referral_revoked",
            "disclosure_read",
        ]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        Box::pin(self.take(message))
    }
}

impl OnReferrals {
    async fn take(&self, message: &Delivered) -> Result<(), ReactionError> {
        let event = ReferralsEvent::decode(message.payload.as_slice())
            .map_err(|_malformed| poison("not an event of referrals"))?;
        let print = fingerprint(&event);
        let fact = event.fact.ok_or_else(|| poison("not a fact that is known here"))?;
        let by_service = is_by_service(&fact);
        let (told, about) = told(fact).ok_or_else(|| poison("a fact about no referral"))?;
        let case: CaseId = about.case_id.parse().map_err(|_id| poison("not a case id"))?;
        let referral: ReferralId =
            about.referral_id.parse().map_err(|_id| poison("not a referral id"))?;
        let agency: AgencyId = about.agency_id.parse().map_err(|_id| poison("not an agency id"))?;
        let known = self
            .0
            .known(case)
            .await
            .map_err(|fault| reaction(&fault))?
            .filter(|known| known.centre == message.centre)
            .ok_or_else(|| poison("no such case at this centre"))?;
        let principal =
            if by_service { "services/referrals".to_owned() } else { name::agency(agency) };
        let stamp = Stamp {
            request_id: message.request_id(self.name()),
            fingerprint: print,
            principal,
            centre: message.centre.clone(),
            at: self.0.host.env.clock.now(),
        };
        let done = match told {
            Told::Progress(progress) => {
                self.0.record_referral_progress(stamp, &known, referral, progress).await
            }
            Told::Read => self.0.record_disclosure_read(stamp, &known, referral, agency).await,
        };
        done.map_err(|fault| reaction(&fault))
    }
}

/// Whether the referrals service did it, and not the agency.
const fn is_by_service(fact: &Fact) -> bool {
    match fact {
        Fact::ReferralSent(_) | Fact::ReferralRevoked(_) => true,
        Fact::ReferralDeclined(declined) => declined.never_sent,
        Fact::ReferralReceived(_)
        | Fact::ReferralAccepted(_)
        | Fact::ReferralCompleted(_)
        | Fact::DisclosureRead(_) => false,
    }
}

fn told(fact: Fact) -> Option<(Told, ReferralRef)> {
    let (told, about) = match fact {
        Fact::ReferralSent(it) => (Told::Progress(Progress::Sent), it.referral),
        Fact::ReferralReceived(it) => (Told::Progress(Progress::Received), it.referral),
        Fact::ReferralAccepted(it) => (Told::Progress(Progress::Accepted), it.referral),
        Fact::ReferralDeclined(it) => (Told::Progress(Progress::Declined), it.referral),
        Fact::ReferralCompleted(it) => (Told::Progress(Progress::Completed), it.referral),
        Fact::ReferralRevoked(it) => (Told::Progress(Progress::Revoked), it.referral),
        Fact::DisclosureRead(it) => (Told::Read, it.referral),
    };
    Some((told, about?))
}

fn poison(reason: &str) -> ReactionError {
    ReactionError::Poison(reason.to_owned())
}

/// A refusal stays one however often it is tried; a fault passes.
fn reaction(fault: &Fault) -> ReactionError {
    match fault.category() {
        Category::Down | Category::Busy | Category::Stale => {
            ReactionError::Retry(fault.reason().to_owned())
        }
        _ => ReactionError::Poison(fault.reason().to_owned()),
    }
}
