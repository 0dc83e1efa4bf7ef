//! Which parts of which statistics one incident adds to.
//!
//! An answer "no" or "none" is an answer of its own and never a practice, an exchange or a vulnerability
//! (the contexts are derived so where the incident is recorded). A question about perpetrators has one
//! answer for an incident: where they differ it is "several".

use super::codes::{
    AgeStep, Disability, DisplacementStage, DisplacementStatus, HealthReach, IncidentContext,
    MaritalStatus, Occupation, PartOfDay, PerpetratorCount, PlaceType, ReferralSource, Sector,
    SectorStatus, Separation, YesNo,
};
use super::{Incident, parts};
use crate::indicators::Indicator;
use crate::value::{AgeBand, IncidentType, ReportDelay};

/// One more in a part of a statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// Which statistic.
    pub of: Indicator,
    /// Which of the parts that it is counted by ([`parts::counted`]).
    pub part: &'static str,
}

/// What an incident adds to. What is not gender-based adds to nothing.
pub fn tallies(incident: &Incident) -> Vec<Tally> {
    if incident.incident_type == IncidentType::NonGbv {
        return Vec::new();
    }
    let mut found = Found(Vec::new());
    of_her(&mut found, incident);
    of_the_incident(&mut found, incident);
    of_perpetrators(&mut found, incident);
    of_the_pathway(&mut found, incident);
    of_sdg(&mut found, incident);
    found.0
}

struct Found(Vec<Tally>);

impl Found {
    fn add(&mut self, of: Indicator, part: &'static str) {
        self.0.push(Tally { of, part });
    }

    fn add_if(&mut self, holds: bool, of: Indicator, part: &'static str) {
        if holds {
            self.add(of, part);
        }
    }

    fn coded<T: Copy>(&mut self, of: Indicator, value: Option<T>, code: fn(T) -> &'static str) {
        self.add(of, value.map_or(parts::UNKNOWN, code));
    }
}

fn of_her(found: &mut Found, of: &Incident) {
    use Indicator as I;
    found.add(I::GbvIncidents, parts::ALL_OF_THEM);
    found.add_if(of.previous_incidents == Some(YesNo::Yes), I::GbvPriorIncidents, "yes");
    found.add(I::GbvSex, of.sex.code());
    found.add(I::GbvAge, age(of));
    let teens = AgeStep::From10To11..=AgeStep::From18To19;
    let adolescent = of.age_step.is_some_and(|step| teens.contains(&step));
    found.add_if(adolescent, I::GbvAdolescents, "yes");
    found.coded(I::GbvMaritalStatus, of.marital_status, MaritalStatus::code);
    found.coded(I::GbvDisplacementStatus, of.displacement_status, DisplacementStatus::code);
    found.coded(I::GbvDisplacementStage, of.displacement_stage, DisplacementStage::code);
    let disabled = of.disability.is_some_and(|disability| disability != Disability::None);
    found.add_if(disabled, I::GbvVulnerable, "disability");
    if let Some(separation) = of.separation.filter(|separation| *separation != Separation::No) {
        found.add(I::GbvVulnerable, separation.code());
    }
}

/// The bands of the GBVIMS; those of 50 and over stand apart so that both 18+ and 50+ can be told.
const fn age(of: &Incident) -> &'static str {
    match of.age_band {
        AgeBand::Unknown => parts::UNKNOWN,
        AgeBand::From0To11 => "0_to_11",
        AgeBand::From12To17 => "12_to_17",
        AgeBand::From18To24 | AgeBand::From25To34 | AgeBand::From35To49 => "18_to_49",
        AgeBand::From50 => "50_and_over",
    }
}

/// The bands of the GBVIMS end at a month: what took longer is one band.
const fn delay(of: Option<ReportDelay>) -> &'static str {
    match of {
        None => parts::UNKNOWN,
        Some(ReportDelay::To3Months | ReportDelay::Longer) => "over_30_days",
        Some(delay) => delay.code(),
    }
}

