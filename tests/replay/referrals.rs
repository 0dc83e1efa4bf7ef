//! What two referrals publish in their twenty events: every state that is counted, every step that is
//! measured, and every reason of declining.

use sentier_proto::common::v1::Date;
use sentier_proto::referrals::events::v1 as pb;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::response_measured::Step;
use sentier_statistics_domain::indicators::gbv::codes::DeclineReason;
use sentier_statistics_domain::responses::Outcome;
use sentier_statistics_domain::value::Need;
use uuid::Uuid;

use super::luck::Luck;

/// Events of one referral, the next that follows it included.
const STEPS: u64 = 10;
/// Structures that a centre refers to, two for each need, and two for each agency.
const STRUCTURES: u32 = 16;
/// Two weeks: the longest that an answer takes.
const MINUTES: u32 = 20_160;

/// What becomes of a referral, and of the next one when it is declined.
struct Course {
    month: Date,
    taken: bool,
    reason: i32,
    outcome: i32,
    never_sent: bool,
    /// What the next structure's silence comes to.
    silent: Step,
}

/// The fact at this place of a stream whose first event has this number.
pub(super) fn fact(first: u64, month: Date, place: u64) -> (&'static str, Fact) {
    let luck = &mut Luck::of(first + place / STEPS * STEPS);
    let (one, next) = (referral(luck), referral(luck));
    let course = Course {
        month,
        taken: !luck.once_in(3),
        reason: luck.given(DeclineReason::ALL),
        outcome: luck.given(Outcome::ALL),
        never_sent: luck.once_in(16),
        silent: if luck.once_in(2) { Step::Expired } else { Step::Cancelled },
    };
    let minutes = Luck::of(first + place).below(MINUTES).into();
    match (place % STEPS, course.taken) {
        (0, _) => sent(one),
        (1, _) => received(one),
        (2, _) => course.measured(one, Step::Acknowledged, minutes),
        (3, true) => accepted(one),
        (4, true) => course.measured(one, Step::Accepted, minutes),
        (5, true) => course.measured(one, Step::Served, minutes),
        (6, true) => course.completed(one),
        (7, true) => course.measured(one, Step::Completed, minutes),
        (3, false) => course.declined(one),
        (4, false) => course.measured(one, Step::Declined, minutes),
        // Another structure is asked, which never answers.
        (5, false) | (8, true) => sent(next),
        (6, false) => received(next),
        (7, false) => course.measured(next, Step::Acknowledged, minutes),
        (8, false) => revoked(next),
        _ => course.measured(next, course.silent, minutes),
    }
}

impl Course {
    fn measured(
        &self,
        of: pb::ReferralRef,
        step: Step,
        elapsed_minutes: i64,
    ) -> (&'static str, Fact) {
        let measured = pb::ResponseMeasured {
            agency_id: of.agency_id,
            structure_id: of.structure_id,
            need: of.need,
            step: step.into(),
            elapsed_minutes,
            decline_reason: if step == Step::Declined { self.reason } else { 0 },
            outcome: if step == Step::Completed { self.outcome } else { 0 },
            sent_month: Some(self.month),
            ..pb::ResponseMeasured::default()
        };
        ("response_measured", Fact::ResponseMeasured(measured))
    }

    fn completed(&self, referral: pb::ReferralRef) -> (&'static str, Fact) {
        let completed = pb::ReferralCompleted { referral: Some(referral), outcome: self.outcome };
        ("referral_completed", Fact::ReferralCompleted(completed))
    }

    fn declined(&self, referral: pb::ReferralRef) -> (&'static str, Fact) {
        let declined = pb::ReferralDeclined {
            referral: Some(referral),
            reason: self.reason,
            never_sent: self.never_sent,
        };
        ("referral_declined", Fact::ReferralDeclined(declined))
    }
}

fn accepted(referral: pb::ReferralRef) -> (&'static str, Fact) {
    let accepted = pb::ReferralAccepted { referral: Some(referral) };
    ("referral_accepted", Fact::ReferralAccepted(accepted))
}

fn revoked(referral: pb::ReferralRef) -> (&'static str, Fact) {
    let revoked = pb::ReferralRevoked { referral: Some(referral), never_sent: false };
    ("referral_revoked", Fact::ReferralRevoked(revoked))
}

fn sent(referral: pb::ReferralRef) -> (&'static str, Fact) {
    ("referral_sent", Fact::ReferralSent(pb::ReferralSent { referral: Some(referral) }))
}

fn received(referral: pb::ReferralRef) -> (&'static str, Fact) {
    let received = pb::ReferralReceived { referral: Some(referral) };
    ("referral_received", Fact::ReferralReceived(received))
}

/// A referral to a structure, each of which serves one need.
fn referral(luck: &mut Luck) -> pb::ReferralRef {
    let structure = luck.below(STRUCTURES);
    let served = usize::try_from(structure).expect("a place") % Need::ALL.len();
    pb::ReferralRef {
        referral_id: luck.id().to_string(),
        case_id: luck.id().to_string(),
        agency_id: Uuid::from_u64_pair(3, (structure / 2).into()).to_string(),
        structure_id: Uuid::from_u64_pair(4, structure.into()).to_string(),
        need: i32::try_from(served + 1).expect("a number of the contract"),
    }
}
