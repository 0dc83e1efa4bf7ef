//! The pathway of a centre is set and read.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::agency::Unsuited;
use sentier_referrals_domain::pathway::{
    Command, Event, Known, Pathways, Revision, Rule, State, Step,
};
use sentier_referrals_domain::value::{Need, StructureId};

use super::{Entry, Fault, Pathway, fault};

/// Under this id the streams of pathways are named by their centres.
const CENTRES: Uuid = Uuid::from_u128(0x8f1d_6c8e_52f4_5a2b_9d31_70a6_4c11_e9b3);
/// Events read at once.
const PAGE: u32 = 200;

fn stream(centre: &str) -> Uuid {
    derived(CENTRES, centre)
}

impl Pathway {
    /// Sets the rule of a need, after a look at the structures that it names.
    pub(crate) async fn set_pathway(
        &self,
        keeper: &Principal,
        entry: Entry,
        place: (&str, Need),
        rule: Rule,
        seen: Option<i64>,
    ) -> Result<Option<Revision>, Fault> {
        let (centre, need) = place;
        let known = self.known(centre, need, &rule).await?;
        let call = self.host.call(keeper, centre, entry.request_id, entry.fingerprint, None);
        let at = call.stamp.at;
        let decide = move |state: &_| {
            let (rule, known) = (rule.clone(), known.clone());
            Pathways::decide(state, Command::SetPathway { need, rule, known, seen }, at)
        };
        let done = self.rules.transact(call, stream(centre), KeyRing::none(), decide).await;
        Ok(done.map_err(fault)?.state.rules.get(&need).cloned())
    }

    /// The rules in force at a centre.
    pub(crate) async fn pathways(&self, centre: &str) -> Result<State, Fault> {
        let loaded = self.rules.state(stream(centre)).await.map_err(fault)?;
        Ok(loaded.state.as_ref().clone())
    }

    /// Every rule that a need ever had at a centre, oldest first. A centre sets one a few times a year.
    pub(crate) async fn pathway_history(
        &self,
        centre: &str,
        need: Need,
    ) -> Result<Vec<Revision>, Fault> {
        let (mut all, mut after) = (Vec::new(), 0);
        loop {
            let page = self.rules.history(stream(centre), after, PAGE).await.map_err(fault)?;
            let Some(last) = page.last() else { return Ok(all) };
            after = last.version;
            let of_need = page.into_iter().filter_map(|recorded| match recorded.event {
                Event::PathwaySet { need: of, revision } if of == need => Some(revision),
                Event::PathwaySet { .. } => None,
            });
            all.extend(of_need);
        }
    }

    /// The rule in force for a need at a centre; none when none was set.
    pub(crate) async fn rule_of(&self, centre: &str, need: Need) -> Result<Option<Rule>, Fault> {
        let state = self.rules.state(stream(centre)).await.map_err(fault)?.state;
        Ok(state.rules.get(&need).map(|revision| revision.rule.clone()))
    }

    /// The structures of a rule, as the directory knows them.
    async fn known(
        &self,
        centre: &str,
        need: Need,
        rule: &Rule,
    ) -> Result<BTreeMap<StructureId, Known>, Fault> {
        let looked_up = rule.steps.iter().map(|step| self.known_step(centre, need, step));
        Ok(try_join_all(looked_up).await?.into_iter().flatten().collect())
    }

    async fn known_step(
        &self,
        centre: &str,
        need: Need,
        step: &Step,
    ) -> Result<Option<(StructureId, Known)>, Fault> {
        let loaded = self.agencies.state(step.agency.as_uuid()).await.map_err(fault)?;
        let agency = loaded.state.agency.as_ref();
        let Some(place) = agency.and_then(|it| it.structures.get(&step.structure)) else {
            return Ok(None);
        };
        let suited = loaded.state.suits(step.structure, need, centre);
        let open_to_centre =
            suited != Err(Unsuited::AgencyNotActive) && place.centres.contains(centre);
        Ok(Some((step.structure, Known { needs: place.needs(), open_to_centre })))
    }
}
