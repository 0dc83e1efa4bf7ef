//! What intake asks beside the story, invented from what is known already: the same person and the same
//! incident always get the same answers, and no other draw of the world is disturbed.

use rand::SeedableRng as _;
use sentier_proto::cases::v1::consent_giving::{Age, By, How};
use sentier_proto::cases::v1::{
    Abduction, CarerRelation, ChildSurvivor, Circumstances, ConsentGiving, Disability,
    DisplacementStage, DisplacementStatus, HarmfulPractice, LegalAction, MaritalStatus,
    Perpetrator, PerpetratorAgeGroup, PerpetratorCount, PerpetratorSex, PlaceType, ReferralSource,
    Relationship, ReportedElsewhere, Separation, SurvivorProfile, YesNo,
};
use sentier_proto::common::v1::IncidentType;
use time::Date;

use super::draw::{Mix, Source, between, chance, pick};
use super::{Incident, Person};

/// Counselling in towns: homes first, then roads and fields (shares assumed).
const PLACES: Mix<PlaceType> = Mix::new(
    (PlaceType::SurvivorHome, 45),
    &[
        (PlaceType::PerpetratorHome, 20),
        (PlaceType::Road, 12),
        (PlaceType::Field, 8),
        (PlaceType::School, 6),
        (PlaceType::Market, 5),
        (PlaceType::Other, 4),
    ],
);
/// The partner in most counselling (PRIVACY 4); the rest assumed.
const RELATIONS: Mix<Relationship> = Mix::new(
    (Relationship::IntimatePartner, 52),
    &[
        (Relationship::OtherFamily, 16),
        (Relationship::FamilyFriendNeighbour, 12),
        (Relationship::NoRelation, 8),
        (Relationship::TeacherSchoolOfficial, 5),
        (Relationship::SupervisorEmployer, 4),
        (Relationship::Unknown, 3),
    ],
);
const AGES: Mix<PerpetratorAgeGroup> = Mix::new(
    (PerpetratorAgeGroup::PerpetratorAgeGroup26To40, 45),
    &[
        (PerpetratorAgeGroup::PerpetratorAgeGroup41To60, 28),
        (PerpetratorAgeGroup::PerpetratorAgeGroup18To25, 18),
        (PerpetratorAgeGroup::PerpetratorAgeGroup12To17, 5),
        (PerpetratorAgeGroup::Unknown, 4),
    ],
);
const SOURCES: Mix<ReferralSource> = Mix::new(
    (ReferralSource::SelfReferred, 55),
    &[
        (ReferralSource::CommunityLeader, 15),
        (ReferralSource::Health, 12),
        (ReferralSource::PoliceSecurity, 8),
        (ReferralSource::TeacherSchool, 5),
        (ReferralSource::Psychosocial, 5),
    ],
);
const MARITAL: Mix<MaritalStatus> = Mix::new(
    (MaritalStatus::MarriedCohabitating, 58),
    &[
        (MaritalStatus::Single, 24),
        (MaritalStatus::DivorcedSeparated, 11),
        (MaritalStatus::Widowed, 7),
    ],
);

/// Draws that follow from a text alone.
fn source(of: &str) -> Source {
    // FNV-1a: any spread of texts over seeds will do.
    let seed = of.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Source::seed_from_u64(seed)
}

/// Yes in so many of a hundred.
fn yes(source: &mut Source, percent: u32) -> i32 {
    if chance(source, percent) { YesNo::Yes.into() } else { YesNo::No.into() }
}

/// Her age in years on a day; absent when her birth is not known.
fn age(person: &Person, today: Date) -> Option<i32> {
    let birth = person.birth_date?;
    let passed = (u8::from(today.month()), today.day()) >= (u8::from(birth.month()), birth.day());
    Some(today.year() - birth.year() - i32::from(!passed))
}

/// What is asked about her.
pub(in crate::demo) fn profile(person: &Person, today: Date) -> SurvivorProfile {
    let source = &mut source(&person.code_word);
    let child = age(person, today).is_some_and(|age| age < 18);
    let alone = chance(source, 3);
    let carer = if alone { 0 } else { CarerRelation::ParentGuardian.into() };
    let at_home = ChildSurvivor {
        lives_alone: if alone { YesNo::Yes.into() } else { YesNo::No.into() },
        carer_relation: carer,
        ..ChildSurvivor::default()
    };
    let separation = if alone { Separation::UnaccompaniedMinor } else { Separation::No };
    let marital = if child { MaritalStatus::Single } else { MARITAL.draw(source) };
    let dependants = between(source, 0, 6).try_into().unwrap_or(0);
    let disability = if chance(source, 4) { Disability::Physical } else { Disability::None };
    SurvivorProfile {
        ethnicity: pick(source, &["Ifè", "Ewe", "Kabyè", "Akposso", "Tem"]).to_owned(),
        country_of_origin: "Togo".to_owned(),
        nationality: "togolaise".to_owned(),
        occupation: pick(source, &["commerçante", "couturière", "cultivatrice"]).to_owned(),
        dependant_count: (!child).then_some(dependants),
        marital_status: marital.into(),
        displacement_status: DisplacementStatus::Resident.into(),
        disability: disability.into(),
        separation: if child { separation.into() } else { 0 },
        child: child.then_some(at_home),
        ..SurvivorProfile::default()
    }
}

