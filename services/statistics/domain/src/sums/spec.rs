//! Final sums, specified.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_kernel::spec::given;

use super::{CareSum, Command, Event, FigureSum, FinalSums, Sums, final_at};
use crate::figures::Kind;
use crate::indicators::{Count, Measure};
use crate::value::Month;

/// 10 January 2027, 00:00.
const TENTH: Moment = Moment::from_micros(1_799_539_200_000_000);

fn sums() -> Sums {
    let month: Month = "2026-11".parse().unwrap();
    let count = Count { month, measure: Measure::Opened, amount: 3 };
    Sums {
        counted_in: month,
        figures: vec![FigureSum { month, kind: Kind::CaseOpened, count: 3 }],
        care: vec![CareSum { count, behind: None }],
    }
}

#[test]
fn what_was_counted_in_november_is_final_on_the_tenth_of_january() {
    assert_eq!(final_at(sums().counted_in), Some(TENTH));
    let early = TENTH.minus(Duration::from_micros(1));
    given::<FinalSums>([]).when(Command::FinaliseSums(sums()), early).then_refused("INTERNAL");
    given::<FinalSums>([])
        .when(Command::FinaliseSums(sums()), TENTH)
        .then([Event::SumsFinalised(sums())]);
}

#[test]
fn sums_that_are_final_never_change() {
    let others = Sums { figures: Vec::new(), ..sums() };
    given::<FinalSums>([Event::SumsFinalised(sums())])
        .when(Command::FinaliseSums(others), TENTH)
        .then_nothing();
}

#[test]
fn the_last_month_of_the_calendar_is_never_summed() {
    let last = "2200-12".parse().unwrap();
    assert_eq!(final_at(last), None);
    given::<FinalSums>([])
        .when(Command::FinaliseSums(Sums { counted_in: last, ..sums() }), TENTH)
        .then_refused("INTERNAL");
}
