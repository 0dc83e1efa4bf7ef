//! The GBVIMS minimum data set: what intake asks about a survivor and about an incident (DOMAIN 2.1).
//!
//! Unit of data is the incident: one survivor and one event, with any number of perpetrators. Every
//! coded question has its own type, so that "no" is an answer and never a value of something else: an
//! incident with the practice `none` has no harmful practice (DOMAIN G12). What must be answered depends
//! on her consent to statistics and on her age: [`required`].

mod circumstances;
mod codes;
mod context;
mod pathway;
pub mod required;
mod survivor;

pub use circumstances::{Circumstances, PERPETRATORS, Perpetrator, RecorderReference};
pub use codes::*;
pub use context::contexts;
pub use pathway::{EARLIER_REPORTS, EarlierReport, SectorDetail, SectorDetails};
pub use survivor::{ChildSurvivor, DEPENDANTS, SurvivorProfile};
