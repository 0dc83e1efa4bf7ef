//! The one table of the life of a referral: it decides, it tells what is allowed, it draws itself.

use serde::{Deserialize, Serialize};

use crate::value::codes;

codes! {
    /// Where a referral stands.
    Standing {
        /// In the agency's inbox; not yet seen.
        Sent = "sent",
        /// Seen by the agency.
        Received = "received",
        /// The agency takes it.
        Accepted = "accepted",
        /// The agency does not take it. Final.
        Declined = "declined",
        /// The service was given. Final.
        Completed = "completed",
        /// Consent was withdrawn or not valid. Final.
        Revoked = "revoked",
    }
}

codes! {
    /// What moves a referral.
    Action {
        /// The agency has seen it.
        Acknowledge = "acknowledge",
        /// The agency takes it.
        Accept = "accept",
        /// The agency does not take it.
        Decline = "decline",
        /// The service was given.
        Complete = "complete",
        /// Consent no longer covers it.
        Revoke = "revoke",
    }
}

const TABLE: [(Standing, Action, Standing); 10] = [
    (Standing::Sent, Action::Acknowledge, Standing::Received),
    (Standing::Sent, Action::Accept, Standing::Accepted),
    (Standing::Sent, Action::Decline, Standing::Declined),
    (Standing::Sent, Action::Revoke, Standing::Revoked),
    (Standing::Received, Action::Accept, Standing::Accepted),
    (Standing::Received, Action::Decline, Standing::Declined),
    (Standing::Received, Action::Revoke, Standing::Revoked),
    (Standing::Accepted, Action::Complete, Standing::Completed),
    (Standing::Accepted, Action::Revoke, Standing::Revoked),
    (Standing::Completed, Action::Revoke, Standing::Completed),
];

/// Where `action` leads from `standing`, when it is allowed.
pub(super) fn next(standing: Standing, action: Action) -> Option<Standing> {
    TABLE.iter().find(|(from, by, _)| *from == standing && *by == action).map(|(_, _, to)| *to)
}

/// What may be done with a referral that stands at `standing`.
pub fn allowed(standing: Standing) -> Vec<Action> {
    TABLE.iter().filter(|(from, _, _)| *from == standing).map(|(_, by, _)| *by).collect()
}

/// The state diagram as text, one transition per line.
pub fn diagram() -> String {
    TABLE
        .iter()
        .flat_map(|(from, by, to)| [from.code(), " --", by.code(), "--> ", to.code(), "\n"])
        .collect()
}
