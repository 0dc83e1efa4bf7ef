//! Deadlines, over a real server and in the same process.

use std::convert::Infallible;
use std::task::{Context, Poll};

use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::cases_service_server::SERVICE_NAME;
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt as _;

use super::spec::{Log, World, knock, question, reason, world};
use super::*;

const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_mins(2);

/// A service of cases that answers nothing before a long time has passed.
#[derive(Clone)]
struct Slow;

impl NamedService for Slow {
    const NAME: &'static str = SERVICE_NAME;
}

impl tower::Service<http::Request<Body>> for Slow {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _request: http::Request<Body>) -> Self::Future {
        Box::pin(async {
            tokio::time::sleep(LONG).await;
            Ok(Status::unimplemented("late").into_http())
        })
    }
}

fn slow(world: &World) -> Server {
    Server::new(&world.listen, world.gate.clone(), world.stop.clone()).add(Slow)
}

#[tokio::test]
async fn what_takes_too_long_is_refused_with_its_reason_and_told() {
    let (log, _logged) = Log::begin();
    let mut world = world();
    world.listen.deadline_ms = 100;
    let serving = slow(&world).serve().await.unwrap();
    let caller = async {
        let channel = world.channel(serving.address, None);
        let refused = knock(channel, Some(&world.token())).await;
        assert_eq!(refused.code(), Code::DeadlineExceeded);
        assert_eq!(reason(&refused), "DEADLINE_EXCEEDED");
        assert!(refused.get_details_localized_message().is_some());
        assert!(refused.get_details_retry_info().is_some());
        world.stop.cancel();
    };
    let (stopped, ()) = tokio::join!(serving.done, caller);
    stopped.unwrap();
    let lines = log.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["DeadlineExceeded", "DEADLINE_EXCEEDED", "principal=\"staff\""] {
        assert!(lines[0].contains(part), "{part}: {}", lines[0]);
    }
}

/// Called in the same process: a channel would keep the deadline by itself.
#[tokio::test]
async fn a_caller_may_grant_less_time_and_never_more() {
    let mut world = world();
    for (granted, wished) in [(LONG, SHORT), (SHORT, LONG)] {
        world.listen.deadline_ms = u64::try_from(granted.as_millis()).unwrap();
        let mut request = question(Some(&world.token()));
        request.set_timeout(wished);
        let mut client = CasesServiceClient::new(slow(&world).within());
        let asked = tokio::time::timeout(LONG / 4, client.get_case(request));
        let refused = asked.await.expect("an answer in time").unwrap_err();
        assert_eq!(refused.code(), Code::DeadlineExceeded);
        assert_eq!(reason(&refused), "DEADLINE_EXCEEDED");
    }
}

#[tokio::test]
async fn a_stream_that_has_begun_outlives_the_deadline() {
    let mut world = world();
    world.listen.deadline_ms = 100;
    let serving = world.serve().await;
    let caller = async {
        let mut client = HealthClient::new(world.channel(serving.address, None));
        let watched = client.watch(HealthCheckRequest::default()).await.unwrap();
        let mut stream = watched.into_inner();
        assert_eq!(stream.message().await.unwrap().unwrap().status, 1);
        let more = tokio::time::timeout(SHORT * 5, stream.message()).await;
        assert!(more.is_err(), "the stream ended: {more:?}");
        drop((stream, client));
        world.stop.cancel();
    };
    let (stopped, ()) = tokio::join!(serving.done, caller);
    stopped.unwrap();
}
