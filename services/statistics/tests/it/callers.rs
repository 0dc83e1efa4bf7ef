//! Who calls the service, and how.

use sentier_platform::auth::token::{Claims, Kind};
use sentier_platform::client;
use sentier_platform::config::ClientConfig;
use sentier_proto::statistics::v1::statistics_service_client::StatisticsServiceClient;
use sentier_proto::statistics::v1::{
    GetFiguresRequest, GetFiguresResponse, GetSealingKeyRequest, GetSealingKeyResponse,
};
use tonic::transport::Channel;
use tonic::{Request, Status};
use uuid::Uuid;

use crate::world::{NOW, World};

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
    fn channel(&self, caller: Caller) -> Channel {
        let file = |kind| match caller {
            Caller::Certificate(name) => Some(self.folder.path().join(format!("{name}.{kind}"))),
            _ => None,
        };
        client::channel(&ClientConfig {
            address: format!("https://localhost:{}", self.running.address.port()),
            ca_file: Some(self.folder.path().join("ca.pem")),
            cert_file: file("pem"),
            key_file: file("key"),
            ..ClientConfig::default()
        })
        .expect("a channel")
    }

    fn request<T>(&self, caller: Caller, message: T) -> Request<T> {
        let mut request = Request::new(message);
        let (kind, centre, roles) = match caller {
            Caller::Staff { role, centre } => {
                (Kind::Staff, Some(centre.to_owned()), vec![role.to_owned()])
            }
            Caller::Analyst => (Kind::Analyst, None, Vec::new()),
            Caller::Nobody | Caller::Certificate(_) => return request,
        };
        let iat = NOW.as_micros() / 1_000_000;
        let claims = Claims {
            iss: "sentier".to_owned(),
            sub: Uuid::from_u128(1),
            kind,
            centre,
            roles,
            agency: None,
            cid: Uuid::from_u128(2),
            iat,
            exp: iat + 900,
        };
        let token = self.signer.sign(&claims).expect("signs");
        let value = format!("Bearer {token}").parse().expect("a header");
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
