//! The files of a case: listed on purpose, as the personal file is; downloaded, attached, taken off.

mod sending;

use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use sentier_proto::cases::v1::{
    Attachment, DownloadAttachmentRequest, ListAttachmentsRequest, RemoveAttachmentRequest,
    attachment::Kind,
};

use super::case::who;
use super::places::Places;
use super::{FormPage, choices};
use crate::form::upload::Chosen;
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

/// How long a file may take from or to a browser.
pub(crate) const PATIENCE: Duration = Duration::from_mins(30);
/// A case has a hundred files at most.
const ALL: i32 = 100;
/// What she may say that a file is; the rest follows from its content.
const KINDS: [Kind; 2] = [Kind::Unspecified, Kind::Signature];

#[derive(Template)]
#[template(path = "attachments.html")]
struct AttachmentsPage {
    page: Page,
    id: String,
    purpose: String,
    works: bool,
    files: Vec<FileRow>,
}

struct FileRow {
    id: String,
    name: String,
    kind: String,
    size: String,
    when: String,
    who: String,
}

#[derive(Template)]
#[template(path = "attach.html")]
struct AttachPage {
    page: Page,
    id: String,
    request_id: String,
    kinds: Vec<Choice>,
    troubles: Vec<String>,
}

/// The names of files have no address of their own.
pub(crate) async fn closed(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(see_other(&format!("/cases/{id}")))
}

/// A file has no address of its own.
pub(crate) async fn closed_one(
    here: Here,
    Path((id, _attachment)): Path<(String, String)>,
) -> Answer {
    closed(here, Path(id)).await
}

/// Why she reads: it stands in the ledger.
fn purpose(here: &Here) -> Result<&str, Trouble> {
    let purpose = here.fields.get("purpose");
    if choices::READINGS.contains(&purpose) {
        Ok(purpose)
    } else {
        Err(Trouble::Fields(vec![("purpose", "wrong-reading")]))
    }
}

fn attachment(here: &Here, case: &str, id: &str) -> Result<String, Trouble> {
    let name = format!("{}/attachments/{id}", here.case(case)?);
    Here::named::<3>("centres/*/cases/*/attachments/*", name)
}

/// The files of a case.
pub(crate) async fn list(here: Here, Path(id): Path<String>) -> Answer {
    let purpose = purpose(&here)?.to_owned();
    let message = ListAttachmentsRequest {
        parent: here.case(&id)?,
        purpose: purpose.clone(),
        page_size: ALL,
        page_token: String::new(),
    };
    let (answer, places) =
        tokio::join!(ask!(here, attachments.list_attachments, message), Places::known_to(&here));
    let row = |one: &Attachment| FileRow {
        id: one.name.rsplit('/').next().unwrap_or_default().to_owned(),
        name: one.file_name.clone(),
        kind: here.words.code("attachment", one.kind().as_str_name()),
        size: size(&here, one.size),
        when: here.words.moment(one.attach_time.as_ref()),
        who: who(&here, &one.attacher, &places),
    };
    let files = answer?.attachments.iter().map(row).collect();
    let works = here.signed()?.works_on_cases();
    Ok(here.show(&AttachmentsPage { page: here.page("title-list"), id, purpose, works, files }))
}

/// A size that people read: whole kilobytes.
fn size(here: &Here, bytes: i64) -> String {
    let kilobytes = bytes.saturating_add(1_023) / 1_024;
    here.words.fill("file-size", &[("size", &kilobytes.to_string())])
}

/// The form that takes a file.
pub(crate) async fn ask(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(form(&here, &id, None))
}

