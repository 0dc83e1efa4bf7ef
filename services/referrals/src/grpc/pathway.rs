//! The pathway's RPCs.

use std::collections::BTreeSet;

use sentier_kernel::Violation;
use sentier_platform::authorise::{Authoriser, Resource};
use sentier_platform::clock::Clock;
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of, timestamp};
use sentier_platform::principal::Principal;
use sentier_platform::status::{NotFound, invalid, to_status};
use sentier_proto::name;
use sentier_proto::referrals::v1::pathway_service_server::PathwayService;
use sentier_proto::referrals::v1::{
    GetPathwayRequest, GetPathwayResponse, ListPathwayRevisionsRequest,
    ListPathwayRevisionsResponse, ListPathwaysRequest, ListPathwaysResponse,
    Pathway as WirePathway, ProposePathwayRequest, ProposePathwayResponse, SetPathwayRequest,
    SetPathwayResponse,
};
use sentier_referrals_domain::pathway::Revision;
use sentier_referrals_domain::value::{Need, StructureId};
use tonic::{Request, Response, Status};

use super::{at_position, convert, explained, is_full, next_token, page_size, rule, told};
use crate::application::{Along, Before, Pathway, Proposals};
use crate::codes::pathway_name;
use crate::contract::{centre_code, need, structure_name};

/// Structures that a caller may say were asked in vain.
const TRIED: usize = 50;

/// Answers the pathway's calls.
#[derive(Debug)]
pub(crate) struct PathwayApi {
    authoriser: Authoriser,
    clock: Clock,
    pathway: Pathway,
    proposals: Proposals,
}

impl PathwayApi {
    pub(crate) fn new(env: &Environment, pathway: Pathway, proposals: Proposals) -> Self {
        let (authoriser, clock) = (env.authoriser.clone(), env.clock.clone());
        Self { authoriser, clock, pathway, proposals }
    }

    /// The caller, when she may do this to the pathway of a centre.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        centre: &str,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        let resource = Resource::new().centre(centre);
        let permitted = self.authoriser.authorise(principal, action, &resource);
        permitted.map_err(explained(locale(request)))?;
        Ok(principal)
    }
}

