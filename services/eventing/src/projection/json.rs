//! Values that a read model keeps whole in one column: what only its own version reads again.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec;
use crate::store::StoreError;

/// The value as a row keeps it.
///
/// # Errors
/// When it has no JSON.
pub fn to_json(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    Ok(codec::write(value)?)
}

/// The value in a row.
///
/// # Errors
/// When another version of the read model wrote it.
pub fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, StoreError> {
    Ok(codec::read(json)?)
}
