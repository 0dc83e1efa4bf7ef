//! What stands around the service under test: access and cases by the contract, and what they tell.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_platform::principal::Principal;
use sentier_proto::access::v1::{
    GetJwksRequest, GetJwksResponse, ListRevocationsRequest, ListRevocationsResponse,
};
use sentier_proto::cases::v1::{
    ClaimDisclosureRequest, ClaimDisclosureResponse, GetRelationsRequest, GetRelationsResponse,
    Relation,
};
use sentier_proto::referrals::events::v1::ReferralsEvent;
use tonic::body::Body;
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Code, Request, Response, Status};
use tonic_prost::ProstCodec;
use tower::Service;

/// What the played cases service answers to claims.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claims(Arc<Mutex<ClaimsInner>>);

#[derive(Debug, Default)]
struct ClaimsInner {
    disclosure: ClaimDisclosureResponse,
    refusal: Option<Code>,
    claims: Vec<ClaimDisclosureRequest>,
    callers: BTreeSet<String>,
    standing: Standing,
    silent: bool,
}

/// How whoever is asked about stands to every case.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    pub(crate) responsible: bool,
    pub(crate) excluded: bool,
    pub(crate) sealed_out: bool,
}

impl Claims {
    fn with<T>(&self, act: impl FnOnce(&mut ClaimsInner) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers with this from now on.
    pub(crate) fn give(&self, disclosure: ClaimDisclosureResponse) {
        self.with(|it| (it.disclosure, it.refusal) = (disclosure, None));
    }

    /// Refuses from now on; `None` gives again.
    pub(crate) fn refuse(&self, code: Option<Code>) {
        self.with(|it| it.refusal = code);
    }

    /// From now on staff stand to every case like this.
    pub(crate) fn relate(&self, standing: Standing) {
        self.with(|it| (it.standing, it.silent) = (standing, false));
    }

    /// From now on nothing is told of how staff stand to cases.
    pub(crate) fn fall_silent(&self) {
        self.with(|it| it.silent = true);
    }

    /// Every claim so far.
    pub(crate) fn made(&self) -> Vec<ClaimDisclosureRequest> {
        self.with(|it| it.claims.clone())
    }

    /// Who claimed.
    pub(crate) fn callers(&self) -> BTreeSet<String> {
        self.with(|it| it.callers.clone())
    }
}

impl UnaryService<ClaimDisclosureRequest> for Claims {
    type Response = ClaimDisclosureResponse;
    type Future = BoxFuture<'static, Result<Response<ClaimDisclosureResponse>, Status>>;

    fn call(&mut self, request: Request<ClaimDisclosureRequest>) -> Self::Future {
        let caller = request.extensions().get::<Principal>().map(Principal::name);
        let answer = self.with(|it| {
            it.callers.extend(caller);
            it.claims.push(request.into_inner());
            match it.refusal {
                Some(code) => Err(Status::new(code, "refused by the test")),
                None => Ok(Response::new(it.disclosure.clone())),
            }
        });
        async move { answer }.boxed()
    }
}

impl UnaryService<GetRelationsRequest> for Claims {
    type Response = GetRelationsResponse;
    type Future = BoxFuture<'static, Result<Response<GetRelationsResponse>, Status>>;

    fn call(&mut self, request: Request<GetRelationsRequest>) -> Self::Future {
        let asked = request.into_inner();
        let answer = self.with(|it| {
            let Standing { responsible, excluded, sealed_out } = it.standing;
            let relation = |case| Relation { case, responsible, excluded, sealed_out };
            if it.silent {
                Err(Status::new(Code::Unavailable, "silenced by the test"))
            } else {
                let relations = asked.cases.into_iter().map(relation).collect();
                Ok(Response::new(GetRelationsResponse { relations }))
            }
        });
        async move { answer }.boxed()
    }
}

/// The keys that the played access service gives.
#[derive(Clone, Debug)]
pub(crate) struct Keys(pub(crate) String);

impl UnaryService<GetJwksRequest> for Keys {
    type Response = GetJwksResponse;
    type Future = BoxFuture<'static, Result<Response<GetJwksResponse>, Status>>;

