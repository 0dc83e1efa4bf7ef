//! The calls by which an agency's engineer sees what her client did.

use sentier_kernel::{PageSize, PageToken, Violation};
use sentier_platform::authorise::{Authoriser, Resource};
use sentier_platform::grpc::{locale, principal_of, request_id};
use sentier_platform::status::{Unauthenticated, invalid, to_status};
use sentier_proto::referrals::v1::check::Outcome;
use sentier_proto::referrals::v1::sandbox_service_server::SandboxService;
use sentier_proto::referrals::v1::{
    Check, ListChecksRequest, ListChecksResponse, RestartScenariosRequest, RestartScenariosResponse,
};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::rooms::{Judged, Rooms};

/// What page tokens belong to.
const FILTERS: &[u8] = b"checks";

/// Answers them.
#[derive(Debug)]
pub(super) struct Checks {
    authoriser: Authoriser,
    rooms: Rooms,
}

impl Checks {
    pub(super) const fn new(authoriser: Authoriser, rooms: Rooms) -> Self {
        Self { authoriser, rooms }
    }

    /// The agency that calls.
    fn agency<T>(&self, request: &Request<T>, action: &'static str) -> Result<Uuid, Status> {
        let (locale, principal) = (locale(request), principal_of(request)?);
        let agency = principal.agency().ok_or_else(|| to_status(&Unauthenticated, locale))?;
        let own = Resource::new().agency(agency);
        let permitted = self.authoriser.authorise(principal, action, &own);
        permitted.map_err(|denied| to_status(&denied, locale))?;
        Ok(agency)
    }
}

#[tonic::async_trait]
impl SandboxService for Checks {
    async fn restart_scenarios(
        &self,
        request: Request<RestartScenariosRequest>,
    ) -> Result<Response<RestartScenariosResponse>, Status> {
        let agency = self.agency(&request, "referrals.v1.SandboxService/RestartScenarios")?;
        let key = request_id(&request.get_ref().request_id);
        let key = key.map_err(|wrong| invalid(vec![wrong], locale(&request)))?;
        self.rooms.restart(agency, key);
        Ok(Response::new(RestartScenariosResponse {}))
    }

    async fn list_checks(
        &self,
        request: Request<ListChecksRequest>,
    ) -> Result<Response<ListChecksResponse>, Status> {
        let agency = self.agency(&request, "referrals.v1.SandboxService/ListChecks")?;
        let asked = request.get_ref();
        let wrong = |field| invalid(vec![Violation::malformed(field)], locale(&request));
        let size = PageSize::from_request(asked.page_size).ok_or_else(|| wrong("page_size"))?;
        let from = from(&asked.page_token).ok_or_else(|| wrong("page_token"))?;
        let Some(play) = self.rooms.of(agency) else {
            return Ok(Response::new(ListChecksResponse::default()));
        };
        let (all, done) = play.read(|report| (report.checks.clone(), report.done));
        let size = usize::try_from(size.get()).unwrap_or(usize::MAX);
        let end = from.saturating_add(size).min(all.len());
        let more = end < all.len();
        let next = if more {
            PageToken::encode(FILTERS, end.to_string().as_bytes())
        } else {
            String::new()
        };
        let checks = all.iter().skip(from).take(size).map(check).collect();
        Ok(Response::new(ListChecksResponse { checks, next_page_token: next, done }))
    }
}

/// How many checks lie before a page.
fn from(token: &str) -> Option<usize> {
    let cursor = PageToken::decode(FILTERS, token).ok()?;
    cursor.map_or(Some(0), |bytes| std::str::from_utf8(&bytes).ok()?.parse().ok())
}

fn check(judged: &Judged) -> Check {
    let (outcome, seen) = match &judged.outcome {
        Ok(seen) => (Outcome::Passed, seen),
        Err(missed) => (Outcome::Failed, missed),
    };
    Check { title: judged.title.to_owned(), outcome: outcome.into(), seen: seen.clone() }
}
