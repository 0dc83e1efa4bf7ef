//! What may be attached to a case, and how its content is known.
//!
//! Limits of the field's best system (DOMAIN 1a): at most 20 MB each and 100 on a case; images, audio,
//! documents and signatures. The kind is read from the content itself: a name and a declared type are only
//! what somebody says.

mod content;

use serde::{Deserialize, Serialize};

pub use content::{Kind, MediaType};

use crate::value::FileName;

/// The most bytes of one attachment: 20 MiB.
pub const LARGEST: u64 = 20 * 1024 * 1024;
/// The most attachments that a case has at once.
pub const MOST: usize = 100;

/// What an attachment is. PERSONAL: a name tells, and a kind of file may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name, as it was given.
    pub file_name: FileName,
    /// What it holds.
    pub media_type: MediaType,
    /// What it is on the case: a picture, a recording, a document, or her signature.
    pub kind: Kind,
    /// How many bytes.
    pub size: u64,
}
