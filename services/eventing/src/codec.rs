//! How an aggregate's events become stored bytes, and back.

use sentier_kernel::Decider;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::vault::{Opener, Sealer};

/// The stored form of one aggregate's events. A unit struct in the service's `store/` implements it.
///
/// Stored names are written out, never derived: a rename in Rust must not touch history. `decode`
/// knows every event type that was ever stored (upcasting), each with a golden file.
pub trait Codec: Send + Sync + 'static {
    /// The aggregate.
    type Aggregate: Decider;

    /// The event's stored type with its version, `case_opened.v1`.
    fn event_type(event: &Event<Self>) -> &'static str;

    /// The stored bytes; personal fields go through `sealer`.
    ///
    /// # Errors
    /// When a personal field cannot be sealed.
    fn encode(event: &Event<Self>, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError>;

    /// The event in stored bytes; personal fields go through `opener`.
    ///
    /// # Errors
    /// When the type is unknown or the bytes are not of their type.
    fn decode(
        event_type: &str,
        payload: &[u8],
        opener: &Opener<'_>,
    ) -> Result<Event<Self>, CodecError>;

    /// The event in stored bytes, its personal fields withheld; `None` when it is of another aggregate.
    ///
    /// # Errors
    /// When the bytes are not of their type.
    fn withheld(event_type: &str, payload: &[u8]) -> Result<Option<Event<Self>>, CodecError> {
        match Self::decode(event_type, payload, &Opener::withholding()) {
            Ok(event) => Ok(Some(event)),
            Err(CodecError::UnknownType) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Of a state at `version`, the version of the last event that callers see something of. A caller that
    /// saw this version or a later one is not behind.
    fn seen(_state: &State<Self>, version: i64) -> i64 {
        version
    }

    /// A snapshot of the state; `None` when streams of this aggregate stay short.
    fn snapshot(_state: &State<Self>) -> Option<Vec<u8>> {
        None
    }

    /// The state in a snapshot; `None` when it was written by another version and must be refolded.
    fn restore(_snapshot: &[u8]) -> Option<State<Self>> {
        None
    }
}

/// The event of a codec's aggregate.
pub type Event<C> = <<C as Codec>::Aggregate as Decider>::Event;
/// The state of a codec's aggregate.
pub type State<C> = <<C as Codec>::Aggregate as Decider>::State;
/// The rejection of a codec's aggregate.
pub type Rejection<C> = <<C as Codec>::Aggregate as Decider>::Rejection;

/// Why stored bytes cannot be read, or an event cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The event type is not known to this version of the service.
    #[error("the event type is not known to this version")]
    UnknownType,
    /// The bytes are not what the event type says.
    #[error("the stored bytes are not of their event type")]
    Malformed(#[source] serde_json::Error),
    /// A sealed field does not belong to the place and keys that were given.
    #[error("a personal field cannot be sealed or opened here")]
    Seal,
}

/// The stored bytes of an event's form.
///
/// # Errors
/// When the form has no JSON.
pub fn write(form: &impl Serialize) -> Result<Vec<u8>, CodecError> {
    serde_json::to_vec(form).map_err(CodecError::Malformed)
}

/// An event's form in stored bytes.
///
/// # Errors
/// When they are not of this form.
pub fn read<T: DeserializeOwned>(payload: &[u8]) -> Result<T, CodecError> {
    serde_json::from_slice(payload).map_err(CodecError::Malformed)
}
