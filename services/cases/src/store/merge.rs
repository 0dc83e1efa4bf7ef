//! How it is kept what cases became with each other. Nothing here is personal, so nothing is sealed.

use sentier_cases_domain::case::merge::{Event, Fact};
use sentier_cases_domain::id::{CaseId, MergeId, StaffId};
use sentier_eventing::codec::{CodecError, read, write};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

/// One table for both directions, under the rules of `stored`.
macro_rules! merges {
    ($($fact:ident = $stored:literal, $shape:ident { $($field:ident: $kind:ty),* };)+) => {
        /// Today's types, one per kind of fact.
        pub(super) const TYPES: &[&str] = &[$($stored),+];

        $(
            #[derive(Debug, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $shape {
                case: CaseId,
                by: StaffId,
                at: Moment,
                $($field: $kind,)*
            }
        )+

        /// The stored type of a fact.
        pub(super) const fn event_type(event: &Event) -> &'static str {
            match event.fact {
                $(Fact::$fact { .. } => $stored,)+
            }
        }

        /// The stored bytes of a fact.
        pub(super) fn encode(event: Event) -> Result<Vec<u8>, CodecError> {
            let Event { case, fact, by, at } = event;
            match fact {
                $(Fact::$fact { $($field),* } => write(&$shape { case, by, at, $($field),* }),)+
            }
        }

        /// The fact in stored bytes; `None` when the type is not one of these.
        pub(super) fn decode(event_type: &str, payload: &[u8]) -> Result<Option<Event>, CodecError> {
            match event_type {
                $($stored => {
                    let $shape { case, by, at, $($field),* } = read(payload)?;
                    Ok(Some(Event { case, fact: Fact::$fact { $($field),* }, by, at }))
                })+
                _ => Ok(None),
            }
        }
    };
}

merges! {
    Followed = "case_followed.v1", CaseFollowedV1 { merge: MergeId };
    TookIn = "case_taken_in.v1", CaseTakenInV1 { merge: MergeId };
    Parted = "case_parted.v1", CasePartedV1 { merge: MergeId, open: bool };
    Released = "case_released.v1", CaseReleasedV1 { merge: MergeId };
    MarkedDifferent = "case_marked_different.v1", CaseMarkedDifferentV1 {};
}
