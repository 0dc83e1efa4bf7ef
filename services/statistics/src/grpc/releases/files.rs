//! A release as files: the table, its dictionary, the synthetic records; CSV, or Parquet with the dictionary
//! inside.

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use sentier_kernel::{Category, Explain};
use sentier_platform::status::{Locale, to_status};
use sentier_proto::statistics::v1::DownloadReleaseResponse;
use sentier_proto::statistics::v1::download_release_request::Content;
use sentier_statistics_domain::release::Release;
use tonic::Status;

use super::columnar;
use super::rows::{Rows, Value, synthetic, table};
use crate::application::Subscribing;
use crate::dictionary;

/// Bytes of one chunk.
const CHUNK: usize = 64 * 1_024;
/// Names of the dictionaries in a Parquet file's metadata.
const DICTIONARIES: [(&str, Locale); 2] =
    [("sentier.dictionary.fr", Locale::French), ("sentier.dictionary.en", Locale::English)];

/// A file could not be written in memory.
#[derive(Debug, thiserror::Error)]
enum Unwritten {
    #[error("a CSV file of a release cannot be written")]
    Csv(#[from] csv::Error),
    #[error("a Parquet file of a release cannot be written")]
    Parquet(#[from] parquet::errors::ParquetError),
}

impl Explain for Unwritten {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

/// The file, in chunks.
pub(super) async fn file(
    subscribing: &Subscribing,
    release: &Release,
    content: Content,
    locale: Locale,
) -> Result<BoxStream<'static, Result<DownloadReleaseResponse, Status>>, Status> {
    let id = release.id;
    let unwritten = |error: Unwritten| to_status(&error, locale);
    let (file_name, bytes) = match content {
        Content::DictionaryCsv => {
            let file = csv(&dictionary::rows(locale)).map_err(unwritten)?;
            (format!("{id}-dictionary.csv"), file)
        }
        Content::RecordsCsv | Content::RecordsParquet => {
            let rows = synthetic(subscribing, release, locale).await?;
            let (ending, file) = written(&rows, content).map_err(unwritten)?;
            (format!("{id}-synthetic-records.{ending}"), file)
        }
        Content::TableCsv | Content::TableParquet | Content::Unspecified => {
            let (ending, file) = written(&table(release), content).map_err(unwritten)?;
            (format!("{id}.{ending}"), file)
        }
    };
    let part = |chunk: &[u8]| {
        Ok(DownloadReleaseResponse { file_name: file_name.clone(), chunk: chunk.to_vec() })
    };
    let parts: Vec<_> = bytes.chunks(CHUNK).map(part).collect();
    Ok(stream::iter(parts).boxed())
}

/// Rows in the wanted form, and how a file of that form ends.
fn written(rows: &Rows, content: Content) -> Result<(&'static str, Vec<u8>), Unwritten> {
    if matches!(content, Content::TableParquet | Content::RecordsParquet) {
        let mut notes = Vec::new();
        for (key, locale) in DICTIONARIES {
            let words = csv(&dictionary::rows(locale))?;
            notes.push((key, String::from_utf8_lossy(&words).into_owned()));
        }
        return Ok(("parquet", columnar::written(rows, &notes)?));
    }
    let mut lines = vec![rows.columns.iter().map(|name| (*name).to_owned()).collect()];
    lines.extend(rows.rows.iter().map(|row| row.iter().map(Value::text).collect()));
    Ok(("csv", csv(&lines)?))
}

fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, Unwritten> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|unflushed| csv::Error::from(unflushed.into_error()).into())
}

#[cfg(test)]
mod tests {
    use super::super::rows::tests::by_region;
    use super::*;

    #[test]
    fn a_table_is_written_with_every_cell() {
        let (ending, file) = written(&table(&by_region()), Content::TableCsv).unwrap();
        let text = String::from_utf8(file).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!((ending, lines.len()), ("csv", 7));
        assert_eq!(lines[1], "region,2026-11,grand_lome,,,,-3,-1.050,0.000,6.300,,,");
    }
}
