//! How the events of a case are kept: written-out JSON, personal fields sealed with the survivor's keys.

mod care;
mod codec;
mod drafts;
mod entries;
mod honey;
mod personal;
mod safeguard;
mod searches;
mod snapshot;
mod stored;
mod upcast;

pub use codec::CaseCodec;
pub use drafts::DraftCodec;
pub use honey::HoneyCodec;
pub(crate) use honey::honey_of;
pub(crate) use searches::{SURVIVOR_SOUGHT, SearchCodec, searches_of};
