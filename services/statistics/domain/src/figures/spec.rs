//! The figures, specified.

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment};

use super::{Command, Event, Figures, IncidentCell, ReferralCell, State};
use crate::value::{AgeBand, IncidentType, Month, Need, ReferralState, Sex};

/// 24 November 2026.
const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn counted(state: &State) -> u64 {
    state.opened
        + state.closed
        + state.follow_ups
        + state.incidents.values().sum::<u64>()
        + state.referrals.values().sum::<u64>()
}

#[test]
fn each_fact_is_counted_in_its_cell() {
    let month = month("2026-11");
    let incident = IncidentCell {
        incident_type: IncidentType::Rape,
        age_band: AgeBand::From12To17,
        sex: Sex::Female,
    };
    let referral = ReferralCell { need: Need::LegalAid, state: ReferralState::Accepted };
    for (command, event) in [
        (Command::CountCaseOpened { month }, Event::CaseOpenedCounted { month }),
        (Command::CountCaseClosed { month }, Event::CaseClosedCounted { month }),
        (Command::CountFollowUp { month }, Event::FollowUpCounted { month }),
        (
            Command::CountIncident { month, cell: incident },
            Event::IncidentCounted { month, cell: incident },
        ),
        (
            Command::CountReferralReached { month, cell: referral },
            Event::ReferralReachedCounted { month, cell: referral },
        ),
    ] {
        given::<Figures>([]).when(command, AT).then([event]);
    }
    let state = Figures::fold(&[Event::IncidentCounted { month, cell: incident }; 2]);
    assert_eq!(state.incidents.get(&incident), Some(&2));
}

#[test]
fn a_correction_moves_one_count_to_another_cell_and_adds_none() {
    let month = month("2026-11");
    let former = IncidentCell {
        incident_type: IncidentType::Rape,
        age_band: AgeBand::From12To17,
        sex: Sex::Female,
    };
    let cell = IncidentCell { incident_type: IncidentType::SexualAssault, ..former };
    let recount = Command::RecountIncident { month, former, cell };
    let corrected = Event::IncidentRecounted { month, former, cell };
    given::<Figures>([Event::IncidentCounted { month, cell: former }])
        .when(recount, AT)
        .then([corrected]);
    let state = Figures::fold(&[Event::IncidentCounted { month, cell: former }, corrected]);
    assert_eq!((state.incidents[&former], state.incidents[&cell]), (0, 1));
    let same = Command::RecountIncident { month, former, cell: former };
    given::<Figures>([]).when(same, AT).then_nothing();
}

#[test]
fn a_month_that_has_not_begun_counts_nothing() {
    let ahead = |text| Command::CountCaseOpened { month: month(text) };
    given::<Figures>([]).when(ahead("2027-01"), AT).then_refused("INVALID_FIELDS");
    given::<Figures>([])
        .when(ahead("2026-12"), AT)
        .then([Event::CaseOpenedCounted { month: month("2026-12") }]);
}

#[test]
fn a_month_is_four_digits_a_hyphen_and_two() {
    assert_eq!(Month::of(AT), "2026-11".parse());
    assert_eq!(month("2026-01").to_string(), "2026-01");
    assert_eq!(month("2025-12").until(month("2026-02")), 2);
    for text in ["2026-13", "2026-00", "2026-1", "+026-11", "1899-12", "2026", ""] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    let month = Month::try_new(2026, 11).unwrap();
    let incident = (
        prop::sample::select(IncidentType::ALL),
        prop::sample::select(AgeBand::ALL),
        prop::sample::select(Sex::ALL),
    )
        .prop_map(move |(incident_type, age_band, sex)| Event::IncidentCounted {
            month,
            cell: IncidentCell { incident_type, age_band, sex },
        });
    let referral = (prop::sample::select(Need::ALL), prop::sample::select(ReferralState::ALL))
        .prop_map(move |(need, state)| Event::ReferralReachedCounted {
            month,
            cell: ReferralCell { need, state },
        });
    prop_oneof![
        Just(Event::CaseOpenedCounted { month }),
        Just(Event::CaseClosedCounted { month }),
        Just(Event::FollowUpCounted { month }),
        incident,
        referral,
    ]
}

fn shuffled() -> impl Strategy<Value = (Vec<Event>, Vec<Event>)> {
    prop::collection::vec(any_event(), 0..60)
        .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_counts_are_the_events_in_any_order((events, other) in shuffled()) {
        let state = Figures::fold(&events);
        prop_assert_eq!(counted(&state), events.len() as u64);
        prop_assert_eq!(state, Figures::fold(&other));
    }
}
