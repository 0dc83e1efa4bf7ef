//! What single messages told is sealed, and goes when its sums are final.
//!
//! ```text
//! reactions ──▶ count ──sealed under the month's key (keys)──▶ log ──opened to be added up──▶ read models
//!                                                                       │ two months later
//!                               the key is destroyed ◀── sums in the log ◀── finalising
//! ```
//!
//! PRIVACY (state seizure, PRIVACY 2.2): without the key a stored count tells that something was counted, of which
//! centre, month and kind, and when; not of whom, of what type, age or need. The request log names
//! messages by a digest, because one that comes again must not be counted twice, whenever that is.

mod finalising;
mod keys;

pub(crate) use finalising::Finalising;
pub(crate) use keys::{CountKeys, KeyLost};
