//! A birth date is corrected after consents were given: by given, when, then, and that none stands that
//! somebody else had to give.

use proptest::prelude::*;
use sentier_kernel::{Decider as _, Explain as _};

use super::age_spec::{any_giving, granted_by, may_give, opening_of, profile_of, usable};
use super::spec::lived_from;
use crate::case::care::task::{Change, Kind, changes};
use crate::case::correction::spec::survivor as correct;
use crate::case::spec::{
    IDENTITY, day, giving, grant, history, id, open, progress, refer, statistics, withdraw,
};
use crate::case::{Case, Event, SurvivorField};
use crate::codes::Progress;
use crate::consent::{BestInterest, ConsentAge, GivenBy, Giving, Withdrawal};
use crate::disclosure;
use crate::file::CaseFile;
use crate::id::{AgencyId, ConsentId, ReferralId};
use crate::minimum::YesNo;
use crate::value::{Date, FullName};

/// The events of a correction on the fortieth day: she was born on the first of June of that year.
fn born_in(events: &[Event], year: i32) -> Vec<Event> {
    let fields = [SurvivorField::BirthDate, SurvivorField::Separation, SurvivorField::Child];
    let wish = correct(events, &fields, |told| {
        told.identity.birth_date = Date::parse(year, 6, 1).ok();
        told.profile = profile_of(year);
    });
    Case::decide(&Case::fold(events), wish, day(40)).unwrap()
}

fn ended(events: &[Event]) -> Vec<ConsentId> {
    let consents = events.iter().filter_map(|event| match event {
        Event::ConsentWithdrawn { consent, because: Withdrawal::Correction, .. } => Some(*consent),
        _ => None,
    });
    consents.collect()
}

fn consent(number: u8) -> ConsentId {
    ConsentId::from_uuid(id(number))
}

#[test]
fn what_a_child_gave_as_an_adult_ends_with_what_relies_on_it() {
    let before = history([open(), grant(1, 1, None), statistics(2), refer(1, 1, 1, IDENTITY)]);
    let corrected = born_in(&before, 2015);
    assert!(matches!(corrected[0], Event::SurvivorCorrected { .. }));
    assert_eq!(ended(&corrected), [consent(1), consent(2)]);
    let events = [before, corrected].concat();
    let (referral, agency) = (ReferralId::from_uuid(id(1)), AgencyId::from_uuid(id(1)));
    let state = Case::fold(&events);
    assert_eq!(state.referrals[&referral].progress, Progress::Revoked);
    assert!(state.consents.iter().all(|one| one.by_correction));
    let refused = disclosure::permit(&state, referral, agency, day(41)).unwrap_err();
    assert_eq!(refused.reason(), "CONSENT_NOT_VALID");
}

#[test]
fn what_her_true_age_allows_stays_whatever_band_was_ticked() {
    let caregiver = Giving {
        by: GivenBy::Caregiver,
        age: ConsentAge::From12To14,
        assent: Some(YesNo::Yes),
        ..giving()
    };
    let of_a_child = history([opening_of(2011, false), granted_by(1, caregiver)]);
    assert!(
        ended(&born_in(&of_a_child, 2014)).is_empty(),
        "ten years old: as her caregiver gave it"
    );
    assert_eq!(ended(&born_in(&of_a_child, 1990)), [consent(1)], "an adult consents herself");
    // At sixteen she gave it alone, on a ground that nobody need state of an adult.
    let alone = Giving {
        age: ConsentAge::From15To17,
        best_interest: Some(BestInterest::CaregiverUnsafe),
        ..giving()
    };
    let of_sixteen = history([opening_of(2008, false), granted_by(1, alone)]);
    assert!(ended(&born_in(&of_sixteen, 1990)).is_empty());
    assert_eq!(
        ended(&born_in(&of_sixteen, 2012)),
        [consent(1)],
        "nobody asked whether she assents"
    );
}

#[test]
fn another_correction_and_a_birth_that_says_nothing_end_no_consent() {
    let events = history([open(), grant(1, 1, None)]);
    let name = correct(&events, &[SurvivorField::FullName], |told| {
        told.identity.full_name = FullName::parse("Afiwa").unwrap();
    });
    let renamed = Case::decide(&Case::fold(&events), name, day(40)).unwrap();
    assert!(matches!(renamed[..], [Event::SurvivorCorrected { .. }]));
    let unknown = correct(&events, &[SurvivorField::BirthDate], |told| {
        told.identity.birth_date = None;
    });
    let unknown = Case::decide(&Case::fold(&events), unknown, day(40)).unwrap();
    assert!(matches!(unknown[..], [Event::SurvivorCorrected { .. }]));
}

#[test]
fn nothing_leaves_on_what_was_corrected_before_corrections_ended_consents() {
    let before =
        history([open(), grant(1, 1, None), refer(1, 1, 1, IDENTITY), progress(1, Progress::Sent)]);
    let (referral, agency) = (ReferralId::from_uuid(id(1)), AgencyId::from_uuid(id(1)));
    assert!(disclosure::disclose(&CaseFile::fold(&before), referral, agency, day(41)).is_ok());
    let alone = born_in(&before, 2015).remove(0);
    let file = CaseFile::fold(&[before, vec![alone]].concat());
    let refused = disclosure::disclose(&file, referral, agency, day(41)).unwrap_err();
    assert_eq!(refused.reason(), "CONSENT_NOT_VALID");
}

#[test]
fn whom_her_age_says_is_to_be_asked_until_somebody_was() {
    let before = history([open(), grant(1, 1, None)]);
    let corrected = born_in(&before, 2015);
    let begun = changes(corrected.last().unwrap());
    assert!(matches!(begun[..], [.., Change::Begin(task)] if task.kind == Kind::ConsentAgain));
    assert!(changes(before.last().unwrap()).contains(&Change::EndAll(Kind::ConsentAgain)));
    // What she takes back herself is asked for by nobody.
    let taken_back = history([open(), grant(1, 1, None), withdraw(1)]);
    let changed = changes(taken_back.last().unwrap());
    assert!(!changed.iter().any(|one| matches!(one, Change::Begin(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Found without the code under test: by the year of a birth on the first of June, and days of autumn.
    #[test]
    fn no_consent_outlives_a_correction_that_says_somebody_else_had_to_give_it(
        told in 1980..2025_i32,
        corrected in 2007..2025_i32,
        steps in proptest::collection::vec(
            ((0..3_u8, any_giving()).prop_map(|(number, giving)| granted_by(number, giving)),
             0..900_i64, any::<bool>()),
            1..20,
        ),
    ) {
        let before = lived_from(opening_of(told, false), steps);
        let after = born_in(&before, corrected);
        for giving in usable(&[before, after].concat()) {
            prop_assert!(may_give(&giving, 2024 - corrected));
        }
    }
}
