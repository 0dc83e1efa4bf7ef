//! A new sealing key is in force at the statistics service.

use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};

use crate::publish::SealingKeys;

/// Has the key fetched again.
pub(crate) struct OnStatistics(pub SealingKeys);

impl Reaction for OnStatistics {
    fn name(&self) -> &'static str {
        "cases_on_statistics"
    }

    fn service(&self) -> &'static str {
        "statistics"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["sealing_key_rotated"]
    }

    fn react<'a>(&'a self, _message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        Box::pin(async move {
            self.0.renew();
            Ok(())
        })
    }
}
