//! An upload as a stream in both directions: content comes, how much is stored goes back.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use sentier_cases_domain::id::StaffId;
use sentier_kernel::{Explain, Violation};
use sentier_platform::apart::apart;
use sentier_platform::authorise::Denied;
use sentier_platform::grpc::request_id;
use sentier_platform::principal::Principal;
use sentier_platform::status::{InvalidFields, Locale, Overloaded};
use sentier_proto::cases::v1::{UploadAttachmentRequest, UploadAttachmentResponse};
use tonic::{Status, Streaming};

use super::{Answers, fields as file};
use crate::application::{Known, Started, Upload, Uploading};
use crate::grpc::fields::{self, Fields};
use crate::grpc::gate::{Write, print};
use crate::grpc::{CasesGrpc, Refusal};

/// How long the next piece may take to come; a broken upload is gone on with later.
const PATIENCE: Duration = Duration::from_mins(2);
/// The longest piece.
const LONGEST: usize = 1 << 20;

/// An upload and its case.
pub(super) struct Begun {
    known: Arc<Known>,
    started: Started,
}

/// The next message; `None` when the sender has no more.
pub(super) async fn next(
    pieces: &mut Streaming<UploadAttachmentRequest>,
) -> Result<Option<UploadAttachmentRequest>, Status> {
    match tokio::time::timeout(PATIENCE, pieces.message()).await {
        Ok(message) => message,
        Err(_elapsed) => Err(Refusal::from(Overloaded).status(Locale::French)),
    }
}

impl CasesGrpc {
    pub(super) async fn on_upload_attachment(
        &self,
        principal: &Principal,
        first: UploadAttachmentRequest,
    ) -> Result<Begun, Refusal> {
        const ACTION: &str = "cases.v1.AttachmentService/UploadAttachment";
        let mut wrong = Fields::default();
        let name = wrong.keep(fields::case("parent", &first.parent));
        let id = wrong.keep(request_id(&first.request_id));
        let described = file::described(&mut wrong, &first);
        let ((name, request_id), attachment) = wrong.built(name.zip(id).zip(described))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let by = StaffId::from_uuid(principal.staff_id().ok_or(Denied::NotPermitted)?);
        let fingerprint = print(principal, &first);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        let started = self.cases.begin_upload(call, &known, Upload { attachment, by }).await?;
        Ok(Begun { known, started })
    }
}

/// Where a stream of answers stands.
enum Turn {
    /// The first answer: how much is stored already.
    First(Box<Uploading>),
    /// The next piece is awaited.
    Next(Box<Uploading>),
    /// The last answer was given, or an error.
    Over,
}

struct Conversation {
    known: Arc<Known>,
    turn: Turn,
    pieces: Streaming<UploadAttachmentRequest>,
}

/// The answers to an upload that was begun. Read only as fast as its content comes.
pub(super) fn answers(
    grpc: &CasesGrpc,
    begun: Begun,
    pieces: Streaming<UploadAttachmentRequest>,
    locale: Locale,
) -> Answers<UploadAttachmentResponse> {
    let Begun { known, started } = begun;
    let uploading = match started {
        Started::Going(uploading) => uploading,
        Started::Kept(kept) => {
            let attachment = file::seen(&known, &kept);
            let answer = UploadAttachmentResponse {
                stored_size: attachment.size,
                attachment: Some(attachment),
            };
            return Box::pin(stream::iter([Ok(answer)]));
        }
    };
    let stop = grpc.cases.host.env.shutdown.token();
    let conversation = Conversation { known, turn: Turn::First(uploading), pieces };
    Box::pin(stream::unfold(conversation, move |mut conversation| {
        let stop = stop.clone();
        apart(async move {
            let answered = tokio::select! {
                answered = conversation.answer() => answered?,
                () = stop.cancelled() => Err(Trouble::from(Overloaded)),
            };
            if answered.is_err() {
                conversation.turn = Turn::Over;
            }
            Some((answered.map_err(|trouble| trouble.status(locale)), conversation))
        })
    }))
}

/// Why an upload broke: our refusal, or the framework's word.
enum Trouble {
    Refused(Refusal),
    Broken(Status),
}

impl<E: Explain> From<E> for Trouble {
    fn from(refusal: E) -> Self {
        Self::Refused(refusal.into())
    }
}

impl Trouble {
    fn status(self, locale: Locale) -> Status {
        match self {
            Self::Refused(refusal) => refusal.status(locale),
            Self::Broken(status) => status,
        }
    }
}

impl Conversation {
    async fn answer(&mut self) -> Option<Result<UploadAttachmentResponse, Trouble>> {
        match std::mem::replace(&mut self.turn, Turn::Over) {
            Turn::Over => None,
            Turn::First(uploading) if !uploading.is_whole() => Some(Ok(self.told(uploading))),
            Turn::First(uploading) => Some(self.kept(uploading).await),
            Turn::Next(uploading) => Some(self.taken(uploading).await),
        }
    }

    fn told(&mut self, uploading: Box<Uploading>) -> UploadAttachmentResponse {
        let stored_size = i64::try_from(uploading.stored_size()).unwrap_or(i64::MAX);
        self.turn = Turn::Next(uploading);
        UploadAttachmentResponse { stored_size, attachment: None }
    }

    /// Takes pieces until more is stored than before.
    async fn taken(
        &mut self,
        mut uploading: Box<Uploading>,
    ) -> Result<UploadAttachmentResponse, Trouble> {
        let before = uploading.stored_size();
        while uploading.stored_size() == before {
            let piece = next(&mut self.pieces).await.map_err(Trouble::Broken)?;
            // Nothing more comes: what is stored waits for the sender to go on.
            let Some(piece) = piece else { return self.kept(uploading).await };
            uploading.take(&content(&piece)?).await?;
        }
        if uploading.is_whole() { self.kept(uploading).await } else { Ok(self.told(uploading)) }
    }

    async fn kept(
        &mut self,
        uploading: Box<Uploading>,
    ) -> Result<UploadAttachmentResponse, Trouble> {
        let kept = uploading.keep().await?;
        let attachment = file::seen(&self.known, &kept);
        let stored_size = attachment.size;
        Ok(UploadAttachmentResponse { stored_size, attachment: Some(attachment) })
    }
}

/// What a message after the first brings.
fn content(piece: &UploadAttachmentRequest) -> Result<Vec<u8>, InvalidFields> {
    let only_data =
        UploadAttachmentRequest { data: piece.data.clone(), ..UploadAttachmentRequest::default() };
    if *piece != only_data {
        return Err(InvalidFields::new(vec![Violation::new("parent", "violation-not-allowed")]));
    }
    if piece.data.is_empty() || piece.data.len() > LONGEST {
        return Err(InvalidFields::new(vec![Violation::new("data", "violation-out-of-range")]));
    }
    Ok(only_data.data)
}
