//! Files that leave the centre: each in an archive, with the passphrase that opens it, in one answer.
//!
//! PRIVACY: the archive and its passphrase are drawn into this answer and kept nowhere. The link holds the
//! archive itself, so there is no address from which it could be had again.

use std::time::Duration;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sentier_proto::cases::v1::{
    ExportCaseRequest, ExportHeader, ExportIncidentRecorderRequest, ExportPurpose,
    export_case_request, export_case_response, export_incident_recorder_request,
    export_incident_recorder_response,
};
use tonic::{Request, Status};

use super::open_case::first_chosen;
use super::{FormPage, choices};
use crate::form::Form;
use crate::page::{Answer, Here, Page};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "exported.html")]
struct ExportedPage {
    page: Page,
    file_name: String,
    passphrase: String,
    count: String,
    /// The archive, as an address that is the thing itself.
    link: String,
    back: String,
}

/// Why files leave, in the order in which it is asked for.
const PURPOSES: [ExportPurpose; 4] = [
    ExportPurpose::Reporting,
    ExportPurpose::SurvivorRequest,
    ExportPurpose::Legal,
    ExportPurpose::Supervision,
];
const RECORDER: [export_incident_recorder_request::Format; 2] =
    [export_incident_recorder_request::Format::Xlsx, export_incident_recorder_request::Format::Csv];
const CASE: [export_case_request::Format; 2] =
    [export_case_request::Format::Pdf, export_case_request::Format::Json];

/// How long a file may take to be made and to arrive; the service gives up then too.
pub(crate) const PATIENCE: Duration = Duration::from_mins(10);

/// A file that arrived whole.
type Whole = (ExportHeader, Vec<u8>);

/// The form for the Incident Recorder.
pub(crate) async fn ask_recorder(here: Here) -> Answer {
    here.centre()?;
    Ok(recorder_page(&here, None))
}

/// The Incident Recorder.
pub(crate) async fn recorder(here: Here) -> Answer {
    use export_incident_recorder_request::Format;
    use export_incident_recorder_response::Part;
    let message = ExportIncidentRecorderRequest {
        parent: here.centre()?,
        format: Format::from_str_name(here.fields.get("format")).unwrap_or_default().into(),
        purpose: purpose(&here),
    };
    let whole = here.ask_within(
        PATIENCE,
        "exports.export_incident_recorder",
        message,
        |request: Request<_>| {
            let mut client = here.desk.services.exports.clone();
            async move {
                let mut stream = client.export_incident_recorder(request).await?.into_inner();
                let mut whole = Whole::default();
                while let Some(one) = stream.message().await? {
                    match one.part {
                        Some(Part::Header(header)) => whole.0 = header,
                        Some(Part::Chunk(chunk)) => whole.1.extend(chunk),
                        None => {}
                    }
                }
                Ok::<_, Status>(tonic::Response::new(whole))
            }
        },
    );
    match whole.await {
        Ok(whole) => Ok(exported(&here, whole, "/cases")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(recorder_page(&here, Some(&trouble))),
    }
}

/// The form for one case.
pub(crate) async fn ask_case(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(case_page(&here, &id, None))
}

/// One case.
pub(crate) async fn case(here: Here, Path(id): Path<String>) -> Answer {
    use export_case_request::Format;
    use export_case_response::Part;
    let message = ExportCaseRequest {
        name: here.case(&id)?,
        format: Format::from_str_name(here.fields.get("format")).unwrap_or_default().into(),
        purpose: purpose(&here),
    };
    let whole = here.ask_within(PATIENCE, "exports.export_case", message, |request: Request<_>| {
        let mut client = here.desk.services.exports.clone();
        async move {
            let mut stream = client.export_case(request).await?.into_inner();
            let mut whole = Whole::default();
            while let Some(one) = stream.message().await? {
                match one.part {
                    Some(Part::Header(header)) => whole.0 = header,
                    Some(Part::Chunk(chunk)) => whole.1.extend(chunk),
                    None => {}
                }
            }
            Ok::<_, Status>(tonic::Response::new(whole))
        }
    });
    match whole.await {
        Ok(whole) => Ok(exported(&here, whole, &format!("/cases/{id}"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(case_page(&here, &id, Some(&trouble))),
    }
}

fn purpose(here: &Here) -> i32 {
    ExportPurpose::from_str_name(here.fields.get("purpose")).unwrap_or_default().into()
}

fn exported(here: &Here, (header, bytes): Whole, back: &str) -> Response {
    here.show(&ExportedPage {
        page: here.page("title-form"),
        file_name: header.file_name,
        passphrase: header.passphrase,
        count: header.count.to_string(),
        link: format!("data:application/zip;base64,{}", STANDARD.encode(bytes)),
        back: back.to_owned(),
    })
}

fn recorder_page(here: &Here, trouble: Option<&Trouble>) -> Response {
    use export_incident_recorder_request::Format;
    let formats = choices::of(here, "format", "export", &RECORDER, Format::as_str_name);
    let form = Form::new(here.words, "/exports/incident-recorder", "submit-export")
        .one_of("format", first_chosen(formats));
    page(here, form, "heading-export-recorder", "export-recorder-intro", "/cases", trouble)
}

fn case_page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    use export_case_request::Format;
    let formats = choices::of(here, "format", "export", &CASE, Format::as_str_name);
    let form = Form::new(here.words, format!("/cases/{id}/export"), "submit-export")
        .one_of("format", first_chosen(formats));
    let back = format!("/cases/{id}");
    page(here, form, "heading-export-case", "export-case-intro", &back, trouble)
}

fn page(
    here: &Here,
    form: Form,
    heading: &str,
    intro: &str,
    back: &str,
    trouble: Option<&Trouble>,
) -> Response {
    let purposes =
        choices::of(here, "purpose", "export-purpose", &PURPOSES, ExportPurpose::as_str_name);
    let form = form.select("purpose", purposes).worded("label-export-purpose");
    let form = form.with_trouble(trouble);
    let intro = vec![here.words.say(intro), here.words.say("export-intro")];
    let (page, heading) = (here.page("title-form"), here.words.say(heading));
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: back.to_owned() })
}
