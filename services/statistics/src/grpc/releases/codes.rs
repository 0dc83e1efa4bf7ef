//! Codes of releases on the wire: the contract counts them in the domain's order, from one.

use sentier_proto::common::v1::IncidentType;
use sentier_statistics_domain::release::MainType;

/// The contract's number of a value among all of its kind.
pub(super) fn number<V: Copy + PartialEq>(all: &[V], value: Option<V>) -> i32 {
    let place = value.and_then(|value| all.iter().position(|one| *one == value));
    place.and_then(|place| i32::try_from(place + 1).ok()).unwrap_or(0)
}

/// The contract's type of incident.
pub(super) fn incident_type(kind: Option<MainType>) -> i32 {
    let kind = match kind {
        None => IncidentType::Unspecified,
        Some(MainType::Rape) => IncidentType::Rape,
        Some(MainType::SexualAssault) => IncidentType::SexualAssault,
        Some(MainType::PhysicalAssault) => IncidentType::PhysicalAssault,
        Some(MainType::ForcedMarriage) => IncidentType::ForcedMarriage,
        Some(MainType::DenialOfResources) => IncidentType::DenialOfResources,
        Some(MainType::PsychologicalAbuse) => IncidentType::PsychologicalAbuse,
    };
    kind.into()
}

#[cfg(test)]
mod tests {
    use sentier_proto::common::v1 as common;
    use sentier_proto::statistics::v1 as wire;
    use sentier_statistics_domain::release::{Age, Answer, Delay, Perpetrator, Region, Table};
    use sentier_statistics_domain::value::Need;

    use super::*;

    /// `REGION_TYPE` of `RELEASE_TABLE_REGION_TYPE`.
    fn ends(name: &str, code: &str) -> bool {
        name.to_lowercase().ends_with(code)
    }

    #[test]
    fn the_contract_counts_codes_in_the_order_of_the_domain() {
        for table in Table::ALL {
            let on_wire = wire::ReleaseTable::try_from(number(Table::ALL, Some(*table))).unwrap();
            assert!(ends(on_wire.as_str_name(), &format!("table_{}", table.code())));
        }
        for region in Region::ALL {
            let on_wire = wire::ReleaseRegion::try_from(number(Region::ALL, Some(*region)));
            assert!(ends(on_wire.unwrap().as_str_name(), region.code()));
        }
        for age in Age::ALL {
            let on_wire = wire::ReleaseAge::try_from(number(Age::ALL, Some(*age))).unwrap();
            assert!(ends(on_wire.as_str_name(), age.code()));
        }
        for answer in Answer::ALL {
            let on_wire = wire::ReleaseAnswer::try_from(number(Answer::ALL, Some(*answer)));
            assert!(ends(on_wire.unwrap().as_str_name(), answer.code()));
        }
        for delay in Delay::ALL {
            let on_wire = wire::ReleaseDelay::try_from(number(Delay::ALL, Some(*delay)));
            assert!(ends(on_wire.unwrap().as_str_name(), delay.code()));
        }
        for service in Need::ALL {
            let on_wire = common::Need::try_from(number(Need::ALL, Some(*service))).unwrap();
            assert_eq!(on_wire.as_str_name().to_lowercase(), format!("need_{}", service.code()));
        }
        let all = Perpetrator::ALL;
        let found: Vec<_> = all.iter().map(|one| number(all, Some(*one))).collect();
        assert_eq!(found, [1, 2, 3]);
        assert_eq!(number(Table::ALL, None), 0);
    }
}
