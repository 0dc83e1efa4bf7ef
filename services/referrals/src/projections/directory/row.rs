//! How the rows of a structure are written: the structure itself, and what lists look it up by.

use std::collections::BTreeSet;

use sentier_eventing::db::{Tx, Value};
use sentier_eventing::projection::{Tables, from_json, to_json};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use sentier_referrals_domain::agency::Structure;
use sentier_referrals_domain::value::StructureId;

use super::{COMMUNE, COVER, HOURS, OFFER, STRUCTURE};

/// The structure as its row has it.
pub(super) async fn find(
    tx: &mut Tx,
    tables: Tables,
    id: StructureId,
) -> Result<Option<Structure>, StoreError> {
    let sql = format!("SELECT body FROM {} WHERE structure = $1", tables.name(STRUCTURE));
    let rows = tx.fetch(&sql, &[id.as_uuid().into()]).await?;
    rows.first().map(|row| from_json(&row.bytes(0)?)).transpose()
}

/// Writes a structure, whatever was known of it before.
pub(super) async fn put(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    id: StructureId,
    structure: &Structure,
) -> Result<(), StoreError> {
    let key = id.as_uuid();
    for table in [OFFER, COVER, COMMUNE, HOURS] {
        let sql = format!("DELETE FROM {} WHERE structure = $1", tables.name(table));
        tx.execute(&sql, &[key.into()]).await?;
    }
    let sql = format!(
        "INSERT INTO {} VALUES ($1, $2, $3, $4, $5) ON CONFLICT (structure) DO UPDATE SET \
         display_name = excluded.display_name, closed_until = excluded.closed_until, \
         body = excluded.body",
        tables.name(STRUCTURE)
    );
    let values = [
        key.into(),
        stored.stream.into(),
        structure.display_name.as_str().into(),
        Value::Int(structure.closed_until.map(Moment::as_micros)),
        to_json(structure)?.into(),
    ];
    tx.execute(&sql, &values).await?;
    look_ups(tx, tables, id, structure).await
}

async fn look_ups(
    tx: &mut Tx,
    tables: Tables,
    id: StructureId,
    structure: &Structure,
) -> Result<(), StoreError> {
    let key = id.as_uuid();
    let sql = format!("INSERT INTO {} VALUES ($1, $2, $3)", tables.name(OFFER));
    for offer in &structure.services {
        let full = offer.is_full();
        tx.execute(&sql, &[key.into(), offer.need.code().into(), full.into()]).await?;
    }
    let sql = format!("INSERT INTO {} VALUES ($1, $2)", tables.name(COVER));
    for centre in &structure.centres {
        tx.execute(&sql, &[key.into(), centre.as_str().into()]).await?;
    }
    let sql = format!("INSERT INTO {} VALUES ($1, $2)", tables.name(COMMUNE));
    let communes: BTreeSet<String> =
        structure.communes.iter().map(|one| one.to_lowercase()).collect();
    for commune in communes {
        tx.execute(&sql, &[key.into(), commune.into()]).await?;
    }
    let sql = format!("INSERT INTO {} VALUES ($1, $2, $3)", tables.name(HOURS));
    let spans: BTreeSet<(i64, i64)> =
        structure.openings.iter().flat_map(|opening| opening.spans()).collect();
    for (opens, closes) in spans {
        tx.execute(&sql, &[key.into(), opens.into(), closes.into()]).await?;
    }
    Ok(())
}
