//! A download as a stream, a list, a removal.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use sentier_cases_domain::id::StaffId;
use sentier_kernel::Violation;
use sentier_platform::apart::apart;
use sentier_platform::authorise::Denied;
use sentier_platform::grpc::request_id;
use sentier_platform::principal::Principal;
use sentier_platform::status::Locale;
use sentier_proto::cases::v1::{
    DownloadAttachmentRequest, DownloadAttachmentResponse, ListAttachmentsRequest,
    ListAttachmentsResponse, RemoveAttachmentRequest, RemoveAttachmentResponse,
};

use super::{Answers, fields as file};
use crate::application::{Download, Known};
use crate::grpc::fields::{self, Fields};
use crate::grpc::gate::{Write, print};
use crate::grpc::paging::{cursor, filters, page_size, token};
use crate::grpc::reading::purpose;
use crate::grpc::{CasesGrpc, Refusal};

/// What is read, as the ledger names it.
const READ: &str = "attachment";
/// Names of files, as the ledger names them.
const LISTED: &str = "attachment_names";

impl CasesGrpc {
    pub(super) async fn on_download_attachment(
        &self,
        principal: &Principal,
        request: DownloadAttachmentRequest,
    ) -> Result<(Arc<Known>, Download), Refusal> {
        const ACTION: &str = "cases.v1.AttachmentService/DownloadAttachment";
        let mut wrong = Fields::default();
        let named = wrong.keep(file::attachment("name", &request.name));
        let purpose = wrong.keep(purpose(&request.purpose));
        let offset = u64::try_from(request.offset)
            .map_err(|_negative| Violation::new("offset", "violation-out-of-range"));
        let offset = wrong.keep(offset);
        let (((name, attachment), purpose), offset) =
            wrong.built(named.zip(purpose).zip(offset))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let reading = self.cases.host.reading(principal, &known.centre, purpose, vec![READ]);
        let download = self.cases.read_attachment(reading, &known, attachment, offset).await?;
        Ok((known, download))
    }

    pub(super) async fn on_list_attachments(
        &self,
        principal: &Principal,
        request: ListAttachmentsRequest,
    ) -> Result<ListAttachmentsResponse, Refusal> {
        const ACTION: &str = "cases.v1.AttachmentService/ListAttachments";
        let mut wrong = Fields::default();
        let named = wrong.keep(fields::case("parent", &request.parent));
        let purpose = wrong.keep(purpose(&request.purpose));
        let size = wrong.keep(page_size(request.page_size));
        let ((name, purpose), size) = wrong.built(named.zip(purpose).zip(size))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let bound = filters(&ListAttachmentsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let after = cursor(&bound, &request.page_token)?.map_or(0, i64::from_be_bytes);
        let reading = self.cases.host.reading(principal, &known.centre, purpose, vec![LISTED]);
        let (files, next) = self.cases.list_attachments(reading, &known, after, size).await?;
        Ok(ListAttachmentsResponse {
            attachments: files.iter().map(|one| file::seen(&known, one)).collect(),
            next_page_token: token(&bound, next),
        })
    }

    pub(super) async fn on_remove_attachment(
        &self,
        principal: &Principal,
        request: RemoveAttachmentRequest,
    ) -> Result<RemoveAttachmentResponse, Refusal> {
        const ACTION: &str = "cases.v1.AttachmentService/RemoveAttachment";
        let mut wrong = Fields::default();
        let named = wrong.keep(file::attachment("name", &request.name));
        let id = wrong.keep(request_id(&request.request_id));
        let ((name, attachment), request_id) = wrong.built(named.zip(id))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let by = StaffId::from_uuid(principal.staff_id().ok_or(Denied::NotPermitted)?);
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        self.cases.remove_attachment(call, &known, by, attachment).await?;
        Ok(RemoveAttachmentResponse {})
    }
}

/// What the file is, then its content, read only as fast as its caller takes.
pub(super) fn answers(
    known: &Known,
    download: Download,
    locale: Locale,
) -> Answers<DownloadAttachmentResponse> {
    let attachment = Some(file::seen(known, &download.file));
    let first = DownloadAttachmentResponse { attachment, data: Vec::new() };
    let rest = stream::try_unfold(download, move |mut download| {
        apart(async move {
            let piece = download.next().await;
            let piece = piece.map_err(|fault| Refusal::from(fault).status(locale))?;
            Ok(piece.map(|piece| {
                let data = piece.to_vec();
                (DownloadAttachmentResponse { attachment: None, data }, download)
            }))
        })
    });
    Box::pin(stream::iter([Ok(first)]).chain(rest))
}
