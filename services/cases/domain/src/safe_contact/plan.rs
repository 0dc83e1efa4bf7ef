//! What she agreed to. PERSONAL.

use std::collections::BTreeSet;
use std::fmt;

use sentier_kernel::{Moment, Violation, codes};
use serde::{Deserialize, Serialize};

use crate::value::{Date, ShortText, TimeOfDay};

/// More ways than anybody keeps in mind.
const MOST_WAYS: usize = 12;

codes! {
    /// By what she is reached.
    Channel {
        /// A call.
        Call = "call",
        /// A text message, by whatever application.
        TextMessage = "text_message",
        /// A visit.
        Visit = "visit",
    }
    /// Whose ear or eye it may reach.
    Answerer {
        /// Herself.
        Survivor = "survivor",
        /// Somebody whom she trusts with it.
        TrustedPerson = "trusted_person",
        /// A machine that anybody may listen to.
        AnsweringMachine = "answering_machine",
    }
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Weekday {
    /// The day of the week of a day.
    pub fn of(day: Date) -> Self {
        let days = day.midnight().as_micros().div_euclid(86_400_000_000);
        // The first day of 1970 was a Thursday.
        let place = usize::try_from((days + 3).rem_euclid(7)).unwrap_or(0);
        Self::ALL.get(place).copied().unwrap_or(Self::Monday)
    }
}

/// From a time of the day, until another, exclusive; never over midnight.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// From.
    pub from: TimeOfDay,
    /// Until, exclusive.
    pub until: TimeOfDay,
}

/// One way of reaching her.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// By what.
    pub channel: Channel,
    /// The number or the place.
    pub address: ShortText,
    /// On which days.
    pub days: BTreeSet<Weekday>,
    /// At which hours.
    pub hours: Hours,
    /// Whose ear or eye it may reach.
    pub answerers: BTreeSet<Answerer>,
}

/// How she may be reached.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeContactPlan {
    /// She must not be reached at all.
    pub never: bool,
    /// The ways that she agreed to.
    pub ways: Vec<Way>,
    /// The word by which the two know each other; may be empty.
    pub code_word: ShortText,
    /// Whether who calls may say from where.
    pub may_name_centre: bool,
}

impl SafeContactPlan {
    /// Whether she agreed, at any hour, to be called or written to.
    pub fn lets_ring(&self) -> bool {
        let rings = |way: &Way| matches!(way.channel, Channel::Call | Channel::TextMessage);
        !self.never && self.ways.iter().any(rings)
    }
}

impl Way {
    /// When this way is open next, or is now; `None` when it never is.
    pub(super) fn opens(&self, at: Moment) -> Option<Moment> {
        // The same day of the next week may be the first that is left.
        (0..=7_u64).find_map(|ahead| {
            let day = Date::of(at.plus(std::time::Duration::from_hours(24 * ahead)));
            let (from, until) = (moment(day, self.hours.from), moment(day, self.hours.until));
            let open = self.days.contains(&Weekday::of(day)) && at < until && from < until;
            open.then(|| from.max(at))
        })
    }
}

fn moment(day: Date, time: TimeOfDay) -> Moment {
    let minutes = u64::from(time.hours()) * 60 + u64::from(time.minutes());
    day.midnight().plus(std::time::Duration::from_mins(minutes))
}

/// What is wrong with a plan; fields are named below `field`.
pub fn violations(field: &'static str, plan: &SafeContactPlan) -> Vec<Violation> {
    let ways = || format!("{field}.ways");
    let mut wrong = Vec::new();
    match (plan.never, plan.ways.is_empty()) {
        // Who says never gives no way beside it.
        (true, false) => wrong.push(Violation::new(ways(), "violation-not-allowed")),
        (false, true) => wrong.push(Violation::required(ways())),
        _ => {}
    }
    if plan.ways.len() > MOST_WAYS {
        wrong.push(Violation::new(ways(), "violation-too-many"));
    }
    for (place, way) in plan.ways.iter().enumerate() {
        let of = |part: &str| format!("{field}.ways[{place}].{part}");
        if way.days.is_empty() {
            wrong.push(Violation::required(of("days")));
        }
        if way.answerers.is_empty() {
            wrong.push(Violation::required(of("answerers")));
        }
        if way.hours.until <= way.hours.from {
            wrong.push(Violation::new(of("until_time"), "violation-out-of-range"));
        }
    }
    wrong
}

/// PRIVACY: derives nothing, so that no field can reach a log.
macro_rules! unprintable {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
unprintable!(Hours, Way, SafeContactPlan);
