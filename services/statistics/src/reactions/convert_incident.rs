//! An incident's facts in the codes of the statistics. A code that is not known is no fact.
//!
//! Numbers of the contract follow the order of our codes from 1 on; the tests hold that by their names.

use sentier_proto::cases::events::v1::{IncidentFacts, PerpetratorFacts};
use sentier_proto::cases::v1::SectorOutcome;
use sentier_statistics_domain::indicators::gbv::codes::{
    AgeStep, Disability, DisplacementStage, DisplacementStatus, HealthReach, IncidentContext,
    MaritalStatus, Occupation, PartOfDay, PerpetratorAgeGroup, PerpetratorCount, PlaceType,
    ReferralSource, Relationship, Sector, SectorStatus, Separation, YesNo,
};
use sentier_statistics_domain::indicators::gbv::{Incident, Perpetrator};
use sentier_statistics_domain::value::ReportDelay;

use super::convert;

/// A number of the contract; `None` for one that is not known.
struct Coded<T>(Option<T>);

/// The code with a number; absent when it is not given.
fn coded<T: Copy>(number: i32, all: &[T]) -> Option<Coded<T>> {
    if number == 0 {
        return Some(Coded(None));
    }
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    all.get(at).map(|code| Coded(Some(*code)))
}

/// A code that must be given.
pub(super) fn given<T: Copy>(number: i32, all: &[T]) -> Option<T> {
    coded(number, all)?.0
}

pub(super) fn incident(facts: &IncidentFacts) -> Option<Incident> {
    Some(Incident {
        incident_type: convert::incident_type(facts.r#type)?,
        sex: convert::sex(facts.sex)?,
        age_band: convert::age_band(facts.age_band)?,
        age_step: coded(facts.age_step, AgeStep::ALL)?.0,
        report_delay: coded(facts.report_delay, ReportDelay::ALL)?.0,
        part_of_day: coded(facts.part_of_day, PartOfDay::ALL)?.0,
        marital_status: coded(facts.marital_status, MaritalStatus::ALL)?.0,
        displacement_status: coded(facts.displacement_status, DisplacementStatus::ALL)?.0,
        disability: coded(facts.disability, Disability::ALL)?.0,
        separation: coded(facts.separation, Separation::ALL)?.0,
        displacement_stage: coded(facts.displacement_stage, DisplacementStage::ALL)?.0,
        place_type: coded(facts.place_type, PlaceType::ALL)?.0,
        previous_incidents: coded(facts.previous_incidents, YesNo::ALL)?.0,
        perpetrator_count: coded(facts.perpetrator_count, PerpetratorCount::ALL)?.0,
        perpetrators: facts.perpetrators.iter().map(perpetrator).collect::<Option<_>>()?,
        referred_from: coded(facts.referred_from, ReferralSource::ALL)?.0,
        sectors: facts.sectors.iter().copied().map(sector).collect::<Option<_>>()?,
        contexts: facts
            .contexts
            .iter()
            .map(|number| given(*number, IncidentContext::ALL))
            .collect::<Option<_>>()?,
        health_reach: coded(facts.health_reach, HealthReach::ALL)?.0,
    })
}

fn perpetrator(facts: &PerpetratorFacts) -> Option<Perpetrator> {
    Some(Perpetrator {
        age_group: given(facts.age_group, PerpetratorAgeGroup::ALL)?,
        relationship: given(facts.relationship, Relationship::ALL)?,
        occupation: coded(facts.occupation, Occupation::ALL)?.0,
    })
}

fn sector(outcome: SectorOutcome) -> Option<(Sector, SectorStatus)> {
    Some((given(outcome.sector, Sector::ALL)?, given(outcome.status, SectorStatus::ALL)?))
}

#[cfg(test)]
mod tests {
    use sentier_proto::cases::events::v1 as events;
    use sentier_proto::cases::v1 as cases;
    use sentier_proto::common::v1 as common;
    use sentier_proto::referrals::v1::referral;
    use sentier_statistics_domain::indicators::gbv::codes::{DeclineReason, ResponseTime};

    use super::*;

    /// Every number of the contract has our code of the same name, in the same order.
    macro_rules! same_codes {
        ($($ours:ident = $theirs:path, $prefix:literal $(, $other:literal = $name:literal)*;)+) => {$({
            let mut names = Vec::new();
            for number in 1..100 {
                let Ok(code) = <$theirs>::try_from(number) else { break };
                let name = code.as_str_name().trim_start_matches($prefix).to_lowercase();
                let name = match name.as_str() { $($name => $other.to_owned(),)* _ => name };
                names.push(name);
            }
            let codes: Vec<_> = $ours::ALL.iter().map(|code| code.code().to_owned()).collect();
            assert_eq!(codes, names);
        })+};
    }

    #[test]
    #[expect(clippy::cognitive_complexity, reason = "one table, read from top to bottom")]
    fn the_contract_s_numbers_are_our_codes_in_order() {
        same_codes! {
            AgeStep = events::AgeStep, "AGE_STEP_";
            Occupation = events::PerpetratorOccupation, "PERPETRATOR_OCCUPATION_";
            HealthReach = events::HealthReach, "HEALTH_REACH_",
                "within_72_hours" = "72_hours", "within_120_hours" = "120_hours";
            ResponseTime = events::ResponseTime, "RESPONSE_TIME_",
                "within_24_hours" = "24_hours", "within_72_hours" = "72_hours",
                "within_7_days" = "7_days";
            ReportDelay = events::ReportDelay, "REPORT_DELAY_",
                "to_3_days" = "3_days", "to_5_days" = "5_days", "to_14_days" = "14_days",
                "to_30_days" = "30_days", "to_3_months" = "3_months";
            PartOfDay = common::PartOfDay, "PART_OF_DAY_";
            MaritalStatus = cases::MaritalStatus, "MARITAL_STATUS_";
            DisplacementStatus = cases::DisplacementStatus, "DISPLACEMENT_STATUS_";
            Disability = cases::Disability, "DISABILITY_";
            Separation = cases::Separation, "SEPARATION_";
            DisplacementStage = cases::DisplacementStage, "DISPLACEMENT_STAGE_";
            PlaceType = cases::PlaceType, "PLACE_TYPE_";
            YesNo = cases::YesNo, "YES_NO_";
            PerpetratorCount = cases::PerpetratorCount, "PERPETRATOR_COUNT_";
            PerpetratorAgeGroup = cases::PerpetratorAgeGroup, "PERPETRATOR_AGE_GROUP_";
            Relationship = cases::Relationship, "RELATIONSHIP_";
            ReferralSource = cases::ReferralSource, "REFERRAL_SOURCE_";
            Sector = cases::Sector, "SECTOR_";
            SectorStatus = cases::SectorStatus, "SECTOR_STATUS_";
            IncidentContext = cases::IncidentContext, "INCIDENT_CONTEXT_";
            DeclineReason = referral::DeclineReason, "DECLINE_REASON_";
        }
    }

    #[test]
    fn a_code_of_a_later_contract_is_not_guessed_at() {
        let known = IncidentFacts { r#type: 1, sex: 1, ..IncidentFacts::default() };
        assert!(incident(&known).is_some());
        assert_eq!(incident(&IncidentFacts { place_type: 99, ..known.clone() }), None);
        assert_eq!(incident(&IncidentFacts { contexts: vec![0], ..known }), None);
    }
}
