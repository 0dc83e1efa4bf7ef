//! Referrals of the case that came to an end, and one to which she did not come.

use sentier_proto::cases::v1::CaseReferral;
use sentier_proto::cases::v1::case_referral::Progress;

use super::facts::{CENTRE, COMPLETED, DECLINED, MISSED};

/// A referral, and others like it that went on otherwise. The last digit of an id is the referral's state.
pub(super) fn with_those_that_ended(open: &CaseReferral) -> Vec<CaseReferral> {
    let others = [
        (DECLINED, Progress::Declined),
        (COMPLETED, Progress::Completed),
        (MISSED, Progress::NoShow),
    ];
    let other = |(id, progress): (&str, Progress)| CaseReferral {
        referral: sentier_proto::name::referral(CENTRE, id),
        progress: progress.into(),
        ..open.clone()
    };
    let mut all = vec![open.clone()];
    all.extend(others.map(other));
    all
}
