//! A chosen file on its way to the service: what it is, then its content from where the service has it.

use std::time::Duration;

use sentier_proto::cases::v1::{
    UploadAttachmentRequest, UploadAttachmentResponse, attachment::Kind,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Status, Streaming};

use crate::form::upload::Chosen;
use crate::page::Here;
use crate::trouble::Trouble;

/// How long the service may take over one piece.
const PATIENCE: Duration = Duration::from_mins(1);
/// One piece.
const PIECE: usize = 256 << 10;

/// Attaches a file to a case.
pub(super) async fn send(here: &Here, parent: String, chosen: Chosen) -> Result<(), Trouble> {
    let head = UploadAttachmentRequest {
        parent,
        request_id: here.request_id(),
        file_name: chosen.name,
        media_type: chosen.media_type,
        kind: Kind::from_str_name(here.fields.get("kind")).unwrap_or_default().into(),
        size: i64::try_from(chosen.content.len()).unwrap_or(i64::MAX),
        data: Vec::new(),
    };
    let sent = whole(here, head, &chosen.content).await;
    sent.inspect_err(|trouble| trouble.log("attachments.upload_attachment"))
}

async fn whole(here: &Here, head: UploadAttachmentRequest, content: &[u8]) -> Result<(), Trouble> {
    let (pieces, sent) = mpsc::channel(1);
    // The channel has room for the first message.
    drop(pieces.try_send(head));
    let mut client = here.desk.services.attachments.clone();
    let request = here.signed_request(Request::new(ReceiverStream::new(sent)));
    let mut answers = in_time(client.upload_attachment(request)).await?.into_inner();
    let mut stored = next(&mut answers).await?;
    while stored.attachment.is_none() {
        let from = usize::try_from(stored.stored_size).unwrap_or(usize::MAX);
        let rest = content.get(from..).unwrap_or_default();
        stored = piece_by_piece(&pieces, &mut answers, rest).await?;
    }
    Ok(())
}

/// Sends what is left, and hears meanwhile how much of it is stored; the last answer has the attachment.
async fn piece_by_piece(
    pieces: &mpsc::Sender<UploadAttachmentRequest>,
    answers: &mut Streaming<UploadAttachmentResponse>,
    rest: &[u8],
) -> Result<UploadAttachmentResponse, Trouble> {
    let sending = async {
        for piece in rest.chunks(PIECE) {
            let data = piece.to_vec();
            let piece = UploadAttachmentRequest { data, ..UploadAttachmentRequest::default() };
            if pieces.send(piece).await.is_err() {
                // The service ended the stream: its answer says why.
                return;
            }
        }
    };
    let hearing = async {
        loop {
            let answer = next(answers).await?;
            if answer.attachment.is_some() {
                return Ok(answer);
            }
        }
    };
    let ((), heard) = tokio::join!(sending, hearing);
    heard
}

async fn next(
    answers: &mut Streaming<UploadAttachmentResponse>,
) -> Result<UploadAttachmentResponse, Trouble> {
    let answer = in_time(answers.message()).await?;
    Ok(answer.ok_or_else(|| Status::unavailable(""))?)
}

async fn in_time<T>(answer: impl Future<Output = Result<T, Status>>) -> Result<T, Status> {
    let late = |_elapsed| Status::deadline_exceeded("");
    tokio::time::timeout(PATIENCE, answer).await.map_err(late)?
}
