//! How the structures answer, month by month.

use prost::Message as _;
use sentier_eventing::host::Host;
use sentier_eventing::projection::Projections;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{locale, page_size, principal_of};
use sentier_platform::status::{invalid, to_status};
use sentier_proto::name;
use sentier_proto::statistics::v1 as pb;
use sentier_proto::statistics::v1::response_service_server::{
    ResponseService, ResponseServiceServer,
};
use sentier_statistics_domain::indicators::Sums;
use sentier_statistics_domain::responses::{Part, Response as Told, shown};
use sentier_statistics_domain::value::Month;
use tonic::{Request, Response, Status};

use super::convert;
use super::indicators::page;
use crate::application::sums_as_of;

/// Answers the calls of `ResponseService`.
#[derive(Debug)]
pub(crate) struct Responses {
    pub(crate) host: Host,
    pub(crate) projections: Projections,
}

impl Responses {
    pub(crate) fn server(self) -> ResponseServiceServer<Self> {
        ResponseServiceServer::new(self)
    }
}

#[tonic::async_trait]
impl ResponseService for Responses {
    async fn list_structure_responses(
        &self,
        request: Request<pb::ListStructureResponsesRequest>,
    ) -> Result<Response<pb::ListStructureResponsesResponse>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?;
        let asked = request.get_ref();
        let query = convert::months(&asked.parent, &asked.from_month, &asked.to_month);
        let week = convert::week(&asked.week);
        let (query, size, week) = match (query, page_size(asked.page_size), week) {
            (Ok(query), Ok(size), Ok(week)) => (query, size, week),
            (query, size, week) => {
                let mut violations = query.err().unwrap_or_default();
                violations.extend(size.err());
                violations.extend(week.err());
                return Err(invalid(violations, locale));
            }
        };
        let resource = Resource::new().centre(&query.centre);
        let action = "statistics.v1.ResponseService/ListStructureResponses";
        self.host
            .env
            .authoriser
            .authorise(principal, action, &resource)
            .map_err(|denied| to_status(&denied, locale))?;
        let of = (query.centre.as_str(), (query.from, query.to));
        let found = sums_as_of(&self.host, &self.projections, of, week).await;
        let Some((ended, sums)) = found.map_err(|error| to_status(&error, locale))? else {
            return Ok(Response::new(pb::ListStructureResponsesResponse::default()));
        };
        let all = newest_first(&sums, query.from, query.to);
        // A page belongs to the week of the first one: the next week may hold other rows.
        let bound = pb::ListStructureResponsesRequest {
            page_size: 0,
            page_token: String::new(),
            week: ended.week.to_string(),
            ..asked.clone()
        };
        let (page, next_page_token) = page(&all, size, &bound.encode_to_vec(), &asked.page_token)
            .map_err(|foreign| to_status(&foreign, locale))?;
        Ok(Response::new(pb::ListStructureResponsesResponse {
            responses: page.iter().map(|(month, told)| answer(*month, told)).collect(),
            next_page_token,
            week: ended.week.to_string(),
            log_position: ended.position,
        }))
    }
}

/// What is told of each month, the newest first.
fn newest_first(sums: &Sums, from: Month, to: Month) -> Vec<(Month, Told)> {
    let months =
        std::iter::successors(Some(to), |month| month.before().filter(|before| *before >= from));
    // PRIVACY: what is small is withheld before it leaves, from whoever asks.
    let of_month =
        |month: Month| shown(&sums.responses(month)).into_iter().map(move |told| (month, told));
    months.flat_map(of_month).collect()
}

/// What is told, in the contract's terms.
fn answer(month: Month, told: &Told) -> pb::StructureResponse {
    let parts = |parts: &[Part]| -> Vec<pb::ResponsePart> {
        let part =
            |(code, count): &Part| pb::ResponsePart { code: (*code).to_owned(), count: *count };
        parts.iter().map(part).collect()
    };
    pb::StructureResponse {
        month: month.to_string(),
        structure: name::structure(told.asked.agency, told.asked.structure),
        need: convert::need(told.asked.need).into(),
        sent: told.sent,
        acknowledged: parts(&told.acknowledged),
        accepted: parts(&told.accepted),
        served: parts(&told.served),
        ended: parts(&told.ended),
        closed: told.closed,
        declined: parts(&told.declined),
    }
}
