//! Access's read models: ids and codes for lists; names stay sealed in the events.

pub(crate) mod credential_list;
pub(crate) mod revocation_list;
pub(crate) mod staff_list;

use std::sync::Arc;

use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Value};
use sentier_eventing::projection::Projection;
use uuid::Uuid;

use crate::application::Page;

/// Every read model of this service, so that tools can rebuild and compare them.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(staff_list::StaffList),
        Arc::new(credential_list::CredentialList),
        Arc::new(revocation_list::RevocationList),
    ]
}

/// The rows of a page: `sql` takes the last id as `$1` and the number of rows as `$2`, then `values`;
/// the row's id is its first column.
async fn page_of<T>(
    db: &Database,
    sql: &str,
    page: Page,
    values: impl IntoIterator<Item = Value>,
    read: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<(Vec<T>, Option<Uuid>), StoreError> {
    let after = page.after.unwrap_or_else(Uuid::nil);
    // One row more tells whether there is a next page.
    let mut bound = vec![Value::from(after), page.size.and_one().into()];
    bound.extend(values);
    let (rows, next) = page.size.cut(db.fetch(sql, &bound).await?, |row| row.uuid(0));
    let next = next.transpose()?;
    Ok((rows.iter().map(read).collect::<Result<_, _>>()?, next))
}
