//! Corrections by given, when, then.

use sentier_kernel::{Decider as _, Explain as _, Sensitive, Violation};

use super::*;
use crate::case::spec::{day, erase, history, id, incident, open, statistics, told};
use crate::case::{Case, Command, Event, Rejection};
use crate::classification::classify;
use crate::file::{CaseFile, Former};
use crate::minimum::{Abduction, PlaceType};
use crate::value::{Date, FullName};

fn file(events: &[Event]) -> CaseFile {
    CaseFile::fold(events)
}

fn known(events: &[Event]) -> ToldSurvivor {
    let file = file(events);
    ToldSurvivor {
        identity: file.identity.into_exposed().unwrap(),
        contact: file.contact.into_exposed().unwrap(),
        profile: file.profile.into_exposed().unwrap(),
    }
}

fn known_incident(events: &[Event]) -> ToldIncident {
    let incident = file(events).incidents.remove(0);
    ToldIncident {
        details: incident.details.into_exposed().unwrap(),
        circumstances: incident.circumstances.into_exposed().unwrap(),
        narrative: incident.narrative.into_exposed().unwrap(),
    }
}

/// A correction of these fields of hers.
pub(in crate::case) fn survivor(
    events: &[Event],
    fields: &[SurvivorField],
    change: impl FnOnce(&mut ToldSurvivor),
) -> Command {
    let former = known(events);
    let mut told = former.clone();
    change(&mut told);
    Command::CorrectSurvivor(SurvivorCorrection {
        fields: fields.iter().copied().collect(),
        former: Sensitive::new(former),
        told: Sensitive::new(told),
        givings: file(events).givings,
        by: StaffId::from_uuid(id(90)),
    })
}

fn of_incident(
    events: &[Event],
    fields: &[IncidentField],
    change: impl FnOnce(&mut ToldIncident),
) -> Command {
    let former = known_incident(events);
    let mut told = former.clone();
    change(&mut told);
    Command::CorrectIncident(IncidentCorrection {
        incident: IncidentId::from_uuid(id(1)),
        fields: fields.iter().copied().collect(),
        former: Sensitive::new(former),
        told: Sensitive::new(told),
        by: StaffId::from_uuid(id(90)),
    })
}

fn decided(events: &[Event], command: Command) -> Result<Vec<Event>, Rejection> {
    Case::decide(&Case::fold(events), command, day(9))
}

fn violations(events: &[Event], command: Command) -> Vec<Violation> {
    decided(events, command).unwrap_err().violations()
}

#[test]
fn a_name_that_is_told_later_takes_its_place_and_the_former_one_stays_in_the_file() {
    let events = history([open(), incident(1)]);
    let name = FullName::parse("Afiwa").unwrap();
    let command = survivor(&events, &[SurvivorField::FullName], |told| {
        told.identity.full_name = name.clone();
    });
    let corrected = decided(&events, command).unwrap();
    let [Event::SurvivorCorrected { recount, .. }] = corrected.as_slice() else { panic!("one") };
    assert!(recount.is_empty(), "no figure rests on a name");
    let file = file(&[events, corrected].concat());
    assert_eq!(file.identity.expose().map(|it| &it.full_name), Some(&name));
    let [one] = file.corrections.as_slice() else { panic!("a correction") };
    let Former::Survivor { identity, .. } = &one.former else { panic!("hers") };
    assert_eq!(identity.expose().map(|it| it.full_name.as_str()), Some("Afi"));
}

#[test]
fn a_birth_date_that_is_corrected_lets_every_incident_be_released_again() {
    let events = history([
        open(),
        statistics(2),
        incident(1),
        Command::ReleaseFacts { incident: IncidentId::from_uuid(id(1)), is_whole: true },
    ]);
    assert!(Case::fold(&events).incidents[&IncidentId::from_uuid(id(1))]);
    let command = survivor(&events, &[SurvivorField::BirthDate], |told| {
        told.identity.birth_date = Date::parse(1990, 1, 1).ok();
    });
    let corrected = decided(&events, command).unwrap();
    let state = Case::fold(&[events, corrected].concat());
    assert!(!state.incidents[&IncidentId::from_uuid(id(1))]);
}

