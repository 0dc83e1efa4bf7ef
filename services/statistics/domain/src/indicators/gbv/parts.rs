//! By which parts a statistic is counted, in the order in which they are shown.

use super::codes::{
    DisplacementStage, DisplacementStatus, HealthReach, IncidentContext, MaritalStatus, Occupation,
    PartOfDay, PerpetratorAgeGroup, PerpetratorCount, PlaceType, ReferralSource, Relationship,
    Sector,
};
use crate::indicators::Indicator;
use crate::value::{IncidentType, ReportDelay, Sex};

/// The part of those of whom nothing is known.
pub const UNKNOWN: &str = "unknown";
/// The part of incidents whose perpetrators differ.
pub const SEVERAL: &str = "several";
/// The one part of a statistic without parts.
pub const ALL_OF_THEM: &str = "all";
/// The one part of a share: those who have it.
const YES: &[&str] = &["yes"];
/// Bands of the age at the incident; 18 and over is the sum of two.
pub const AGES: [&str; 5] = ["0_to_11", "12_to_17", "18_to_49", "50_and_over", UNKNOWN];
/// Ages of SDG 5.2.
const SDG_AGES: [&str; 5] = ["15_to_19", "20_to_24", "25_to_34", "35_to_49", "50_and_over"];
/// Forms of violence of SDG 5.2.1.
const SDG_FORMS: [&str; 3] = ["physical", "sexual", "psychological"];
/// What was counted as a form of SDG 5.2.1 once and is none; the log holds it, and nothing reads it.
const FORMER_FORM: &str = "other";

macro_rules! codes_of {
    ($code:ty) => {
        <$code>::ALL.iter().map(|one| one.code()).collect()
    };
    ($code:ty, $($more:expr),+) => {
        <$code>::ALL.iter().map(|one| one.code()).chain([$($more),+]).collect()
    };
}

/// The parts by which a statistic of incidents is counted; empty for what is counted otherwise.
pub fn counted(of: Indicator) -> Vec<&'static str> {
    use Indicator as I;
    match of {
        I::GbvIncidents => vec![ALL_OF_THEM],
        I::GbvPriorIncidents | I::GbvAdolescents | I::GbvSexualViolence | I::GbvFirstContact => {
            YES.to_vec()
        }
        I::GbvSex => codes_of!(Sex),
        I::GbvAge => AGES.to_vec(),
        I::GbvMaritalStatus => codes_of!(MaritalStatus, UNKNOWN),
        I::GbvDisplacementStatus => codes_of!(DisplacementStatus, UNKNOWN),
        I::GbvDisplacementStage => codes_of!(DisplacementStage, UNKNOWN),
        I::GbvVulnerable => {
            vec!["disability", "unaccompanied_minor", "separated_child", "other_vulnerable_child"]
        }
        I::GbvType => types(),
        I::GbvTimeOfDay => codes_of!(PartOfDay, UNKNOWN),
        I::GbvContext => codes_of!(IncidentContext),
        I::GbvDelay | I::GbvDelayRape | I::GbvDelayRapeHealth => delays(),
        I::GbvPlace | I::SdgOtherPlace => codes_of!(PlaceType, UNKNOWN),
        I::GbvPerpetratorNumber => codes_of!(PerpetratorCount),
        I::GbvRelationship => codes_of!(Relationship, SEVERAL),
        I::GbvPerpetratorAge => codes_of!(PerpetratorAgeGroup, SEVERAL),
        I::GbvPerpetratorOccupation => codes_of!(Occupation, SEVERAL, UNKNOWN),
        I::GbvReferredFrom => codes_of!(ReferralSource, UNKNOWN),
        I::GbvServices | I::GbvReferrals | I::ServiceGaps => codes_of!(Sector),
        I::RapeAtHealth => codes_of!(HealthReach, UNKNOWN),
        I::SdgPartnerForm => SDG_FORMS.to_vec(),
        I::SdgPartnerAge | I::SdgOtherAge => SDG_AGES.to_vec(),
        _ => Vec::new(),
    }
}

/// The part of a statistic with this name, whether it is counted today or was once.
pub fn stored(of: Indicator, name: &str) -> Option<&'static str> {
    let former = (of == Indicator::SdgPartnerForm).then_some(FORMER_FORM);
    counted(of).into_iter().chain(former).find(|known| *known == name)
}

/// Core types but what is not gender-based.
fn types() -> Vec<&'static str> {
    let gbv = IncidentType::ALL.iter().filter(|kind| **kind != IncidentType::NonGbv);
    gbv.map(|kind| kind.code()).collect()
}

fn delays() -> Vec<&'static str> {
    let short = ReportDelay::ALL.iter().take(4).map(|delay| delay.code());
    short.chain(["over_30_days", UNKNOWN]).collect()
}
