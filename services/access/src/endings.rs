//! Revokes what was replaced, when its overlap is over.
//!
//! The ends stand in the read model's rows: a process that was away finds what ended meanwhile, and an end
//! that two processes see is one revocation.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::application::Access;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Works until `stop`.
pub(crate) async fn run(access: Arc<Access>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
        if let Err(fault) = access.end_overlaps().await {
            tracing::error!(
                reason = fault.explain().reason(),
                "replaced credentials are not revoked"
            );
        }
    }
}
