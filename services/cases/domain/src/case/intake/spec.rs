//! Intake by given, when, then.

use sentier_kernel::{Decider as _, Explain as _, Sensitive};

use crate::case::spec::{day, giving, history, id, incident, open, statistics, told};
use crate::case::{Case, Command, Event};
use crate::consent::{ConsentAge, Giving};
use crate::id::ConsentId;
use crate::minimum::{
    Circumstances, Disability, DisplacementStatus, MaritalStatus, SurvivorProfile,
};
use crate::personal::Identity;
use crate::value::{Date, FullName};

fn born(year: i32, estimated: bool) -> Identity {
    let Command::OpenCase { identity, .. } = open() else { panic!("an opening") };
    Identity {
        birth_date: Date::parse(year, 3, 1).ok(),
        birth_date_estimated: estimated,
        ..identity.into_exposed().unwrap()
    }
}

fn adult() -> SurvivorProfile {
    SurvivorProfile {
        marital_status: Some(MaritalStatus::Widowed),
        displacement_status: Some(DisplacementStatus::Resident),
        disability: Some(Disability::None),
        ..SurvivorProfile::default()
    }
}

fn opening(identity: Identity, profile: SurvivorProfile, giving: Option<Giving>) -> Command {
    let Command::OpenCase { case, survivor, survivor_code, caseworker, contact, .. } = open()
    else {
        panic!("an opening")
    };
    Command::OpenCase {
        case,
        survivor,
        survivor_code,
        caseworker,
        identity: Sensitive::new(identity),
        contact,
        profile: Sensitive::new(profile),
        statistics: giving.map(|giving| (ConsentId::from_uuid(id(70)), Sensitive::new(giving))),
    }
}

/// The fields that a refusal names.
fn refused(events: &[Event], command: Command) -> Vec<String> {
    let rejection = Case::decide(&Case::fold(events), command, day(9)).unwrap_err();
    rejection.violations().into_iter().map(|wrong| wrong.field.into_owned()).collect()
}

fn without(circumstances: Circumstances) -> Command {
    let Command::RecordIncident { incident, date, part_of_day, answers, narrative, .. } =
        incident(1)
    else {
        panic!("an incident")
    };
    Command::RecordIncident {
        incident,
        date,
        date_estimated: false,
        part_of_day,
        answers,
        circumstances: Sensitive::new(circumstances),
        narrative,
    }
}

#[test]
fn an_anonymous_intake_asks_no_more_than_her_sex() {
    let nameless = Identity { full_name: FullName::default(), ..born(1990, true) };
    let command = opening(nameless, SurvivorProfile::default(), None);
    let events = Case::decide(&Case::initial(), command, day(0)).unwrap();
    assert!(matches!(events.as_slice(), [Event::CaseOpened { .. }]));
}

#[test]
fn a_consent_at_intake_stands_with_the_case() {
    let command = opening(born(1990, false), adult(), Some(giving()));
    let events = Case::decide(&Case::initial(), command, day(0)).unwrap();
    let [Event::CaseOpened { .. }, Event::ConsentGranted { purpose, .. }] = events.as_slice()
    else {
        panic!("an opening and a consent")
    };
    assert_eq!(purpose.code(), "statistics");
}

#[test]
fn a_consent_at_intake_needs_a_whole_profile_and_the_age_that_her_birth_says() {
    let minor = Giving { age: ConsentAge::From0To5, ..giving() };
    let found = refused(&[], opening(born(1990, false), SurvivorProfile::default(), Some(minor)));
    let expected = [
        "survivor.profile.marital_status",
        "survivor.profile.displacement_status",
        "survivor.profile.disability",
        "statistics_giving.by",
        "statistics_giving.best_interest",
        "statistics_giving.age",
    ];
    assert_eq!(found, expected);
    // An estimated birth leaves the band to who speaks with her.
    let estimated = opening(born(2006, true), adult(), Some(giving()));
    assert!(Case::decide(&Case::initial(), estimated, day(0)).is_ok());
}

#[test]
fn an_incident_without_consent_to_statistics_asks_for_no_circumstances() {
    let command = without(Circumstances::default());
    let events = Case::decide(&Case::fold(&history([open()])), command, day(9)).unwrap();
    assert_eq!(events.len(), 1);
}

#[test]
fn an_incident_under_a_consent_to_statistics_has_a_whole_minimum_data_set() {
    let events = history([open(), statistics(1)]);
    let found = refused(&events, without(Circumstances::default()));
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|field| field.starts_with("circumstances.")));
    let one_missing = Circumstances { abduction: None, ..told() };
    assert_eq!(refused(&events, without(one_missing)), ["circumstances.abduction"]);
    let whole = Case::decide(&Case::fold(&events), without(told()), day(9)).unwrap();
    assert_eq!(whole.len(), 1);
}
