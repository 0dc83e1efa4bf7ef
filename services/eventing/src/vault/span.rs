//! Keys of a span of time, nobody's own: under one of them a service seals what it counts, until its sums are
//! final.
//!
//! A person's fields open behind the ledger alone (`streams::disclose`). What is added up is not read by
//! anybody, so it opens without an entry; and because a ring of the vault never becomes a span's, no field of a
//! person opens here.

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Class, DataKey, KeyRing, Opener, Place};
use crate::store::StoredEvent;

/// The key of a span, or what is left when it was destroyed. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SpanKey(KeyRing);

impl SpanKey {
    /// The class under which a span's key seals.
    pub const CLASS: Class = Class::Narrative;

    /// The key of the span with this id.
    pub fn new(span: Uuid, secret: Zeroizing<[u8; 32]>) -> Self {
        Self(KeyRing::live(span, [(Self::CLASS, DataKey::new(span, secret))]))
    }

    /// A span whose key was destroyed.
    pub const fn destroyed(span: Uuid) -> Self {
        Self(KeyRing::erased(span))
    }

    /// Whether it was destroyed.
    pub const fn is_destroyed(&self) -> bool {
        self.0.is_erased()
    }

    /// To seal with.
    pub fn ring(&self) -> KeyRing {
        self.0.clone()
    }

    /// Opens what stands in an event, to add it up.
    pub fn opener(&self, stored: &StoredEvent) -> Opener<'_> {
        Opener::reading(&self.0, Place::of(stored))
    }
}
