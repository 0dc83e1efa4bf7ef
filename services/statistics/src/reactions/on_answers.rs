//! Counts why agencies decline referrals. That they answered, and how fast, the cases tell, under consent:
//! who declines what says nothing of her.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::referrals::events::v1::ReferralsEvent;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_statistics_domain::indicators::gbv::codes::DeclineReason;
use sentier_statistics_domain::indicators::{Command, Count as One, Measure};

use super::convert_incident::given;
use super::{decode, month, poison};
use crate::application::Count;

const NAME: &str = "statistics_indicators_on_referrals";

/// The reaction.
#[derive(Debug)]
pub(crate) struct OnAnswers {
    count: Count,
}

impl OnAnswers {
    pub(crate) const fn new(count: Count) -> Self {
        Self { count }
    }

    async fn counted(&self, message: &Delivered) -> Result<(), ReactionError> {
        let event: ReferralsEvent = decode(message)?;
        let month = month(message, event.envelope.as_ref())?;
        let Some(Fact::ReferralDeclined(declined)) = event.fact else {
            return Err(poison("not a fact that is counted"));
        };
        // The directory declines what never reached an agency.
        if declined.never_sent {
            return Ok(());
        }
        let reason = given(declined.reason, DeclineReason::ALL);
        let reason = reason.ok_or_else(|| poison("no known reason"))?;
        let counts = vec![One { month, measure: Measure::Declined(reason), amount: 1 }];
        self.count.count_care(NAME, message, month, Command::CountCare { counts }).await
    }
}

impl Reaction for OnAnswers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "referrals"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["referral_declined"]
    }

    /// A sum does not depend on the order of what is added.
    fn in_order(&self) -> bool {
        false
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        self.counted(message).boxed()
    }
}
