//! The indicators: their catalogue, and what they come to.

use prost::Message as _;
use sentier_eventing::host::Host;
use sentier_eventing::projection::Projections;
use sentier_kernel::page::ForeignPageToken;
use sentier_kernel::{PageSize, PageToken};
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{locale, page_size, principal_of};
use sentier_platform::status::{invalid, to_status};
use sentier_proto::statistics::v1 as pb;
use sentier_proto::statistics::v1::indicator_service_server::{
    IndicatorService, IndicatorServiceServer,
};
use sentier_statistics_domain::indicators::{Indicator, Shown, shown};
use sentier_statistics_domain::value::Month;
use tonic::{Request, Response, Status};

use super::aside::worked_out;
use super::convert;
use crate::application::sums_as_of;
use crate::catalogue;

/// Answers the calls of `IndicatorService`.
#[derive(Debug)]
pub(crate) struct Indicators {
    pub(crate) host: Host,
    pub(crate) projections: Projections,
}

impl Indicators {
    pub(crate) fn server(self) -> IndicatorServiceServer<Self> {
        IndicatorServiceServer::new(self)
    }
}

#[tonic::async_trait]
impl IndicatorService for Indicators {
    async fn list_indicators(
        &self,
        request: Request<pb::ListIndicatorsRequest>,
    ) -> Result<Response<pb::ListIndicatorsResponse>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?;
        let action = "statistics.v1.IndicatorService/ListIndicators";
        self.host
            .env
            .authoriser
            .authorise(principal, action, &Resource::new())
            .map_err(|denied| to_status(&denied, locale))?;
        let asked = request.into_inner();
        let size = page_size(asked.page_size).map_err(|wrong| invalid(vec![wrong], locale))?;
        let (page, next_page_token) = page(Indicator::ALL, size, b"", &asked.page_token)
            .map_err(|foreign| to_status(&foreign, locale))?;
        let indicators = page.iter().map(|one| catalogue::entry(*one, locale)).collect();
        Ok(Response::new(pb::ListIndicatorsResponse { indicators, next_page_token }))
    }

    async fn list_indicator_values(
        &self,
        request: Request<pb::ListIndicatorValuesRequest>,
    ) -> Result<Response<pb::ListIndicatorValuesResponse>, Status> {
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
        self.host
            .env
            .authoriser
            .authorise(principal, "statistics.v1.IndicatorService/ListIndicatorValues", &resource)
            .map_err(|denied| to_status(&denied, locale))?;
        let bound = pb::ListIndicatorValuesRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let wanted = wanted(query.from, query.to);
        let (page, next_page_token) =
            page(&wanted, size, &bound.encode_to_vec(), &asked.page_token)
                .map_err(|foreign| to_status(&foreign, locale))?;
        let of = (query.centre.as_str(), (query.from, query.to));
        let found = sums_as_of(&self.host, &self.projections, of, week).await;
        let Some((ended, sums)) = found.map_err(|error| to_status(&error, locale))? else {
            return Ok(Response::new(pb::ListIndicatorValuesResponse::default()));
        };
        // PRIVACY: what is small is withheld before it leaves, from whoever asks.
        let page = page.to_vec();
        let values = worked_out(move || {
            let of = |(indicator, month): (Indicator, Month)| {
                told(indicator, month.to_string(), shown(indicator, month, &sums))
            };
            page.into_iter().map(of).collect()
        });
        Ok(Response::new(pb::ListIndicatorValuesResponse {
            values: values.await.map_err(|error| to_status(&error, locale))?,
            next_page_token,
            week: ended.week.to_string(),
            log_position: ended.position,
        }))
    }
}

/// Every indicator in every month, in the order of the answer.
fn wanted(from: Month, to: Month) -> Vec<(Indicator, Month)> {
    let months: Vec<Month> =
        std::iter::successors(Some(from), |month| month.next().filter(|next| *next <= to))
            .collect();
    let of = |indicator: &Indicator| {
        let indicator = *indicator;
        months.iter().map(move |month| (indicator, *month))
    };
    Indicator::ALL.iter().flat_map(of).collect()
}

/// A page of a list that is known whole, and where the next one starts.
pub(super) fn page<'a, T>(
    all: &'a [T],
    size: PageSize,
    filters: &[u8],
    token: &str,
) -> Result<(&'a [T], String), ForeignPageToken> {
    let cursor = PageToken::decode(filters, token)?;
    let from = match cursor {
        None => 0,
        Some(cursor) => {
            let bytes = cursor.try_into().map_err(|_length| ForeignPageToken)?;
            usize::try_from(u64::from_be_bytes(bytes)).unwrap_or(usize::MAX)
        }
    };
    let rest = all.get(from..).ok_or(ForeignPageToken)?;
    let size = usize::try_from(size.get()).unwrap_or(usize::MAX);
    let (page, more) = rest.split_at(size.min(rest.len()));
    let reached = u64::try_from(from.saturating_add(page.len())).unwrap_or(u64::MAX);
    let next = (!more.is_empty()).then(|| PageToken::encode(filters, &reached.to_be_bytes()));
    Ok((page, next.unwrap_or_default()))
}

/// A value in the contract's terms.
pub(super) fn told(indicator: Indicator, month: String, shown: Shown) -> pb::IndicatorValue {
    let cells = indicator.parts().into_iter().zip(shown.parts);
    pb::IndicatorValue {
        indicator: catalogue::name(indicator),
        month,
        numerator: shown.numerator,
        denominator: shown.denominator,
        cells: cells
            .map(|(code, count)| pb::IndicatorCell { code: code.to_owned(), count })
            .collect(),
        withheld: shown.withheld,
    }
}
