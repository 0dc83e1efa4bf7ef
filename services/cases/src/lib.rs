//! Case work: the one place where a survivor's personal data lives.
//!
//! One command travels `grpc` (convert, authorise) → `application` (load, decide, append) → the domain
//! crate → `store` (seal); what follows from it stands in `projections`, `publish`, `processes` and
//! `reactions`. This file is the only wiring.

pub mod application;
mod codes;
mod config;
mod grpc;
mod processes;
mod projections;
mod publish;
mod reactions;
mod store;

use std::sync::Arc;

use sentier_eventing::{Host, HostError, Running};
use sentier_platform::auth::Authenticator;
use sentier_platform::client::channel;
use sentier_platform::config::{ClientConfig, ListenConfig};
use sentier_platform::environment::Environment;
use sentier_proto::cases::v1::audit_service_server::AuditServiceServer;
use sentier_proto::cases::v1::care_service_server::CareServiceServer;
use sentier_proto::cases::v1::cases_service_server::CasesServiceServer;
use sentier_proto::cases::v1::draft_service_server::DraftServiceServer;
use sentier_proto::cases::v1::finding_service_server::FindingServiceServer;
use sentier_proto::cases::v1::merge_service_server::MergeServiceServer;

pub use config::CasesConfig;
pub use projections::projections;
pub use store::{CaseCodec, DraftCodec};

/// The service's name, in subjects and certificates.
pub const NAME: &str = "cases";

/// Starts the service; it ends with the environment's shutdown.
///
/// # Errors
/// When a store cannot be opened, the broker refuses, or the address is taken.
pub async fn start(config: &CasesConfig, env: &Environment) -> Result<Running, HostError> {
    let host = Host::open(NAME, &config.service, env).await?;
    let authenticator = host.trust(&config.access).await?;
    serve(&host, &config.service.listen, authenticator, &config.statistics).await
}

/// Serves on an opened host, for callers that `authenticator` knows.
///
/// # Errors
/// When a read model cannot be created, a client is configured wrongly, or the address is taken.
pub async fn serve(
    host: &Host,
    listen: &ListenConfig,
    authenticator: Authenticator,
    statistics: &ClientConfig,
) -> Result<Running, HostError> {
    let cases = application::Cases::new(host, host.project(projections()).await?);
    let keys = publish::SealingKeys::new(channel(statistics)?, host.env.clock.clone());
    host.publish(Arc::new(publish::LifeCyclePublisher));
    let facts = publish::FactsPublisher { cases: cases.clone(), keys: keys.clone() };
    host.publish_beside(publish::FactsPublisher::NAME, Arc::new(facts));
    host.react(Arc::new(reactions::OnReferrals(cases.clone())));
    host.react(Arc::new(reactions::OnStatistics(keys)));
    let tasks = &host.env.shutdown;
    drop(tasks.spawn(processes::run(cases.clone(), processes::EraseKeys::default())));
    drop(tasks.spawn(processes::run(cases.clone(), processes::ReleaseFacts)));
    drop(tasks.spawn(processes::run(cases.clone(), processes::LapseDrafts)));
    drop(tasks.spawn(processes::run(cases.clone(), processes::TellOverdue)));
    let grpc = grpc::CasesGrpc::new(cases);
    let cases = CasesServiceServer::new(grpc.clone());
    let care = CareServiceServer::new(grpc.clone());
    let drafts = DraftServiceServer::new(grpc.clone());
    let finding = FindingServiceServer::new(grpc.clone());
    let merges = MergeServiceServer::new(grpc.clone());
    let audit = AuditServiceServer::new(grpc);
    host.serve(listen, authenticator, |server| {
        server.add(cases).add(care).add(drafts).add(finding).add(merges).add(audit)
    })
    .await
}