    fn call(&mut self, _request: Request<GetJwksRequest>) -> Self::Future {
        let answer = GetJwksResponse { jwks_json: self.0.clone() };
        async move { Ok(Response::new(answer)) }.boxed()
    }
}

impl UnaryService<ListRevocationsRequest> for Keys {
    type Response = ListRevocationsResponse;
    type Future = BoxFuture<'static, Result<Response<ListRevocationsResponse>, Status>>;

    fn call(&mut self, _request: Request<ListRevocationsRequest>) -> Self::Future {
        async { Ok(Response::new(ListRevocationsResponse::default())) }.boxed()
    }
}

/// A gRPC service of which only the named calls are answered.
macro_rules! played {
    ($played:ident, $state:ident, $name:literal, $($call:literal => $request:ty),+) => {
        #[derive(Clone)]
        pub(crate) struct $played(pub(crate) $state);

        impl NamedService for $played {
            const NAME: &'static str = $name;
        }

        impl Service<http::Request<Body>> for $played {
            type Response = http::Response<Body>;
            type Error = Infallible;
            type Future = BoxFuture<'static, Result<http::Response<Body>, Infallible>>;

            fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Ready(Ok(()))
            }

            fn call(&mut self, request: http::Request<Body>) -> Self::Future {
                let state = self.0.clone();
                match request.uri().path() {
                    $(concat!("/", $name, "/", $call) => async move {
                        let mut grpc = Grpc::new(ProstCodec::default());
                        Ok(grpc.unary::<Answering<$request, $state>, _>(
                            Answering(state, std::marker::PhantomData), request).await)
                    }.boxed(),)+
                    _ => async { Ok(Status::unimplemented("not played").into_http()) }.boxed(),
                }
            }
        }
    };
}

/// Chooses the call of a state that answers several.
pub(crate) struct Answering<Q, S>(S, std::marker::PhantomData<fn() -> Q>);

impl<Q, S: UnaryService<Q>> UnaryService<Q> for Answering<Q, S> {
    type Response = S::Response;
    type Future = S::Future;

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        self.0.call(request)
    }
}

played!(PlayedCases, Claims, "sentier.cases.v1.CasesService",
    "ClaimDisclosure" => ClaimDisclosureRequest);
played!(PlayedRelations, Claims, "sentier.cases.v1.RelationService",
    "GetRelations" => GetRelationsRequest);
played!(PlayedAccess, Keys, "sentier.access.v1.AccessService",
    "GetJwks" => GetJwksRequest, "ListRevocations" => ListRevocationsRequest);

/// Publishes what the test stored, as it stands.
pub(crate) struct Repeater;

/// The facts that the tests tell, as stored types.
pub(crate) const FACTS: [&str; 5] = [
    "referral_requested",
    "consent_withdrawn",
    "survivor_erased",
    "onward_answered",
    "credential_revoked",
];

impl Publisher for Repeater {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            let fact = FACTS.into_iter().find(|fact| *fact == event.event_type);
            Ok(vec![Published {
                event_id: event.event_id(),
                fact: fact.ok_or(PublishError("not a fact of the tests"))?,
                centre: event.centre.clone(),
                payload: event.payload.clone(),
            }])
        }
        .boxed()
    }
}

/// Collects what the service under test tells the world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard(pub(crate) Arc<Mutex<Vec<(String, ReferralsEvent)>>>);

impl Heard {
    /// Everything heard so far, each with its subject.
    pub(crate) fn all(&self) -> Vec<(String, ReferralsEvent)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Reaction for Heard {
    fn name(&self) -> &'static str {
        "test_on_referrals"
    }

    fn service(&self) -> &'static str {
        "referrals"
    }

    fn facts(&self) -> &'static [&'static str] {
        &[">"]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move {
            let event = ReferralsEvent::decode(message.payload.as_slice()).expect("an event");
            let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            heard.push((message.subject.clone(), event));
            Ok(())
        }
        .boxed()
    }
}
