//! What of this context's events the world may know: the allow-list of `sentier.referrals.events.v1`.
//!
//! PRIVACY: opaque ids, the need and life-cycle facts; a disclosure or the directory never leave here.

mod inbound;
mod measured;
mod onward;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_eventing::{EventStore, StoredEvent, Streams};
use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{
    AppointmentCancelled, AttendanceRecorded, CancellationRequested, DisclosureRead,
    InterimNoteAdded, MessageSent, ReferralAccepted, ReferralCancelled, ReferralCompleted,
    ReferralDeclined, ReferralExpired, ReferralReceived, ReferralRef, ReferralRevoked,
    ReferralScheduled, ReferralSent, ReferralsEvent, ServiceStarted,
};
use sentier_referrals_domain::referral::{Event, Request};
use sentier_referrals_domain::value::{DeclineReason, Refusal};

use crate::contract;
use crate::store::{InboundCodec, ReferralCodec};

/// Translates stored events.
#[derive(Debug)]
pub(crate) struct Teller {
    referrals: Streams<ReferralCodec>,
    inbound: Streams<InboundCodec>,
}

impl Teller {
    /// Translates what stands in a store.
    pub(crate) fn new(store: &EventStore) -> Self {
        Self { referrals: Streams::new(store), inbound: Streams::new(store) }
    }

    /// What was asked, and when it reached the inbox: the first event of every referral says it.
    async fn beginning(
        &self,
        stored: &StoredEvent,
    ) -> Result<(Request, Option<Moment>), PublishError> {
        let first = self.referrals.history(stored.stream, 0, 1).await;
        let first = first.map_err(|_fault| PublishError("the referral cannot be read"))?;
        match first.into_iter().next().map(|recorded| recorded.event) {
            Some(Event::ReferralSent { request, at, .. }) => Ok((request, Some(at))),
            Some(Event::RequestRefused { request, .. }) => Ok((request, None)),
            _ => Err(PublishError("the referral has no beginning")),
        }
    }
}

impl Teller {
    /// Whether an earlier event of the referral tells that she came or is served.
    async fn served_before(&self, stored: &StoredEvent) -> Result<bool, PublishError> {
        let mut after = 0;
        loop {
            let page = self.referrals.history(stored.stream, after, PAGE).await;
            let page = page.map_err(|_fault| PublishError("the referral cannot be read"))?;
            let Some(last) = page.last() else { return Ok(false) };
            after = last.version;
            let mut earlier = page.iter().take_while(|one| one.version < stored.version);
            if earlier.any(|one| measured::serves(&one.event)) {
                return Ok(true);
            }
            if after >= stored.version {
                return Ok(false);
            }
        }
    }
}

/// Events that are read at once.
const PAGE: u32 = 500;

impl Publisher for Teller {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            if InboundCodec::TYPES.contains(&event.event_type.as_str()) {
                return self.inbound(event).await;
            }
            let decoded = ReferralCodec::withheld(&event.event_type, &event.payload)
                .map_err(|_fault| PublishError("the event cannot be read"))?;
            let Some(decoded) = decoded else { return Ok(Vec::new()) };
            let (request, sent_at) = self.beginning(event).await?;
            let told = told(&decoded, reference(&request));
            let told = told.map(|(fact, told)| published(event, fact, told));
            let measured = match sent_at {
                Some(sent_at) => {
                    let before = measured::serves(&decoded) && self.served_before(event).await?;
                    measured::of(&decoded, &request, sent_at, before)
                }
                None => Vec::new(),
            };
            let measured = measured.into_iter().enumerate();
            let measured = measured.map(|one| measured::published(event, one));
            Ok(told.into_iter().chain(measured).collect())
        }
        .boxed()
    }
}

