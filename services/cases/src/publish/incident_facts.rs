//! An incident's facts in the contract's codes, sealed to the statistics.

use sentier_cases_domain::id::{CaseId, IncidentId};
use sentier_eventing::StoredEvent;
use sentier_eventing::facts::SealingKey;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{IncidentFacts, IncidentFactsReleased, PerpetratorFacts};
use sentier_proto::cases::v1::SectorOutcome;
use sentier_proto::common::v1::Date;

use super::{FactsPublisher, PublishError, survivor_facts};
use crate::application::{
    IncidentFacts as Facts, PerpetratorFacts as Perpetrator, ReleasedFacts, TakenBack,
};
use crate::codes::Coded;

/// What the facts of an incident are sealed for.
const INCIDENT_FACTS: &str = "statistics.incident";

impl FactsPublisher {
    /// The facts of an incident that were released.
    pub(super) async fn facts(
        &self,
        stored: &StoredEvent,
        case: CaseId,
        incident: IncidentId,
    ) -> Result<Vec<(Uuid, Fact)>, PublishError> {
        let Some(known) = self.real(case).await? else { return Ok(Vec::new()) };
        // The key first: nothing is opened that cannot be sealed again.
        let key = self.keys.key().await?;
        let event_id: Uuid = stored.event_id();
        let reading = derived(event_id, "reading");
        let wanted = (incident, stored.version);
        let released = self
            .cases
            .incident_facts(&known, wanted, reading)
            .await
            .map_err(|_fault| super::UNREAD)?;
        let Some((released, survivor)) = released else {
            self.unsent.insert(event_id, ());
            return Ok(Vec::new());
        };
        let fact = sealed_incident(&key, event_id, incident, &released, None)?;
        let mut facts = vec![(event_id, fact)];
        if let Some(survivor) = survivor {
            let told = (&plain(&released.facts), survivor);
            facts.push(survivor_facts::counted(stored, &known, incident, told, &key)?);
        }
        Ok(facts)
    }

    /// What a withdrawal takes out of the figures of open months again.
    ///
    /// PRIVACY: these facts leave after the consent ended, because only so they can be taken out; they say
    /// nothing that was not said under it, and where they were not counted they never will be.
    pub(super) async fn taken_back(
        &self,
        stored: &StoredEvent,
        case: CaseId,
    ) -> Result<Vec<(Uuid, Fact)>, PublishError> {
        let Some(known) = self.real(case).await? else { return Ok(Vec::new()) };
        // The key first, as above.
        let key = self.keys.key().await?;
        let reading = derived(stored.event_id(), "reading");
        let back = self
            .cases
            .taken_back(&known, stored.version, reading)
            .await
            .map_err(|_fault| super::UNREAD)?;
        let mut facts = Vec::new();
        for TakenBack { event, incident, released } in back {
            // PRIVACY: what certainly did not leave is not told now that the consent has ended.
            if self.unsent.contains_key(&event) {
                continue;
            }
            let id = derived(event, "taken back");
            let fact = sealed_incident(&key, id, incident, &released, Some(event))?;
            facts.push((id, fact));
        }
        Ok(facts)
    }
}

fn sealed_incident(
    key: &SealingKey,
    id: Uuid,
    incident: IncidentId,
    released: &ReleasedFacts,
    takes_back: Option<Uuid>,
) -> Result<Fact, PublishError> {
    let replaced = released.replaced.as_ref().map(|former| Box::new(plain(former)));
    let takes_back = takes_back.map(|event| event.to_string()).unwrap_or_default();
    let plain = IncidentFacts { replaced, takes_back, ..plain(&released.facts) };
    let sealed = key
        .seal(INCIDENT_FACTS, id, &plain)
        .map_err(|_opaque| PublishError("facts cannot be sealed"))?;
    Ok(Fact::IncidentFactsReleased(IncidentFactsReleased {
        incident_id: incident.to_string(),
        facts: Some(sealed),
    }))
}

/// PRIVACY: codes and a month; no id, no day, no word of hers.
pub(super) fn plain(facts: &Facts) -> IncidentFacts {
    let month = facts.recorded_on;
    let profile = &facts.profile;
    IncidentFacts {
        r#type: facts.incident_type.number(),
        age_band: number(facts.age_band),
        sex: facts.sex.number(),
        record_month: Some(Date { year: month.year(), month: month.month().into(), day: 1 }),
        report_delay: number(facts.report_delay),
        counted_elsewhere: facts.counted_elsewhere,
        age_step: number(facts.age_step),
        part_of_day: number(facts.part_of_day),
        marital_status: number(profile.marital_status),
        displacement_status: number(profile.displacement_status),
        disability: number(profile.disability),
        separation: number(profile.separation),
        displacement_stage: number(facts.displacement_stage),
        place_type: number(facts.place_type),
        previous_incidents: number(facts.previous_incidents),
        perpetrator_count: number(facts.perpetrator_count),
        perpetrators: facts.perpetrators.iter().copied().map(perpetrator).collect(),
        referred_from: number(facts.referred_from),
        sectors: facts
            .sectors
            .iter()
            .map(|(sector, status)| SectorOutcome {
                sector: sector.number(),
                status: status.number(),
            })
            .collect(),
        contexts: facts.contexts.iter().map(|context| context.number()).collect(),
        health_reach: number(facts.health_reach),
        replaced: None,
        takes_back: String::new(),
    }
}

fn number<T: Coded>(code: Option<T>) -> i32 {
    code.map_or(0, Coded::number)
}

fn perpetrator(one: Perpetrator) -> PerpetratorFacts {
    PerpetratorFacts {
        age_group: one.age_group.number(),
        relationship: one.relationship.number(),
        occupation: number(one.occupation),
    }
}
