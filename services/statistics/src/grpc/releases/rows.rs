//! What stands in the files of a release, whatever their form: columns by name, rows of values.

use sentier_platform::status::{Locale, NotFound, to_status};
use sentier_statistics_domain::period::Period;
use sentier_statistics_domain::release::{
    Age, Answer, Delay, MainType, Perpetrator, Region, Release, ReleaseId, Table, records,
};
use sentier_statistics_domain::value::Need;
use tonic::Status;

use crate::application::Subscribing;
use crate::dictionary;

/// A value of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text that is always there.
    Text(String),
    /// A code of the dictionary; none where the table does not tell it.
    Code(Option<&'static str>),
    /// A whole number.
    Whole(i64),
    /// A number in thousandths.
    Thousandths(i64),
    /// What is the case in every row.
    Yes,
}

/// Rows below the names of their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rows {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<Value>>,
}

impl Value {
    /// As it stands in a CSV file.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Code(code) => code.unwrap_or_default().to_owned(),
            Self::Whole(number) => number.to_string(),
            Self::Thousandths(number) => decimal(*number),
            Self::Yes => "true".to_owned(),
        }
    }
}

/// The cells of a table, zeros included, in their order.
pub(super) fn table(release: &Release) -> Rows {
    let (table, period) = (release.id.table.code(), release.id.period.to_string());
    let numbers = release.noisy.iter().zip(&release.estimates);
    let cells = release.id.table.cells().into_iter().zip(numbers);
    let rows = cells.map(|(cell, (noisy, estimate))| {
        vec![
            Value::Text(table.to_owned()),
            Value::Text(period.clone()),
            Value::Code(cell.region.map(Region::code)),
            Value::Code(cell.main_type.map(MainType::code)),
            Value::Code(cell.age.map(Age::code)),
            Value::Code(cell.perpetrator.map(Perpetrator::code)),
            Value::Whole(*noisy),
            Value::Thousandths(estimate.value),
            Value::Thousandths(estimate.low),
            Value::Thousandths(estimate.high),
            Value::Code(cell.answer.map(Answer::code)),
            Value::Code(cell.delay.map(Delay::code)),
            Value::Code(cell.service.map(Need::code)),
        ]
    });
    Rows { columns: &dictionary::TABLE, rows: rows.collect() }
}

/// Records made from published tables alone: those of the quarter, and the last yearly one before it.
pub(super) async fn synthetic(
    subscribing: &Subscribing,
    release: &Release,
    locale: Locale,
) -> Result<Rows, Status> {
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
    let mut rows = Vec::new();
    for record in made {
        let row = vec![
            Value::Text(quarter.to_string()),
            Value::Code(Some(record.region.code())),
            Value::Code(Some(record.main_type.code())),
            Value::Code(Some(record.age.code())),
            Value::Code(record.perpetrator.map(Perpetrator::code)),
            Value::Yes,
        ];
        rows.extend((0..record.count).map(|_| row.clone()));
    }
    Ok(Rows { columns: &dictionary::RECORDS, rows })
}

/// Thousandths as a decimal number.
fn decimal(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", size / 1_000, size % 1_000)
}

#[cfg(test)]
pub(super) mod tests {
    use sentier_statistics_domain::release::{Estimate, Rho};

    use super::*;

    /// A month by region, below zero and above.
    pub(in crate::grpc::releases) fn by_region() -> Release {
        let id: ReleaseId = "region-2026-11".parse().unwrap();
        let estimates = vec![Estimate { value: -1_050, low: 0, high: 6_300 }; 6];
        Release { id, rho: Rho(22_260_000), noisy: vec![-3, 0, 4, 5, 6, 7], estimates }
    }

    #[test]
    fn a_table_has_every_cell_and_every_column() {
        let Rows { columns, rows } = table(&by_region());
        assert_eq!(rows.len(), 6);
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        let first: Vec<String> = rows[0].iter().map(Value::text).collect();
        let expected = [
            "region",
            "2026-11",
            "grand_lome",
            "",
            "",
            "",
            "-3",
            "-1.050",
            "0.000",
            "6.300",
            "",
            "",
            "",
        ];
        assert_eq!(first, expected);
        assert_eq!(decimal(-999), "-0.999");
    }
}
