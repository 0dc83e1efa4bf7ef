//! Files as the stub has them: one, with a name that must not break a header.

use std::pin::Pin;

use futures_util::Stream;
use sentier_proto::cases::v1::{
    Attachment, DownloadAttachmentResponse, UploadAttachmentRequest, UploadAttachmentResponse,
    attachment::Kind,
};
use tonic::{Request, Response, Status, Streaming};

use super::Stub;
use super::facts::*;

type Answers = Pin<Box<dyn Stream<Item = Result<UploadAttachmentResponse, Status>> + Send>>;

pub(super) fn attachment() -> Attachment {
    Attachment {
        name: format!("{}/attachments/{ENTRY}", sentier_proto::name::case(CENTRE, CASE)),
        file_name: FILE_NAME.to_owned(),
        media_type: "image/png".to_owned(),
        kind: Kind::Image.into(),
        size: 10,
        ..Attachment::default()
    }
}

pub(super) fn pieces() -> Vec<Result<DownloadAttachmentResponse, Status>> {
    let piece = |data: &[u8]| DownloadAttachmentResponse { attachment: None, data: data.to_vec() };
    let first = DownloadAttachmentResponse { attachment: Some(attachment()), ..<_>::default() };
    vec![Ok(first), Ok(piece(b"01234")), Ok(piece(b"56789"))]
}

/// Takes a file: notes what it is, and once more with all of its content.
pub(super) async fn upload(
    stub: &Stub,
    mut request: Request<Streaming<UploadAttachmentRequest>>,
) -> Result<Response<Answers>, Status> {
    let head = request.get_mut().message().await?.unwrap_or_default();
    stub.note_first("upload_attachment", &request, head.clone())?;
    let (stub, size) = (stub.clone(), head.size);
    let answers = futures_util::stream::unfold(Some((request, None)), move |state| {
        let (stub, head) = (stub.clone(), head.clone());
        async move {
            let (mut request, content): (Request<Streaming<UploadAttachmentRequest>>, _) = state?;
            let Some(mut content): Option<Vec<u8>> = content else {
                let nothing = UploadAttachmentResponse::default();
                return Some((Ok(nothing), Some((request, Some(Vec::new())))));
            };
            while let Ok(Some(piece)) = request.get_mut().message().await {
                content.extend(piece.data);
                if i64::try_from(content.len()).unwrap() >= size {
                    break;
                }
            }
            let whole = UploadAttachmentRequest { data: content, ..head };
            stub.note_first("whole_attachment", &request, whole).unwrap();
            let stored_size = size;
            let kept = UploadAttachmentResponse { stored_size, attachment: Some(attachment()) };
            Some((Ok(kept), None))
        }
    });
    Ok(Response::new(Box::pin(answers)))
}
