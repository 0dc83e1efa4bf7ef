//! Counts each state that a referral reaches.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{ReferralRef, ReferralsEvent};
use sentier_statistics_domain::figures::{Command, ReferralCell};
use sentier_statistics_domain::value::ReferralState;

use super::{convert, decode, month, poison};
use crate::application::Count;

const NAME: &str = "statistics_on_referrals";

/// The reaction.
#[derive(Debug)]
pub(crate) struct OnReferrals {
    count: Count,
}

impl OnReferrals {
    pub(crate) const fn new(count: Count) -> Self {
        Self { count }
    }
}

fn command(message: &Delivered) -> Result<Command, ReactionError> {
    let event: ReferralsEvent = decode(message)?;
    let month = month(message, event.envelope.as_ref())?;
    let (state, referral) = reached(event.fact)?;
    let referral = referral.ok_or_else(|| poison("no referral"))?;
    let need = convert::need(referral.need).ok_or_else(|| poison("no known need"))?;
    Ok(Command::CountReferralReached { month, cell: ReferralCell { need, state } })
}

fn reached(fact: Option<Fact>) -> Result<(ReferralState, Option<ReferralRef>), ReactionError> {
    match fact {
        Some(Fact::ReferralSent(fact)) => Ok((ReferralState::Sent, fact.referral)),
        Some(Fact::ReferralReceived(fact)) => Ok((ReferralState::Received, fact.referral)),
        Some(Fact::ReferralAccepted(fact)) => Ok((ReferralState::Accepted, fact.referral)),
        Some(Fact::ReferralDeclined(fact)) => Ok((ReferralState::Declined, fact.referral)),
        Some(Fact::ReferralCompleted(fact)) => Ok((ReferralState::Completed, fact.referral)),
        Some(Fact::ReferralRevoked(fact)) => Ok((ReferralState::Revoked, fact.referral)),
        _ => Err(poison("not a fact that is counted")),
    }
}

impl Reaction for OnReferrals {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "referrals"
    }

    fn facts(&self) -> &'static [&'static str] {
        &[
            "referral_sent",
            "referral_received",
            "referral_accepted",
            "referral_declined",
            "referral_completed",
            "referral_revoked",
        ]
    }

    /// A sum does not depend on the order of what is added.
    fn in_order(&self) -> bool {
        false
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move { self.count.count(NAME, message, command(message)?).await }.boxed()
    }
}
