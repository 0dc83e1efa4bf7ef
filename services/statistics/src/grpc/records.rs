//! The calls of tier T2: batches of truthful, generalised records.

use sentier_eventing::host::Host;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{
    Violations, fingerprint, locale, principal_of, request_id, timestamp,
};
use sentier_platform::principal::Principal;
use sentier_platform::status::{Locale, NotFound, invalid, to_status};
use sentier_proto::name;
use sentier_proto::statistics::v1 as pb;
use sentier_proto::statistics::v1::record_batch::State;
use sentier_proto::statistics::v1::record_service_server::{RecordService, RecordServiceServer};
use sentier_statistics_domain::period::{Cadence, Period};
use sentier_statistics_domain::records::{Ages, Class, K, Kind, L};
use sentier_statistics_domain::release::Region;
use tonic::{Request, Response, Status};

use crate::dictionary;
use crate::releasing::{RecordBatches, Standing};

/// The columns of a batch's file.
const COLUMNS: [&str; 5] = ["period", "region", "ages", "kind", "guarantee"];

/// Answers the calls of `RecordService`.
#[derive(Debug)]
pub(crate) struct RecordsApi {
    pub(crate) host: Host,
    pub(crate) batches: RecordBatches,
}

impl RecordsApi {
    pub(crate) fn server(self) -> RecordServiceServer<Self> {
        RecordServiceServer::new(self)
    }

    /// The data owner. Batches belong to no centre.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        let permitted = self.host.env.authoriser.authorise(principal, action, &Resource::new());
        permitted.map_err(|denied| to_status(&denied, locale(request)))?;
        Ok(principal)
    }

    async fn standing(&self, text: &str, locale: Locale) -> Result<Standing, Status> {
        let period = quarter(text).map_err(|wrong| invalid(vec![wrong], locale))?;
        let standing = self.batches.standing(period).await;
        standing.map_err(|error| to_status(&error, locale))
    }
}

#[tonic::async_trait]
impl RecordService for RecordsApi {
    async fn get_record_batch(
        &self,
        request: Request<pb::GetRecordBatchRequest>,
    ) -> Result<Response<pb::GetRecordBatchResponse>, Status> {
        let locale = locale(&request);
        self.caller(&request, "statistics.v1.RecordService/GetRecordBatch")?;
        let standing = self.standing(&request.get_ref().name, locale).await?;
        let batch = Some(batch(&standing, locale));
        Ok(Response::new(pb::GetRecordBatchResponse { batch }))
    }

    async fn approve_record_batch(
        &self,
        request: Request<pb::ApproveRecordBatchRequest>,
    ) -> Result<Response<pb::ApproveRecordBatchResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let caller = self.caller(&request, "statistics.v1.RecordService/ApproveRecordBatch")?;
        let mut wrong = Violations::default();
        let period = wrong.keep(quarter(&message.name));
        let id = wrong.keep(request_id(&message.request_id));
        let violations = wrong.into_vec();
        let (Some((period, id)), true) = (period.zip(id), violations.is_empty()) else {
            return Err(invalid(violations, locale));
        };
        let standing = self.batches.approve(caller, (id, fingerprint(message)), period).await;
        let standing = standing.map_err(|error| to_status(&error, locale))?;
        let batch = Some(batch(&standing, locale));
        Ok(Response::new(pb::ApproveRecordBatchResponse { batch }))
    }

    async fn download_record_batch(
        &self,
        request: Request<pb::DownloadRecordBatchRequest>,
    ) -> Result<Response<pb::DownloadRecordBatchResponse>, Status> {
        let locale = locale(&request);
        self.caller(&request, "statistics.v1.RecordService/DownloadRecordBatch")?;
        let standing = self.standing(&request.get_ref().name, locale).await?;
        if standing.approved.is_none() {
            return Err(to_status(&NotFound::new("record batch"), locale));
        }
        Ok(Response::new(pb::DownloadRecordBatchResponse {
            file_name: format!("records-{}.csv", standing.batch.period),
            media_type: "text/csv; charset=utf-8".to_owned(),
            content: file(&standing).into_bytes(),
        }))
    }
}

/// The quarter of `recordBatches/2026-Q4`.
fn quarter(text: &str) -> Result<Period, Violation> {
    let period = match name::parse("recordBatches/*", text) {
        Some([period]) => period.parse::<Period>().ok(),
        None if text.is_empty() => return Err(Violation::required("name")),
        None => None,
    };
    let quarter = period.filter(|period| period.cadence() == Cadence::Quarter);
    quarter.ok_or_else(|| Violation::malformed("name"))
}

fn batch(standing: &Standing, locale: Locale) -> pb::RecordBatch {
    let Standing { batch, records, due, approved } = standing;
    let state = match (approved, due) {
        (Some(_), _) => State::Released,
        (None, true) => State::Waiting,
        (None, false) => State::Open,
    };
    let (approver, at) = approved.clone().unzip();
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    // Of a quarter that is open nothing is told: two looks would tell who came between them.
    let told = state != State::Open;
    let count = |count: u32| if told { number(count) } else { 0 };
    pb::RecordBatch {
        name: format!("recordBatches/{}", batch.period),
        period: batch.period.to_string(),
        state: state.into(),
        classes: batch.classes.iter().copied().filter(|_| told).map(class).collect(),
        records: count(*records),
        carried: count(batch.carried),
        dropped: count(batch.dropped),
        approver: approver.unwrap_or_default(),
        approve_time: at.map(timestamp),
        limits: dictionary::record_limits(locale),
    }
}

fn class(class: Class) -> pb::RecordClass {
    pb::RecordClass {
        region: class.region.map(Region::code).unwrap_or_default().to_owned(),
        ages: class.ages.map(Ages::code).unwrap_or_default().to_owned(),
        kind: Kind::code(class.kind).to_owned(),
        count: i32::try_from(class.count).unwrap_or(i32::MAX),
    }
}

/// A row for each record; none tells when it came, and each says what it does not promise. Codes hold
/// nothing that CSV would quote.
fn file(standing: &Standing) -> String {
    let mut text = format!("{}\n", COLUMNS.join(","));
    for class in &standing.batch.classes {
        let region = class.region.map_or("", Region::code);
        let ages = class.ages.map_or("", Ages::code);
        let period = standing.batch.period;
        let kind = class.kind.code();
        let row = format!("{period},{region},{ages},{kind},none (k={K} l={L})\n");
        for _record in 0..class.count {
            text.push_str(&row);
        }
    }
    text
}
