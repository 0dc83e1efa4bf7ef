//! A document becomes a file.

use sentier_kernel::Violation;
use sentier_proto::statistics::v1::download_report_request::Format;

use crate::reporting::{Document, PaperError, comma_separated, pdf, workbook};

/// A file's name, what it is, and its bytes.
pub(super) type File = (String, String, Vec<u8>);

/// What kind of file is wanted.
pub(super) fn format(number: i32) -> Result<Format, Violation> {
    match Format::try_from(number) {
        Ok(Format::Unspecified) => Err(Violation::required("format")),
        Ok(format) => Ok(format),
        Err(_unknown) => Err(Violation::unknown_code("format")),
    }
}

/// Draws pages where they do not hold up other calls.
pub(super) async fn made(
    name: String,
    format: Format,
    document: impl FnOnce() -> Document + Send + 'static,
) -> Result<File, PaperError> {
    let drawn = tokio::task::spawn_blocking(move || file(&name, format, &document())).await;
    drawn.map_err(|_panicked| PaperError::Pdf)?
}

fn file(name: &str, format: Format, document: &Document) -> Result<File, PaperError> {
    let (ending, media_type, content) = match format {
        Format::Xlsx => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            workbook(document)?,
        ),
        Format::Csv => ("csv", "text/csv; charset=utf-8", comma_separated(document)?),
        Format::Pdf | Format::Unspecified => ("pdf", "application/pdf", pdf(document)?),
    };
    Ok((format!("{name}.{ending}"), media_type.to_owned(), content))
}