#[test]
fn a_correction_need_not_complete_what_it_does_not_touch() {
    // Her profile was not asked for before she consented.
    let events = history([open(), statistics(2)]);
    let name = |told: &mut ToldSurvivor| told.identity.full_name = FullName::default();
    assert!(decided(&events, survivor(&events, &[SurvivorField::FullName], name)).is_ok());
    let marital = survivor(&events, &[SurvivorField::MaritalStatus], |_| {});
    assert_eq!(
        violations(&events, marital),
        [Violation::required("survivor.profile.marital_status")]
    );
}

#[test]
fn a_corrected_age_asks_what_it_makes_necessary() {
    let events = history([open(), incident(1)]);
    let child = |told: &mut ToldSurvivor| {
        told.identity.birth_date = Date::parse(2018, 1, 1).ok();
        told.profile.nationality = crate::value::ShortText::parse("Togo").unwrap();
    };
    let fields = [SurvivorField::BirthDate, SurvivorField::Nationality];
    let found = violations(&events, survivor(&events, &fields, child));
    let expected = ["survivor.profile.separation", "survivor.profile.child"];
    assert_eq!(found, expected.map(Violation::required));
}

#[test]
fn an_incident_keeps_its_minimum_data_set_under_a_consent_to_statistics() {
    let events = history([open(), statistics(2), incident(1)]);
    let command = of_incident(&events, &[IncidentField::Abduction], |told| {
        told.circumstances.abduction = None;
    });
    assert_eq!(violations(&events, command), [Violation::required("circumstances.abduction")]);
    let command = of_incident(&events, &[IncidentField::Abduction], |told| {
        told.circumstances.abduction = Some(Abduction::Trafficked);
    });
    let corrected = decided(&events, command).unwrap();
    let [Event::IncidentCorrected { recount, .. }] = corrected.as_slice() else { panic!("one") };
    assert_eq!(recount.len(), 1);
}

#[test]
fn what_follows_from_an_incident_follows_from_its_corrected_facts() {
    let events = history([open(), incident(1)]);
    let fields = [IncidentField::Answers, IncidentField::Date];
    let command = of_incident(&events, &fields, |told| {
        told.details.date = Date::of(day(8));
        told.details.classification = classify(crate::classification::Answers {
            physical_assault: true,
            gender_based: true,
            ..<_>::default()
        });
    });
    let before = file(&events);
    let after = file(&[events.clone(), decided(&events, command).unwrap()].concat());
    let (was, is) = (&before.incidents[0], &after.incidents[0]);
    assert_eq!(was.recorded_at, is.recorded_at, "it was recorded once");
    assert!(before.clocks(was).len() > after.clocks(is).len(), "no prophylaxis without rape");
    let Former::Incident { incident, .. } = &after.corrections[0].former else { panic!("it") };
    assert_eq!(incident.as_ref(), was);
    assert_eq!(after.clocks(incident), before.clocks(was), "both are shown");
}

#[test]
fn nothing_is_corrected_of_a_closed_or_erased_case_or_of_an_incident_that_is_not_there() {
    let events = history([open(), incident(1)]);
    let none = survivor(&events, &[], |_| {});
    assert_eq!(decided(&events, none.clone()), Ok(Vec::new()));
    let wish = of_incident(&events, &[IncidentField::PlaceType], |told| {
        told.circumstances.place_type = Some(PlaceType::School);
    });
    assert_eq!(decided(&history([open()]), wish.clone()), Err(Rejection::NoSuchIncident));
    let erased = history([open(), incident(1), erase()]);
    assert_eq!(decided(&erased, wish), Err(Rejection::SurvivorErased));
    assert_eq!(decided(&erased, none), Err(Rejection::SurvivorErased));
    assert!(told().abduction.is_some());
    let folded = file(&erased);
    assert!(folded.corrections.is_empty() && folded.incidents.is_empty());
}
