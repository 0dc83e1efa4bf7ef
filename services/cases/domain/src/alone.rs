//! How often one member of staff opened files alone: each time is a fact, and there are few in a month.
//!
//! A stream per person. Going in alone is for the night when nobody answers; who does it often needs
//! another way, and that way is two people (PRIVACY 7 (5): it counts against a monthly quota). How many a
//! month is the centre's to decide. A month is one of the calendar, in UTC, which is Togo's time all year.
//! A refused attempt is a fact too, so that the review shows it.

use std::time::Duration;

use sentier_kernel::{Decider, Moment};
use serde::{Deserialize, Serialize};

use crate::case::{self, safeguard};
use crate::id::CaseId;
use crate::value::Date;

/// What may be wished; `most` is how many a month the centre permits, 0 for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Count one more.
    Open {
        /// The case that is opened.
        case: CaseId,
        /// How many a month.
        most: u8,
    },
    /// Keep that one more was refused.
    Refuse {
        /// The case that stayed closed.
        case: CaseId,
        /// How many a month.
        most: u8,
    },
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// She opened a file alone.
    Opened {
        /// Of which case.
        case: CaseId,
        /// When.
        at: Moment,
    },
    /// The month's openings were used up.
    Refused {
        /// Of which case.
        case: CaseId,
        /// When.
        at: Moment,
    },
}

/// For how long an opening is remembered. A month would do, but for a clock that is set back over its edge.
const REMEMBERED: Duration = Duration::from_hours(366 * 24);

/// The openings of the last year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// When, oldest first.
    pub opened: Vec<Moment>,
}

impl State {
    /// How many count against the month of `at`. A clock that was set back makes them none the fewer.
    pub fn used(&self, at: Moment) -> usize {
        let since = month_of(at).0;
        self.opened.iter().filter(|opened| **opened >= since).count()
    }
}

/// The calendar month of a moment: its first instant, and the first of the next one.
pub fn month_of(at: Moment) -> (Moment, Moment) {
    let day = Date::of(at);
    let (year, month) = (day.year(), i32::from(day.month()));
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    // Beyond the calendar there is no month; the day itself stands in for what cannot be.
    let first = |year, month| Date::parse(year, month, 1).unwrap_or(day).midnight();
    (first(year, month), first(next_year, next))
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Decider for Alone {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = case::Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, case::Rejection> {
        let (Command::Open { most, .. } | Command::Refuse { most, .. }) = command;
        let is_used_up = state.used(at) >= usize::from(most);
        match command {
            Command::Open { case, .. } if !is_used_up => Ok(vec![Event::Opened { case, at }]),
            Command::Open { .. } => {
                let again = (most > 0).then_some(month_of(at).1);
                Err(safeguard::Rejection::AloneUsedUp { again }.into())
            }
            Command::Refuse { case, .. } if is_used_up => Ok(vec![Event::Refused { case, at }]),
            Command::Refuse { .. } => Ok(Vec::new()),
        }
    }

    fn evolve(mut state: State, event: &Event) -> State {
        if let Event::Opened { at, .. } = event {
            let since = at.minus(REMEMBERED);
            state.opened.retain(|opened| *opened >= since);
            state.opened.push(*at);
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sentier_kernel::Explain as _;
    use sentier_kernel::id::Uuid;
    use sentier_kernel::spec::given;

    use super::*;

    const MOST: u8 = 2;

    fn day(year: i32, month: i32, day: i32) -> Moment {
        Date::parse(year, month, day).unwrap().midnight()
    }

    fn case() -> CaseId {
        CaseId::from_uuid(Uuid::from_u128(7))
    }

    fn open() -> Command {
        Command::Open { case: case(), most: MOST }
    }

    fn opened(at: Moment) -> Event {
        Event::Opened { case: case(), at }
    }

    #[test]
    fn the_third_of_a_month_is_refused_until_the_next_month_begins() {
        let two = || [opened(day(2026, 11, 2)), opened(day(2026, 11, 20))];
        given::<Alone>([]).when(open(), day(2026, 11, 2)).then([opened(day(2026, 11, 2))]);
        let last = Moment::from_micros(day(2026, 12, 1).as_micros() - 1);
        given::<Alone>(two()).when(open(), last).then_refused("ALONE_USED_UP");
        given::<Alone>(two()).when(open(), day(2026, 12, 1)).then([opened(day(2026, 12, 1))]);
        let refused = Alone::decide(&Alone::fold(&two()), open(), last).unwrap_err();
        let told = vec![("not_before", day(2026, 12, 1).to_string())];
        assert_eq!(refused.metadata(), told);
        // December is followed by another year.
        assert_eq!(month_of(day(2026, 12, 24)), (day(2026, 12, 1), day(2027, 1, 1)));
    }

    #[test]
    fn where_none_may_the_first_is_refused_and_no_day_is_named() {
        let never = Command::Open { case: case(), most: 0 };
        let refused = Alone::decide(&State::default(), never, day(2026, 11, 2)).unwrap_err();
        assert_eq!((refused.reason(), refused.metadata()), ("ALONE_USED_UP", vec![]));
    }

    #[test]
    fn a_clock_set_back_opens_nothing() {
        let two = [opened(day(2026, 11, 2)), opened(day(2026, 11, 20))];
        given::<Alone>(two).when(open(), day(2026, 10, 9)).then_refused("ALONE_USED_UP");
    }

    #[test]
    fn only_what_was_refused_is_kept_as_refused_and_it_uses_nothing_up() {
        let refuse = || Command::Refuse { case: case(), most: MOST };
        let at = day(2026, 11, 21);
        given::<Alone>([opened(day(2026, 11, 2))]).when(refuse(), at).then_nothing();
        let two = || [opened(day(2026, 11, 2)), opened(day(2026, 11, 20))];
        given::<Alone>(two()).when(refuse(), at).then([Event::Refused { case: case(), at }]);
        let after = two().into_iter().chain([Event::Refused { case: case(), at }]);
        given::<Alone>(after).when(open(), day(2026, 12, 1)).then([opened(day(2026, 12, 1))]);
    }

    proptest! {
        #[test]
        fn no_calendar_month_ever_holds_more_than_are_permitted(
            hours in prop::collection::vec(0_u64..2_000, 1..60)
        ) {
            let (mut state, mut kept) = (State::default(), Vec::new());
            for hour in hours {
                let at = day(2026, 1, 1).plus(Duration::from_hours(hour));
                for event in Alone::decide(&state, open(), at).unwrap_or_default() {
                    state = Alone::evolve(state, &event);
                    kept.push(at);
                }
                let month = month_of(at);
                let within = kept.iter().filter(|at| (month.0..month.1).contains(*at)).count();
                prop_assert!(within <= usize::from(MOST));
            }
        }
    }
}
