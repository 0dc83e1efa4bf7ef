//! The four services with fixed answers. They remember what they were asked, and refuse on request.

mod answers;
mod attachments;
mod care;
mod dhis2;
mod directory;
mod endings;
pub(crate) mod facts;
mod onward;
mod outreach;
mod referrals;
mod releases;
mod reports;
mod responses;
mod retention;
mod safeguards;
mod traits;
mod webhooks;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use prost::Message;
use sentier_kernel::{Category, Explain, Violation};
use sentier_platform::catalogue::Locale;
use sentier_platform::clock::Clock;
use sentier_platform::environment::Environment;
use sentier_platform::status::to_status;
use sentier_proto::access::v1::access_service_server::AccessServiceServer;
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
use sentier_proto::cases::v1::retention_service_server::RetentionServiceServer;
use sentier_proto::cases::v1::safeguard_service_server::SafeguardServiceServer;
use sentier_proto::referrals::v1::directory_service_server::DirectoryServiceServer;
use sentier_proto::referrals::v1::inbound_service_server::InboundServiceServer;
use sentier_proto::referrals::v1::lifecycle_service_server::LifecycleServiceServer;
use sentier_proto::referrals::v1::messages_service_server::MessagesServiceServer;
use sentier_proto::referrals::v1::onward_service_server::OnwardServiceServer;
use sentier_proto::referrals::v1::pathway_service_server::PathwayServiceServer;
use sentier_proto::referrals::v1::referrals_service_server::ReferralsServiceServer;
use sentier_proto::referrals::v1::webhook_service_server::WebhookServiceServer;
use sentier_proto::statistics::v1::dhis2_service_server::Dhis2ServiceServer;
use sentier_proto::statistics::v1::indicator_service_server::IndicatorServiceServer;
use sentier_proto::statistics::v1::outreach_service_server::OutreachServiceServer;
use sentier_proto::statistics::v1::record_service_server::RecordServiceServer;
use sentier_proto::statistics::v1::release_service_server::ReleaseServiceServer;
use sentier_proto::statistics::v1::report_service_server::ReportServiceServer;
use sentier_proto::statistics::v1::response_service_server::ResponseServiceServer;
use sentier_proto::statistics::v1::statistics_service_server::StatisticsServiceServer;
use tokio::net::TcpListener;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Status};

/// The services; clones are the same.
#[derive(Clone)]
pub(crate) struct Stub {
    state: Arc<Mutex<State>>,
    clock: Clock,
}

#[derive(Default)]
struct State {
    calls: Vec<Call>,
    refusals: HashMap<&'static str, Vec<Refusal>>,
}

/// What a service was asked.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) bearer: String,
    pub(crate) language: String,
    pub(crate) deadline: bool,
    pub(crate) trace: String,
}

/// Why a service says no.
#[derive(Clone, Debug, thiserror::Error)]
#[error("refused")]
pub(crate) struct Refusal {
    pub(crate) category: Category,
    pub(crate) reason: &'static str,
    pub(crate) violations: Vec<Violation>,
}

impl Explain for Refusal {
    fn category(&self) -> Category {
        self.category
    }
    fn reason(&self) -> &'static str {
        self.reason
    }
    fn violations(&self) -> Vec<Violation> {
        self.violations.clone()
    }
}

impl Stub {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { state: Arc::default(), clock }
    }

    /// Serves all of them at one address until the environment's end.
    pub(crate) async fn serve(&self, env: &Environment) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server::builder()
            .add_service(AccessServiceServer::new(self.clone()))
            .add_service(AgencyServiceServer::new(self.clone()))
            .add_service(OnwardServiceServer::new(self.clone()))
            .add_service(CasesServiceServer::new(self.clone()))
            .add_service(PathwayServiceServer::new(self.clone()))
            .add_service(DraftServiceServer::new(self.clone()))
            .add_service(CorrectionServiceServer::new(self.clone()))
            .add_service(ExportServiceServer::new(self.clone()))
            .add_service(FindingServiceServer::new(self.clone()))
            .add_service(MergeServiceServer::new(self.clone()))
            .add_service(AttachmentServiceServer::new(self.clone()))
            .add_service(AuditServiceServer::new(self.clone()))
            .add_service(CareServiceServer::new(self.clone()))
            .add_service(RetentionServiceServer::new(self.clone()))
            .add_service(SafeguardServiceServer::new(self.clone()))
            .add_service(DirectoryServiceServer::new(self.clone()))
            .add_service(ReferralsServiceServer::new(self.clone()))
            .add_service(InboundServiceServer::new(self.clone()))
            .add_service(LifecycleServiceServer::new(self.clone()))
            .add_service(MessagesServiceServer::new(self.clone()))
            .add_service(DisclosureServiceServer::new(self.clone()))
            .add_service(StatisticsServiceServer::new(self.clone()))
            .add_service(Dhis2ServiceServer::new(self.clone()))
            .add_service(IndicatorServiceServer::new(self.clone()))
            .add_service(OutreachServiceServer::new(self.clone()))
            .add_service(RecordServiceServer::new(self.clone()))
            .add_service(ReleaseServiceServer::new(self.clone()))
            .add_service(ReportServiceServer::new(self.clone()))
            .add_service(ResponseServiceServer::new(self.clone()))
            .add_service(WebhookServiceServer::new(self.clone()))
            .serve_with_incoming_shutdown(
                TcpIncoming::from(listener),
                env.shutdown.token().cancelled_owned(),
            );
        drop(env.shutdown.spawn(server));
        address
    }

    /// The next call of `method` is refused.
    pub(crate) fn refuse(&self, method: &'static str, category: Category, reason: &'static str) {
        self.refuse_fields(method, category, reason, &[]);
    }

    /// The next call of `method` is refused for these fields.
    pub(crate) fn refuse_fields(
        &self,
        method: &'static str,
        category: Category,
        reason: &'static str,
        fields: &[&'static str],
    ) {
        let violations = fields.iter().map(|field| Violation::required(*field)).collect();
        let refusal = Refusal { category, reason, violations };
        self.state.lock().unwrap().refusals.entry(method).or_default().push(refusal);
    }

    /// Every call so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state.lock().unwrap().calls.clone()
    }

    /// What `method` was asked, each time.
    pub(crate) fn asked<M: Message + Default>(&self, method: &str) -> Vec<M> {
        let calls = self.calls().into_iter().filter(|call| call.method == method);
        calls.map(|call| M::decode(call.body.as_slice()).unwrap()).collect()
    }

    /// Notes the first message of a stream.
    fn note_first<M: Message, S>(
        &self,
        method: &'static str,
        request: &Request<S>,
        first: M,
    ) -> Result<(), Status> {
        let mut noted = Request::new(first);
        *noted.metadata_mut() = request.metadata().clone();
        self.note(method, &noted)
    }

    fn note<M: Message>(&self, method: &'static str, request: &Request<M>) -> Result<(), Status> {
        let text = |name: &str| {
            let value = request.metadata().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let call = Call {
            method,
            body: request.get_ref().encode_to_vec(),
            bearer: text("authorization"),
            language: text("accept-language"),
            deadline: !text("grpc-timeout").is_empty(),
            trace: text("traceparent"),
        };
        let locale = Locale::negotiate(&call.language);
        let mut state = self.state.lock().unwrap();
        state.calls.push(call);
        match state.refusals.get_mut(method).and_then(Vec::pop) {
            Some(refusal) => Err(to_status(&refusal, locale)),
            None => Ok(()),
        }
    }
}