/// The allow-list; an event that is not here stays inside.
fn told(event: &Event, referral: ReferralRef) -> Option<(&'static str, Fact)> {
    let referral = Some(referral);
    Some(match event {
        Event::ReferralSent { .. } => {
            ("referral_sent", Fact::ReferralSent(ReferralSent { referral }))
        }
        Event::RequestRefused { refusal, .. } => refused(*refusal, referral),
        Event::ReferralReceived { .. } => {
            ("referral_received", Fact::ReferralReceived(ReferralReceived { referral }))
        }
        Event::ReferralAccepted { .. } => {
            ("referral_accepted", Fact::ReferralAccepted(ReferralAccepted { referral }))
        }
        Event::ReferralDeclined { reason, .. } => declined(*reason, referral, false),
        Event::ReferralCompleted { outcome, .. } => {
            let outcome = contract::outcome(*outcome);
            let fact = ReferralCompleted { referral, outcome };
            ("referral_completed", Fact::ReferralCompleted(fact))
        }
        Event::ReferralRevoked { .. } => revoked(referral, false),
        Event::DisclosureRead { .. } => {
            ("disclosure_read", Fact::DisclosureRead(DisclosureRead { referral }))
        }
        // PRIVACY: that something was written is told, and who wrote; what it says stays here. So does when
        // she is expected.
        Event::MessageSent { by_agency, .. } => {
            let by_agency = *by_agency;
            ("message_sent", Fact::MessageSent(MessageSent { referral, by_agency }))
        }
        Event::InterimNoteAdded { .. } => {
            ("interim_note_added", Fact::InterimNoteAdded(InterimNoteAdded { referral }))
        }
        Event::DisclosureEnded { .. }
        | Event::DisclosureDestroyed { .. }
        | Event::MessagesDestroyed { .. } => return None,
        Event::Onward(event) => return onward::told(event, referral),
        moved => return moved_on(moved, referral),
    })
}

/// What happened between an acceptance and its end.
fn moved_on(event: &Event, referral: Option<ReferralRef>) -> Option<(&'static str, Fact)> {
    Some(match event {
        Event::ReferralScheduled { .. } => {
            ("referral_scheduled", Fact::ReferralScheduled(ReferralScheduled { referral }))
        }
        Event::AppointmentCancelled { .. } => {
            let fact = AppointmentCancelled { referral };
            ("appointment_cancelled", Fact::AppointmentCancelled(fact))
        }
        Event::ReferralAttended { .. } => attendance(referral, true),
        Event::AppointmentMissed { .. } => attendance(referral, false),
        Event::ServiceStarted { .. } => {
            ("service_started", Fact::ServiceStarted(ServiceStarted { referral }))
        }
        Event::CancellationRequested { .. } => {
            let fact = CancellationRequested { referral };
            ("cancellation_requested", Fact::CancellationRequested(fact))
        }
        Event::ReferralCancelled { .. } => {
            ("referral_cancelled", Fact::ReferralCancelled(ReferralCancelled { referral }))
        }
        Event::ReferralExpired { next, .. } => {
            let fact = ReferralExpired {
                referral,
                next_agency_id: next.map_or_else(String::new, |next| next.agency.to_string()),
                next_structure_id: next.map_or_else(String::new, |next| next.structure.to_string()),
            };
            ("referral_expired", Fact::ReferralExpired(fact))
        }
        _ => return None,
    })
}

fn attendance(referral: Option<ReferralRef>, attended: bool) -> (&'static str, Fact) {
    let fact = AttendanceRecorded { referral, attended };
    ("attendance_recorded", Fact::AttendanceRecorded(fact))
}

fn refused(refusal: Refusal, referral: Option<ReferralRef>) -> (&'static str, Fact) {
    match refusal {
        Refusal::Consent => revoked(referral, true),
        Refusal::AgencyNotActive => declined(DeclineReason::Closed, referral, true),
        Refusal::ServiceNotOffered | Refusal::CasesNotTakenOver => {
            declined(DeclineReason::ServiceNotOffered, referral, true)
        }
    }
}

fn revoked(referral: Option<ReferralRef>, never_sent: bool) -> (&'static str, Fact) {
    ("referral_revoked", Fact::ReferralRevoked(ReferralRevoked { referral, never_sent }))
}

fn declined(
    reason: DeclineReason,
    referral: Option<ReferralRef>,
    never_sent: bool,
) -> (&'static str, Fact) {
    let reason = contract::reason(reason);
    let fact = ReferralDeclined { referral, reason, never_sent };
    ("referral_declined", Fact::ReferralDeclined(fact))
}

fn reference(request: &Request) -> ReferralRef {
    ReferralRef {
        referral_id: request.referral.to_string(),
        case_id: request.case.to_string(),
        agency_id: request.agency.to_string(),
        structure_id: request.structure.to_string(),
        need: contract::need(request.need),
    }
}

fn published(event: &StoredEvent, fact: &'static str, told: Fact) -> Published {
    let event_id = event.event_id();
    let envelope = EventEnvelope {
        event_id: event_id.to_string(),
        centre: event.centre.clone(),
        position: event.position,
        occur_time: Some(timestamp(event.at)),
        // Whoever follows referrals must know each of these facts.
        may_ignore: false,
    };
    let message = ReferralsEvent { envelope: Some(envelope), fact: Some(told) };
    Published { event_id, fact, centre: event.centre.clone(), payload: message.encode_to_vec() }
}
