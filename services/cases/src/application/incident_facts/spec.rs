//! How soon she was at a health service: small histories, the expected number in a comment.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_cases_domain::case::Event;
use sentier_cases_domain::classification::Classification;
use sentier_cases_domain::codes::{IncidentType, Need, Outcome, Progress, Sex, Urgency};
use sentier_cases_domain::counted::HealthReach;
use sentier_cases_domain::id::{
    AgencyId, CaseId, ConsentId, IncidentId, ReferralId, StaffId, StructureId, SurvivorId,
};
use sentier_cases_domain::minimum::{Circumstances, SurvivorProfile};
use sentier_cases_domain::personal::{Contact, Identity, IncidentDetails};
use sentier_cases_domain::value::{Date, FullName, Narrative, SurvivorCode};
use sentier_eventing::streams::Recorded;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};

use super::facts::facts;

/// So many hours after 20 November 2026, 00:00, the first instant at which it can have happened.
fn after(hours: u64) -> Moment {
    Date::parse(2026, 11, 20).unwrap().midnight().plus(Duration::from_hours(hours))
}

/// She comes to the centre 8 hours after a rape, and is referred for clinical care at 9 hours.
fn raped_and_referred() -> Vec<Event> {
    let identity = Identity {
        full_name: FullName::parse("Afi").unwrap(),
        sex: Sex::Female,
        birth_date: None,
        birth_date_estimated: false,
    };
    let classification = Classification { incident_type: IncidentType::Rape, deciding_question: 1 };
    let details = IncidentDetails {
        date: Date::parse(2026, 11, 20).unwrap(),
        date_estimated: false,
        part_of_day: None,
        classification,
    };
    vec![
        Event::CaseOpened {
            case: CaseId::from_uuid(Uuid::from_u128(1)),
            survivor: SurvivorId::from_uuid(Uuid::from_u128(2)),
            survivor_code: SurvivorCode::parse("OG1-7K3M-QX").unwrap(),
            caseworker: StaffId::from_uuid(Uuid::from_u128(3)),
            identity: Sensitive::new(identity),
            contact: Sensitive::new(Contact::default()),
            profile: Sensitive::new(SurvivorProfile::default()),
            at: after(8),
        },
        Event::IncidentRecorded {
            incident: IncidentId::from_uuid(Uuid::from_u128(4)),
            details: Sensitive::new(details),
            circumstances: Sensitive::new(Circumstances::default()),
            narrative: Sensitive::new(Narrative::default()),
            health_settled: false,
            at: after(8),
        },
        Event::ReferralRequested {
            referral: ReferralId::from_uuid(Uuid::from_u128(5)),
            agency: AgencyId::from_uuid(Uuid::from_u128(6)),
            structure: StructureId::from_uuid(Uuid::from_u128(7)),
            need: Need::ClinicalManagementOfRape,
            urgency: Urgency::Urgent,
            consent: ConsentId::from_uuid(Uuid::from_u128(8)),
            field_groups: BTreeSet::new(),
            at: after(9),
        },
    ]
}

/// An answer of the hospital, of which the case learns two hours later than it was given.
fn answered(progress: Progress, outcome: Option<Outcome>, hours: u64) -> Event {
    Event::ReferralProgressed {
        referral: ReferralId::from_uuid(Uuid::from_u128(5)),
        progress,
        outcome,
        happened_at: after(hours),
        at: after(hours + 2),
    }
}

fn reach(answers: &[Event]) -> Option<HealthReach> {
    let events = raped_and_referred().into_iter().chain(answers.iter().cloned());
    let recorded: Vec<_> = (1..)
        .zip(events)
        .map(|(version, event)| Recorded {
            position: version,
            version,
            at: after(200),
            principal: String::new(),
            event,
        })
        .collect();
    let all: Vec<_> = recorded.iter().collect();
    facts(&all, IncidentId::from_uuid(Uuid::from_u128(4))).expect("facts").health_reach
}

#[test]
fn who_came_at_10_hours_was_there_within_72_although_the_referral_was_completed_at_80() {
    let came = answered(Progress::Attended, None, 10);
    let done = answered(Progress::Completed, Some(Outcome::Served), 80);
    // The first word of the service counts: 10 h, not 80 h.
    assert_eq!(reach(&[came.clone(), done.clone()]), Some(HealthReach::Within72Hours));
    // So it does before the completion.
    assert_eq!(reach(&[came]), Some(HealthReach::Within72Hours));
    let begun = answered(Progress::InService, None, 71);
    assert_eq!(reach(&[begun, done.clone()]), Some(HealthReach::Within72Hours));
    // Nobody said that she came before: 80 h.
    assert_eq!(reach(&[done]), Some(HealthReach::Within120Hours));
}

#[test]
fn an_outage_pushes_nobody_past_72_hours() {
    // Given at 71 h; the case learnt of it at 73 h.
    let served = answered(Progress::Completed, Some(Outcome::PartlyServed), 71);
    assert_eq!(reach(&[served]), Some(HealthReach::Within72Hours));
    let late = answered(Progress::Completed, Some(Outcome::Served), 72);
    assert_eq!(reach(&[late]), Some(HealthReach::Within120Hours));
}

#[test]
fn who_did_not_come_or_refused_was_at_no_health_service() {
    for outcome in [Outcome::NoShow, Outcome::DeclinedBySurvivor] {
        let ended = answered(Progress::Completed, Some(outcome), 20);
        assert_eq!(reach(std::slice::from_ref(&ended)), None, "{outcome:?}");
        // Nor if she had come before she refused.
        assert_eq!(reach(&[answered(Progress::Attended, None, 10), ended]), None, "{outcome:?}");
    }
    let missed = answered(Progress::NoShow, None, 12);
    assert_eq!(reach(&[missed]), None);
}

#[test]
fn a_completion_of_before_outcomes_were_kept_counts_as_it_did() {
    assert_eq!(reach(&[answered(Progress::Completed, None, 30)]), Some(HealthReach::Within72Hours));
}
