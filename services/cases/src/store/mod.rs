//! How the events of a case are kept: written-out JSON, personal fields sealed with the survivor's keys.

mod care;
mod codec;
mod drafts;
mod merge;
mod personal;
mod searches;
mod snapshot;
mod stored;
mod upcast;

pub use codec::CaseCodec;
pub use drafts::DraftCodec;
pub(crate) use searches::{SURVIVOR_SOUGHT, SearchCodec, searches_of};
