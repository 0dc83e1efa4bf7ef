//! A release as files: the table, its dictionary, the synthetic records.

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use sentier_kernel::{Category, Explain};
use sentier_platform::status::{Locale, NotFound, to_status};
use sentier_proto::statistics::v1::DownloadReleaseResponse;
use sentier_proto::statistics::v1::download_release_request::Content;
use sentier_statistics_domain::period::Period;
use sentier_statistics_domain::release::{
    Age, MainType, Perpetrator, Region, Release, ReleaseId, Table, records,
};
use tonic::Status;

use crate::application::Subscribing;
use crate::dictionary;

/// Bytes of one chunk.
const CHUNK: usize = 64 * 1_024;

/// A file could not be written in memory.
#[derive(Debug, thiserror::Error)]
#[error("a file of a release cannot be written")]
struct Unwritten(#[source] csv::Error);

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
    let (file_name, rows) = match content {
        Content::DictionaryCsv => (format!("{id}-dictionary.csv"), dictionary::rows(locale)),
        Content::RecordsCsv => {
            let rows = synthetic(subscribing, release, locale).await?;
            (format!("{id}-synthetic-records.csv"), rows)
        }
        Content::TableCsv | Content::Unspecified => (format!("{id}.csv"), table(release)),
    };
    let bytes = written(&rows).map_err(|error| to_status(&Unwritten(error), locale))?;
    let part = |chunk: &[u8]| {
        Ok(DownloadReleaseResponse { file_name: file_name.clone(), chunk: chunk.to_vec() })
    };
    let parts: Vec<_> = bytes.chunks(CHUNK).map(part).collect();
    Ok(stream::iter(parts).boxed())
}

fn written(rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|unflushed| unflushed.into_error().into())
}

fn header(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| (*column).to_owned()).collect()
}

/// The cells of a table, zeros included, in their order.
fn table(release: &Release) -> Vec<Vec<String>> {
    let mut rows = vec![header(&dictionary::TABLE)];
    let (table, period) = (release.id.table.code(), release.id.period.to_string());
    let numbers = release.noisy.iter().zip(&release.estimates);
    for (cell, (noisy, estimate)) in release.id.table.cells().into_iter().zip(numbers) {
        let code = |code: Option<&'static str>| code.unwrap_or_default().to_owned();
        rows.push(vec![
            table.to_owned(),
            period.clone(),
            code(cell.region.map(Region::code)),
            code(cell.main_type.map(MainType::code)),
            code(cell.age.map(Age::code)),
            code(cell.perpetrator.map(Perpetrator::code)),
            noisy.to_string(),
            decimal(estimate.value),
            decimal(estimate.low),
            decimal(estimate.high),
        ]);
    }
    rows
}

/// Records made from published tables alone: those of the quarter, and the last yearly one before it.
async fn synthetic(
    subscribing: &Subscribing,
    release: &Release,
    locale: Locale,
) -> Result<Vec<Vec<String>>, Status> {
    let published = async |id: ReleaseId| {
        subscribing.release(id).await.map_err(|error| to_status(&error, locale))
    };
    let quarter = release.id.period;
    let by_age = published(ReleaseId { table: Table::RegionAge, period: quarter }).await?;
    let by_perpetrator = match Period::year_of(quarter.year().saturating_sub(1)) {
        Ok(period) => published(ReleaseId { table: Table::TypeAgePerpetrator, period }).await?,
        Err(_before_the_calendar) => None,
    };
    let shares = by_perpetrator.as_ref().map(|it| it.estimates.as_slice());
    let ages = by_age.as_ref().map(|it| it.estimates.as_slice()).unwrap_or_default();
    let made = records(&release.estimates, ages, shares);
    let made = made.ok_or_else(|| to_status(&NotFound::new("release"), locale))?;
    let mut rows = vec![header(&dictionary::RECORDS)];
    for record in made {
        let row = vec![
            quarter.to_string(),
            record.region.code().to_owned(),
            record.main_type.code().to_owned(),
            record.age.code().to_owned(),
            record.perpetrator.map(Perpetrator::code).unwrap_or_default().to_owned(),
            "true".to_owned(),
        ];
        rows.extend((0..record.count).map(|_| row.clone()));
    }
    Ok(rows)
}

/// Thousandths as a decimal number.
fn decimal(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", size / 1_000, size % 1_000)
}

#[cfg(test)]
mod tests {
    use sentier_statistics_domain::release::{Estimate, Rho};

    use super::*;

    #[test]
    fn a_table_is_written_with_every_cell() {
        let id: ReleaseId = "region-2026-11".parse().unwrap();
        let estimates = vec![Estimate { value: -1_050, low: 0, high: 6_300 }; 6];
        let release =
            Release { id, rho: Rho(22_260_000), noisy: vec![-3, 0, 4, 5, 6, 7], estimates };
        let text = String::from_utf8(written(&table(&release)).unwrap()).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 7);
        assert_eq!(lines[1], "region,2026-11,grand_lome,,,,-3,-1.050,0.000,6.300");
        assert_eq!(decimal(-999), "-0.999");
    }
}
