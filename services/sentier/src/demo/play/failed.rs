//! Why a call did not succeed, and which statuses are worth another try.

use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// A call that ended badly.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The service said no.
    #[error("{rpc} was refused with {reason} ({code:?}), fields {fields:?}")]
    Refused {
        /// Which call.
        rpc: &'static str,
        /// The code.
        code: Code,
        /// The reason, as in `sentier.errors.v1`.
        reason: String,
        /// Paths of the fields at fault.
        fields: Vec<String>,
    },
    /// Nobody answered for so long.
    #[error("{rpc} had no answer for {} s (last: {code:?})", waited.as_secs())]
    NoAnswer {
        /// Which call.
        rpc: &'static str,
        /// The last code.
        code: Code,
        /// For how long it was tried.
        waited: Duration,
    },
    /// The answer lacks what the contract promises.
    #[error("the answer of {0} is incomplete")]
    Incomplete(&'static str),
    /// The journal cannot be written.
    #[error("the journal cannot be written")]
    Journal(#[from] std::io::Error),
}

impl Failed {
    /// Whether the service refused for this reason.
    pub fn is(&self, expected: &str) -> bool {
        matches!(self, Self::Refused { reason, .. } if reason == expected)
    }

    pub(super) fn refused(rpc: &'static str, status: &Status) -> Self {
        let fields = status
            .get_details_bad_request()
            .map(|bad| bad.field_violations.into_iter().map(|one| one.field).collect())
            .unwrap_or_default();
        let reason = reason(status).unwrap_or_else(|| "no reason".to_owned());
        Self::Refused { rpc, code: status.code(), reason, fields }
    }
}

/// What to do about a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Ask again with the same request id.
    Again,
    /// The credential has ended; a new one, then again.
    SignIn,
    /// It is an answer.
    Final,
}

/// A status with a reason comes from a service; one without comes from a cut connection, a deadline or
/// a dying process, whatever its code, and says nothing about whether the write was done.
pub(super) fn verdict(status: &Status) -> Verdict {
    let spoken = reason(status).is_some();
    match status.code() {
        Code::Unavailable | Code::ResourceExhausted | Code::DeadlineExceeded | Code::Cancelled => {
            Verdict::Again
        }
        Code::Unknown | Code::Internal if !spoken => Verdict::Again,
        Code::Unauthenticated => Verdict::SignIn,
        _ => Verdict::Final,
    }
}

fn reason(status: &Status) -> Option<String> {
    status.get_details_error_info().map(|info| info.reason)
}
