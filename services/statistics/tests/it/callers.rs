//! Who calls the service, and how.

use sentier_platform::auth::token::Kind;
use sentier_platform::client;
use sentier_proto::statistics::v1::indicator_service_client::IndicatorServiceClient;
use sentier_proto::statistics::v1::statistics_service_client::StatisticsServiceClient;
use sentier_proto::statistics::v1::{
    GetFiguresRequest, GetFiguresResponse, GetSealingKeyRequest, GetSealingKeyResponse,
};
use sentier_proto::statistics::v1::{
    IndicatorValue, ListIndicatorValuesRequest, ListIndicatorValuesResponse, ListIndicatorsRequest,
    ListIndicatorsResponse,
};
use sentier_test_support::callers::{Holder, connection};
use tonic::transport::Channel;
use tonic::{Request, Status};
use uuid::Uuid;

use crate::world::World;

/// What a caller presents.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Caller {
    Nobody,
    Certificate(&'static str),
    Staff { role: &'static str, centre: &'static str },
    Analyst,
}

pub(crate) const MANAGER: Caller = Caller::Staff { role: "manager", centre: "ogou-1" };

impl World {
    pub(crate) fn channel(&self, caller: Caller) -> Channel {
        let certificate = match caller {
            Caller::Certificate(name) => Some(name),
            _ => None,
        };
        let port = self.running.address.port();
        client::channel(&connection(self.folder.path(), port, certificate)).expect("a channel")
    }

    pub(crate) fn request<T>(&self, caller: Caller, message: T) -> Request<T> {
        let mut request = Request::new(message);
        let (kind, centre, role) = match caller {
            Caller::Staff { role, centre } => (Kind::Staff, Some(centre), Some(role)),
            Caller::Analyst => (Kind::Analyst, None, None),
            Caller::Nobody | Caller::Certificate(_) => return request,
        };
        let id = Uuid::from_u128(1);
        let holder = Holder { id, kind, centre, roles: role.as_slice() };
        let now = self.host.env.clock.now();
        let value = holder.authorization(&self.signer, now).parse().expect("a header");
        request.metadata_mut().insert("authorization", value);
        request
    }

    pub(crate) async fn figures_as(
        &self,
        caller: Caller,
        centre: &str,
        from: &str,
        to: &str,
    ) -> Result<GetFiguresResponse, Status> {
        let message = GetFiguresRequest {
            parent: centre.to_owned(),
            from_month: from.to_owned(),
            to_month: to.to_owned(),
        };
        let mut client = StatisticsServiceClient::new(self.channel(caller));
        let answer = client.get_figures(self.request(caller, message)).await?;
        Ok(answer.into_inner())
    }

    /// The figures of the year, as the centre's manager sees them.
    pub(crate) async fn figures(&self, centre: &'static str) -> GetFiguresResponse {
        let caller = Caller::Staff { role: "manager", centre };
        let name = format!("centres/{centre}");
        self.figures_as(caller, &name, "2026-01", "2026-12").await.expect("figures")
    }

    pub(crate) async fn indicators_as(
        &self,
        caller: Caller,
        language: &'static str,
        message: ListIndicatorsRequest,
    ) -> Result<ListIndicatorsResponse, Status> {
        let mut request = self.request(caller, message);
        let language = language.parse().expect("a header");
        request.metadata_mut().insert("accept-language", language);
        let mut client = IndicatorServiceClient::new(self.channel(caller));
        Ok(client.list_indicators(request).await?.into_inner())
    }

    pub(crate) async fn indicator_values_as(
        &self,
        caller: Caller,
        message: ListIndicatorValuesRequest,
    ) -> Result<ListIndicatorValuesResponse, Status> {
        let mut client = IndicatorServiceClient::new(self.channel(caller));
        let answer = client.list_indicator_values(self.request(caller, message)).await?;
        Ok(answer.into_inner())
    }

    /// The indicators of a month, page by page, as the centre's manager sees them.
    pub(crate) async fn indicators(
        &self,
        centre: &'static str,
        month: &str,
    ) -> Vec<IndicatorValue> {
        let caller = Caller::Staff { role: "manager", centre };
        let mut message = ListIndicatorValuesRequest {
            parent: format!("centres/{centre}"),
            from_month: month.to_owned(),
            to_month: month.to_owned(),
            page_size: 9,
            ..ListIndicatorValuesRequest::default()
        };
        let mut values = Vec::new();
        loop {
            let page = self.indicator_values_as(caller, message.clone()).await.expect("a page");
            values.extend(page.values);
            if page.next_page_token.is_empty() {
                return values;
            }
            message.page_token = page.next_page_token;
        }
    }

    pub(crate) async fn sealing_key_as(
        &self,
        caller: Caller,
    ) -> Result<GetSealingKeyResponse, Status> {
        let mut client = StatisticsServiceClient::new(self.channel(caller));
        let request = self.request(caller, GetSealingKeyRequest {});
        Ok(client.get_sealing_key(request).await?.into_inner())
    }

    pub(crate) async fn sealing_key(&self) -> GetSealingKeyResponse {
        self.sealing_key_as(Caller::Certificate("cases")).await.expect("a key")
    }
}
