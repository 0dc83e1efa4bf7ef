//! From a survivor's facts to what analysts get, on the fixed calendar.
//!
//! ```text
//! SurvivorFacts ──▶ survivors ──┬──▶ marks      keyed digests under the year's key (year_keys)
//!                               └──▶ counters   began at their noise (entropy); an open period's only state
//!                                       │ the 10th, 02:00 UTC
//!                                  publishing ──▶ budget debit + release, in one append
//! ```
//!
//! PRIVACY (state seizure, PRIVACY 2.2): whoever takes the store away finds, of an open period, counts
//! with the noise that will be published and no way to take it off; of the survivors, digests that name
//! nobody without their handles and the year's key. None of this goes through the event log, which keeps
//! everything for ever: of the releases the log holds what was published, and nothing else. What the exact figures
//! leave there is another matter (`sums`, and the README).

mod batches;
mod clock;
mod counters;
mod entropy;
mod marks;
mod open_records;
mod publishing;
mod survivors;
mod year_keys;

pub(crate) use batches::{RecordBatches, Standing};
pub(crate) use clock::ReleaseClock;
pub(crate) use publishing::{Calendar, ReleasingError};
pub(crate) use survivors::{Counted, SurvivorFacts, Survivors};
pub(crate) use year_keys::YearKeys;
