//! Coded values of the directory and of pathways between the contract and the domain; and a need as it
//! stands in a name.

use sentier_kernel::Violation;
use sentier_proto::common::v1::{FieldGroup as WireGroup, Sex as WireSex};
use sentier_proto::name;
use sentier_proto::referrals::v1::clinical_time::Limit as WireLimit;
use sentier_proto::referrals::v1::opening::Weekday as WireWeekday;
use sentier_proto::referrals::v1::proposed_structure::Reason as WireReason;
use sentier_proto::referrals::v1::structure_set_aside::Obstacle as WireObstacle;
use sentier_referrals_domain::agency::{Sex, Weekday};
use sentier_referrals_domain::pathway::{ClinicalLimit, FieldGroup, Obstacle, Reason};
use sentier_referrals_domain::value::Need;

use crate::contract::codes;

codes!(sex, read_sex, Sex, WireSex: Female, Male);
codes!(weekday, read_weekday, Weekday, WireWeekday:
    Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday);
codes!(field_group, read_field_group, FieldGroup, WireGroup:
    Identity, Contact, Incident, Narrative);

/// Codes that are only told.
macro_rules! told {
    ($write:ident, $domain:ident, $wire:ident: $($each:ident),+) => {
        pub(crate) fn $write(value: $domain) -> i32 {
            match value { $($domain::$each => $wire::$each.into(),)+ }
        }
    };
}
told!(reason, Reason, WireReason:
    FirstOnPathway, OnPathway, NotOnPathway, OpenNow, NightDuty, OutOfHours, HoursUnknown,
    OpensAfterLimit, CoversCommune, OutsideCommune, NearestDeadline);
told!(obstacle, Obstacle, WireObstacle: Closed, Full, NotEligibleAge, NotEligibleSex);
told!(limit, ClinicalLimit, WireLimit: PostExposureProphylaxis, EmergencyContraception);

/// The centre and the need of `centres/{centre}/pathways/{need}`.
pub(crate) fn pathway_name(field: &'static str, text: &str) -> Result<(String, Need), Violation> {
    if text.is_empty() {
        return Err(Violation::required(field));
    }
    let parts: Option<[&str; 2]> = name::parse("centres/*/pathways/*", text);
    let [centre, code] = parts.ok_or_else(|| Violation::malformed(field))?;
    let need = Need::from_code(code).ok_or_else(|| Violation::unknown_code(field))?;
    Ok((centre.to_owned(), need))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_directory_survives_the_contract() {
        for value in Weekday::ALL {
            assert_eq!(read_weekday(weekday(*value)), Some(*value));
        }
        for value in FieldGroup::ALL {
            assert_eq!(read_field_group(field_group(*value)), Some(*value));
        }
        for value in Sex::ALL {
            assert_eq!(read_sex(sex(*value)), Some(*value));
        }
        let told: std::collections::BTreeSet<i32> =
            Reason::ALL.iter().map(|value| reason(*value)).collect();
        assert_eq!(told.len(), Reason::ALL.len());
        assert!(!told.contains(&0));
    }

    #[test]
    fn a_pathway_is_named_by_centre_and_need() {
        for need in Need::ALL {
            let name = name::pathway("ogou-1", need.code());
            assert_eq!(pathway_name("name", &name), Ok(("ogou-1".to_owned(), *need)));
        }
        let unknown = pathway_name("name", "centres/ogou-1/pathways/dowry");
        assert_eq!(unknown, Err(Violation::unknown_code("name")));
        assert_eq!(pathway_name("name", "pathways/police"), Err(Violation::malformed("name")));
        assert_eq!(pathway_name("name", ""), Err(Violation::required("name")));
    }
}
