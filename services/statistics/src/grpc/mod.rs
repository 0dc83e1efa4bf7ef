//! The service's calls.

mod aside;
mod convert;
mod indicators;
mod outreach;
mod records;
pub(crate) mod releases;
mod reports;
mod responses;

use sentier_eventing::host::Host;
use sentier_eventing::projection::Projections;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::status::{invalid, to_status};
use sentier_proto::statistics::v1::statistics_service_server::{
    StatisticsService, StatisticsServiceServer,
};
use sentier_proto::statistics::v1::{
    GetFiguresRequest, GetFiguresResponse, GetSealingKeyRequest, GetSealingKeyResponse,
};
use tonic::{Request, Response, Status};

use crate::application::SealingKeys;
use crate::projections::{CAUGHT_UP, FIGURES, find_figures};
pub(crate) use indicators::Indicators;
pub(crate) use outreach::OutreachApi;
pub(crate) use records::RecordsApi;
pub(crate) use releases::ReleasesApi;
pub(crate) use reports::{Dhis2Api, Reports};
pub(crate) use responses::Responses;

/// Answers the calls of `StatisticsService`.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) host: Host,
    pub(crate) keys: SealingKeys,
    pub(crate) projections: Projections,
}

impl Figures {
    pub(crate) fn server(self) -> StatisticsServiceServer<Self> {
        StatisticsServiceServer::new(self)
    }
}

#[tonic::async_trait]
impl StatisticsService for Figures {
    async fn get_figures(
        &self,
        request: Request<GetFiguresRequest>,
    ) -> Result<Response<GetFiguresResponse>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?;
        let query =
            convert::query(request.get_ref()).map_err(|violations| invalid(violations, locale))?;
        let resource = Resource::new().centre(&query.centre);
        self.host
            .env
            .authoriser
            .authorise(principal, "statistics.v1.StatisticsService/GetFigures", &resource)
            .map_err(|denied| to_status(&denied, locale))?;
        self.projections
            .caught_up(FIGURES, CAUGHT_UP)
            .await
            .map_err(|behind| to_status(&behind, locale))?;
        let db = self.host.store.database();
        let figures = find_figures(db, &query.centre, query.from, query.to)
            .await
            .map_err(|error| to_status(&error, locale))?;
        Ok(Response::new(convert::answer(&figures)))
    }

    async fn get_sealing_key(
        &self,
        request: Request<GetSealingKeyRequest>,
    ) -> Result<Response<GetSealingKeyResponse>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?;
        let action = "statistics.v1.StatisticsService/GetSealingKey";
        self.host
            .env
            .authoriser
            .authorise(principal, action, &Resource::new())
            .map_err(|denied| to_status(&denied, locale))?;
        let key = self.keys.in_force().await.map_err(|error| to_status(&error, locale))?;
        Ok(Response::new(GetSealingKeyResponse {
            key_id: key.id().to_owned(),
            public_key: key.public_key(),
        }))
    }
}
