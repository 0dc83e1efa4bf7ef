//! Who may consent at which age, by given, when, then; and that a stated age is no way around it.

use proptest::prelude::*;
use sentier_kernel::{Decider as _, Explain as _, Moment, Sensitive};

use super::spec::{knowing, lived_from};
use crate::case::spec::{IDENTITY, day, giving, grant, history, open, refer, statistics};
use crate::case::{Case, Command, Event};
use crate::consent::{BestInterest, ConsentAge, GivenBy, GivenHow, Giving};
use crate::file::CaseFile;
use crate::id::ConsentId;
use crate::minimum::{ChildSurvivor, Separation, SurvivorProfile, YesNo};
use crate::personal::Identity;
use crate::value::Date;

/// An opening that tells when she was born.
pub(super) fn opening_of(year: i32, is_estimated: bool) -> Command {
    let mut opening = open();
    if let Command::OpenCase { identity, profile, .. } = &mut opening {
        let known = identity.clone().into_exposed().unwrap();
        let birth_date = Date::parse(year, 6, 1).ok();
        *identity =
            Sensitive::new(Identity { birth_date, birth_date_estimated: is_estimated, ..known });
        *profile = Sensitive::new(profile_of(year));
    }
    opening
}

/// What is asked of a child, and of nobody else; she was one in 2024 when she was born after this year.
pub(super) fn profile_of(year: i32) -> SurvivorProfile {
    let lives = ChildSurvivor { lives_alone: Some(YesNo::Unknown), ..ChildSurvivor::default() };
    let child = year > 2006;
    SurvivorProfile {
        separation: Some(Separation::No),
        child: child.then_some(lives),
        ..SurvivorProfile::default()
    }
}

pub(super) fn granted_by(number: u8, giving: Giving) -> Command {
    let mut command = grant(number, 1, None);
    if let Command::GrantConsent { giving: given, .. } = &mut command {
        *given = Sensitive::new(giving);
    }
    command
}

/// A consent given in any way, by anybody, at any stated age.
pub(super) fn any_giving() -> impl Strategy<Value = Giving> {
    let how = proptest::sample::select(GivenHow::ALL.to_vec());
    let by = proptest::sample::select(GivenBy::ALL.to_vec());
    let age = proptest::sample::select(ConsentAge::ALL.to_vec());
    let assent = proptest::option::of(proptest::sample::select(YesNo::ALL.to_vec()));
    let ground = proptest::option::of(proptest::sample::select(BestInterest::ALL.to_vec()));
    (how, by, age, assent, ground).prop_map(|(how, by, age, assent, best_interest)| Giving {
        how,
        by,
        age,
        assent,
        best_interest,
        ..giving()
    })
}

/// The fields that a refusal names.
fn refused(events: &[Event], command: Command, at: Moment) -> Vec<String> {
    let command = knowing(command, &CaseFile::fold(events));
    let rejection = Case::decide(&Case::fold(events), command, at).unwrap_err();
    rejection.violations().into_iter().map(|wrong| wrong.field.into_owned()).collect()
}

#[test]
fn a_child_of_nine_does_not_consent_as_an_adult() {
    let events = history([opening_of(2015, false)]);
    assert_eq!(refused(&events, grant(1, 1, None), day(9)), ["giving.age"]);
    assert_eq!(refused(&events, statistics(1), day(9)), ["giving.age"]);
    let assented = Giving {
        by: GivenBy::Caregiver,
        age: ConsentAge::From6To11,
        assent: Some(YesNo::Yes),
        ..giving()
    };
    let granted = granted_by(1, assented);
    let decided =
        Case::decide(&Case::fold(&events), knowing(granted, &CaseFile::fold(&events)), day(9));
    assert!(matches!(decided.unwrap()[..], [Event::ConsentGranted { .. }]));
}

#[test]
fn of_whom_no_birth_is_known_the_stated_age_counts() {
    let events = history([open()]);
    let granted = knowing(grant(1, 1, None), &CaseFile::fold(&events));
    assert!(Case::decide(&Case::fold(&events), granted, day(9)).is_ok());
}

#[test]
fn her_age_is_that_of_the_day_on_which_she_consents() {
    // She was born on the first of June 2007 and is of age on that day of 2025.
    let events = history([opening_of(2007, false)]);
    let birthday = Date::parse(2025, 6, 1).unwrap().midnight();
    let before = birthday.minus(std::time::Duration::from_micros(1));
    assert_eq!(refused(&events, grant(1, 1, None), before), ["giving.age"]);
    let granted = knowing(grant(1, 1, None), &CaseFile::fold(&events));
    assert!(Case::decide(&Case::fold(&events), granted, birthday).is_ok());
}

/// The giving of each consent that is no earlier form and under which something may be asked for.
pub(super) fn usable(events: &[Event]) -> Vec<Giving> {
    let file = CaseFile::fold(events);
    let leaves = |consent: ConsentId| {
        let number = u8::try_from(consent.as_uuid().as_u128() - 1).unwrap();
        Case::decide(&file.state, refer(9, 1, number, IDENTITY), day(60)).is_ok()
    };
    let used = file.givings.iter().filter(|(consent, _)| leaves(**consent));
    let known = used.map(|(_, giving)| giving.expose().unwrap().clone());
    known.filter(|giving| giving.how != GivenHow::EarlierForm).collect()
}

/// The ages of the guidelines, found without the code under test.
pub(super) fn may_give(giving: &Giving, years: i32) -> bool {
    let (herself, both) = (GivenBy::Survivor, GivenBy::SurvivorAndCaregiver);
    let assents = giving.assent == Some(YesNo::Yes);
    match years {
        ..6 => giving.by != herself,
        6..12 => giving.by != herself && assents,
        12..15 => assents,
        15..18 => {
            giving.by == both || (giving.by != GivenBy::Caregiver && giving.best_interest.is_some())
        }
        18.. => giving.by == herself,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Found without the code under test: by the year of a birth on the first of June, and days of autumn.
    #[test]
    fn nothing_of_a_child_leaves_but_by_who_may_consent_for_her(
        year in 2007..2025_i32,
        steps in proptest::collection::vec(
            ((0..3_u8, any_giving()).prop_map(|(number, giving)| granted_by(number, giving)),
             0..900_i64, any::<bool>()),
            1..20,
        ),
    ) {
        let events = lived_from(opening_of(year, false), steps);
        for giving in usable(&events) {
            prop_assert!(may_give(&giving, 2024 - year));
        }
    }
}
