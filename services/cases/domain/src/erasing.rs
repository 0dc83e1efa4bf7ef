//! Whether a centre's schedule erases by itself: chosen by its manager, off until she does.
//!
//! A stream per centre. Erasing cannot be undone, so the choice is a fact with a name under it, and
//! nothing is erased without a notice during which a person can stop it. The law (Togo, 2019-014) gives no
//! notice; the bounds and the default are the house's own choice.

use std::time::Duration;

use sentier_kernel::{Category, Decider, Explain, Moment, Violation};
use serde::{Deserialize, Serialize};

use crate::id::StaffId;

/// For how many days an erasure is announced before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Notice(u16);

impl Notice {
    /// What is taken when nobody says otherwise.
    pub const DEFAULT: Self = Self(30);
    /// The least and the most days: long enough for somebody to look, and not forgotten before.
    pub const DAYS: std::ops::RangeInclusive<u16> = 7..=365;

    /// Reads a number of days.
    ///
    /// # Errors
    /// A violation of the field `notice_days` outside [`Notice::DAYS`].
    pub fn parse(days: u16) -> Result<Self, Violation> {
        let found = Self::DAYS.contains(&days).then_some(Self(days));
        found.ok_or_else(|| Violation::new("notice_days", "violation-out-of-range"))
    }

    /// How many days.
    pub const fn days(self) -> u16 {
        self.0
    }

    /// How long.
    pub fn lasts(self) -> Duration {
        Duration::from_hours(24 * u64::from(self.0))
    }
}

impl TryFrom<u16> for Notice {
    type Error = &'static str;

    fn try_from(days: u16) -> Result<Self, Self::Error> {
        Self::parse(days).map_err(|_beyond| "a notice of so many days")
    }
}

impl From<Notice> for u16 {
    fn from(notice: Notice) -> Self {
        notice.0
    }
}

/// A wish: that schedules erase, after a notice; or, without one, that they only propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Who chooses.
    pub by: StaffId,
    /// The notice.
    pub notice: Option<Notice>,
}

/// Somebody chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who.
    pub by: StaffId,
    /// The notice; absent when schedules only propose from now on.
    pub notice: Option<Notice>,
    /// When.
    pub at: Moment,
}

/// The choice that holds; none is: schedules only propose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Who chose what, and when; absent while nobody chose.
    pub choice: Option<Choice>,
}

/// A choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Who.
    pub by: StaffId,
    /// The notice; absent when schedules only propose.
    pub notice: Option<Notice>,
    /// When.
    pub at: Moment,
}

/// Why it is refused: it never is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match *self {}
    }

    fn reason(&self) -> &'static str {
        match *self {}
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Erasing;

impl Decider for Erasing {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let Command { by, notice } = command;
        // Who confirms what holds changes nothing: what was announced under it stays announced.
        let same = state.choice.and_then(|known| known.notice) == notice;
        Ok(if same { Vec::new() } else { vec![Event { by, notice, at }] })
    }

    fn evolve(_state: State, event: &Event) -> State {
        let Event { by, notice, at } = *event;
        State { choice: Some(Choice { by, notice, at }) }
    }
}

#[cfg(test)]
mod tests {
    use sentier_kernel::id::Uuid;
    use sentier_kernel::spec::given;

    use super::*;

    const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

    fn by() -> StaffId {
        StaffId::from_uuid(Uuid::from_u128(7))
    }

    fn chosen(days: Option<u16>) -> Event {
        Event { by: by(), notice: days.map(|days| Notice::parse(days).unwrap()), at: AT }
    }

    fn choose(days: Option<u16>) -> Command {
        let Event { by, notice, .. } = chosen(days);
        Command { by, notice }
    }

    #[test]
    fn schedules_only_propose_until_somebody_chooses_otherwise() {
        assert_eq!(State::default().choice, None);
        given::<Erasing>([]).when(choose(None), AT).then_nothing();
        given::<Erasing>([]).when(choose(Some(30)), AT).then([chosen(Some(30))]);
        given::<Erasing>([chosen(Some(30))]).when(choose(Some(30)), AT).then_nothing();
        given::<Erasing>([chosen(Some(30))]).when(choose(Some(60)), AT).then([chosen(Some(60))]);
        given::<Erasing>([chosen(Some(30))]).when(choose(None), AT).then([chosen(None)]);
    }

    #[test]
    fn a_notice_is_a_week_at_least_and_a_year_at_most() {
        for days in [0, 6, 366, u16::MAX] {
            assert_eq!(Notice::parse(days).unwrap_err().field, "notice_days");
        }
        assert_eq!(Notice::parse(7).unwrap().lasts(), Duration::from_hours(7 * 24));
        assert!(Notice::DAYS.contains(&Notice::DEFAULT.days()));
    }
}
