//! Many rows in one statement: most of what a small statement costs is its way to the database.

use uuid::Uuid;

use super::{Dialect, Value};

/// One column of rows that are given to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Whole numbers.
    Ints(Vec<i64>),
    /// Texts.
    Texts(Vec<String>),
    /// Bytes.
    Blobs(Vec<Vec<u8>>),
}

impl Column {
    /// A column of ids.
    pub fn ids(ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self::Blobs(ids.into_iter().map(|id| id.as_bytes().to_vec()).collect())
    }

    fn len(&self) -> usize {
        match self {
            Self::Ints(values) => values.len(),
            Self::Texts(values) => values.len(),
            Self::Blobs(values) => values.len(),
        }
    }
}

impl Dialect {
    /// Rows as an item of a FROM clause, `given (c1, c2 …)`, with the values that the statement binds
    /// from `$1` on.
    pub fn rows(self, columns: Vec<Column>) -> (String, Vec<Value>) {
        match self {
            Self::Postgres => {
                let (mut arrays, mut names) = (Vec::new(), Vec::new());
                for (place, column) in (1..).zip(&columns) {
                    let kind = match column {
                        Column::Ints(_) => "bigint",
                        Column::Texts(_) => "text",
                        Column::Blobs(_) => "bytea",
                    };
                    arrays.push(format!("${place}::{kind}[]"));
                    names.push(format!("c{place}"));
                }
                let from = format!("unnest({}) AS given ({})", arrays.join(", "), names.join(", "));
                (from, columns.into_iter().map(Value::Column).collect())
            }
            Self::Sqlite => {
                let fields: Vec<String> = columns
                    .iter()
                    .enumerate()
                    .map(|(place, column)| match column {
                        Column::Ints(_) | Column::Texts(_) => {
                            format!("value ->> {place} AS c{}", place + 1)
                        }
                        Column::Blobs(_) => format!("unhex(value ->> {place}) AS c{}", place + 1),
                    })
                    .collect();
                let from = format!("(SELECT {} FROM json_each($1)) AS given", fields.join(", "));
                (from, vec![json(&columns).into()])
            }
        }
    }

    /// The condition that a column holds one of these values, with what it binds as `$1`.
    pub fn among(self, column: &str, wanted: Column) -> (String, Vec<Value>) {
        match self {
            Self::Postgres => (format!("{column} = ANY($1)"), vec![Value::Column(wanted)]),
            Self::Sqlite => {
                let (from, values) = self.rows(vec![wanted]);
                (format!("{column} IN (SELECT c1 FROM {from})"), values)
            }
        }
    }
}

/// The rows as a JSON array of arrays; bytes in hexadecimal.
fn json(columns: &[Column]) -> String {
    let mut rows = vec![String::new(); columns.first().map_or(0, Column::len)];
    for column in columns {
        match column {
            Column::Ints(values) => add(&mut rows, values, i64::to_string),
            Column::Texts(values) => {
                add(&mut rows, values, |text| serde_json::Value::from(text.as_str()).to_string());
            }
            Column::Blobs(values) => {
                add(&mut rows, values, |bytes| format!("\"{}\"", hex::encode(bytes)));
            }
        }
    }
    format!("[{}]", rows.iter().map(|row| format!("[{row}]")).collect::<Vec<_>>().join(","))
}

fn add<T>(rows: &mut [String], values: &[T], show: impl Fn(&T) -> String) {
    for (row, value) in rows.iter_mut().zip(values) {
        if !row.is_empty() {
            row.push(',');
        }
        row.push_str(&show(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_in_both_dialects() {
        let columns = || {
            vec![
                Column::Ints(vec![1, -2]),
                Column::Texts(vec!["a \"b\"".to_owned(), "é".to_owned()]),
                Column::Blobs(vec![vec![0, 255], Vec::new()]),
            ]
        };
        let (from, values) = Dialect::Postgres.rows(columns());
        assert_eq!(from, "unnest($1::bigint[], $2::text[], $3::bytea[]) AS given (c1, c2, c3)");
        assert_eq!(values.len(), 3);
        let (from, values) = Dialect::Sqlite.rows(columns());
        assert_eq!(
            from,
            "(SELECT value ->> 0 AS c1, value ->> 1 AS c2, unhex(value ->> 2) AS c3 \
             FROM json_each($1)) AS given"
        );
        assert_eq!(values, [Value::from(r#"[[1,"a \"b\"","00ff"],[-2,"é",""]]"#)]);
    }
}