fn of_the_incident(found: &mut Found, of: &Incident) {
    use Indicator as I;
    found.add_if(of.is_sexual(), I::GbvSexualViolence, "yes");
    found.add(I::GbvType, of.incident_type.code());
    found.coded(I::GbvTimeOfDay, of.part_of_day, PartOfDay::code);
    for context in &of.contexts {
        found.add(I::GbvContext, context.code());
    }
    found.add(I::GbvDelay, delay(of.report_delay));
    if of.incident_type == IncidentType::Rape {
        found.add(I::GbvDelayRape, delay(of.report_delay));
        found.add_if(of.has_health_service(), I::GbvDelayRapeHealth, delay(of.report_delay));
        found.coded(I::RapeAtHealth, of.health_reach, HealthReach::code);
    }
    found.coded(I::GbvPlace, of.place_type, PlaceType::code);
}

fn of_perpetrators(found: &mut Found, of: &Incident) {
    use Indicator as I;
    found.coded(I::GbvPerpetratorNumber, of.perpetrator_count, PerpetratorCount::code);
    let answers = |code: fn(&super::Perpetrator) -> &'static str| {
        let mut answers: Vec<_> = of.perpetrators.iter().map(code).collect();
        answers.sort_unstable();
        answers.dedup();
        match answers.as_slice() {
            [] => parts::UNKNOWN,
            [one] => *one,
            _ => parts::SEVERAL,
        }
    };
    found.add(I::GbvRelationship, answers(|one| one.relationship.code()));
    found.add(I::GbvPerpetratorAge, answers(|one| one.age_group.code()));
    let occupation = answers(|one| one.occupation.map_or(parts::UNKNOWN, Occupation::code));
    found.add(I::GbvPerpetratorOccupation, occupation);
}

fn of_the_pathway(found: &mut Found, of: &Incident) {
    use Indicator as I;
    let by_herself = of.referred_from == Some(ReferralSource::SelfReferred);
    found.add_if(by_herself, I::GbvFirstContact, "yes");
    found.coded(I::GbvReferredFrom, of.referred_from, ReferralSource::code);
    let with = |wanted| {
        let has = move |one: &&(Sector, SectorStatus)| one.1 == wanted;
        of.sectors.iter().filter(has).map(|one| one.0.code())
    };
    for sector in with(SectorStatus::ProvidedHere) {
        found.add(I::GbvServices, sector);
    }
    for sector in with(SectorStatus::Referred) {
        found.add(I::GbvReferrals, sector);
    }
    for sector in with(SectorStatus::Unavailable) {
        found.add(I::ServiceGaps, sector);
    }
}

/// SDG 5.2.1: physical, sexual or psychological violence by a present or former partner, by form and age;
/// 5.2.2: sexual violence by others, by age and place; of women and girls of 15 years and more (UN Statistics,
/// metadata 05-02-01 of March 2022 and 05-02-02). Denial of resources (economic violence, a form of its own in
/// the UN's Guidelines of 2014) and forced marriage (indicator 5.3.1) are none of the three forms.
fn of_sdg(found: &mut Found, of: &Incident) {
    use Indicator as I;
    if !of.is_of_sdg() {
        return;
    }
    let age = match of.age_step {
        Some(AgeStep::From15To17 | AgeStep::From18To19) => "15_to_19",
        Some(step) => step.code(),
        None => return,
    };
    if of.contexts.contains(&IncidentContext::IntimatePartnerViolence) {
        let form = match of.incident_type {
            IncidentType::Rape | IncidentType::SexualAssault => "sexual",
            IncidentType::PhysicalAssault => "physical",
            IncidentType::PsychologicalAbuse => "psychological",
            IncidentType::ForcedMarriage
            | IncidentType::DenialOfResources
            | IncidentType::NonGbv => return,
        };
        found.add(I::SdgPartnerForm, form);
        found.add(I::SdgPartnerAge, age);
    } else if of.is_sexual() {
        found.add(I::SdgOtherAge, age);
        found.coded(I::SdgOtherPlace, of.place_type, PlaceType::code);
    }
}
