//! The stored form of access's events: one codec per aggregate.
//!
//! Names and display names are sealed under the keys of the account or credential they belong to.
//! Passwords and tokens are stored as hashes only. `domain/golden/` keeps one file per event type.

mod account;
mod credential;
#[cfg(test)]
mod golden;
mod installation;
mod revocation;
mod session;
mod user_name;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use sentier_access_domain::value::{CentreCode, SecretHash};
use sentier_eventing::codec::{CodecError, read, write};
use serde::de::Error as _;

pub(crate) use account::AccountCodec;
pub(crate) use credential::CredentialCodec;
pub(crate) use installation::InstallationCodec;
pub(crate) use revocation::{REVOKING, Revocation, revocation};
pub(crate) use session::SessionCodec;
pub(crate) use user_name::UserNameCodec;

/// A sign-in with an unknown name, or on a locked account: it costs the same commit as a failure that
/// counts, and says nothing.
pub(crate) const STRANGER_TRIED: &str = "stranger_tried.v1";

fn unreadable(what: &'static str) -> CodecError {
    CodecError::Malformed(serde_json::Error::custom(what))
}

fn write_hash(hash: &SecretHash) -> String {
    BASE64.encode(hash.as_bytes())
}

fn read_hash(text: &str) -> Result<SecretHash, CodecError> {
    let bytes = BASE64.decode(text).map_err(|_source| unreadable("a hash is base64"))?;
    let bytes = bytes.try_into().map_err(|_length| unreadable("a hash has 32 bytes"))?;
    Ok(SecretHash::from_bytes(bytes))
}

fn read_centre(text: &str) -> Result<CentreCode, CodecError> {
    CentreCode::parse(text).map_err(|_malformed| unreadable("a centre has a code"))
}
