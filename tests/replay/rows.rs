//! The rows of read models as text, so that any two can be compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use sentier_eventing::db::{Database, Dialect};
use sentier_eventing::projection::{Projection, Tables};

/// Each row with its table, and how often it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(pub BTreeMap<(&'static str, String), u64>);

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Rows that one has and the other has not, or not as often.
pub fn differences(one: &Rows, other: &Rows) -> usize {
    let lacking = |from: &Rows, to: &Rows| {
        from.0.iter().filter(|(row, times)| to.0.get(*row) != Some(*times)).count()
    };
    lacking(one, other).max(lacking(other, one))
}

/// Every row of these read models.
pub(super) async fn all(db: &Database, projections: &[Arc<dyn Projection>]) -> Rows {
    let mut rows = Rows::default();
    for projection in projections {
        let tables = Tables::of_version(projection.version());
        for table in projection.tables().iter().copied() {
            let sql = as_text(db, &tables.name(table)).await;
            for row in db.fetch(&sql, &[]).await.expect("rows") {
                *rows.0.entry((table, row.text(0).expect("a row"))).or_insert(0) += 1;
            }
        }
    }
    rows
}

/// The statement that reads whole rows as one text each.
async fn as_text(db: &Database, table: &str) -> String {
    match db.dialect() {
        Dialect::Postgres => format!("SELECT t::text FROM {table} AS t"),
        Dialect::Sqlite => {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let columns = db.fetch(&columns, &[]).await.expect("columns");
            let quoted =
                columns.iter().map(|row| format!("quote({})", row.text(0).expect("a name")));
            format!("SELECT {} FROM {table}", quoted.collect::<Vec<_>>().join(" || ',' || "))
        }
    }
}
