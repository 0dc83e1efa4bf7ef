//! The clock of the calendar: the process's, or in a test build one that is set by hand.
//!
//! A clock that anybody can set publishes early what is still being counted, so the option exists only in a
//! build with the feature `hand-clock`; any other refuses to start with it.

use std::path::PathBuf;

use sentier_kernel::Moment;
use sentier_platform::clock::Clock;

/// What the option says for the process's own clock.
pub(crate) const SYSTEM: &str = "system";

/// Where the calendar reads the time.
#[derive(Clone, Debug)]
pub(crate) enum ReleaseClock {
    /// The process's clock.
    Process(Clock),
    /// A file that holds a number: microseconds since 1970. What it does not say, the process's clock says.
    #[cfg_attr(not(feature = "hand-clock"), expect(dead_code, reason = "of test builds alone"))]
    Hand(PathBuf, Clock),
}

/// The clock cannot be set by hand in this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the option release_clock is for test builds: this build publishes by the machine's clock alone"
)]
pub(crate) struct NoHandClock;

impl ReleaseClock {
    /// The clock that the option names: `system`, or `hand:FILE`.
    pub(crate) fn open(option: &str, clock: &Clock) -> Result<Self, NoHandClock> {
        match option.strip_prefix("hand:") {
            None if option == SYSTEM => Ok(Self::Process(clock.clone())),
            #[cfg(feature = "hand-clock")]
            Some(file) => Ok(Self::Hand(PathBuf::from(file), clock.clone())),
            _ => Err(NoHandClock),
        }
    }

    /// Now.
    pub(crate) fn now(&self) -> Moment {
        match self {
            Self::Process(clock) => clock.now(),
            Self::Hand(file, clock) => {
                let hand = std::fs::read_to_string(file).ok();
                let hand = hand.and_then(|text| text.trim().parse().ok());
                hand.map_or_else(|| clock.now(), Moment::from_micros)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_test_build_takes_a_clock_that_is_set_by_hand() {
        let clock = Clock::fixed(Moment::from_micros(5));
        let own = ReleaseClock::open(SYSTEM, &clock).map(|clock| clock.now());
        assert_eq!(own, Ok(Moment::from_micros(5)));
        assert_eq!(ReleaseClock::open("hammer", &clock).err(), Some(NoHandClock));
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("now");
        std::fs::write(&file, "7\n").unwrap();
        let hand = ReleaseClock::open(&format!("hand:{}", file.display()), &clock);
        if cfg!(feature = "hand-clock") {
            assert_eq!(hand.map(|clock| clock.now()), Ok(Moment::from_micros(7)));
        } else {
            assert_eq!(hand.err(), Some(NoHandClock));
        }
    }
}
