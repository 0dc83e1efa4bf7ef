//! The contract's codes as the figures' codes. A code that is not known is no code.

use sentier_proto::cases::events::v1::IncidentFacts;
use sentier_proto::common::v1 as pb;
use sentier_statistics_domain::figures::{Command, IncidentCell};
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, Sex};

/// Facts that say what the contract does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// What to count of an incident: nothing where another organisation counts it in the same figures, and
/// after a correction only the difference.
pub(super) fn incident(facts: &IncidentFacts) -> Result<Option<Command>, Malformed> {
    let recorded = facts.record_month.as_ref().ok_or(Malformed)?;
    let month = u16::try_from(recorded.year).ok().zip(u8::try_from(recorded.month).ok());
    let month =
        month.and_then(|(year, month)| Month::try_new(year, month).ok()).ok_or(Malformed)?;
    let now = counted(facts)?;
    let former = match &facts.replaced {
        Some(former) => counted(former)?,
        None => None,
    };
    // What is taken back counts the other way round.
    let (former, now) = if facts.takes_back.is_empty() { (former, now) } else { (now, former) };
    Ok(match (former, now) {
        (None, None) => None,
        (None, Some(cell)) => Some(Command::CountIncident { month, cell }),
        (Some(cell), None) => Some(Command::UncountIncident { month, cell }),
        // A correction keeps the month: an incident is recorded once.
        (Some(former), Some(cell)) => Some(Command::RecountIncident { month, former, cell }),
    })
}

fn counted(facts: &IncidentFacts) -> Result<Option<IncidentCell>, Malformed> {
    let cell = cell(facts).ok_or(Malformed)?;
    Ok((!facts.counted_elsewhere).then_some(cell))
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

    /// A girl of the second band, raped, recorded in November.
    fn girl() -> IncidentFacts {
        IncidentFacts {
            r#type: 1,
            age_band: 2,
            sex: 1,
            record_month: Some(pb::Date { year: 2026, month: 11, day: 1 }),
            ..IncidentFacts::default()
        }
    }

    #[test]
    fn facts_without_a_month_are_no_facts() {
        let mut facts = IncidentFacts { record_month: None, ..girl() };
        assert_eq!(incident(&facts), Err(Malformed));
        facts.record_month = Some(pb::Date { year: 2026, month: 13, day: 1 });
        assert_eq!(incident(&facts), Err(Malformed));
        assert!(matches!(incident(&girl()), Ok(Some(Command::CountIncident { .. }))));
    }

    #[test]
    fn what_another_organisation_counts_is_not_counted_before_or_after_a_correction() {
        let elsewhere = IncidentFacts { counted_elsewhere: true, ..girl() };
        let after = |now: &IncidentFacts, former: &IncidentFacts| IncidentFacts {
            replaced: Some(Box::new(former.clone())),
            ..now.clone()
        };
        let back = |facts| IncidentFacts { takes_back: "an id".to_owned(), ..facts };
        let told = |facts: &IncidentFacts| incident(facts).unwrap();
        assert_eq!(told(&elsewhere), None);
        assert_eq!(told(&after(&elsewhere, &elsewhere)), None);
        // It turned out to be counted elsewhere: it is taken off, and back on when that is taken back.
        let found = after(&elsewhere, &girl());
        assert!(matches!(told(&found), Some(Command::UncountIncident { .. })));
        assert!(matches!(told(&back(found)), Some(Command::CountIncident { .. })));
        // It turned out not to be: nothing is taken off that was never on.
        let ours = after(&girl(), &elsewhere);
        assert!(matches!(told(&ours), Some(Command::CountIncident { .. })));
        assert!(matches!(told(&back(ours)), Some(Command::UncountIncident { .. })));
        assert!(matches!(told(&after(&girl(), &girl())), Some(Command::RecountIncident { .. })));
    }
}
