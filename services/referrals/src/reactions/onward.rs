//! The centre answered what an agency proposed: the agency learns whether it is gone on with.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_referrals_domain::value::{ProposalId, ReferralId};

use super::{id, read, unless_it_passes};
use crate::application::Pathway;

const NAME: &str = "referrals_on_onward_answers";

/// Keeps the centre's answers.
#[derive(Debug)]
pub(crate) struct OnwardAnswers {
    pathway: Pathway,
}

impl OnwardAnswers {
    pub(crate) const fn new(pathway: Pathway) -> Self {
        Self { pathway }
    }

    async fn take(&self, message: &Delivered) -> Result<(), ReactionError> {
        let (told, fact) = read(NAME, message)?;
        let Fact::OnwardAnswered(answer) = fact else { return Ok(()) };
        let referral = ReferralId::from_uuid(id(&answer.referral_id)?);
        let proposal = ProposalId::from_uuid(id(&answer.proposal_id)?);
        let kept = self.pathway.answer_onward(&told, referral, proposal, answer.taken_up).await;
        kept.map_err(unless_it_passes)
    }
}

impl Reaction for OnwardAnswers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["onward_answered"]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        self.take(message).boxed()
    }
}
