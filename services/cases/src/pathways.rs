//! The pathway as the referrals service tells it: who takes her now, best first, and what a need may ask of a
//! case. It keeps nothing of what it is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sentier_cases_domain::case::agency::Place;
use sentier_cases_domain::codes::{FieldGroup, Need, Sex};
use sentier_cases_domain::id::{AgencyId, StructureId};
use sentier_kernel::{Category, Explain, Moment};
use sentier_platform::client::{Traced, traced};
use sentier_platform::grpc::timestamp;
use sentier_proto::name;
use sentier_proto::referrals::v1::pathway_service_client::PathwayServiceClient;
use sentier_proto::referrals::v1::proposed_structure::Reason;
use sentier_proto::referrals::v1::{
    GetPathwayRequest, ProposePathwayRequest, ProposePathwayResponse, ProposedStructure,
};
use tonic::transport::Channel;
use tonic::{Code, Request, Status};

use crate::codes::Coded;

/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(2);
/// Characters of a commune's name that are taken.
const LONGEST_COMMUNE: usize = 60;
/// Structures that may be named as tried.
const TRIED: usize = 50;

/// The referrals service does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the referrals service does not say what the pathway is")]
pub struct Away;

impl Explain for Away {
    fn category(&self) -> Category {
        Category::Down
    }

    fn reason(&self) -> &'static str {
        "PATHWAY_AWAY"
    }
}

/// For whom a structure is sought. PERSONAL, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Sought {
    /// The need.
    pub need: Need,
    /// Her age in full years; absent when it is not known.
    pub age: Option<u8>,
    /// Her sex.
    pub sex: Option<Sex>,
    /// Her commune; empty when it is not known.
    pub commune: String,
    /// Until when care can still work; absent when no such clock runs.
    pub limit: Option<Moment>,
    /// Structures that were asked already, each with its agency.
    pub tried: BTreeMap<StructureId, AgencyId>,
}

/// PRIVACY: derives nothing, so that no field can reach a log.
impl std::fmt::Debug for Sought {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sought").finish_non_exhaustive()
    }
}

/// Asks the referrals service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pathways {
    referrals: PathwayServiceClient<Traced>,
}

impl Pathways {
    /// The pathways of the referrals service behind `channel`; nothing is asked yet.
    pub fn new(channel: Channel) -> Self {
        Self { referrals: PathwayServiceClient::new(traced(channel)) }
    }

    /// Who takes her for the need, best first. Where the centre has a rule for it, nobody off it: whom no
    /// rule names is asked by a person alone.
    ///
    /// # Errors
    /// When the referrals service does not answer.
    pub async fn ranked(&self, centre: &str, sought: Sought) -> Result<Vec<Place>, Away> {
        let Sought { need, age, sex, commune, limit, tried } = sought;
        let commune =
            if commune.chars().count() > LONGEST_COMMUNE { String::new() } else { commune };
        let tried = tried.into_iter().take(TRIED);
        let tried = tried.map(|(structure, agency)| name::structure(agency, structure)).collect();
        let mut request = Request::new(ProposePathwayRequest {
            parent: name::centre(centre),
            need: need.number(),
            age: age.map(i32::from),
            sex: sex.map_or(0, Coded::number),
            commune,
            hours_since_incident: None,
            limit_time: limit.map(timestamp),
            tried_structures: tried,
            ..ProposePathwayRequest::default()
        });
        request.set_timeout(DEADLINE);
        let answer = self.referrals.clone().propose_pathway(request).await;
        Ok(places(answer.map_err(|status| away(&status))?.into_inner()))
    }

    /// What a referral for a need may ask of a case of this centre; none when no rule says so, and then
    /// nothing is bounded.
    ///
    /// # Errors
    /// When the referrals service does not answer.
    pub async fn limit(
        &self,
        centre: &str,
        need: Need,
    ) -> Result<Option<BTreeSet<FieldGroup>>, Away> {
        let name = name::pathway(centre, need.code());
        let mut request = Request::new(GetPathwayRequest { name, revision: 0 });
        request.set_timeout(DEADLINE);
        let rule = match self.referrals.clone().get_pathway(request).await {
            Ok(answer) => answer.into_inner().pathway,
            Err(status) if status.code() == Code::NotFound => None,
            Err(status) => return Err(away(&status)),
        };
        Ok(rule.map(|rule| {
            let groups = rule.field_groups.into_iter();
            // A group that is not known here is released by nobody here either.
            groups.filter_map(FieldGroup::of_number).collect()
        }))
    }
}

fn places(answer: ProposePathwayResponse) -> Vec<Place> {
    let ruled = answer.pathway.is_some();
    let on_rule = |one: &ProposedStructure| {
        !(ruled && one.reasons().any(|reason| reason == Reason::NotOnPathway))
    };
    let proposed = answer.proposals.into_iter().filter(on_rule);
    proposed.filter_map(|one| place(&one.structure?.name)).collect()
}

/// A structure by its name.
fn place(structure: &str) -> Option<Place> {
    let [agency, structure] = name::parse("agencies/*/structures/*", structure)?;
    Some(Place { agency: agency.parse().ok()?, structure: structure.parse().ok()? })
}

/// PRIVACY: what was asked stands in no log; the code alone says what is wrong.
fn away(status: &Status) -> Away {
    tracing::warn!(code = ?status.code(), "the pathway cannot be had");
    Away
}
