//! What the releases for analysts count of a survivor, sealed to the statistics; told anew when she is referred; and
//! that she left them.
//!
//! PRIVACY: codes and a month; no id of a case. She goes under a handle that follows from an id which is
//! published nowhere, so that nobody who listens can make it.

use sentier_cases_domain::case::{Event, merge};
use sentier_cases_domain::id::{CaseId, IncidentId};
use sentier_cases_domain::value::Date;
use sentier_eventing::StoredEvent;
use sentier_eventing::facts::SealingKey;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::grpc::timestamp;
use sentier_platform::ids::derived;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{
    IncidentFacts, PerpetratorOccupation, SurvivorCounted, SurvivorFacts, SurvivorFactsReleased,
    SurvivorPerpetrator,
};
use sentier_proto::cases::v1::{Disability, DisplacementStatus};
use sentier_proto::common::v1::Sex;

use super::{FactsPublisher, PublishError, incident_facts};
use crate::application::{self, Known, NearestPerpetrator};
use crate::codes::Coded;

/// What the facts of a survivor are sealed for.
const SURVIVOR_FACTS: &str = "statistics.survivor";
/// The label under which handles of the releases are derived.
const RELEASES: &str = "releases";

/// The id of what is published of an event for the releases: the broker takes an id once.
fn event_id(stored: &StoredEvent) -> Uuid {
    derived(stored.event_id(), "survivor facts")
}

/// Whether an event can end that a survivor is counted.
pub(super) const fn may_leave(event: &Event) -> bool {
    match event {
        Event::ConsentWithdrawn { .. } | Event::SurvivorErased { .. } => true,
        Event::Merge(event) => matches!(event.fact, merge::Fact::Followed { .. }),
        _ => false,
    }
}

/// What is counted of a survivor, beside what is published of her incident.
pub(super) fn counted(
    stored: &StoredEvent,
    known: &Known,
    incident: IncidentId,
    (plain, facts): (&IncidentFacts, application::SurvivorFacts),
    key: &SealingKey,
) -> Result<(Uuid, Fact), PublishError> {
    let perpetrator = match facts.perpetrator {
        NearestPerpetrator::Other => SurvivorPerpetrator::Unspecified,
        NearestPerpetrator::Family => SurvivorPerpetrator::Family,
        NearestPerpetrator::Partner => SurvivorPerpetrator::Partner,
    };
    let counted = SurvivorCounted {
        register_month: plain.record_month,
        r#type: plain.r#type,
        age_band: plain.age_band,
        perpetrator: perpetrator.into(),
        consent_expire_time: facts.consent_until.map(timestamp),
        male: plain.sex() == Sex::Male,
        disability: matches!(
            plain.disability(),
            Disability::Mental | Disability::Physical | Disability::Both
        ),
        displaced: displaced(plain.displacement_status()),
        uniformed: plain
            .perpetrators
            .iter()
            .any(|one| one.occupation() == PerpetratorOccupation::SecurityForces),
        report_delay: plain.report_delay,
        services: facts.services.into_iter().map(Coded::number).collect(),
    };
    // Whom another organisation counts in the same figures is not counted again.
    let counted = (!plain.counted_elsewhere).then_some(counted);
    let incident_ref = derived(incident.as_uuid(), RELEASES).to_string();
    let facts = SurvivorFacts { survivor_ref: handle(known), incident_ref, counted };
    sealed(stored, &facts, key)
}

/// Whom her status takes for displaced: not residents, nor foreigners who live here.
const fn displaced(status: DisplacementStatus) -> bool {
    match status {
        DisplacementStatus::Idp
        | DisplacementStatus::Refugee
        | DisplacementStatus::StatelessPerson
        | DisplacementStatus::Returnee
        | DisplacementStatus::AsylumSeeker => true,
        DisplacementStatus::Unspecified
        | DisplacementStatus::Resident
        | DisplacementStatus::ForeignNational => false,
    }
}

impl FactsPublisher {
    /// What is counted of a survivor with the service for which she was referred at `at`; nothing when no
    /// incident of hers stands in the figures of that year.
    pub(super) async fn referred(
        &self,
        stored: &StoredEvent,
        at: Moment,
    ) -> Result<Option<(Uuid, Fact)>, PublishError> {
        let known = self.real(CaseId::from_uuid(stored.stream)).await?;
        let Some(known) = known else { return Ok(None) };
        // The key first: nothing is opened that cannot be sealed again.
        let key = self.keys.key().await?;
        let reading = derived(stored.event_id(), "reading");
        let told = self.cases.referred(&known, Date::of(at).year(), reading).await;
        let Some((incident, facts, survivor)) = told.map_err(|_fault| super::UNREAD)? else {
            return Ok(None);
        };
        let told = (&incident_facts::plain(&facts), survivor);
        counted(stored, &known, incident, told, &key).map(Some)
    }

    /// That a survivor left the statistics by this event; nothing when she did not.
    pub(super) async fn left(
        &self,
        stored: &StoredEvent,
    ) -> Result<Option<(Uuid, Fact)>, PublishError> {
        let known = self.real(CaseId::from_uuid(stored.stream)).await?;
        let Some(known) = known else { return Ok(None) };
        if !self.cases.left_the_statistics(&known).await.map_err(|_fault| super::UNREAD)? {
            return Ok(None);
        }
        let key = self.keys.key().await?;
        let facts = SurvivorFacts { survivor_ref: handle(&known), ..SurvivorFacts::default() };
        sealed(stored, &facts, &key).map(Some)
    }
}

fn handle(known: &Known) -> String {
    derived(known.survivor.as_uuid(), RELEASES).to_string()
}

fn sealed(
    stored: &StoredEvent,
    facts: &SurvivorFacts,
    key: &SealingKey,
) -> Result<(Uuid, Fact), PublishError> {
    let event_id = event_id(stored);
    let facts = key.seal(SURVIVOR_FACTS, event_id, facts);
    let facts = facts.map_err(|_opaque| PublishError("facts cannot be sealed"))?;
    let fact = Fact::SurvivorFactsReleased(SurvivorFactsReleased { facts: Some(facts) });
    Ok((event_id, fact))
}
