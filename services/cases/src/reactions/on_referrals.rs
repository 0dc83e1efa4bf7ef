//! How far a referral came, and who read what was disclosed for it.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_cases_domain::codes::{Outcome, Progress};
use sentier_cases_domain::id::{AgencyId, CaseId, ReferralId};
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_eventing::store::Stamp;
use sentier_kernel::{Category, Explain as _};
use sentier_platform::grpc::{fingerprint, moment};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{ReferralRef, ReferralsEvent};

use super::by_agency;
use crate::application::{Cases, Fault, Known, ReferralAnswer};
use crate::codes::Coded as _;

/// Takes up what the referrals service tells.
pub(crate) struct OnReferrals(pub Cases);

/// What is told of a referral.
enum Told {
    Progress(Progress),
    Read,
    Expired,
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
            "referral_scheduled",
            "appointment_cancelled",
            "attendance_recorded",
            "service_started",
            "cancellation_requested",
            "referral_cancelled",
            "referral_expired",
            "onward_proposed",
            "onward_withdrawn",
            "inbound_taken",
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
        let happened_at = event.envelope.and_then(|envelope| moment(envelope.occur_time.as_ref()?));
        let fact = event.fact.ok_or_else(|| poison("not a fact that is known here"))?;
        if let Some(word) = by_agency::word(&fact)? {
            return self.hear(message, print, word).await;
        }
        let by_service = is_by_service(&fact);
        let outcome = outcome(&fact)?;
        let (told, about) = told(fact).ok_or_else(|| poison("a fact about no referral"))?;
        let case: CaseId = about.case_id.parse().map_err(|_id| poison("not a case id"))?;
        let referral: ReferralId =
            about.referral_id.parse().map_err(|_id| poison("not a referral id"))?;
        let agency: AgencyId = about.agency_id.parse().map_err(|_id| poison("not an agency id"))?;
        let known = self.case(message, case).await?;
        let principal =
            if by_service { "services/referrals".to_owned() } else { name::agency(agency) };
        let stamp = self.stamp(message, print, principal);
        // A message without a time was stored nowhere; it happens now.
        let happened_at = happened_at.unwrap_or(stamp.at);
        let answer = |progress| ReferralAnswer { progress, outcome, happened_at };
        let done = match told {
            Told::Progress(progress) => {
                self.0.record_referral_progress(stamp, &known, referral, answer(progress)).await
            }
            Told::Read => self.0.record_disclosure_read(stamp, &known, referral, agency).await,
            Told::Expired => self.expired(stamp, &known, referral, answer(Progress::Expired)).await,
        };
        done.map_err(|fault| reaction(&fault))
    }

    /// An agency's word beyond its referral.
    async fn hear(
        &self,
        message: &Delivered,
        print: [u8; 32],
        word: by_agency::Word,
    ) -> Result<(), ReactionError> {
        let known = self.case(message, word.case).await?;
        let stamp = self.stamp(message, print, name::agency(word.agency));
        let heard = self.0.hear_agency(stamp, &known, word.command).await;
        heard.map_err(|fault| reaction(&fault))
    }

    /// The case that a message is about.
    async fn case(&self, message: &Delivered, case: CaseId) -> Result<Arc<Known>, ReactionError> {
        let known = self.0.known(case).await.map_err(|fault| reaction(&fault))?;
        let known = known.filter(|known| known.centre == message.centre);
        known.ok_or_else(|| poison("no such case at this centre"))
    }

    fn stamp(&self, message: &Delivered, fingerprint: [u8; 32], principal: String) -> Stamp {
        Stamp {
            request_id: message.request_id(self.name()),
            fingerprint,
            principal,
            centre: message.centre.clone(),
            at: self.0.host.env.clock.now(),
        }
    }

    /// It expired; then another structure is asked, if she consented to it.
    async fn expired(
        &self,
        stamp: Stamp,
        known: &Known,
        referral: ReferralId,
        answer: ReferralAnswer,
    ) -> Result<(), Fault> {
        self.0.record_referral_progress(stamp.clone(), known, referral, answer).await?;
        self.0.escalate_referral(stamp, known, referral).await
    }
}

/// What a completion led to; none of another fact.
fn outcome(fact: &Fact) -> Result<Option<Outcome>, ReactionError> {
    match fact {
        Fact::ReferralCompleted(it) => {
            let outcome = Outcome::of_number(it.outcome);
            outcome.map(Some).ok_or_else(|| poison("not an outcome that is known here"))
        }
        _ => Ok(None),
    }
}

/// Whether the referrals service did it, and not the agency.
const fn is_by_service(fact: &Fact) -> bool {
    match fact {
        Fact::ReferralSent(_)
        | Fact::ReferralRevoked(_)
        | Fact::ReferralExpired(_)
        | Fact::CancellationRequested(_)
        | Fact::ReferralCancelled(_) => true,
        Fact::ReferralDeclined(declined) => declined.never_sent,
        _ => false,
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
        Fact::ReferralScheduled(it) => (Told::Progress(Progress::Scheduled), it.referral),
        // It stands where it stood before there was an appointment.
        Fact::AppointmentCancelled(it) => (Told::Progress(Progress::Accepted), it.referral),
        Fact::AttendanceRecorded(it) => {
            let progress = if it.attended { Progress::Attended } else { Progress::NoShow };
            (Told::Progress(progress), it.referral)
        }
        Fact::ServiceStarted(it) => (Told::Progress(Progress::InService), it.referral),
        Fact::CancellationRequested(it) => (Told::Progress(Progress::CancelRequested), it.referral),
        Fact::ReferralCancelled(it) => (Told::Progress(Progress::Cancelled), it.referral),
        Fact::ReferralExpired(it) => (Told::Expired, it.referral),
        // Read where they are kept, heard as words of the agency, or for figures.
        Fact::InterimNoteAdded(_)
        | Fact::MessageSent(_)
        | Fact::OnwardProposed(_)
        | Fact::OnwardWithdrawn(_)
        | Fact::InboundTaken(_)
        | Fact::ResponseMeasured(_) => return None,
    };
    Some((told, about?))
}

pub(super) fn poison(reason: &str) -> ReactionError {
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