/// Attaches the chosen file.
pub(crate) async fn attach(
    here: Here,
    Path(id): Path<String>,
    Extension(chosen): Extension<Option<Chosen>>,
) -> Answer {
    let attached = match chosen {
        None => Err(Trouble::Fields(vec![("file", "wrong-no-file")])),
        Some(chosen) => sending::send(&here, here.case(&id)?, chosen).await,
    };
    match attached {
        Ok(()) => Ok(see_other(&format!("/cases/{id}?n=attached"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(form(&here, &id, Some(&trouble))),
    }
}

fn form(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let mut troubles = Vec::new();
    if let Some(trouble) = trouble {
        troubles.push(trouble.sentence(here.words));
        troubles.extend(trouble.fields(here.words).into_iter().map(|(_, sentence)| sentence));
    }
    let page = AttachPage {
        page: here.page("title-form"),
        id: id.to_owned(),
        request_id: here.request_id(),
        kinds: choices::of(here, "kind", "attachment", &KINDS, Kind::as_str_name),
        troubles,
    };
    here.show_after(trouble, &page)
}

/// Sends one file to the browser, as it comes.
pub(crate) async fn download(
    here: Here,
    Path((id, attachment_id)): Path<(String, String)>,
) -> Answer {
    let message = DownloadAttachmentRequest {
        name: attachment(&here, &id, &attachment_id)?,
        purpose: purpose(&here)?.to_owned(),
        offset: 0,
    };
    let mut client = here.desk.services.attachments.clone();
    let asked = client.download_attachment(here.signed_request(tonic::Request::new(message)));
    let asked = tokio::time::timeout(here.desk.services.deadline(), asked).await;
    let answer = asked.map_err(|_elapsed| tonic::Status::deadline_exceeded(""))?;
    let mut pieces = answer?.into_inner();
    let file = pieces.message().await?.and_then(|first| first.attachment).unwrap_or_default();
    let content = stream::unfold(pieces, |mut pieces| async move {
        // A broken download ends short of its length, which the browser tells.
        let piece = pieces.message().await.transpose()?;
        Some((piece.map(|piece| Bytes::from(piece.data)), pieces))
    });
    let mut response = Response::new(Body::from_stream(content.boxed()));
    let headers = response.headers_mut();
    let said = [
        (header::CONTENT_TYPE, file.media_type.clone()),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&file.file_name)),
        // What is compressed already or is of known length goes as it is.
        (header::CONTENT_ENCODING, "identity".to_owned()),
        (header::CACHE_CONTROL, "no-store, private".to_owned()),
    ];
    for (name, value) in said {
        if let Ok(value) = HeaderValue::from_str(value.as_str()) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

/// Saved and never shown in the browser, under its name (RFC 6266, RFC 8187).
pub(in crate::pages) fn disposition(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.extend(char::from_digit(half.into(), 16).map(|it| it.to_ascii_uppercase()));
            }
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

/// Whether it is to be taken off.
pub(crate) async fn ask_removal(
    here: Here,
    Path((id, attachment_id)): Path<(String, String)>,
) -> Answer {
    attachment(&here, &id, &attachment_id)?;
    Ok(removal(&here, &id, &attachment_id, None))
}

/// Takes it off.
pub(crate) async fn remove(
    here: Here,
    Path((id, attachment_id)): Path<(String, String)>,
) -> Answer {
    let name = attachment(&here, &id, &attachment_id)?;
    let message = RemoveAttachmentRequest { name, request_id: here.request_id() };
    match ask!(here, attachments.remove_attachment, message).await {
        Ok(_removed) => Ok(see_other(&format!("/cases/{id}?n=attachment-removed"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(removal(&here, &id, &attachment_id, Some(&trouble))),
    }
}

fn removal(here: &Here, id: &str, attachment: &str, trouble: Option<&Trouble>) -> Response {
    let action = format!("/cases/{id}/attachments/{attachment}/remove");
    let form = Form::new(here.words, action, "submit-remove")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-remove");
    let intro = vec![here.words.say("remove-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_letters_travels_in_a_header_and_cannot_break_it() {
        assert_eq!(disposition("a b.pdf"), "attachment; filename*=UTF-8''a%20b.pdf");
        assert_eq!(disposition("é\"\r\n.pdf"), "attachment; filename*=UTF-8''%C3%A9%22%0D%0A.pdf");
    }
}
