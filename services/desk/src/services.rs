//! The services that the pages call: gRPC only, each call with a deadline and the page's trace.

use std::time::Duration;

use sentier_platform::client::{ClientError, Traced, channel, traced};
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::cases::v1::agency_service_client::AgencyServiceClient;
use sentier_proto::cases::v1::attachment_service_client::AttachmentServiceClient;
use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::care_service_client::CareServiceClient;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::correction_service_client::CorrectionServiceClient;
use sentier_proto::cases::v1::disclosure_service_client::DisclosureServiceClient;
use sentier_proto::cases::v1::draft_service_client::DraftServiceClient;
use sentier_proto::cases::v1::export_service_client::ExportServiceClient;
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::merge_service_client::MergeServiceClient;
use sentier_proto::cases::v1::retention_service_client::RetentionServiceClient;
use sentier_proto::cases::v1::safeguard_service_client::SafeguardServiceClient;
use sentier_proto::referrals::v1::directory_service_client::DirectoryServiceClient;
use sentier_proto::referrals::v1::inbound_service_client::InboundServiceClient;
use sentier_proto::referrals::v1::lifecycle_service_client::LifecycleServiceClient;
use sentier_proto::referrals::v1::messages_service_client::MessagesServiceClient;
use sentier_proto::referrals::v1::onward_service_client::OnwardServiceClient;
use sentier_proto::referrals::v1::pathway_service_client::PathwayServiceClient;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use sentier_proto::referrals::v1::webhook_service_client::WebhookServiceClient;
use sentier_proto::statistics::v1::dhis2_service_client::Dhis2ServiceClient;
use sentier_proto::statistics::v1::indicator_service_client::IndicatorServiceClient;
use sentier_proto::statistics::v1::outreach_service_client::OutreachServiceClient;
use sentier_proto::statistics::v1::record_service_client::RecordServiceClient;
use sentier_proto::statistics::v1::release_service_client::ReleaseServiceClient;
use sentier_proto::statistics::v1::report_service_client::ReportServiceClient;
use sentier_proto::statistics::v1::response_service_client::ResponseServiceClient;
use sentier_proto::statistics::v1::statistics_service_client::StatisticsServiceClient;
use tonic::Request;

use crate::config::DeskConfig;

/// Clients of the four services; each connects when first used, and again after a cut.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    pub(crate) access: AccessServiceClient<Traced>,
    pub(crate) cases: CasesServiceClient<Traced>,
    pub(crate) agencies: AgencyServiceClient<Traced>,
    pub(crate) attachments: AttachmentServiceClient<Traced>,
    pub(crate) audit: AuditServiceClient<Traced>,
    pub(crate) corrections: CorrectionServiceClient<Traced>,
    pub(crate) disclosures: DisclosureServiceClient<Traced>,
    pub(crate) drafts: DraftServiceClient<Traced>,
    pub(crate) exports: ExportServiceClient<Traced>,
    pub(crate) finding: FindingServiceClient<Traced>,
    pub(crate) merges: MergeServiceClient<Traced>,
    pub(crate) care: CareServiceClient<Traced>,
    pub(crate) retention: RetentionServiceClient<Traced>,
    pub(crate) safeguard: SafeguardServiceClient<Traced>,
    pub(crate) directory: DirectoryServiceClient<Traced>,
    pub(crate) inbound: InboundServiceClient<Traced>,
    pub(crate) lifecycle: LifecycleServiceClient<Traced>,
    pub(crate) messages: MessagesServiceClient<Traced>,
    pub(crate) onward: OnwardServiceClient<Traced>,
    pub(crate) pathways: PathwayServiceClient<Traced>,
    pub(crate) referrals: ReferralsServiceClient<Traced>,
    pub(crate) webhooks: WebhookServiceClient<Traced>,
    pub(crate) statistics: StatisticsServiceClient<Traced>,
    pub(crate) dhis2: Dhis2ServiceClient<Traced>,
    pub(crate) indicators: IndicatorServiceClient<Traced>,
    pub(crate) outreach: OutreachServiceClient<Traced>,
    pub(crate) records: RecordServiceClient<Traced>,
    pub(crate) releases: ReleaseServiceClient<Traced>,
    pub(crate) reports: ReportServiceClient<Traced>,
    pub(crate) responses: ResponseServiceClient<Traced>,
    deadline: Duration,
}

impl Services {
    /// Clients at the configured addresses.
    pub(crate) fn new(config: &DeskConfig) -> Result<Self, ClientError> {
        let referrals = traced(channel(&config.referrals)?);
        let cases = traced(channel(&config.cases)?);
        let statistics = traced(channel(&config.statistics)?);
        Ok(Self {
            access: AccessServiceClient::new(traced(channel(&config.access)?)),
            agencies: AgencyServiceClient::new(cases.clone()),
            attachments: AttachmentServiceClient::new(cases.clone()),
            audit: AuditServiceClient::new(cases.clone()),
            corrections: CorrectionServiceClient::new(cases.clone()),
            disclosures: DisclosureServiceClient::new(cases.clone()),
            drafts: DraftServiceClient::new(cases.clone()),
            exports: ExportServiceClient::new(cases.clone()),
            finding: FindingServiceClient::new(cases.clone()),
            merges: MergeServiceClient::new(cases.clone()),
            care: CareServiceClient::new(cases.clone()),
            retention: RetentionServiceClient::new(cases.clone()),
            safeguard: SafeguardServiceClient::new(cases.clone()),
            cases: CasesServiceClient::new(cases),
            directory: DirectoryServiceClient::new(referrals.clone()),
            inbound: InboundServiceClient::new(referrals.clone()),
            lifecycle: LifecycleServiceClient::new(referrals.clone()),
            messages: MessagesServiceClient::new(referrals.clone()),
            onward: OnwardServiceClient::new(referrals.clone()),
            pathways: PathwayServiceClient::new(referrals.clone()),
            webhooks: WebhookServiceClient::new(referrals.clone()),
            referrals: ReferralsServiceClient::new(referrals),
            dhis2: Dhis2ServiceClient::new(statistics.clone()),
            indicators: IndicatorServiceClient::new(statistics.clone()),
            outreach: OutreachServiceClient::new(statistics.clone()),
            records: RecordServiceClient::new(statistics.clone()),
            releases: ReleaseServiceClient::new(statistics.clone()),
            reports: ReportServiceClient::new(statistics.clone()),
            responses: ResponseServiceClient::new(statistics.clone()),
            statistics: StatisticsServiceClient::new(statistics),
            deadline: Duration::from_millis(config.deadline_ms),
        })
    }

    /// A request with the deadline of pages.
    pub(crate) fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.set_timeout(self.deadline);
        request
    }

    /// The deadline of a call.
    pub(crate) const fn deadline(&self) -> Duration {
        self.deadline
    }
}