/// What is asked about an incident.
pub(in crate::demo) fn circumstances(incident: &Incident) -> Circumstances {
    let source = &mut source(&incident.narrative);
    let sexual = matches!(incident.kind, IncidentType::Rape | IncidentType::SexualAssault);
    let practice = match incident.kind {
        IncidentType::SexualAssault if chance(source, 10) => HarmfulPractice::GenitalMutilation,
        IncidentType::PsychologicalAbuse if chance(source, 6) => HarmfulPractice::WidowhoodRite,
        _ => HarmfulPractice::None,
    };
    let abduction = if sexual && chance(source, 4) { Abduction::Other } else { Abduction::None };
    let legal = if chance(source, 30) { LegalAction::Yes } else { LegalAction::Undecided };
    Circumstances {
        displacement_stage: DisplacementStage::NotDisplaced.into(),
        place_type: PLACES.draw(source).into(),
        region: "Plateaux".to_owned(),
        district: "Ogou".to_owned(),
        town: "Atakpamé".to_owned(),
        harmful_practice: practice.into(),
        goods_exchanged: if sexual { yes(source, 8) } else { YesNo::No.into() },
        abduction: abduction.into(),
        previous_incidents: yes(source, 60),
        reported_elsewhere: ReportedElsewhere::No.into(),
        perpetrator_count: PerpetratorCount::One.into(),
        perpetrators: vec![perpetrator(source)],
        referred_from: SOURCES.draw(source).into(),
        legal_action: legal.into(),
        ..Circumstances::default()
    }
}

fn perpetrator(source: &mut Source) -> Perpetrator {
    let sex = if chance(source, 95) { PerpetratorSex::Male } else { PerpetratorSex::Female };
    Perpetrator {
        sex: sex.into(),
        age_group: AGES.draw(source).into(),
        relationship: RELATIONS.draw(source).into(),
        former: yes(source, 40),
        ..Perpetrator::default()
    }
}

/// How she gives a consent: who may, at her age. Of an age that is not known she speaks for herself.
pub(in crate::demo) fn giving(person: &Person, today: Date) -> ConsentGiving {
    let (band, by) = match age(person, today) {
        Some(..6) => (Age::Age0To5, By::Caregiver),
        Some(6..12) => (Age::Age6To11, By::Caregiver),
        Some(12..15) => (Age::Age12To14, By::Caregiver),
        Some(15..18) => (Age::Age15To17, By::SurvivorAndCaregiver),
        Some(18..) | None => (Age::Adult, By::Survivor),
    };
    let asked = matches!(band, Age::Age6To11 | Age::Age12To14);
    let signs = person.code_word.len().is_multiple_of(2);
    ConsentGiving {
        how: if signs { How::Signature.into() } else { How::Thumbprint.into() },
        by: by.into(),
        age: band.into(),
        assent: if asked { YesNo::Yes.into() } else { 0 },
        ..ConsentGiving::default()
    }
}

#[cfg(test)]
mod tests {
    use sentier_proto::common::v1::{PartOfDay, Sex};
    use time::macros::date;

    use super::*;

    #[test]
    fn the_same_incident_gets_the_same_answers() {
        let incident = Incident {
            kind: IncidentType::Rape,
            answers: <_>::default(),
            date: date!(2026 - 01 - 15),
            date_estimated: false,
            part_of_day: PartOfDay::Morning,
            narrative: "un récit".to_owned(),
        };
        assert_eq!(circumstances(&incident), circumstances(&incident.clone()));
    }

    #[test]
    fn a_child_is_asked_and_her_caregiver_consents() {
        let person = Person {
            full_name: String::new(),
            sex: Sex::Female,
            birth_date: Some(date!(2016 - 01 - 15)),
            birth_date_estimated: false,
            phone: String::new(),
            safe_contact: String::new(),
            code_word: "zonuvi".to_owned(),
        };
        let given = giving(&person, date!(2026 - 01 - 15));
        assert_eq!((given.age(), given.assent()), (Age::Age6To11, YesNo::Yes));
        assert!(profile(&person, date!(2026 - 01 - 15)).child.is_some());
    }
}
