//! The answer of an export: its header, then its bytes.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt as _};
use sentier_platform::apart::apart;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::status::{Locale, to_status};
use sentier_proto::cases::v1::export_service_server::ExportService;
use sentier_proto::cases::v1::{
    ExportCaseRequest, ExportCaseResponse, ExportHeader, ExportIncidentRecorderRequest,
    ExportIncidentRecorderResponse, export_case_response, export_incident_recorder_response,
};
use tonic::{Request, Response, Status};

use crate::export::{Archive, ExportError};
use crate::grpc::{CasesGrpc, Refusal};

/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;
/// How long a file may take to be made.
const LONGEST: Duration = Duration::from_mins(10);

/// A file that is ready to leave.
pub(super) struct Ready {
    pub(super) file_name: String,
    pub(super) count: usize,
    pub(super) archive: Archive,
}

type Parts<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl ExportService for CasesGrpc {
    type ExportIncidentRecorderStream = Parts<ExportIncidentRecorderResponse>;
    type ExportCaseStream = Parts<ExportCaseResponse>;

    async fn export_incident_recorder(
        &self,
        request: Request<ExportIncidentRecorderRequest>,
    ) -> Result<Response<Self::ExportIncidentRecorderStream>, Status> {
        use export_incident_recorder_response::Part;
        let (locale, principal) = (locale(&request), principal_of(&request)?.clone());
        let wanted = self.wanted_recorder(&principal, &request.into_inner());
        let wanted = wanted.map_err(|refusal| refusal.status(locale))?;
        let cases = self.clone();
        let made = async move { cases.make_recorder(&principal, wanted, locale).await };
        Ok(Response::new(parts(
            made,
            locale,
            |header| ExportIncidentRecorderResponse { part: Some(Part::Header(header)) },
            |chunk| ExportIncidentRecorderResponse { part: Some(Part::Chunk(chunk)) },
        )))
    }

    async fn export_case(
        &self,
        request: Request<ExportCaseRequest>,
    ) -> Result<Response<Self::ExportCaseStream>, Status> {
        use export_case_response::Part;
        let (locale, principal) = (locale(&request), principal_of(&request)?.clone());
        let wanted = self.wanted_case(&principal, &request.into_inner()).await;
        let wanted = wanted.map_err(|refusal| refusal.status(locale))?;
        let cases = self.clone();
        let made = async move { cases.make_case(&principal, wanted, locale).await };
        Ok(Response::new(parts(
            made,
            locale,
            |header| ExportCaseResponse { part: Some(Part::Header(header)) },
            |chunk| ExportCaseResponse { part: Some(Part::Chunk(chunk)) },
        )))
    }
}

/// The header and the chunks of what `made` makes. Nothing is made before the caller reads.
fn parts<T: Send + 'static>(
    made: impl Future<Output = Result<Ready, Refusal>> + Send + 'static,
    locale: Locale,
    header: fn(ExportHeader) -> T,
    chunk: fn(Vec<u8>) -> T,
) -> Parts<T> {
    let all = async move {
        let ready = match tokio::time::timeout(LONGEST, made).await {
            Ok(Ok(ready)) => ready,
            Ok(Err(refusal)) => return vec![Err(refusal.status(locale))],
            Err(_elapsed) => return vec![Err(to_status(&ExportError::Aborted, locale))],
        };
        let first = header(ExportHeader {
            file_name: ready.file_name,
            passphrase: ready.archive.passphrase.to_string(),
            count: i32::try_from(ready.count).unwrap_or(i32::MAX),
        });
        let chunks = ready.archive.bytes.chunks(CHUNK).map(|bytes| Ok(chunk(bytes.to_vec())));
        std::iter::once(Ok(first)).chain(chunks).collect()
    };
    stream::once(apart(all)).flat_map(stream::iter).boxed()
}

/// Makes a file beside the calls that others wait for.
pub(super) async fn beside<T: Send + 'static>(
    make: impl FnOnce() -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ExportError> {
    tokio::task::spawn_blocking(make).await.map_err(|_panicked| ExportError::Aborted)?
}
