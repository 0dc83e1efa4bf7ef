//! The data keys of one survivor, in memory.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;
use zeroize::Zeroizing;

/// What kind of personal value a field holds; each class has a data key of its own, so that one class
/// can be destroyed without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Who she is.
    Identity,
    /// How to reach her.
    Contact,
    /// What happened, in codes and in words.
    Narrative,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Contact, Self::Narrative];

    /// The name that stands in the key store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Narrative => "narrative",
        }
    }
}

/// One 256-bit data key with its id. Wiped from memory when dropped.
#[derive(Clone)]
pub struct DataKey {
    /// Names the key in sealed fields; opaque.
    pub id: Uuid,
    pub(super) secret: Zeroizing<[u8; 32]>,
}

impl DataKey {
    /// A key from its id and its secret bytes.
    pub const fn new(id: Uuid, secret: Zeroizing<[u8; 32]>) -> Self {
        Self { id, secret }
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DataKey({})", self.id)
    }
}

/// The data keys of one subject, as far as this process holds them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct KeyRing(Keys);

#[derive(Clone, Debug)]
enum Keys {
    None,
    Erased { subject: Uuid },
    Live { subject: Uuid, keys: Arc<[(Class, DataKey)]> },
}

impl KeyRing {
    /// No keys: for streams without personal fields.
    pub const fn none() -> Self {
        Self(Keys::None)
    }

    /// The ring of a subject whose keys were destroyed.
    pub const fn erased(subject: Uuid) -> Self {
        Self(Keys::Erased { subject })
    }

    /// The ring of a subject.
    pub fn live(subject: Uuid, keys: impl IntoIterator<Item = (Class, DataKey)>) -> Self {
        Self(Keys::Live { subject, keys: keys.into_iter().collect() })
    }

    /// Whether the subject's keys were destroyed.
    pub const fn is_erased(&self) -> bool {
        matches!(self.0, Keys::Erased { .. })
    }

    /// The subject whose keys these are; nil for no keys.
    pub const fn subject(&self) -> Uuid {
        match self.0 {
            Keys::None => Uuid::nil(),
            Keys::Erased { subject } | Keys::Live { subject, .. } => subject,
        }
    }

    /// The ids of its keys; none when they were destroyed.
    pub fn ids(&self) -> Vec<Uuid> {
        match &self.0 {
            Keys::Live { keys, .. } => keys.iter().map(|(_, key)| key.id).collect(),
            Keys::None | Keys::Erased { .. } => Vec::new(),
        }
    }

    pub(super) fn key(&self, class: Class) -> Option<&DataKey> {
        match &self.0 {
            Keys::Live { keys, .. } => {
                keys.iter().find_map(|(held, key)| (*held == class).then_some(key))
            }
            Keys::None | Keys::Erased { .. } => None,
        }
    }
}
