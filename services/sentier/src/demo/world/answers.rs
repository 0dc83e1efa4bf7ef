//! How agencies answer a referral, and after how long. Shares and delays are assumed; DOMAIN names no
//! source that measured them.

use rand::SeedableRng as _;
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome};

use super::AgencyKind;
use super::draw::{Mix, Source, between, chance};

/// What an agency will do with one referral; times in minutes after the step before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Until it is seen.
    pub acknowledge_after: u32,
    /// Until it is accepted or declined.
    pub decide_after: u32,
    /// What is decided.
    pub decision: Decision,
}

/// What an agency decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It takes the referral, and completes it unless that takes longer than the month.
    Accept(Option<(u32, Outcome)>),
    /// It does not.
    Decline(DeclineReason),
}

const OUTCOMES: Mix<Outcome> = Mix::new(
    (Outcome::Served, 75),
    &[(Outcome::PartlyServed, 12), (Outcome::NoShow, 10), (Outcome::DeclinedBySurvivor, 3)],
);
const REASONS: Mix<DeclineReason> = Mix::new(
    (DeclineReason::NoCapacity, 50),
    &[
        (DeclineReason::NotEligible, 15),
        (DeclineReason::NotReached, 15),
        (DeclineReason::Closed, 10),
        (DeclineReason::ConflictOfInterest, 5),
        (DeclineReason::Other, 5),
    ],
);

/// The answers of one agency, one after another.
#[derive(Clone, Debug)]
pub struct Answers {
    source: Source,
    kind: AgencyKind,
}

impl Answers {
    /// The answers of an agency of this kind.
    pub fn new(seed: u64, kind: AgencyKind) -> Self {
        let mut source = Source::seed_from_u64(seed);
        source.set_stream(u64::MAX - kind as u64);
        Self { source, kind }
    }

    /// The answer to the next referral.
    pub fn next(&mut self, urgency: Urgency) -> Answer {
        let source = &mut self.source;
        let (seen, decided) = match urgency {
            Urgency::Urgent => ((5, 120), (5, 90)),
            Urgency::Routine | Urgency::Unspecified => ((60, 2_880), (30, 1_440)),
        };
        let declined = match self.kind {
            AgencyKind::Hospital => 3,
            AgencyKind::PolicePost => 12,
            AgencyKind::LegalClinic => 8,
            AgencyKind::Shelter => 20,
            AgencyKind::SocialServices => 6,
        };
        let decision = if chance(source, declined) {
            Decision::Decline(REASONS.draw(source))
        } else if chance(source, 90) {
            let minutes = between(source, 1_440, 14_400);
            Decision::Accept(Some((minutes, OUTCOMES.draw(source))))
        } else {
            Decision::Accept(None)
        };
        Answer {
            acknowledge_after: between(source, seen.0, seen.1),
            decide_after: between(source, decided.0, decided.1),
            decision,
        }
    }
}
