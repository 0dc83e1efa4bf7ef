//! How fast an agency may call, and how many streams it may hold: one busy system leaves room for all.
//!
//! The rate is a generic cell rate algorithm: of each agency one moment is kept, that at which its calls so
//! far would have been spread at the steady rate. A call that would push it further ahead than a burst is
//! refused, with the time until it would not be.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sentier_kernel::id::Uuid;
use sentier_kernel::{Category, Explain};
use sentier_platform::grpc::locale;
use sentier_platform::principal::Principal;
use sentier_platform::status::{Overloaded, to_status};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tonic::service::Interceptor;
use tonic::{Request, Status};

/// Above this many agencies those that have not called for a while are forgotten.
const REMEMBERED: usize = 1_024;

/// Counts the calls of each agency, whichever they are. Clones share the count.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    step: Duration,
    burst: Duration,
    // INVARIANT: at most one entry for each agency that called within a burst, beyond REMEMBERED.
    ahead: Arc<Mutex<HashMap<Uuid, Instant>>>,
}

/// An agency calls too fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the agency calls too fast")]
pub(super) struct TooManyCalls {
    wait: Duration,
}

impl Explain for TooManyCalls {
    fn category(&self) -> Category {
        Category::Busy
    }

    fn reason(&self) -> &'static str {
        "TOO_MANY_CALLS"
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![("retry_after_ms", (self.wait.as_millis() + 1).to_string())]
    }
}

impl Pace {
    /// So many calls each second in the long run, and so many at once.
    pub(crate) fn new(calls_per_second: u32, burst: u32) -> Self {
        let step = Duration::from_secs(1) / calls_per_second.max(1);
        Self { step, burst: step * burst, ahead: Arc::default() }
    }

    fn take(&self, agency: Uuid, now: Instant) -> Result<(), TooManyCalls> {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        if ahead.len() > REMEMBERED {
            ahead.retain(|_, spread| *spread > now);
        }
        let spread = ahead.entry(agency).or_insert(now);
        let next = (*spread).max(now) + self.step;
        let lead = next.duration_since(now);
        if lead > self.burst {
            return Err(TooManyCalls { wait: lead.saturating_sub(self.burst) });
        }
        *spread = next;
        Ok(())
    }
}

impl Interceptor for Pace {
    fn call(&mut self, request: Request<()>) -> Result<Request<()>, Status> {
        let caller = request.extensions().get::<Principal>();
        if let Some(agency) = caller.and_then(Principal::agency) {
            let taken = self.take(agency, Instant::now());
            taken.map_err(|fast| to_status(&fast, locale(&request)))?;
        }
        Ok(request)
    }
}

/// An agency has as many streams open as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the agency has too many streams open")]
struct TooManyStreams;

impl Explain for TooManyStreams {
    fn category(&self) -> Category {
        Category::Busy
    }

    fn reason(&self) -> &'static str {
        "TOO_MANY_STREAMS"
    }
}

/// Room for streams: of all agencies together, and of each.
#[derive(Debug)]
pub(crate) struct Room {
    all: Arc<Semaphore>,
    each: usize,
    // INVARIANT: one entry for each agency of the directory that ever opened a stream, at most.
    agencies: Mutex<HashMap<Uuid, Arc<Semaphore>>>,
}

/// The place of one stream; dropped, it is free again.
#[derive(Debug)]
pub(super) struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_agency: OwnedSemaphorePermit,
}

impl Room {
    pub(crate) fn new(all: usize, each: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), each, agencies: Mutex::default() }
    }

    /// A place for a stream of `agency`.
    pub(super) fn enter(&self, agency: Uuid) -> Result<Place, Box<dyn Explain>> {
        let mut agencies = self.agencies.lock().unwrap_or_else(PoisonError::into_inner);
        let own = agencies.entry(agency).or_insert_with(|| Arc::new(Semaphore::new(self.each)));
        let of_agency = Arc::clone(own).try_acquire_owned();
        drop(agencies);
        let of_agency = of_agency.map_err(|_full| Box::new(TooManyStreams) as Box<dyn Explain>)?;
        let of_all = Arc::clone(&self.all).try_acquire_owned();
        let of_all = of_all.map_err(|_full| Box::new(Overloaded) as Box<dyn Explain>)?;
        Ok(Place { _of_all: of_all, _of_agency: of_agency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENCY: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    #[test]
    fn a_burst_passes_and_then_the_steady_rate() {
        let (pace, begun) = (Pace::new(10, 3), Instant::now());
        for _ in 0..3 {
            assert_eq!(pace.take(AGENCY, begun), Ok(()));
        }
        let refused = pace.take(AGENCY, begun).unwrap_err();
        assert_eq!(refused.wait, Duration::from_millis(100));
        assert_eq!(refused.metadata(), [("retry_after_ms", "101".to_owned())]);
        // Who waits as long as it was told is let in, once.
        let later = begun + refused.wait;
        assert_eq!(pace.take(AGENCY, later), Ok(()));
        assert!(pace.take(AGENCY, later).is_err());
    }

    #[test]
    fn a_refused_call_costs_nothing_and_no_other_agency() {
        let (pace, begun) = (Pace::new(1, 1), Instant::now());
        assert_eq!(pace.take(AGENCY, begun), Ok(()));
        for _ in 0..50 {
            assert!(pace.take(AGENCY, begun).is_err());
        }
        assert_eq!(pace.take(OTHER, begun), Ok(()));
        assert_eq!(pace.take(AGENCY, begun + Duration::from_secs(1)), Ok(()));
    }

    #[test]
    fn who_has_not_called_for_a_while_is_forgotten() {
        let (pace, begun) = (Pace::new(10, 1), Instant::now());
        for agency in 0..2_000 {
            assert_eq!(pace.take(Uuid::from_u128(agency), begun), Ok(()));
        }
        assert_eq!(pace.take(AGENCY, begun + Duration::from_secs(1)), Ok(()));
        assert_eq!(pace.ahead.lock().unwrap().len(), 1);
    }

    #[test]
    fn an_agency_fills_its_own_room_and_not_that_of_all() {
        let room = Room::new(3, 2);
        let (first, _second) = (room.enter(AGENCY).unwrap(), room.enter(AGENCY).unwrap());
        assert_eq!(room.enter(AGENCY).unwrap_err().reason(), "TOO_MANY_STREAMS");
        let _other = room.enter(OTHER).unwrap();
        assert_eq!(room.enter(OTHER).unwrap_err().reason(), "OVERLOADED");
        drop(first);
        assert!(room.enter(AGENCY).is_ok());
    }
}
