//! The referrals service as far as cases calls it: what the pathway says, asked by whom and with what.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use sentier_proto::common::v1::FieldGroup;
use sentier_proto::referrals::v1::pathway_service_server::{PathwayService, PathwayServiceServer};
use sentier_proto::referrals::v1::proposed_structure::Reason;
use sentier_proto::referrals::v1::{
    GetPathwayRequest, GetPathwayResponse, ListPathwayRevisionsRequest,
    ListPathwayRevisionsResponse, ListPathwaysRequest, ListPathwaysResponse, Pathway,
    ProposePathwayRequest, ProposePathwayResponse, ProposedStructure, SetPathwayRequest,
    SetPathwayResponse, Structure,
};
use tokio::net::TcpListener;
use tonic::transport::server::TcpIncoming;
use tonic::{Code, Request, Response, Status};

/// What it says, and what it was asked.
#[derive(Default)]
struct Said {
    away: bool,
    /// Structures, best first, and whether the rule names each.
    ranked: Vec<(String, bool)>,
    /// The field groups of the rule; no rule where absent.
    limit: Option<Vec<FieldGroup>>,
    asked: Vec<ProposePathwayRequest>,
}

#[derive(Clone)]
pub(crate) struct Referrals {
    pub(crate) address: SocketAddr,
    said: Arc<Mutex<Said>>,
}

struct Answers(Arc<Mutex<Said>>);

impl Answers {
    fn with<T>(&self, read: impl FnOnce(&mut Said) -> T) -> Result<T, Status> {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.away { Err(Status::new(Code::Unavailable, "away")) } else { Ok(read(&mut said)) }
    }
}

fn rule(said: &Said) -> Option<Pathway> {
    said.limit.as_ref().map(|groups| Pathway {
        field_groups: groups.iter().map(|group| i32::from(*group)).collect(),
        ..Pathway::default()
    })
}

fn proposed((name, on_rule): &(String, bool)) -> ProposedStructure {
    let reason = if *on_rule { Reason::OnPathway } else { Reason::NotOnPathway };
    ProposedStructure {
        structure: Some(Structure { name: name.clone(), ..Structure::default() }),
        reasons: vec![reason.into()],
        ..ProposedStructure::default()
    }
}

#[tonic::async_trait]
impl PathwayService for Answers {
    async fn propose_pathway(
        &self,
        request: Request<ProposePathwayRequest>,
    ) -> Result<Response<ProposePathwayResponse>, Status> {
        let answer = self.with(|said| {
            said.asked.push(request.into_inner());
            let proposals = said.ranked.iter().map(proposed).collect();
            ProposePathwayResponse { proposals, pathway: rule(said), ..<_>::default() }
        })?;
        Ok(Response::new(answer))
    }

    async fn get_pathway(
        &self,
        _: Request<GetPathwayRequest>,
    ) -> Result<Response<GetPathwayResponse>, Status> {
        let pathway = self.with(|said| rule(said))?;
        let found = pathway.ok_or_else(|| Status::new(Code::NotFound, "no rule"))?;
        Ok(Response::new(GetPathwayResponse { pathway: Some(found) }))
    }

    async fn set_pathway(
        &self,
        _: Request<SetPathwayRequest>,
    ) -> Result<Response<SetPathwayResponse>, Status> {
        Err(not_here())
    }

    async fn list_pathways(
        &self,
        _: Request<ListPathwaysRequest>,
    ) -> Result<Response<ListPathwaysResponse>, Status> {
        Err(not_here())
    }

    async fn list_pathway_revisions(
        &self,
        _: Request<ListPathwayRevisionsRequest>,
    ) -> Result<Response<ListPathwayRevisionsResponse>, Status> {
        Err(not_here())
    }
}

fn not_here() -> Status {
    Status::from(std::io::Error::other("not asked for here"))
}

impl Referrals {
    pub(crate) async fn start() -> Self {
        let said = Arc::<Mutex<Said>>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serving = tonic::transport::Server::builder()
            .add_service(PathwayServiceServer::new(Answers(Arc::clone(&said))))
            .serve_with_incoming(TcpIncoming::from(listener));
        drop(tokio::spawn(serving));
        Self { address, said }
    }

    fn set(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.said.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether it does not answer.
    pub(crate) fn away(&self, away: bool) {
        self.set(|said| said.away = away);
    }

    /// Whom it ranks, best first, and whether the rule names each.
    pub(crate) fn ranks(&self, ranked: &[(String, bool)]) {
        self.set(|said| said.ranked = ranked.to_vec());
    }

    /// What the rule of every need may ask for; none for no rule.
    pub(crate) fn limits(&self, groups: Option<&[FieldGroup]>) {
        self.set(|said| said.limit = groups.map(<[_]>::to_vec));
    }

    /// What it was asked to propose.
    pub(crate) fn asked(&self) -> Vec<ProposePathwayRequest> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).asked.clone()
    }
}
