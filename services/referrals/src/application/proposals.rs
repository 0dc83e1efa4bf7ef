//! Whom to ask now: the directory as a centre's pathway ranks it.

use std::collections::BTreeSet;

use sentier_kernel::Moment;
use sentier_referrals_domain::pathway::{Asked, Candidate, Proposal, Revision, next, propose};
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

    /// The structures that serve what is asked, ranked, without those that were tried; and the rule.
    pub(crate) async fn propose(
        &self,
        centre: &str,
        asked: &Asked,
        tried: &BTreeSet<StructureId>,
    ) -> Result<(Proposal, Option<Revision>), Fault> {
        let (revision, mut candidates) = self.known(centre, asked.need).await?;
        candidates.retain(|one| !tried.contains(&one.id));
        let proposal = propose(revision.as_ref().map(|it| &it.rule), candidates, asked);
        Ok((proposal, revision))
    }

    /// The structure to ask at `at` for a need, when these were tried; none when there is no other that can
    /// take anybody. Whoever escalates asks here, and checks the consent for its agency.
    pub(crate) async fn next_structure(
        &self,
        centre: &str,
        need: Need,
        tried: &BTreeSet<StructureId>,
        at: Moment,
    ) -> Result<Option<NextPlace>, Fault> {
        let (revision, candidates) = self.known(centre, need).await?;
        let rule = revision.as_ref().map(|it| &it.rule);
        let found = next(rule, candidates, &Asked::of(need, at), tried);
        Ok(found.map(|one| NextPlace {
            agency: one.candidate.agency,
            structure: one.candidate.id,
            answer_by: one.answer_by,
        }))
    }

    async fn known(
        &self,
        centre: &str,
        need: Need,
    ) -> Result<(Option<Revision>, Vec<Candidate>), Fault> {
        let revision = self.pathway.pathways(centre).await?.rules.remove(&need);
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
        Ok((revision, candidate.collect()))
    }
}
