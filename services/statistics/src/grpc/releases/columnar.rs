//! Rows as a Parquet file that explains itself: the data dictionary, in French and English, stands in its
//! metadata.
//!
//! No compression and one group of rows: a release is small, its file is the same bytes each time, and any
//! reader opens it. Estimates are decimals, exact to the thousandth, as they are in CSV.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::rows::{Rows, Value};

/// Writes a file with these notes in its metadata.
pub(super) fn written(rows: &Rows, notes: &[(&str, String)]) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(&schema(rows))?);
    let notes = notes.iter().map(|(key, note)| KeyValue::new((*key).to_owned(), note.clone()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_key_value_metadata(Some(notes.collect()))
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    let mut place = 0;
    while let Some(mut column) = group.next_column()? {
        let values: Vec<&Value> = rows.rows.iter().filter_map(|row| row.get(place)).collect();
        put(&mut column, &values)?;
        column.close()?;
        place += 1;
    }
    group.close()?;
    file.into_inner()
}

/// The columns in Parquet's own words, by what stands in the first row.
fn schema(rows: &Rows) -> String {
    let empty = Vec::new();
    let first = rows.rows.first().unwrap_or(&empty);
    let column = |(place, name): (usize, &&str)| match first.get(place) {
        Some(Value::Text(_)) => format!("REQUIRED BYTE_ARRAY {name} (STRING);"),
        Some(Value::Whole(_)) => format!("REQUIRED INT64 {name};"),
        Some(Value::Thousandths(_)) => format!("REQUIRED INT64 {name} (DECIMAL(18,3));"),
        Some(Value::Yes) => format!("REQUIRED BOOLEAN {name};"),
        // Without rows every column is as wide as the widest.
        Some(Value::Code(_)) | None => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
    };
    let columns: Vec<String> = rows.columns.iter().enumerate().map(column).collect();
    format!("message release {{ {} }}", columns.join(" "))
}

fn put(column: &mut SerializedColumnWriter<'_>, values: &[&Value]) -> Result<(), ParquetError> {
    match values.first() {
        Some(Value::Text(_)) => {
            let texts: Vec<ByteArray> =
                values.iter().map(|value| ByteArray::from(value.text().into_bytes())).collect();
            column.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
        }
        Some(Value::Whole(_) | Value::Thousandths(_)) => {
            let numbers: Vec<i64> = values.iter().filter_map(|value| number(value)).collect();
            column.typed::<Int64Type>().write_batch(&numbers, None, None)?;
        }
        Some(Value::Yes) => {
            let truths = vec![true; values.len()];
            column.typed::<BoolType>().write_batch(&truths, None, None)?;
        }
        Some(Value::Code(_)) | None => {
            let codes = || values.iter().map(|value| code(value));
            let texts: Vec<ByteArray> =
                codes().flatten().map(|code| ByteArray::from(code.as_bytes().to_vec())).collect();
            let there: Vec<i16> = codes().map(|code| i16::from(code.is_some())).collect();
            column.typed::<ByteArrayType>().write_batch(&texts, Some(&there), None)?;
        }
    }
    Ok(())
}

const fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Whole(number) | Value::Thousandths(number) => Some(*number),
        Value::Text(_) | Value::Code(_) | Value::Yes => None,
    }
}

const fn code(value: &Value) -> Option<&'static str> {
    match value {
        Value::Code(code) => *code,
        Value::Text(_) | Value::Whole(_) | Value::Thousandths(_) | Value::Yes => None,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;

    use super::super::rows::table;
    use super::super::rows::tests::by_region;
    use super::*;

    fn read(file: Vec<u8>) -> SerializedFileReader<Bytes> {
        SerializedFileReader::new(file.into()).unwrap()
    }

    #[test]
    fn a_reader_finds_every_cell_and_the_notes() {
        let rows = table(&by_region());
        let reader = read(written(&rows, &[("note", "à lire".to_owned())]).unwrap());
        let metadata = reader.metadata().file_metadata();
        assert_eq!(metadata.num_rows(), 6);
        let notes = metadata.key_value_metadata().unwrap();
        assert!(notes.iter().any(|note| note.value.as_deref() == Some("à lire")));
        for (row, written) in reader.get_row_iter(None).unwrap().zip(&rows.rows) {
            let row = row.unwrap();
            let fields: Vec<(&String, &Field)> = row.get_column_iter().collect();
            assert_eq!(fields.len(), rows.columns.len());
            for (((name, field), column), value) in
                fields.into_iter().zip(rows.columns).zip(written)
            {
                assert_eq!(name, column);
                let said = match field {
                    Field::Null => String::new(),
                    Field::Str(text) => text.clone(),
                    other => other.to_string(),
                };
                assert_eq!(said, value.text(), "{name}");
            }
        }
    }

    #[test]
    fn a_quarter_without_records_is_a_file_without_rows() {
        let rows = Rows { columns: &crate::dictionary::RECORDS, rows: Vec::new() };
        let reader = read(written(&rows, &[]).unwrap());
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
        assert_eq!(reader.metadata().file_metadata().schema().get_fields().len(), 6);
    }

    #[test]
    fn the_same_rows_are_the_same_bytes() {
        let rows = table(&by_region());
        assert_eq!(written(&rows, &[]).unwrap(), written(&rows, &[]).unwrap());
    }
}
