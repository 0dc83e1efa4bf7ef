//! How the entries of a case's safeguards are kept.

use std::collections::BTreeSet;

use sentier_cases_domain::case::safeguard::{Event, Fact};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_cases_domain::safe_contact::{Answerer, Channel, SafeContactPlan};
use sentier_cases_domain::value::Note;
use sentier_eventing::codec::{CodecError, read, write};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::{Moment, Sensitive};
use serde::{Deserialize, Serialize};

use super::entries::entries;

entries! {
    StaffExcluded = "staff_excluded.v1", StaffExcludedV1 { staff: StaffId } sealed why: Note;
    StaffReadmitted = "staff_readmitted.v1", StaffReadmittedV1 { staff: StaffId } sealed why: Note;
    CaseSealed = "case_sealed.v1", CaseSealedV1 { to: BTreeSet<StaffId> } sealed why: Note;
    CaseUnsealed = "case_unsealed.v1", CaseUnsealedV1 {} sealed why: Note;
    GlassRequested = "glass_requested.v1", GlassRequestedV1 {} sealed why: Note;
    GlassApproved = "glass_approved.v1", GlassApprovedV1 {
        request: EntryId, expires_at: Moment,
    };
    GlassBroken = "glass_broken.v1", GlassBrokenV1 { expires_at: Moment } sealed why: Note;
    GlassReviewed = "glass_reviewed.v1", GlassReviewedV1 {
        opening: EntryId,
    } sealed comment: Note;
    SafeContactSet = "safe_contact_set.v1", SafeContactSetV1 {
    } sealed plan: SafeContactPlan => Contact;
    ContactAttempted = "contact_attempted.v1", ContactAttemptedV1 {
        channel: Channel, answerer: Answerer,
    } sealed note: Note;
}
