//! How the rows of referrals and of their changes are written.

use sentier_eventing::db::{Tx, Value};
use sentier_eventing::projection::{Tables, from_json, to_json};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::referral::{Referral, State};

use super::{CHANGE, REFERRAL};

/// The referral as its row has it.
pub(super) async fn find(tx: &mut Tx, tables: Tables, key: Uuid) -> Result<State, StoreError> {
    let sql = format!("SELECT view FROM {} WHERE referral = $1", tables.name(REFERRAL));
    let rows = tx.fetch(&sql, &[key.into()]).await?;
    let referral = rows.first().map(|row| from_json(&row.bytes(0)?)).transpose()?;
    Ok(State { referral })
}

pub(super) async fn put(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    referral: &Referral,
) -> Result<(), StoreError> {
    // The position stays that of the first event: lists show the newest referral first.
    let sql = format!(
        "INSERT INTO {} VALUES \
         ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
         ON CONFLICT (referral) DO UPDATE SET version = excluded.version, \
         standing = excluded.standing, key_held = excluded.key_held, \
         read_until = excluded.read_until, messages_held = excluded.messages_held, \
         messages_until = excluded.messages_until, due = excluded.due, view = excluded.view, \
         changed = excluded.changed",
        tables.name(REFERRAL)
    );
    let request = &referral.request;
    let moment = |at: Option<Moment>| Value::Int(at.map(Moment::as_micros));
    let values = [
        stored.stream.into(),
        stored.position.into(),
        stored.version.into(),
        request.centre.as_str().into(),
        request.agency.as_uuid().into(),
        request.case.as_uuid().into(),
        request.consent.as_uuid().into(),
        request.need.code().into(),
        request.structure.as_uuid().into(),
        referral.standing.code().into(),
        referral.sent_at.is_some().into(),
        referral.key_held.into(),
        moment(referral.read_until),
        referral.messages_held.into(),
        moment(referral.messages_until),
        moment(referral.due_at()),
        to_json(referral)?.into(),
        moment(referral.changed_at),
    ];
    tx.execute(&sql, &values).await?;
    Ok(())
}

pub(super) async fn add_change(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    referral: &Referral,
) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO {} VALUES ($1, $2, $3, $4, $5)", tables.name(CHANGE));
    let values = [
        stored.position.into(),
        referral.request.agency.as_uuid().into(),
        stored.at.into(),
        stored.version.into(),
        to_json(referral)?.into(),
    ];
    tx.execute(&sql, &values).await?;
    Ok(())
}
