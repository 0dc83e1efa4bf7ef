//! What requests say of a file, and what answers do.

use sentier_cases_domain::attachment::{Attachment, Kind, LARGEST, MediaType};
use sentier_cases_domain::id::EntryId;
use sentier_cases_domain::value::FileName;
use sentier_kernel::Violation;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::{self as pb, UploadAttachmentRequest, attachment};
use sentier_proto::name;

use crate::application::{Known, SeenAttachment};
use crate::grpc::fields::{self, CaseName, Fields};

/// `centres/{centre}/cases/{case}/attachments/{attachment}`.
pub(super) fn attachment(
    field: &'static str,
    text: &str,
) -> Result<(CaseName, EntryId), Violation> {
    fields::given(field, text)?;
    let malformed = || Violation::malformed(field);
    let [centre, case, attachment] =
        name::parse("centres/*/cases/*/attachments/*", text).ok_or_else(malformed)?;
    let case = case.parse().map_err(|_not_an_id| malformed())?;
    let attachment = attachment.parse().map_err(|_not_an_id| malformed())?;
    Ok((CaseName { centre: centre.to_owned(), case }, attachment))
}

fn attachment_name(known: &Known, id: EntryId) -> String {
    format!("{}/attachments/{id}", name::case(&known.centre, known.case))
}

/// What a file is, as its sender says.
pub(super) fn described(
    fields: &mut Fields,
    request: &UploadAttachmentRequest,
) -> Option<Attachment> {
    let file_name = fields.keep(file_name(&request.file_name));
    let media_type = fields.keep(media_type(&request.media_type));
    let kind = fields.keep(kind(request.kind));
    let size = fields.keep(size(request.size));
    if !request.data.is_empty() {
        fields.broken(Violation::new("data", "violation-not-allowed"));
    }
    let (media_type, kind) = (media_type?, kind?);
    let kind = kind.unwrap_or_else(|| media_type.kind());
    if !kind.holds(media_type) {
        fields.broken(Violation::new("kind", "violation-not-allowed"));
    }
    Some(Attachment { file_name: file_name?, media_type, kind, size: size? })
}

/// A name without a path.
fn file_name(text: &str) -> Result<FileName, Violation> {
    fields::given("file_name", text.trim())?;
    if text.contains(['/', '\\', '\n', '\r', '\t']) {
        return Err(Violation::malformed("file_name"));
    }
    fields::text("file_name", text, FileName::parse)
}

fn media_type(text: &str) -> Result<MediaType, Violation> {
    fields::given("media_type", text)?;
    MediaType::named(text).ok_or_else(|| Violation::unknown_code("media_type"))
}

fn kind(number: i32) -> Result<Option<Kind>, Violation> {
    Ok(match attachment::Kind::try_from(number) {
        Ok(attachment::Kind::Unspecified) => None,
        Ok(attachment::Kind::Image) => Some(Kind::Image),
        Ok(attachment::Kind::Audio) => Some(Kind::Audio),
        Ok(attachment::Kind::Document) => Some(Kind::Document),
        Ok(attachment::Kind::Signature) => Some(Kind::Signature),
        Err(_unknown) => return Err(Violation::unknown_code("kind")),
    })
}

const fn told_kind(kind: Kind) -> attachment::Kind {
    match kind {
        Kind::Image => attachment::Kind::Image,
        Kind::Audio => attachment::Kind::Audio,
        Kind::Document => attachment::Kind::Document,
        Kind::Signature => attachment::Kind::Signature,
    }
}

fn size(given: i64) -> Result<u64, Violation> {
    let size = u64::try_from(given).ok().filter(|size| (1..=LARGEST).contains(size));
    size.ok_or_else(|| Violation::new("size", "violation-out-of-range"))
}

/// A file in an answer.
pub(super) fn seen(known: &Known, file: &SeenAttachment) -> pb::Attachment {
    // PRIVACY: who sent it has it; for everybody else the reading stands in the log.
    pb::Attachment {
        name: attachment_name(known, file.id),
        file_name: file.attachment.file_name.as_str().to_owned(),
        media_type: file.attachment.media_type.name().to_owned(),
        kind: told_kind(file.attachment.kind).into(),
        size: i64::try_from(file.attachment.size).unwrap_or(i64::MAX),
        attach_time: Some(timestamp(file.at)),
        attacher: name::staff(&known.centre, file.by),
    }
}