#[tonic::async_trait]
impl PathwayService for PathwayApi {
    async fn set_pathway(
        &self,
        request: Request<SetPathwayRequest>,
    ) -> Result<Response<SetPathwayResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let given = message.pathway.clone().unwrap_or_default();
        let place = wrong.keep(pathway_name("pathway.name", &given.name));
        let rule = rule::read(&mut wrong, &given);
        let seen = message.expected_revision;
        if seen.is_some_and(|seen| seen < 0) {
            wrong.add(Violation::malformed("expected_revision"));
        }
        let violations = wrong.into_vec();
        let (Some(entry), Some((centre, need)), true) = (entry, place, violations.is_empty())
        else {
            return Err(invalid(violations, locale));
        };
        let keeper = self.caller(&request, &centre, "referrals.v1.PathwayService/SetPathway")?;
        let set = self.pathway.set_pathway(keeper, entry, (&centre, need), rule, seen).await;
        let pathway = set.map_err(told(locale))?.map(|it| rule::write(&centre, need, it));
        Ok(Response::new(SetPathwayResponse { pathway }))
    }

    async fn get_pathway(
        &self,
        request: Request<GetPathwayRequest>,
    ) -> Result<Response<GetPathwayResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(pathway_name("name", &message.name));
        if message.revision < 0 {
            wrong.add(Violation::malformed("revision"));
        }
        let violations = wrong.into_vec();
        let (Some((centre, need)), true) = (place, violations.is_empty()) else {
            return Err(invalid(violations, locale));
        };
        self.caller(&request, &centre, "referrals.v1.PathwayService/GetPathway")?;
        let found: Option<Revision> = if message.revision == 0 {
            self.pathway.pathways(&centre).await.map_err(told(locale))?.rules.remove(&need)
        } else {
            let all = self.pathway.pathway_history(&centre, need).await.map_err(told(locale))?;
            all.into_iter().find(|it| it.number == message.revision)
        };
        let found = found.ok_or_else(|| to_status(&NotFound::new("pathway"), locale))?;
        let pathway = Some(rule::write(&centre, need, found));
        Ok(Response::new(GetPathwayResponse { pathway }))
    }

    async fn list_pathways(
        &self,
        request: Request<ListPathwaysRequest>,
    ) -> Result<Response<ListPathwaysResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let limit = page_size(&mut wrong, message.page_size);
        let centre = wrong.keep(whose(&message.parent));
        let (Some(limit), Some(centre)) = (limit, centre) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        self.caller(&request, &centre, "referrals.v1.PathwayService/ListPathways")?;
        let filters = format!("pathways|{centre}");
        let after = at_position(&filters, &message.page_token);
        let after = after.map_err(|foreign| explained(locale)(super::ForeignPage(foreign)))?;
        let rules = self.pathway.pathways(&centre).await.map_err(told(locale))?.rules;
        // By the order of the contract, in which health stands first.
        let ordered = (0_i64..).zip(Need::ALL).filter(|(at, _)| after.is_none_or(|it| *at > it));
        let found = ordered.filter_map(|(at, need)| Some((at, *need, rules.get(need)?.clone())));
        let found: Vec<_> = found.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect();
        let cursor = found.last().map(|(at, ..)| at.to_be_bytes().to_vec());
        Ok(Response::new(ListPathwaysResponse {
            next_page_token: next_token(&filters, is_full(found.len(), limit), cursor),
            pathways: found
                .into_iter()
                .map(|(_, need, it)| rule::write(&centre, need, it))
                .collect(),
        }))
    }

    async fn list_pathway_revisions(
        &self,
        request: Request<ListPathwayRevisionsRequest>,
    ) -> Result<Response<ListPathwayRevisionsResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let limit = page_size(&mut wrong, message.page_size);
        let place = wrong.keep(pathway_name("name", &message.name));
        let (Some(limit), Some((centre, need))) = (limit, place) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        self.caller(&request, &centre, "referrals.v1.PathwayService/ListPathwayRevisions")?;
        let filters = format!("revisions|{}", message.name);
        let before = at_position(&filters, &message.page_token);
        let before = before.map_err(|foreign| explained(locale)(super::ForeignPage(foreign)))?;
        let all = self.pathway.pathway_history(&centre, need).await.map_err(told(locale))?;
        let newest = all.into_iter().rev().filter(|it| before.is_none_or(|at| it.number < at));
        let found: Vec<_> = newest.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect();
        let cursor = found.last().map(|last| last.number.to_be_bytes().to_vec());
        Ok(Response::new(ListPathwayRevisionsResponse {
            next_page_token: next_token(&filters, is_full(found.len(), limit), cursor),
            pathways: found.into_iter().map(|it| rule::write(&centre, need, it)).collect(),
        }))
    }

    async fn propose_pathway(
        &self,
        request: Request<ProposePathwayRequest>,
    ) -> Result<Response<ProposePathwayResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let centre = wrong.keep(whose(&message.parent));
        let asked = rule::read_asked(&mut wrong, message, self.clock.now());
        let tried = read_tried(&mut wrong, &message.tried_structures);
        let settled = rule::read_settled(&mut wrong, &message.settled_needs);
        let violations = wrong.into_vec();
        let (Some(centre), Some(asked), true) = (centre, asked, violations.is_empty()) else {
            return Err(invalid(violations, locale));
        };
        self.caller(&request, &centre, "referrals.v1.PathwayService/ProposePathway")?;
        let before = Before { tried, settled };
        let along = self.proposals.propose(&centre, &asked, &before).await.map_err(told(locale))?;
        let Along { proposal, revision, next, first } = along;
        let pathway: Option<WirePathway> = revision.map(|it| rule::write(&centre, asked.need, it));
        Ok(Response::new(ProposePathwayResponse {
            pathway,
            next_structure: next
                .as_ref()
                .map_or_else(String::new, |it| name::structure(it.agency, it.structure)),
            next_answer_by_time: next.map(|it| timestamp(it.answer_by)),
            first_needs: first.into_iter().map(need).collect(),
            ..rule::proposal(proposal)
        }))
    }
}

/// The centre that is named.
fn whose(parent: &str) -> Result<String, Violation> {
    centre_code("parent", parent)?.ok_or_else(|| Violation::required("parent"))
}

fn read_tried(wrong: &mut Violations, given: &[String]) -> BTreeSet<StructureId> {
    if given.len() > TRIED {
        wrong.add(Violation::new("tried_structures", "violation-too-many"));
    }
    let read = given.iter().map(|name| structure_name("tried_structures", name));
    read.filter_map(|read| wrong.keep(read)).map(|(_, structure)| structure).collect()
}
