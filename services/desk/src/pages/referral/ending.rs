//! What came of a referral: why its agency declined, or what it led to when it was completed. A case knows that it
//! ended; the referral says the rest.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use prost_types::FieldMask;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::Case;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome};
use sentier_proto::referrals::v1::{GetReferralRequest, Referral};

use crate::page::{Here, ask};

/// Referrals of a case that are asked about, the newest that ended so; each one's own page says it as well.
const MOST: usize = 20;

/// What came of the referrals of a case, in words, by the referral's name. What is not told now is left out: how
/// far each came stands in the case.
pub(crate) async fn endings(here: &Here, case: &Case) -> BTreeMap<String, String> {
    let reads = |role| here.signed().is_ok_and(|signed| signed.has(role));
    // Intake sees how far they came, and no referral.
    if !reads(StaffRole::Caseworker) && !reads(StaffRole::Supervisor) {
        return BTreeMap::new();
    }
    let mut asked = Vec::new();
    for one in case.referrals.iter().rev() {
        if matches!(one.progress(), Progress::Declined | Progress::Completed) {
            asked.push(told(here, one.referral.clone()));
        }
    }
    asked.truncate(MOST);
    join_all(asked).await.into_iter().flatten().collect()
}

/// A referral's name, and what came of it.
async fn told(here: &Here, name: String) -> Option<(String, String)> {
    let paths = ["decline_reason", "outcome"].map(str::to_owned).into();
    let read_mask = Some(FieldMask { paths });
    let message = GetReferralRequest { name: name.clone(), read_mask };
    let referral = ask!(here, referrals.get_referral, message).await.ok()?.referral?;
    let words = [declined(here, &referral), outcome(here, &referral)];
    words.into_iter().find(|it| !it.is_empty()).map(|it| (name, it))
}

/// Why its agency declined, in words; empty when it did not.
pub(super) fn declined(here: &Here, referral: &Referral) -> String {
    match referral.decline_reason() {
        DeclineReason::Unspecified => String::new(),
        reason => here.words.code("decline-reason", reason.as_str_name()),
    }
}

/// What it led to, in words; empty when it was not completed.
pub(super) fn outcome(here: &Here, referral: &Referral) -> String {
    match referral.outcome() {
        Outcome::Unspecified => String::new(),
        outcome => here.words.code("outcome", outcome.as_str_name()),
    }
}
