//! The sandbox on the wire. It answers by the names of the calls, so that a call which the contract gains is
//! answered as unknown here and breaks nothing.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use prost::Message;
use sentier_platform::grpc::fingerprint;
use sentier_proto::referrals::v1 as pb;
use sentier_proto::referrals::v1::referral::State;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use tonic::body::Body;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{Grpc, NamedService, ServerStreamingService, UnaryService};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;

use super::fault::Fault;
use super::room::{Item, Seen};
use super::sandbox::{Sandbox, answered};

impl NamedService for Sandbox {
    const NAME: &'static str = "sentier.referrals.v1.ReferralsService";
}

impl Service<http::Request<Body>> for Sandbox {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let sandbox = self.clone();
        Box::pin(async move { Ok(answer(sandbox, request).await) })
    }
}

async fn answer(it: Sandbox, request: http::Request<Body>) -> http::Response<Body> {
    let method = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    match method.as_str() {
        "WatchReferrals" => {
            let mut grpc = Grpc::new(ProstCodec::default());
            grpc.server_streaming(Opening(it), request).await
        }
        "GetReferral" => {
            let get = move |asked: pb::GetReferralRequest| -> Result<_, Fault> {
                Ok(pb::GetReferralResponse { referral: Some(it.get(&asked.name)?) })
            };
            unary(get, request).await
        }
        "ListReferrals" => {
            let list = move |_: pb::ListReferralsRequest| -> Result<_, Fault> {
                Ok(pb::ListReferralsResponse { referrals: it.list(), ..Default::default() })
            };
            unary(list, request).await
        }
        "GetDisclosure" => {
            let read = move |asked: pb::GetDisclosureRequest| -> Result<_, Fault> {
                Ok(pb::GetDisclosureResponse { disclosure: Some(it.disclose(&asked.name)?) })
            };
            unary(read, request).await
        }
        _ => write(it, &method, request).await,
    }
}

/// One of the writes: noted, done once, answered with the referral after it.
macro_rules! written {
    ($it:ident, $request:ident, $method:literal, $asked:ident, $answer:ident, $state:ident) => {{
        let write = move |asked: pb::$asked| -> Result<_, Fault> {
            let seen = seen($method, &asked.name, &asked.request_id, &asked);
            let after = $it.write(seen, |referral| answered(referral, State::$state))?;
            Ok(pb::$answer { referral: Some(after) })
        };
        unary(write, $request).await
    }};
}

async fn write(it: Sandbox, method: &str, request: http::Request<Body>) -> http::Response<Body> {
    match method {
        "AcknowledgeReferral" => written!(
            it,
            request,
            "AcknowledgeReferral",
            AcknowledgeReferralRequest,
            AcknowledgeReferralResponse,
            Received
        ),
        "AcceptReferral" => written!(
            it,
            request,
            "AcceptReferral",
            AcceptReferralRequest,
            AcceptReferralResponse,
            Accepted
        ),
        "DeclineReferral" => written!(
            it,
            request,
            "DeclineReferral",
            DeclineReferralRequest,
            DeclineReferralResponse,
            Declined
        ),
        "CompleteReferral" => written!(
            it,
            request,
            "CompleteReferral",
            CompleteReferralRequest,
            CompleteReferralResponse,
            Completed
        ),
        _ => Status::unimplemented("the sandbox does not play this call").into_http(),
    }
}

fn seen(method: &'static str, referral: &str, request_id: &str, said: &impl Message) -> Seen {
    Seen {
        at: Instant::now(),
        method,
        referral: referral.to_owned(),
        request_id: Some(request_id.to_owned()),
        print: fingerprint(said),
        token: None,
    }
}

/// A call with one answer.
struct Unary<F>(F);

impl<Q, A, F: FnMut(Q) -> Result<A, Fault>> UnaryService<Q> for Unary<F> {
    type Response = A;
    type Future = Ready<Result<Response<A>, Status>>;

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        ready((self.0)(request.into_inner()).map(Response::new).map_err(Fault::status))
    }
}

async fn unary<Q, A>(
    answer: impl FnMut(Q) -> Result<A, Fault>,
    request: http::Request<Body>,
) -> http::Response<Body>
where
    Q: Message + Default + Send + 'static,
    A: Message + Send + 'static,
{
    Grpc::new(ProstCodec::<A, Q>::default()).unary(Unary(answer), request).await
}

/// The opening of a stream.
struct Opening(Sandbox);

impl ServerStreamingService<pb::WatchReferralsRequest> for Opening {
    type Response = pb::WatchReferralsResponse;
    type ResponseStream = ReceiverStream<Item>;
    type Future = Ready<Result<Response<Self::ResponseStream>, Status>>;

    fn call(&mut self, request: Request<pb::WatchReferralsRequest>) -> Self::Future {
        let opened = self.0.open(&request.get_ref().resume_token);
        ready(opened.map(|items| Response::new(ReceiverStream::new(items))).map_err(Fault::status))
    }
}
