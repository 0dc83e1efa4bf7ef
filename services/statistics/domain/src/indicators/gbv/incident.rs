//! One incident as the statistics are told of it. It is counted at once and kept nowhere.

use super::codes::{
    AgeStep, Disability, DisplacementStage, DisplacementStatus, HealthReach, IncidentContext,
    MaritalStatus, Occupation, PartOfDay, PerpetratorAgeGroup, PerpetratorCount, PlaceType,
    ReferralSource, Relationship, Sector, SectorStatus, Separation, YesNo,
};
use crate::value::{AgeBand, IncidentType, ReportDelay, Sex};

/// An incident in codes; what is absent is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Core type.
    pub incident_type: IncidentType,
    /// Sex.
    pub sex: Sex,
    /// Age band at the incident.
    pub age_band: AgeBand,
    /// Her age at the incident, in steps.
    pub age_step: Option<AgeStep>,
    /// From the incident to its report.
    pub report_delay: Option<ReportDelay>,
    /// Part of the day.
    pub part_of_day: Option<PartOfDay>,
    /// Marital status.
    pub marital_status: Option<MaritalStatus>,
    /// Displacement status at report.
    pub displacement_status: Option<DisplacementStatus>,
    /// Disability.
    pub disability: Option<Disability>,
    /// Whether she was a child without her parents.
    pub separation: Option<Separation>,
    /// Stage of displacement.
    pub displacement_stage: Option<DisplacementStage>,
    /// Kind of place.
    pub place_type: Option<PlaceType>,
    /// Whether there were incidents before.
    pub previous_incidents: Option<YesNo>,
    /// How many primary perpetrators.
    pub perpetrator_count: Option<PerpetratorCount>,
    /// The primary perpetrators that are described.
    pub perpetrators: Vec<Perpetrator>,
    /// Who referred her to the centre.
    pub referred_from: Option<ReferralSource>,
    /// What became of each sector.
    pub sectors: Vec<(Sector, SectorStatus)>,
    /// Contexts that follow from it.
    pub contexts: Vec<IncidentContext>,
    /// Of a rape: how soon she was at a health service.
    pub health_reach: Option<HealthReach>,
}

/// A primary perpetrator, in codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Perpetrator {
    /// Age group.
    pub age_group: PerpetratorAgeGroup,
    /// What he is to her.
    pub relationship: Relationship,
    /// What he does for a living.
    pub occupation: Option<Occupation>,
}

impl Incident {
    /// Whether it is rape or sexual assault.
    pub const fn is_sexual(&self) -> bool {
        matches!(self.incident_type, IncidentType::Rape | IncidentType::SexualAssault)
    }

    /// Whether she was a woman or girl of 15 years or more (the population of SDG 5.2).
    pub fn is_of_sdg(&self) -> bool {
        let old_enough = self.age_step.is_some_and(|step| step >= AgeStep::From15To17);
        self.sex == Sex::Female && old_enough
    }

    /// Whether a health service was given or she was referred to one.
    pub fn has_health_service(&self) -> bool {
        self.sectors.iter().any(|(sector, status)| {
            *sector == Sector::Health
                && matches!(
                    status,
                    SectorStatus::Referred
                        | SectorStatus::ProvidedHere
                        | SectorStatus::AlreadyReceived
                )
        })
    }
}
