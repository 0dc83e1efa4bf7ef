//! The statistics service as far as cases calls it: its sealing key, and the pair that opens.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sentier_eventing::facts::OpeningKeys;
use sentier_kernel::Moment;
use sentier_proto::statistics::v1::statistics_service_server::{
    StatisticsService, StatisticsServiceServer,
};
use sentier_proto::statistics::v1::{
    GetFiguresRequest, GetFiguresResponse, GetSealingKeyRequest, GetSealingKeyResponse,
};
use tokio::net::TcpListener;
use tonic::transport::server::TcpIncoming;
use tonic::{Code, Request, Response, Status};

pub(crate) struct Statistics {
    pub(crate) address: SocketAddr,
    pub(crate) keys: OpeningKeys,
    pub(crate) away: Arc<AtomicBool>,
}

struct Answers {
    keys: OpeningKeys,
    away: Arc<AtomicBool>,
}

#[tonic::async_trait]
impl StatisticsService for Answers {
    async fn get_figures(
        &self,
        _request: Request<GetFiguresRequest>,
    ) -> Result<Response<GetFiguresResponse>, Status> {
        Err(Status::from(std::io::Error::other("not asked for here")))
    }

    async fn get_sealing_key(
        &self,
        _request: Request<GetSealingKeyRequest>,
    ) -> Result<Response<GetSealingKeyResponse>, Status> {
        if self.away.load(Ordering::SeqCst) {
            return Err(Status::new(Code::Unavailable, "away"));
        }
        let (key, _drawn) = self.keys.sealing().expect("a key");
        Ok(Response::new(GetSealingKeyResponse {
            key_id: key.id().to_owned(),
            public_key: key.public_key(),
        }))
    }
}

impl Statistics {
    pub(crate) async fn start(folder: &Path, now: Moment) -> Self {
        let keys = OpeningKeys::open(&folder.join("sealing"), now).expect("keys");
        let away = Arc::new(AtomicBool::new(false));
        let answers = Answers { keys: keys.clone(), away: Arc::clone(&away) };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serving = tonic::transport::Server::builder()
            .add_service(StatisticsServiceServer::new(answers))
            .serve_with_incoming(TcpIncoming::from(listener));
        drop(tokio::spawn(serving));
        Self { address, keys, away }
    }
}
