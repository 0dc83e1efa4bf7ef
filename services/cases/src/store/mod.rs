//! How the events of a case are kept: written-out JSON, personal fields sealed with the survivor's keys.

mod agency;
mod care;
mod codec;
mod correction;
mod drafts;
mod entries;
mod honey;
mod merge;
mod personal;
mod safeguard;
mod searches;
mod snapshot;
mod stored;
mod upcast;
mod uploads;

pub use codec::CaseCodec;
pub use drafts::DraftCodec;
pub use honey::HoneyCodec;
pub(crate) use honey::honey_of;
pub(crate) use searches::{SURVIVOR_SOUGHT, SearchCodec, searches_of};
pub(crate) use uploads::UploadCodec;
