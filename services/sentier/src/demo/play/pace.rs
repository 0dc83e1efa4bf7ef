//! How fast the month goes by.

use std::str::FromStr;
use std::time::Duration;

use sentier_platform::clock::Clock;
use tokio::time::{Instant, sleep, sleep_until};

use crate::demo::world::MONTH;

/// A day of waiting for an answer, when the month is played as fast as possible.
const FAST_DAY: Duration = Duration::from_millis(20);

/// How long the month lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As fast as the system takes it; agencies still answer after each other.
    Fast,
    /// Spread over this time.
    Spread(Duration),
}

/// A text that is no pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `fast`, or how long the month lasts: `90s`, `10m`, `2h`")]
pub struct MalformedPace;

impl FromStr for Pace {
    type Err = MalformedPace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "fast" {
            return Ok(Self::Fast);
        }
        let (number, unit) =
            text.split_at_checked(text.len().saturating_sub(1)).ok_or(MalformedPace)?;
        let number: u64 = number.parse().or(Err(MalformedPace))?;
        let seconds = match unit {
            "s" => number,
            "m" => number * 60,
            "h" => number * 3_600,
            _ => return Err(MalformedPace),
        };
        if !(1..=31 * 86_400).contains(&seconds) {
            return Err(MalformedPace);
        }
        Ok(Self::Spread(Duration::from_secs(seconds)))
    }
}

/// The day on which it is played.
pub(super) fn today() -> time::Date {
    Clock::system().now().to_datetime().date()
}

/// The month as it goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    pace: Pace,
    begun: Instant,
}

impl Calendar {
    /// A month that begins now.
    pub(super) fn begin(pace: Pace) -> Self {
        Self { pace, begun: Instant::now() }
    }

    /// Waits until this minute of the month.
    pub(super) async fn until(&self, minute: u32) {
        if let Pace::Spread(month) = self.pace {
            sleep_until(self.begun + month * minute / MONTH).await;
        }
    }

    /// Waits as long as these minutes of the month last.
    pub(super) async fn pause(&self, minutes: u32) {
        match self.pace {
            Pace::Fast => sleep(FAST_DAY * minutes / 1_440).await,
            Pace::Spread(month) => sleep(month * minutes / MONTH).await,
        }
    }

    /// How long a closure waits for the answers of agencies before the month ends without it.
    pub(super) fn closure(&self) -> Duration {
        match self.pace {
            Pace::Fast => Duration::from_secs(5),
            Pace::Spread(month) => month / 6,
        }
    }

    /// How often an agency without a stream looks into its inbox: every hour.
    pub(super) fn look(&self) -> Duration {
        match self.pace {
            Pace::Fast => Duration::from_millis(100),
            Pace::Spread(month) => {
                (month * 60 / MONTH).clamp(Duration::from_millis(100), Duration::from_secs(30))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_fast_or_a_duration() {
        assert_eq!("fast".parse(), Ok(Pace::Fast));
        assert_eq!("10m".parse(), Ok(Pace::Spread(Duration::from_mins(10))));
        for text in ["", "m", "0s", "ten", "5", "-1s", "1é"] {
            assert_eq!(text.parse::<Pace>(), Err(MalformedPace), "{text}");
        }
    }
}
