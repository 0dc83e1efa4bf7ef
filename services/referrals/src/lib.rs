//! The referrals service: the directory of structures, the pathway that ranks them, and referrals from
//! request to outcome.
//!
//! A centre's request arrives from the cases context by NATS ([`reactions`]); its disclosure is claimed
//! over gRPC and sealed under a key of its own; the agency follows its referrals and answers them
//! through the partner API ([`grpc`], and [`fhir`] for records systems), woken by [`webhooks`] when it cannot
//! hold a stream; each answer is told back ([`publish`]). When consent is withdrawn, the referral ends or its
//! reading period is over, the key is destroyed ([`keeper`]). An agency that is silent past its deadline loses
//! the referral ([`deadlines`]); the cases context, which knows for whom, asks who comes next.

mod application;
mod codes;
mod config;
mod contract;
mod deadlines;
mod fhir;
mod grpc;
mod inbound_clock;
mod keeper;
mod projections;
mod publish;
mod reactions;
mod store;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::process::{self, Process, Rhythm};
use sentier_eventing::{Host, HostError, Running};
use sentier_platform::client::{channel, traced};
use sentier_platform::environment::Environment;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::relation_service_client::RelationServiceClient;
use sentier_proto::referrals::v1::directory_service_server::DirectoryServiceServer;
use sentier_proto::referrals::v1::inbound_service_server::InboundServiceServer;
use sentier_proto::referrals::v1::lifecycle_service_server::LifecycleServiceServer;
use sentier_proto::referrals::v1::messages_service_server::MessagesServiceServer;
use sentier_proto::referrals::v1::onward_service_server::OnwardServiceServer;
use sentier_proto::referrals::v1::pathway_service_server::PathwayServiceServer;
use sentier_proto::referrals::v1::referrals_service_server::ReferralsServiceServer;
use sentier_proto::referrals::v1::webhook_service_server::WebhookServiceServer;
use tokio::sync::watch;

use application::{Pathway, Proposals};
pub use config::{FhirConfig, ReferralsConfig};
use deadlines::Deadlines;
use grpc::{
    DirectoryApi, Gate, InboundApi, LifecycleApi, MessagesApi, OnwardApi, PathwayApi, ReferralsApi,
    WebhooksApi,
};
use inbound_clock::InboundClock;
use keeper::Keeper;
pub use projections::projections;
use projections::{Directory, Feed, InboundList, MessageList, ReferralList, WebhookList};
pub use webhooks::{Failure, Posted, Poster, PosterError, Reach, Refused, read_secret, sign};
use webhooks::{Queue, Webhooks};

