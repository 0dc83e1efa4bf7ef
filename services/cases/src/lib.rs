//! Case work: the one place where a survivor's personal data lives.
//!
//! One command travels `grpc` (convert, authorise) → `application` (load, decide, append) → the domain
//! crate → `store` (seal); what follows from it stands in `projections`, `publish`, `processes` and
//! `reactions`. This file is the only wiring.

pub mod application;
mod codes;
mod config;
mod export;
mod grpc;
mod pathways;
mod processes;
mod projections;
mod publish;
mod reactions;
pub mod recorder;
mod store;

use std::sync::Arc;

use sentier_eventing::{Host, HostError, Running};
use sentier_platform::auth::Authenticator;
use sentier_platform::client::channel;
use sentier_platform::environment::Environment;
use sentier_proto::cases::v1::agency_service_server::AgencyServiceServer;
use sentier_proto::cases::v1::attachment_service_server::AttachmentServiceServer;
use sentier_proto::cases::v1::audit_service_server::AuditServiceServer;
use sentier_proto::cases::v1::care_service_server::CareServiceServer;
use sentier_proto::cases::v1::cases_service_server::CasesServiceServer;
use sentier_proto::cases::v1::correction_service_server::CorrectionServiceServer;
use sentier_proto::cases::v1::disclosure_service_server::DisclosureServiceServer;
use sentier_proto::cases::v1::draft_service_server::DraftServiceServer;
use sentier_proto::cases::v1::export_service_server::ExportServiceServer;
use sentier_proto::cases::v1::finding_service_server::FindingServiceServer;
use sentier_proto::cases::v1::merge_service_server::MergeServiceServer;
use sentier_proto::cases::v1::relation_service_server::RelationServiceServer;
use sentier_proto::cases::v1::retention_service_server::RetentionServiceServer;
use sentier_proto::cases::v1::safeguard_service_server::SafeguardServiceServer;

pub use config::CasesConfig;
pub use projections::projections;
pub use store::{CaseCodec, DraftCodec, HoneyCodec};

/// The service's name, in subjects and certificates.
pub const NAME: &str = "cases";

/// Starts the service; it ends with the environment's shutdown.
///
/// # Errors
/// When a store cannot be opened, the broker refuses, or the address is taken.
pub async fn start(config: &CasesConfig, env: &Environment) -> Result<Running, HostError> {
    let host = Host::open(NAME, &config.service, env).await?;
    let authenticator = host.trust(&config.access).await?;
    serve(&host, config, authenticator).await
}

/// Serves on an opened host, for callers that `authenticator` knows.
///
/// # Errors
/// When a read model cannot be created, a client is configured wrongly, or the address is taken.
pub async fn serve(
    host: &Host,
    config: &CasesConfig,
    authenticator: Authenticator,
) -> Result<Running, HostError> {
    let objects = config.objects().map_err(|source| {
        let what = "the storage of attachments cannot be opened";
        HostError::Service { what, source: source.into() }
    })?;
    let projected = host.project(projections()).await?;
    let pathways = pathways::Pathways::new(channel(&config.referrals)?);
    let cases = application::Cases::new(host, projected, objects, config.rules(), pathways);
    let keys = publish::SealingKeys::new(channel(&config.statistics)?, host.env.clock.clone());
    host.publish(Arc::new(publish::LifeCyclePublisher { cases: cases.clone() }));
    let facts = publish::FactsPublisher::new(cases.clone(), keys.clone());
    host.publish_beside(publish::FactsPublisher::NAME, Arc::new(facts));
    host.react(Arc::new(reactions::OnReferrals(cases.clone())));
    host.react(Arc::new(reactions::OnStatistics(keys)));
    let tasks = &host.env.shutdown;
    drop(tasks.spawn(processes::run(cases.clone(), processes::EraseKeys::default())));
    drop(tasks.spawn(processes::run(cases.clone(), processes::ReleaseFacts)));
    drop(tasks.spawn(processes::run(cases.clone(), processes::LapseDrafts)));
    drop(tasks.spawn(processes::run(cases.clone(), processes::LapseUploads)));
    drop(tasks.spawn(processes::run(cases.clone(), processes::DestroyObjects::default())));
    drop(tasks.spawn(processes::run(cases.clone(), processes::TellOverdue)));
    drop(tasks.spawn(processes::run(cases.clone(), processes::EndFiles::default())));
    drop(tasks.spawn(cases.clone().guard_indices(authenticator.clone())));
    let grpc = grpc::CasesGrpc::new(cases);
    let cases = CasesServiceServer::new(grpc.clone());
    let agencies = AgencyServiceServer::new(grpc.clone());
    let care = CareServiceServer::new(grpc.clone());
    let corrections = CorrectionServiceServer::new(grpc.clone());
    let drafts = DraftServiceServer::new(grpc.clone());
    let exports = ExportServiceServer::new(grpc.clone());
    let finding = FindingServiceServer::new(grpc.clone());
    let merges = MergeServiceServer::new(grpc.clone());
    let audit = AuditServiceServer::new(grpc.clone());
    let attachments = AttachmentServiceServer::new(grpc.clone());
    let retention = RetentionServiceServer::new(grpc.clone());
    let relations = RelationServiceServer::new(grpc.clone());
    let disclosures = DisclosureServiceServer::new(grpc.clone());
    let safeguard = SafeguardServiceServer::new(grpc);
    host.serve(&config.service.listen, authenticator, |server| {
        let server = server.add(cases).add(care).add(corrections).add(drafts).add(exports);
        let server = server.add(finding).add(merges).add(audit).add(attachments);
        let server = server.add(relations).add(disclosures).add(agencies);
        server.add(retention).add(safeguard)
    })
    .await
}
