//! Uploads that are on their way, files that are attached, and objects that must be destroyed with their
//! keys: what the processes around the storage of objects work through. Holds no personal value.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::Fact;
use sentier_cases_domain::id::ObjectId;
use sentier_cases_domain::upload;
use sentier_eventing::db::{Database, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{Placed, TABLES};

/// Uploads that did not end.
pub(super) const UPLOAD: &str = "upload";
/// Files that are attached.
pub(super) const ATTACHED: &str = "attached";
/// Objects that must not be there any more.
pub(super) const DOOMED: &str = "doomed_object";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let [upload, attached, doomed] = [UPLOAD, ATTACHED, DOOMED].map(|table| tables.name(table));
    vec![
        format!(
            "CREATE TABLE {upload} (upload {bytes} PRIMARY KEY, centre TEXT NOT NULL, \
             begun_at BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {upload}_begun_at ON {upload} (begun_at)"),
        format!(
            "CREATE TABLE {attached} (attachment {bytes} PRIMARY KEY, case_id {bytes} NOT NULL, \
             object {bytes} NOT NULL)"
        ),
        format!("CREATE INDEX {attached}_case ON {attached} (case_id)"),
        format!(
            "CREATE TABLE {doomed} (position BIGINT NOT NULL, object {bytes} NOT NULL, \
             subject {bytes} NOT NULL, PRIMARY KEY (position, object))"
        ),
    ]
}

/// What an event of an upload does.
pub(super) async fn apply_upload(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &upload::Event,
) -> Result<(), StoreError> {
    let table = tables.name(UPLOAD);
    match *event {
        upload::Event::UploadBegun(begun) => {
            let sql = format!("INSERT INTO {table} (upload, centre, begun_at) VALUES ($1, $2, $3)");
            let values = [stored.stream.into(), stored.centre.as_str().into(), begun.at.into()];
            tx.execute(&sql, &values).await?;
        }
        upload::Event::UploadEnded { object, kept, .. } => {
            let sql = format!("DELETE FROM {table} WHERE upload = $1");
            tx.execute(&sql, &[stored.stream.into()]).await?;
            if !kept {
                doom(tx, tables, stored, object, stored.stream).await?;
            }
        }
    }
    Ok(())
}

/// What an event of a case does.
pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let attached = tables.name(ATTACHED);
    match placed.event {
        Event::Care(event) => match &event.fact {
            Fact::AttachmentAdded { object, .. } => {
                let sql = format!(
                    "INSERT INTO {attached} (attachment, case_id, object) VALUES ($1, $2, $3)"
                );
                let (attachment, case) = (event.entry.as_uuid(), placed.case.as_uuid());
                let values = [attachment.into(), case.into(), object.as_uuid().into()];
                tx.execute(&sql, &values).await?;
            }
            Fact::AttachmentRemoved { attachment, object } => {
                let sql = format!("DELETE FROM {attached} WHERE attachment = $1");
                tx.execute(&sql, &[attachment.as_uuid().into()]).await?;
                doom(tx, tables, placed.stored, *object, attachment.as_uuid()).await?;
            }
            _ => {}
        },
        Event::SurvivorErased { .. } => {
            let case: Value = placed.case.as_uuid().into();
            let sql = format!("SELECT object, attachment FROM {attached} WHERE case_id = $1");
            for row in tx.fetch(&sql, std::slice::from_ref(&case)).await? {
                let object = ObjectId::from_uuid(row.uuid(0)?);
                doom(tx, tables, placed.stored, object, row.uuid(1)?).await?;
            }
            tx.execute(&format!("DELETE FROM {attached} WHERE case_id = $1"), &[case]).await?;
        }
        _ => {}
    }
    Ok(())
}

async fn doom(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    object: ObjectId,
    subject: Uuid,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO {} (position, object, subject) VALUES ($1, $2, $3)",
        tables.name(DOOMED)
    );
    let values = [stored.position.into(), object.as_uuid().into(), subject.into()];
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// An upload that nobody went on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lapsed {
    pub(crate) upload: Uuid,
    pub(crate) centre: String,
}

/// Uploads that began at a moment or before.
pub(crate) async fn lapsed(
    db: &Database,
    begun_until: Moment,
    limit: u32,
) -> Result<Vec<Lapsed>, StoreError> {
    let sql = format!(
        "SELECT upload, centre FROM {} WHERE begun_at <= $1 ORDER BY begun_at LIMIT $2",
        TABLES.name(UPLOAD)
    );
    let rows = db.fetch(&sql, &[begun_until.into(), limit.into()]).await?;
    let read = rows.iter().map(|row| Ok(Lapsed { upload: row.uuid(0)?, centre: row.text(1)? }));
    Ok(read.collect::<Result<_, sqlx::Error>>()?)
}

/// An object that must not be there any more, and whose keys went with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doomed {
    pub(crate) position: i64,
    pub(crate) object: ObjectId,
    pub(crate) subject: Uuid,
}

/// Objects to be destroyed, behind a place in the list.
pub(crate) async fn doomed(
    db: &Database,
    (position, object): (i64, Uuid),
    limit: u32,
) -> Result<Vec<Doomed>, StoreError> {
    let sql = format!(
        "SELECT position, object, subject FROM {} \
         WHERE (position, object) > ($1, $2) ORDER BY position, object LIMIT $3",
        TABLES.name(DOOMED)
    );
    let rows = db.fetch(&sql, &[position.into(), object.into(), limit.into()]).await?;
    let read = rows.iter().map(|row| {
        let object = ObjectId::from_uuid(row.uuid(1)?);
        Ok(Doomed { position: row.i64(0)?, object, subject: row.uuid(2)? })
    });
    Ok(read.collect::<Result<_, sqlx::Error>>()?)
}
