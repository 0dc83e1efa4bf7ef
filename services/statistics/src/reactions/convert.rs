//! The contract's codes as the figures' codes. A code that is not known is no code.

use sentier_proto::cases::events::v1::IncidentFacts;
use sentier_proto::common::v1 as pb;
use sentier_statistics_domain::figures::{Command, IncidentCell};
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, Sex};

pub(super) fn incident(facts: &IncidentFacts) -> Option<Command> {
    let recorded = facts.record_month.as_ref()?;
    let month =
        Month::try_new(u16::try_from(recorded.year).ok()?, u8::try_from(recorded.month).ok()?);
    let (month, cell) = (month.ok()?, cell(facts)?);
    let former = facts.replaced.as_deref().map(self::cell);
    Some(match (former, facts.takes_back.is_empty()) {
        // A correction keeps the month: an incident is recorded once.
        (Some(former), true) => Command::RecountIncident { month, former: former?, cell },
        (Some(former), false) => Command::RecountIncident { month, former: cell, cell: former? },
        (None, true) => Command::CountIncident { month, cell },
        (None, false) => Command::UncountIncident { month, cell },
    })
}

fn cell(facts: &IncidentFacts) -> Option<IncidentCell> {
    Some(IncidentCell {
        incident_type: incident_type(facts.r#type)?,
        age_band: age_band(facts.age_band)?,
        sex: sex(facts.sex)?,
    })
}

pub(super) fn incident_type(code: i32) -> Option<IncidentType> {
    match pb::IncidentType::try_from(code).ok()? {
        pb::IncidentType::Unspecified => None,
        pb::IncidentType::Rape => Some(IncidentType::Rape),
        pb::IncidentType::SexualAssault => Some(IncidentType::SexualAssault),
        pb::IncidentType::PhysicalAssault => Some(IncidentType::PhysicalAssault),
        pb::IncidentType::ForcedMarriage => Some(IncidentType::ForcedMarriage),
        pb::IncidentType::DenialOfResources => Some(IncidentType::DenialOfResources),
        pb::IncidentType::PsychologicalAbuse => Some(IncidentType::PsychologicalAbuse),
        pb::IncidentType::NonGbv => Some(IncidentType::NonGbv),
    }
}

pub(super) fn age_band(code: i32) -> Option<AgeBand> {
    Some(match pb::AgeBand::try_from(code).ok()? {
        pb::AgeBand::Unspecified => AgeBand::Unknown,
        pb::AgeBand::AgeBand0To11 => AgeBand::From0To11,
        pb::AgeBand::AgeBand12To17 => AgeBand::From12To17,
        pb::AgeBand::AgeBand18To24 => AgeBand::From18To24,
        pb::AgeBand::AgeBand25To34 => AgeBand::From25To34,
        pb::AgeBand::AgeBand35To49 => AgeBand::From35To49,
        pb::AgeBand::AgeBand50AndOver => AgeBand::From50,
    })
}

pub(super) fn sex(code: i32) -> Option<Sex> {
    match pb::Sex::try_from(code).ok()? {
        pb::Sex::Unspecified => None,
        pb::Sex::Female => Some(Sex::Female),
        pb::Sex::Male => Some(Sex::Male),
    }
}

pub(super) fn need(code: i32) -> Option<Need> {
    match pb::Need::try_from(code).ok()? {
        pb::Need::Unspecified => None,
        pb::Need::ClinicalManagementOfRape => Some(Need::ClinicalManagementOfRape),
        pb::Need::HealthCare => Some(Need::HealthCare),
        pb::Need::PsychosocialSupport => Some(Need::PsychosocialSupport),
        pb::Need::SafetyAndShelter => Some(Need::SafetyAndShelter),
        pb::Need::LegalAid => Some(Need::LegalAid),
        pb::Need::Police => Some(Need::Police),
        pb::Need::Livelihood => Some(Need::Livelihood),
        pb::Need::ChildProtection => Some(Need::ChildProtection),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_contract_has_one_of_ours_and_the_unspecified_has_none() {
        let types: Vec<_> = (0..=7).filter_map(incident_type).collect();
        assert_eq!(types, IncidentType::ALL);
        let bands: Vec<_> = (0..=6).filter_map(age_band).collect();
        assert_eq!(bands, AgeBand::ALL);
        assert_eq!((0..=2).filter_map(sex).collect::<Vec<_>>(), Sex::ALL);
        assert_eq!((0..=8).filter_map(need).collect::<Vec<_>>(), Need::ALL);
        for none in [incident_type(8).is_none(), age_band(7).is_none(), need(9).is_none()] {
            assert!(none);
        }
    }

    #[test]
    fn facts_without_a_month_are_no_facts() {
        let mut facts = IncidentFacts { r#type: 1, sex: 1, ..IncidentFacts::default() };
        assert_eq!(incident(&facts), None);
        facts.record_month = Some(pb::Date { year: 2026, month: 13, day: 1 });
        assert_eq!(incident(&facts), None);
        facts.record_month = Some(pb::Date { year: 2026, month: 11, day: 1 });
        assert!(incident(&facts).is_some());
    }
}
