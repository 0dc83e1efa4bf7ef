//! Attachments: uploads and downloads are streams, lists and removals single calls.

mod download;
mod fields;
mod upload;

use std::pin::Pin;

use futures_util::Stream;
use sentier_platform::grpc::{locale, principal_of};
use sentier_proto::cases::v1::attachment_service_server::AttachmentService;
use sentier_proto::cases::v1::{
    DownloadAttachmentRequest, DownloadAttachmentResponse, ListAttachmentsRequest,
    ListAttachmentsResponse, RemoveAttachmentRequest, RemoveAttachmentResponse,
    UploadAttachmentRequest, UploadAttachmentResponse,
};
use tonic::{Request, Response, Status, Streaming};

use super::{CasesGrpc, Refusal};

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl AttachmentService for CasesGrpc {
    type UploadAttachmentStream = Answers<UploadAttachmentResponse>;
    type DownloadAttachmentStream = Answers<DownloadAttachmentResponse>;

    async fn upload_attachment(
        &self,
        request: Request<Streaming<UploadAttachmentRequest>>,
    ) -> Result<Response<Self::UploadAttachmentStream>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?.clone();
        let mut pieces = request.into_inner();
        // What the framework says of a message that is none of the contract's stays as it is: the server
        // names its field.
        let first = upload::next(&mut pieces).await?.unwrap_or_default();
        let started = self.on_upload_attachment(&principal, first).await;
        let started = started.map_err(|refusal: Refusal| refusal.status(locale))?;
        Ok(Response::new(upload::answers(self, started, pieces, locale)))
    }

    async fn download_attachment(
        &self,
        request: Request<DownloadAttachmentRequest>,
    ) -> Result<Response<Self::DownloadAttachmentStream>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?.clone();
        let answers = self.on_download_attachment(&principal, request.into_inner()).await;
        let (known, download) = answers.map_err(|refusal| refusal.status(locale))?;
        Ok(Response::new(download::answers(&known, download, locale)))
    }

    async fn list_attachments(
        &self,
        request: Request<ListAttachmentsRequest>,
    ) -> Result<Response<ListAttachmentsResponse>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?.clone();
        let answer = self.on_list_attachments(&principal, request.into_inner()).await;
        answer.map(Response::new).map_err(|refusal| refusal.status(locale))
    }

    async fn remove_attachment(
        &self,
        request: Request<RemoveAttachmentRequest>,
    ) -> Result<Response<RemoveAttachmentResponse>, Status> {
        let locale = locale(&request);
        let principal = principal_of(&request)?.clone();
        let answer = self.on_remove_attachment(&principal, request.into_inner()).await;
        answer.map(Response::new).map_err(|refusal| refusal.status(locale))
    }
}
