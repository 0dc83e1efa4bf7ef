//! Which structure comes next for a need, when the one that was asked is silent.

use std::collections::BTreeSet;

use sentier_platform::clock::Clock;
use sentier_referrals_domain::referral::{Next, Request};

use super::{Fault, Proposals, fault};
use crate::projections::ReferralList;

/// The structures that serve a need in the order of the centre's pathway, without those that this case was
/// sent to for this need.
#[derive(Clone, Debug)]
pub(crate) struct AlongPathway {
    pub(crate) proposals: Proposals,
    pub(crate) list: ReferralList,
    pub(crate) clock: Clock,
}

impl AlongPathway {
    /// The structure to ask after the one that `request` asked; none when no other can take her.
    pub(crate) async fn after(&self, request: &Request) -> Result<Option<Next>, Fault> {
        self.list.caught_up().await.map_err(fault)?;
        let tried = self.list.asked(&request.centre, request.case, request.need).await;
        let tried: BTreeSet<_> = tried.map_err(fault)?.into_iter().collect();
        let (centre, now) = (&request.centre, self.clock.now());
        let place = self.proposals.next_structure(centre, request.need, &tried, now).await?;
        Ok(place.map(|it| Next { agency: it.agency, structure: it.structure }))
    }
}
