//! Keeps the keys to which other services seal facts, and opens what they sealed.
//!
//! The secret halves are files in `keys_dir/sealing`, mode 0600, outside the event store, so that
//! destroying one destroys it. A new key is on the disk before it is announced; a crash in between is
//! made good by the next look, which happens every hour and whenever the key in force is asked for.

use std::path::Path;

use prost::Message;
use sentier_eventing::Streams;
use sentier_eventing::facts::{FactsError, OpeningKeys, SealedFacts, SealingKey};
use sentier_eventing::host::Host;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Category, Decider as _, Explain};
use sentier_platform::ids::new_id;
use sentier_platform::principal::Principal;
use sentier_statistics_domain::sealing::{self, Command, MalformedKeyId};
use uuid::Uuid;

use crate::store::{SEALING_STREAM, SealingCodec};

/// The centre's token of what concerns the whole installation.
pub(crate) const INSTALLATION: &str = "installation";

/// Why no key is in force.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeepError {
    /// A key cannot be announced.
    #[error("a sealing key cannot be announced")]
    Announce(#[from] TransactError<sealing::Rejection>),
    /// The files of the keys cannot be used.
    #[error("the sealing keys cannot be kept")]
    Keys(#[from] FactsError),
    /// The name of a key is not one that the contract allows.
    #[error("a sealing key has a malformed name")]
    Name(#[from] MalformedKeyId),
}

impl Explain for KeepError {
    fn category(&self) -> Category {
        match self {
            Self::Announce(error) => error.category(),
            Self::Keys(error) => error.category(),
            Self::Name(_) => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Announce(error) => error.reason(),
            Self::Keys(error) => error.reason(),
            Self::Name(_) => "INTERNAL",
        }
    }
}

/// The sealing keys of the installation. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct SealingKeys {
    host: Host,
    streams: Streams<SealingCodec>,
    keys: OpeningKeys,
}

impl SealingKeys {
    /// The keys whose secret halves lie in `folder`.
    pub(crate) fn open(host: &Host, folder: &Path) -> Result<Self, KeepError> {
        let keys = OpeningKeys::open(folder, host.env.clock.now())?;
        Ok(Self { host: host.clone(), streams: Streams::new(&host.store), keys })
    }

    /// The key to which others seal now, after doing what time asks for: replacing it, announcing its
    /// successor, destroying keys whose facts the broker has forgotten.
    pub(crate) async fn in_force(&self) -> Result<SealingKey, KeepError> {
        let at = self.host.env.clock.now();
        let (mut key, drawn) = self.keys.sealing()?;
        if sealing::is_replacement_due(drawn, at) {
            key = self.keys.rotate(at)?;
        }
        self.announce(&key).await?;
        let destroyed = self.keys.destroy_replaced_before(sealing::forgotten_before(at))?;
        if destroyed > 0 {
            tracing::info!(destroyed, "sealing keys were destroyed");
        }
        Ok(key)
    }

    async fn announce(&self, key: &SealingKey) -> Result<(), KeepError> {
        let command = Command::AnnounceKey { key: key.id().parse()? };
        let principal = Principal::Service { name: self.host.name.to_owned() };
        let call = self.host.call(&principal, INSTALLATION, new_id(), [0; 32], None);
        let at = call.stamp.at;
        let decide = move |state: &_| sealing::SealingKeys::decide(state, command.clone(), at);
        self.streams.transact(call, SEALING_STREAM, KeyRing::none(), decide).await?;
        Ok(())
    }

    /// Opens what was sealed for `purpose` to the event with this id.
    pub(crate) fn unseal<M: Message + Default>(
        &self,
        purpose: &'static str,
        event_id: Uuid,
        sealed: &SealedFacts,
    ) -> Result<M, FactsError> {
        self.keys.unseal(purpose, event_id, sealed)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_replaced_key_outlives_what_the_broker_keeps() {
        let late_publisher = Duration::from_hours(2 * 24);
        assert!(sealing::HELD >= sentier_eventing::nats::KEPT + late_publisher);
    }
}
