//! How long ago it was, on an assessment.

use super::*;
use crate::clock::HoursSince;

fn assess_told(number: u8, least: u32, most: u32) -> case::Command {
    let health = Finding {
        concern: Concern::Urgent,
        note: Note::default(),
        hours_since: Some(HoursSince { least, most }),
    };
    let findings = Sensitive::new(Findings([(Area::Health, health)].into()));
    record(number, AKOUVI, Fact::AssessmentRecorded { risk: Risk::High, review_on: None, findings })
}

#[test]
fn hours_are_told_by_hand_only_while_no_incident_is_recorded() {
    let events = history([open(), assess_told(1, 20, 30)]);
    assert!(matches!(events.last(), Some(Event::Care(_))));
    let known = history([open(), incident(4)]);
    given::<Case>(known).when(assess_told(2, 20, 30), day(2)).then_refused("HOURS_KNOWN");
}

#[test]
fn an_incident_tells_the_hours_of_every_later_moment_and_of_none_before_its_record() {
    let events = history([open(), incident(4)]);
    let file = CaseFile::fold(&events);
    let known = file.incidents.first().expect("an incident");
    let window = known.window().expect("its day is known");
    let later = known.recorded_at.plus(std::time::Duration::from_hours(5));
    assert_eq!(file.hours_until(later), Some(window.hours_until(later)));
    let before = known.recorded_at.minus(std::time::Duration::from_micros(1));
    assert_eq!(file.hours_until(before), None);
}
