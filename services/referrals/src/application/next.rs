//! Which structure comes next for a need, when the one that was asked is silent.

use std::collections::BTreeSet;

use sentier_referrals_domain::referral::{Next, Request};

use super::{Fault, fault};
use crate::projections::{Directory, ReferralList, StructureFilter};

/// Structures looked at: more than serve one need in one commune.
const LOOKED_AT: u32 = 200;

/// Says which structure comes next. A pathway's rule takes the place of the directory's order.
pub(crate) trait NextStructure: Send + Sync {
    /// The structure to ask after the one that `request` asked; none when all were.
    fn after(&self, request: &Request) -> impl Future<Output = Result<Option<Next>, Fault>> + Send;
}

/// The structures of active agencies that serve the need in the centre's area, in the directory's order,
/// without those that this case was sent to for this need.
#[derive(Clone, Debug)]
pub(crate) struct InDirectory {
    pub(crate) directory: Directory,
    pub(crate) list: ReferralList,
}

impl NextStructure for InDirectory {
    async fn after(&self, request: &Request) -> Result<Option<Next>, Fault> {
        self.directory.caught_up().await.map_err(fault)?;
        self.list.caught_up().await.map_err(fault)?;
        let asked = self.list.asked(&request.centre, request.case, request.need).await;
        let asked: BTreeSet<_> = asked.map_err(fault)?.into_iter().collect();
        let filter =
            StructureFilter { need: Some(request.need), centre: Some(request.centre.clone()) };
        let ranked = self.directory.structures(&filter, None, LOOKED_AT).await.map_err(fault)?;
        let next = ranked.into_iter().find(|it| !asked.contains(&it.id));
        Ok(next.map(|it| Next { agency: it.agency, structure: it.id }))
    }
}
