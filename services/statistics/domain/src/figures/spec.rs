//! The figures, specified.

use sentier_kernel::Moment;
use sentier_kernel::spec::given;

use super::{Command, Event, Figures, IncidentCell, ReferralCell};
use crate::value::{AgeBand, IncidentType, Month, Need, ReferralState, Sex};

/// 24 November 2026.
const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn month(text: &str) -> Month {
    text.parse().unwrap()
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
    let uncount = Command::UncountIncident { month, cell: incident };
    let uncounted = Event::IncidentUncounted { month, cell: incident };
    given::<Figures>([]).when(uncount, AT).then([uncounted]);
    given::<Figures>([]).when(Command::BarMessage { month }, AT).then([Event::MessageBarred]);
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
