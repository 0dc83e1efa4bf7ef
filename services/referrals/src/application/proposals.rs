//! Whom to ask now: the directory as a centre's pathway ranks it.

use std::collections::BTreeSet;

use sentier_kernel::Moment;
use sentier_referrals_domain::pathway::{
    Asked, Candidate, Proposal, Revision, State, next, propose,
};
use sentier_referrals_domain::value::{AgencyId, Need, StructureId};

use super::{Fault, Pathway, fault};
use crate::projections::{Directory, StructureFilter};

/// Structures looked at; more than a commune has.
const MOST: u32 = 200;

/// Proposes structures, and knows the next one. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Proposals {
    pathway: Pathway,
    directory: Directory,
}

/// What the caller knows of what was before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Before {
    /// Structures that were asked in vain.
    pub(crate) tried: BTreeSet<StructureId>,
    /// Needs that she is served for, or was.
    pub(crate) settled: BTreeSet<Need>,
}

/// What the pathway says now.
#[derive(Clone, Debug)]
pub(crate) struct Along {
    /// Whom to ask.
    pub(crate) proposal: Proposal,
    /// The rule in force for the need; none when the centre has none.
    pub(crate) revision: Option<Revision>,
    /// Whom an escalation would ask: the first that stands on the rule, where there is one.
    pub(crate) next: Option<NextPlace>,
    /// What is served before this need, and is not served yet.
    pub(crate) first: Vec<Need>,
}

/// The structure to ask after others were silent or declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NextPlace {
    /// Who runs it.
    pub(crate) agency: AgencyId,
    /// Which.
    pub(crate) structure: StructureId,
    /// Until when it should have answered, if it is asked now.
    pub(crate) answer_by: Moment,
}

impl Proposals {
    pub(crate) const fn new(pathway: Pathway, directory: Directory) -> Self {
        Self { pathway, directory }
    }

    /// The structures that serve what is asked, ranked, without those that were tried; and what the rule says.
    pub(crate) async fn propose(
        &self,
        centre: &str,
        asked: &Asked,
        before: &Before,
    ) -> Result<Along, Fault> {
        let (rules, mut candidates) = self.known(centre, asked.need).await?;
        candidates.retain(|one| !before.tried.contains(&one.id));
        let revision = rules.rules.get(&asked.need).cloned();
        let rule = revision.as_ref().map(|it| &it.rule);
        let following = next(rule, candidates.clone(), asked, &before.tried);
        let following = following.map(|one| NextPlace {
            agency: one.candidate.agency,
            structure: one.candidate.id,
            answer_by: one.answer_by,
        });
        let proposal = propose(rule, candidates, asked);
        let first = rules.first_needs(asked.need, &before.settled);
        Ok(Along { proposal, revision, next: following, first })
    }

    async fn known(&self, centre: &str, need: Need) -> Result<(State, Vec<Candidate>), Fault> {
        let rules = self.pathway.pathways(centre).await?;
        self.directory.caught_up().await.map_err(fault)?;
        let filter = StructureFilter {
            need: Some(need),
            centre: Some(centre.to_owned()),
            ..StructureFilter::default()
        };
        let listed = self.directory.structures(&filter, None, MOST).await.map_err(fault)?;
        let candidate = listed.into_iter().map(|one| Candidate {
            agency: one.agency,
            id: one.id,
            structure: one.structure,
        });
        Ok((rules, candidate.collect()))
    }
}