/// Starts the service; it ends with the process.
///
/// # Errors
/// When a store, the broker or the configuration is not as it must be.
pub async fn start(config: &ReferralsConfig, env: &Environment) -> Result<Running, HostError> {
    let host = Host::open("referrals", &config.service, env).await?;
    let read_models = host.project(projections()).await?;
    let list = ReferralList::new(host.store.clone(), read_models.clone());
    let inbound = InboundList::new(host.store.clone(), read_models.clone());
    let messages = MessageList::new(host.store.clone(), read_models.clone());
    let hooks = WebhookList::new(host.store.clone(), read_models.clone());
    let directory = Directory::new(host.store.database().clone(), read_models);
    let pathway = Pathway::new(&host);
    let feed = Feed::default();

    host.publish(Arc::new(publish::Teller::new(&host.store)));
    let cases = traced(channel(&config.cases)?);
    let claims = CasesServiceClient::new(cases.clone());
    host.react(Arc::new(reactions::Requests::new(pathway.clone(), claims)));
    host.react(Arc::new(reactions::Withdrawals::new(pathway.clone(), list.clone())));
    host.react(Arc::new(reactions::OnwardAnswers::new(pathway.clone())));
    until_the_end(env, feed.clone().run(list.clone()));
    let proposals = Proposals::new(pathway.clone(), directory.clone());
    let webhooks_api = deliver(config, env, &pathway, (hooks, list.clone(), feed.clone())).await?;
    keep_up(env, (&pathway, &list, &inbound));

    let authenticator = host.trust(&config.access).await?;
    let pathway_api = PathwayApi::new(env, pathway.clone(), proposals);
    let directory_api = DirectoryApi::new(env, pathway.clone(), directory);
    let room = grpc::Room::new(config.max_streams, config.agency_streams);
    let watching = grpc::Watching::new(env, authenticator.clone(), feed, room);
    let pace = grpc::Pace::new(config.agency_calls_per_second, config.agency_burst);
    let gate = Gate::new(env, RelationServiceClient::new(cases));
    let lifecycle_api = LifecycleApi::new(env, gate.clone(), pathway.clone());
    let inbound_api = InboundApi::new(gate.clone(), pathway.clone(), inbound);
    let onward_api = OnwardApi::new(gate.clone(), pathway.clone());
    let messages_api = MessagesApi::new(gate.clone(), pathway.clone(), messages);
    let referrals_api = ReferralsApi::new(gate, pathway, list, watching);
    let listen = &config.service.listen;
    let mut within = None;
    let serving = host.serve(listen, authenticator, |server| {
        let server = server
            .add(DirectoryServiceServer::with_interceptor(directory_api, pace.clone()))
            .add(PathwayServiceServer::with_interceptor(pathway_api, pace.clone()))
            .add(ReferralsServiceServer::with_interceptor(referrals_api, pace.clone()))
            .add(LifecycleServiceServer::with_interceptor(lifecycle_api, pace.clone()))
            .add(MessagesServiceServer::with_interceptor(messages_api, pace.clone()))
            .add(InboundServiceServer::with_interceptor(inbound_api, pace.clone()))
            .add(OnwardServiceServer::with_interceptor(onward_api, pace.clone()))
            .add(WebhookServiceServer::with_interceptor(webhooks_api, pace));
        within = Some(server.within());
        server
    });
    let running = Box::pin(serving).await?;
    if let Some(within) = within {
        fhir::start(&config.fhir, listen, &within, env).await?;
    }
    Ok(running)
}

/// Delivers webhooks from now on; answers what answers the calls about them.
async fn deliver(
    config: &ReferralsConfig,
    env: &Environment,
    pathway: &Pathway,
    (list, referrals, feed): (WebhookList, ReferralList, Feed),
) -> Result<WebhooksApi, HostError> {
    let queue = Queue::new(pathway.database().clone());
    queue.create().await?;
    let reach =
        Reach { private: config.webhook_private_networks, loopback: config.webhook_loopback };
    let delivering = Webhooks {
        pathway: pathway.clone(),
        list: list.clone(),
        referrals,
        feed,
        queue: queue.clone(),
        clock: env.clock.clone(),
        reach,
        authorities: config.webhook_ca_file.clone(),
        patience: Duration::from_hours(config.webhook_patience_hours.into()),
    };
    drop(env.shutdown.spawn(delivering.run(env.shutdown.token())));
    Ok(WebhooksApi::new(env, pathway.clone(), list, (queue, reach)))
}

/// Starts what follows from the read models and the clock.
fn keep_up(env: &Environment, (pathway, list, inbound): (&Pathway, &ReferralList, &InboundList)) {
    let clock = || env.clock.clone();
    let keeper = Keeper { pathway: pathway.clone(), list: list.clone(), clock: clock() };
    follow(env, keeper, list.reached(), keeper::RHYTHM);
    let deadlines = Deadlines { pathway: pathway.clone(), list: list.clone(), clock: clock() };
    follow(env, deadlines, list.reached(), deadlines::RHYTHM);
    let towards = InboundClock { pathway: pathway.clone(), list: inbound.clone(), clock: clock() };
    follow(env, towards, inbound.reached(), inbound_clock::RHYTHM);
}

fn follow(
    env: &Environment,
    process: impl Process + 'static,
    reached: Option<watch::Receiver<i64>>,
    rhythm: Rhythm,
) {
    if let Some(reached) = reached {
        let run = process::run(process, reached, rhythm, env.shutdown.token());
        drop(env.shutdown.spawn(run));
    }
}

fn until_the_end(env: &Environment, task: impl Future<Output = ()> + Send + 'static) {
    let stop = env.shutdown.token();
    drop(env.shutdown.spawn(async move {
        stop.run_until_cancelled(Box::pin(task)).await;
    }));
}
