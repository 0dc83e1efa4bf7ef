//! An incident's facts in the contract's codes.

use sentier_proto::cases::events::v1::{IncidentFacts, PerpetratorFacts};
use sentier_proto::cases::v1::SectorOutcome;
use sentier_proto::common::v1::Date;

use crate::application::{IncidentFacts as Facts, PerpetratorFacts as Perpetrator};
use crate::codes::Coded;

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
        perpetrators: facts.perpetrators.iter().map(perpetrator).collect(),
        referred_from: number(facts.referred_from),
        sectors: facts.sectors.iter().map(|(sector, status)| SectorOutcome {
            sector: sector.number(),
            status: status.number(),
        }).collect(),
        contexts: facts.contexts.iter().map(|context| context.number()).collect(),
        health_reach: number(facts.health_reach),
        replaced: None,
    }
}

fn number<T: Coded>(code: Option<T>) -> i32 {
    code.map_or(0, Coded::number)
}

fn perpetrator(one: &Perpetrator) -> PerpetratorFacts {
    PerpetratorFacts {
        age_group: one.age_group.number(),
        relationship: one.relationship.number(),
        occupation: number(one.occupation),
    }
}
