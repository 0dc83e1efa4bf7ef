//! A release as a file, the same that analysts receive.

use axum::extract::Path;
use sentier_proto::statistics::v1::download_release_request::Content;
use sentier_proto::statistics::v1::{DownloadReleaseRequest, ReleaseTable};
use tonic::Status;

use super::super::report::saved;
use crate::page::{Answer, Here};
use crate::trouble::Trouble;
use crate::words::Words;

/// More than the longest release takes: the records of a year would.
const MOST_BYTES: usize = 8 * 1_024 * 1_024;

/// What a link says of a form, what is asked for, and what the file is.
const FORMS: [(&str, Content, &str); 5] = [
    ("table-csv", Content::TableCsv, "text/csv; charset=utf-8"),
    ("table-parquet", Content::TableParquet, "application/vnd.apache.parquet"),
    ("records-csv", Content::RecordsCsv, "text/csv; charset=utf-8"),
    ("records-parquet", Content::RecordsParquet, "application/vnd.apache.parquet"),
    ("dictionary", Content::DictionaryCsv, "text/csv; charset=utf-8"),
];

/// The forms of a table, with their words; records are made of a quarter by region and type.
pub(super) fn files(words: Words, table: ReleaseTable) -> Vec<(&'static str, String)> {
    let quarterly = table == ReleaseTable::RegionType;
    let fits = |form: &str| quarterly || !form.starts_with("records");
    let forms = FORMS.iter().map(|(form, _, _)| *form).filter(|form| fits(form));
    forms.map(|form| (form, words.say(&format!("release-file-{form}")))).collect()
}

/// Saves the file.
pub(crate) async fn download(here: Here, Path(id): Path<String>) -> Answer {
    let name = Here::named::<1>("releases/*", format!("releases/{id}"))?;
    let wanted = here.query("form");
    let form = FORMS.iter().find(|(form, _, _)| *form == wanted);
    let (_, content, media_type) = form.ok_or(Trouble::NoPage)?;
    let message =
        DownloadReleaseRequest { name, subscription: String::new(), content: (*content).into() };
    let deadline = here.desk.services.deadline();
    let (file_name, bytes) = here
        .ask_within(deadline, "download_release", message, |request| {
            let mut client = here.desk.services.releases.clone();
            async move {
                let mut pieces = client.download_release(request).await?.into_inner();
                let (mut file_name, mut bytes) = (String::new(), Vec::new());
                while let Some(piece) = pieces.message().await? {
                    file_name = piece.file_name;
                    bytes.extend(piece.chunk);
                    if bytes.len() > MOST_BYTES {
                        return Err(Status::resource_exhausted(""));
                    }
                }
                Ok(tonic::Response::new((file_name, bytes)))
            }
        })
        .await?;
    Ok(saved(bytes, (*media_type).to_owned(), &file_name))
}
