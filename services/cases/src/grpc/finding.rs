//! Finding a survivor again.

use sentier_cases_domain::finding::{Criterion, Index, Query};
use sentier_cases_domain::value::{FullName, Phone, SurvivorCode};
use sentier_kernel::Violation;
use sentier_platform::auth::Identity;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::ids::new_id;
use sentier_platform::status::{Unauthenticated, to_status};
use sentier_proto::cases::v1::finding_service_server::FindingService;
use sentier_proto::cases::v1::{
    CaseMatch, SearchCasesRequest, SearchCasesResponse, SearchDuplicatesRequest,
    SearchDuplicatesResponse, case_match,
};
use tonic::{Request, Response, Status};

use super::fields::{self, Fields};
use super::gate::Write;
use super::{CasesGrpc, Refusal, answer};
use crate::application::{Hit, Searcher};

#[tonic::async_trait]
impl FindingService for CasesGrpc {
    async fn search_cases(
        &self,
        request: Request<SearchCasesRequest>,
    ) -> Result<Response<SearchCasesResponse>, Status> {
        let (locale, searcher) = (locale(&request), searcher(&request)?);
        let answer = self.on_search_cases(&searcher, request.into_inner()).await;
        answer.map(Response::new).map_err(|refusal| refusal.status(locale))
    }

    async fn search_duplicates(
        &self,
        request: Request<SearchDuplicatesRequest>,
    ) -> Result<Response<SearchDuplicatesResponse>, Status> {
        let (locale, searcher) = (locale(&request), searcher(&request)?);
        let answer = self.on_search_duplicates(&searcher, request.into_inner()).await;
        answer.map(Response::new).map_err(|refusal| refusal.status(locale))
    }
}

/// Who searches; the end of her session drops the index.
fn searcher<T>(request: &Request<T>) -> Result<Searcher, Status> {
    let principal = principal_of(request)?.clone();
    let session = request.extensions().get::<Identity>().cloned();
    let session = session.ok_or_else(|| to_status(&Unauthenticated, locale(request)))?;
    Ok(Searcher { principal, session })
}

impl CasesGrpc {
    async fn on_search_cases(
        &self,
        searcher: &Searcher,
        request: SearchCasesRequest,
    ) -> Result<SearchCasesResponse, Refusal> {
        const ACTION: &str = "cases.v1.FindingService/SearchCases";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let query = self.query(&mut fields, &request);
        let (centre, query) = fields.built(centre.zip(query))?;
        self.authorise(&searcher.principal, ACTION, &Resource::new().centre(&centre))?;
        let call = self.call(&searcher.principal, &centre, once());
        let hits = self.cases.search_cases(call, searcher, &query).await?;
        Ok(SearchCasesResponse { matches: matches(&centre, &hits) })
    }

    async fn on_search_duplicates(
        &self,
        searcher: &Searcher,
        request: SearchDuplicatesRequest,
    ) -> Result<SearchDuplicatesResponse, Refusal> {
        const ACTION: &str = "cases.v1.FindingService/SearchDuplicates";
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("name", &request.name));
        let name = fields.built(name)?;
        let known = self.permitted(&searcher.principal, ACTION, &name).await?;
        let call = self.call(&searcher.principal, &known.centre, once());
        let hits = self.cases.possible_duplicates(call, searcher, &known).await?;
        Ok(SearchDuplicatesResponse { matches: matches(&known.centre, &hits) })
    }

    fn query(&self, fields: &mut Fields, request: &SearchCasesRequest) -> Option<Query> {
        let code = fields.keep(survivor_code(&request.survivor_code));
        let name = fields.keep(name(&request.full_name));
        let phone = fields.keep(phone(&request.phone));
        let birth = request.birth_date.as_ref();
        let birth_date = fields.keep(fields::past_day("birth_date", birth, self.now()));
        Some(Query { survivor_code: code?, name: name?, phone: phone?, birth_date: birth_date? })
    }
}

/// A search is not repeated by a key: asking again is another search.
fn once() -> Write {
    Write { request_id: new_id(), expected_version: None, fingerprint: [0; 32] }
}

fn survivor_code(text: &str) -> Result<Option<SurvivorCode>, Violation> {
    if text.is_empty() {
        return Ok(None);
    }
    let code = SurvivorCode::parse(&text.trim().to_uppercase());
    code.map(Some).map_err(|_malformed| Violation::malformed("survivor_code"))
}

fn name(text: &str) -> Result<FullName, Violation> {
    let name = fields::text("full_name", text, FullName::parse)?;
    if name.is_empty() || Index::is_long_enough(&name) {
        Ok(name)
    } else {
        Err(Violation::new("full_name", "violation-too-short"))
    }
}

fn phone(text: &str) -> Result<Phone, Violation> {
    let phone = fields::text("phone", text, Phone::parse)?;
    if phone.is_empty() || Index::is_whole_number(&phone) {
        Ok(phone)
    } else {
        Err(Violation::malformed("phone"))
    }
}

fn matches(centre: &str, hits: &[Hit]) -> Vec<CaseMatch> {
    let one = |hit: &Hit| CaseMatch {
        case: Some(answer::listed(centre, &hit.case)),
        score: i32::try_from(hit.score).unwrap_or(i32::MAX),
        matched_on: hit.on.iter().map(|criterion| told(*criterion).into()).collect(),
    };
    hits.iter().map(one).collect()
}

const fn told(criterion: Criterion) -> case_match::Criterion {
    match criterion {
        Criterion::SurvivorCode => case_match::Criterion::SurvivorCode,
        Criterion::FullName => case_match::Criterion::FullName,
        Criterion::Phone => case_match::Criterion::Phone,
        Criterion::BirthDate => case_match::Criterion::BirthDate,
    }
}
