//! Honey records: made-up cases among the others, that nobody has a reason to open.
//!
//! A stream per record, beside the made-up case's own: what stands here is known to managers only. Who
//! opens the case without working on it, or tries to, raises an alarm that another person looks into.
//! Source: PRIVACY 8, threat 3.

use std::collections::BTreeMap;
use std::time::Duration;

use sentier_kernel::{Category, Decider, Explain, Moment};
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, EntryId, StaffId};

/// What one person opens within this time is one alarm: a page of the desk makes several calls.
pub const ONE_ALARM: Duration = Duration::from_hours(1);

/// What may be wished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Plant a record.
    Plant {
        /// The made-up case.
        case: CaseId,
        /// The manager.
        by: StaffId,
    },
    /// Tell that it was opened.
    Open {
        /// The alarm.
        alarm: EntryId,
        /// Who opened it.
        by: StaffId,
        /// Whether she was refused.
        refused: bool,
    },
    /// Look into an alarm.
    Review {
        /// The alarm.
        alarm: EntryId,
        /// Who looks into it.
        by: StaffId,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A record was planted.
    Planted {
        /// The made-up case.
        case: CaseId,
        /// The manager.
        by: StaffId,
        /// When.
        at: Moment,
    },
    /// Somebody opened it without working on it.
    Opened {
        /// The alarm.
        alarm: EntryId,
        /// Who.
        by: StaffId,
        /// Whether she was refused.
        refused: bool,
        /// When.
        at: Moment,
    },
    /// Another person looked into an alarm.
    Reviewed {
        /// The alarm.
        alarm: EntryId,
        /// Who.
        by: StaffId,
        /// When.
        at: Moment,
    },
}

/// An alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Who opened the record.
    pub by: StaffId,
    /// When.
    pub at: Moment,
    /// Whether another person looked into it.
    pub reviewed: bool,
}

/// A record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The made-up case; absent before it is planted.
    pub case: Option<CaseId>,
    /// Its alarms.
    pub alarms: BTreeMap<EntryId, Alarm>,
}

/// Why nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such alarm.
    #[error("no such alarm")]
    NoSuchAlarm,
    /// Nobody looks into her own.
    #[error("another must look into this")]
    OwnAlarm,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NoSuchAlarm => Category::NotFound,
            Self::OwnAlarm => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NoSuchAlarm => "NO_SUCH_ENTRY",
            Self::OwnAlarm => "OWN_GLASS",
        }
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct HoneyRecord;

impl Decider for HoneyRecord {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Plant { case, by } if state.case.is_none() => {
                Ok(vec![Event::Planted { case, by, at }])
            }
            Command::Plant { .. } => Ok(Vec::new()),
            Command::Open { alarm, by, refused } => {
                let told = |known: &Alarm| {
                    known.by == by && !known.reviewed && at < known.at.plus(ONE_ALARM)
                };
                let news = state.case.is_some() && !state.alarms.values().any(told);
                let opened = Event::Opened { alarm, by, refused, at };
                Ok(if news { vec![opened] } else { Vec::new() })
            }
            Command::Review { alarm, by } => {
                let known = state.alarms.get(&alarm).ok_or(Rejection::NoSuchAlarm)?;
                if known.by == by {
                    return Err(Rejection::OwnAlarm);
                }
                let reviewed = Event::Reviewed { alarm, by, at };
                Ok(if known.reviewed { Vec::new() } else { vec![reviewed] })
            }
        }
    }

    fn evolve(mut state: State, event: &Event) -> State {
        match event {
            Event::Planted { case, .. } => state.case = Some(*case),
            Event::Opened { alarm, by, at, .. } => {
                state.alarms.insert(*alarm, Alarm { by: *by, at: *at, reviewed: false });
            }
            Event::Reviewed { alarm, .. } => {
                if let Some(known) = state.alarms.get_mut(alarm) {
                    known.reviewed = true;
                }
            }
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use sentier_kernel::id::Uuid;
    use sentier_kernel::spec::given;

    use super::*;

    const NOON: Moment = Moment::from_micros(1_795_521_600_000_000);

    fn staff(number: u128) -> StaffId {
        StaffId::from_uuid(Uuid::from_u128(number))
    }

    fn alarm(number: u128) -> EntryId {
        EntryId::from_uuid(Uuid::from_u128(100 + number))
    }

    fn planted() -> Event {
        Event::Planted { case: CaseId::from_uuid(Uuid::from_u128(7)), by: staff(1), at: NOON }
    }

    fn opened(number: u128, by: u128, at: Moment) -> Event {
        Event::Opened { alarm: alarm(number), by: staff(by), refused: false, at }
    }

    fn open(number: u128, by: u128) -> Command {
        Command::Open { alarm: alarm(number), by: staff(by), refused: false }
    }

    #[test]
    fn whoever_opens_it_raises_one_alarm_an_hour() {
        let soon = NOON.plus(Duration::from_mins(59));
        let later = NOON.plus(ONE_ALARM);
        given::<HoneyRecord>([planted()]).when(open(1, 2), NOON).then([opened(1, 2, NOON)]);
        let once = [planted(), opened(1, 2, NOON)];
        given::<HoneyRecord>(once.clone()).when(open(2, 2), soon).then_nothing();
        given::<HoneyRecord>(once.clone()).when(open(2, 3), soon).then([opened(2, 3, soon)]);
        given::<HoneyRecord>(once).when(open(2, 2), later).then([opened(2, 2, later)]);
    }

    #[test]
    fn a_case_that_is_none_raises_no_alarm() {
        given::<HoneyRecord>([]).when(open(1, 2), NOON).then_nothing();
    }

    #[test]
    fn another_person_looks_into_an_alarm_and_once() {
        let raised = [planted(), opened(1, 2, NOON)];
        let review = |by| Command::Review { alarm: alarm(1), by: staff(by) };
        let reviewed = Event::Reviewed { alarm: alarm(1), by: staff(1), at: NOON };
        given::<HoneyRecord>(raised.clone()).when(review(2), NOON).then_refused("OWN_GLASS");
        given::<HoneyRecord>(raised.clone()).when(review(1), NOON).then([reviewed.clone()]);
        let quiet = raised.into_iter().chain([reviewed]);
        given::<HoneyRecord>(quiet).when(review(1), NOON).then_nothing();
        let unknown = Command::Review { alarm: alarm(9), by: staff(1) };
        given::<HoneyRecord>([planted()]).when(unknown, NOON).then_refused("NO_SUCH_ENTRY");
    }
}
