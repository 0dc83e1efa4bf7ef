//! How the events of a case are kept: written-out JSON, personal fields sealed with the survivor's keys.

mod agency;
mod alone;
mod care;
mod codec;
mod correction;
mod drafts;
mod ending;
mod entries;
mod erasing;
mod honey;
mod merge;
mod personal;
mod safeguard;
mod searches;
mod snapshot;
mod stored;
mod upcast;
mod uploads;

pub(crate) use alone::{AloneCodec, alone_of};
pub use codec::CaseCodec;
pub use drafts::DraftCodec;
pub(crate) use erasing::{ErasingCodec, erasing_of};
pub use honey::HoneyCodec;
pub(crate) use honey::honey_of;
pub(crate) use searches::{SURVIVOR_SOUGHT, SearchCodec, searches_of};
pub(crate) use uploads::UploadCodec;
