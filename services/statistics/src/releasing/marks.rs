//! What is remembered of who was counted, and of which messages: digests under the year's key.
//!
//! PRIVACY: a row is a digest and sealed bytes of one length, whether it stands for a survivor or for a
//! message. Where a survivor stands is sealed to her handle, which is not kept; the rows of a year die with
//! its key.

use std::collections::BTreeMap;

use sentier_eventing::db::Tx;
use sentier_statistics_domain::release::{Contribution, Places, Table};
use sentier_statistics_domain::value::Month;
use uuid::Uuid;

use super::ReleasingError;
use super::year_keys::{Unsealable, YearKey};

/// Bytes of what is sealed: an incident, and a month and a byte of where she stands for each table.
const PLAIN: usize = 16 + 2 * Table::ALL.len();
/// How many tables there were before those of what is rare.
const BEFORE_TRAITS: usize = 5;
/// How many there were before that of services.
const BEFORE_SERVICES: usize = 10;

/// Where a survivor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// The incident by which she was counted.
    pub(super) incident: Uuid,
    pub(super) contribution: Contribution,
}

/// Remembers a message; false when it was remembered before.
pub(super) async fn remember(
    tx: &mut Tx,
    key: &YearKey,
    event_id: Uuid,
) -> Result<bool, ReleasingError> {
    let digest = key.digest("message", event_id.as_bytes());
    let mut nothing = [0; PLAIN];
    getrandom::fill(&mut nothing).map_err(|_unavailable| Unsealable)?;
    // Sealed to a handle that is forgotten at once: it looks as a survivor's does.
    let sealed = key.seal(&nothing, &nothing)?;
    let sql = "INSERT INTO release_mark (year, digest, sealed) VALUES ($1, $2, $3) \
               ON CONFLICT (year, digest) DO NOTHING";
    let values = [i64::from(key.year).into(), digest.as_slice().into(), sealed.into()];
    Ok(tx.execute(sql, &values).await? > 0)
}

/// Where the survivor with this handle stands.
pub(super) async fn find(
    tx: &mut Tx,
    key: &YearKey,
    handle: &[u8],
) -> Result<Option<Mark>, ReleasingError> {
    let digest = key.digest("survivor", handle);
    let sql = "SELECT sealed FROM release_mark WHERE year = $1 AND digest = $2";
    let values = [i64::from(key.year).into(), digest.as_slice().into()];
    let rows = tx.fetch(sql, &values).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let plain = key.unseal(handle, &row.bytes(0)?)?;
    Ok(Some(read(key.year, &plain).ok_or(ReleasingError::Foreign)?))
}

/// Keeps where she stands.
pub(super) async fn keep(
    tx: &mut Tx,
    key: &YearKey,
    handle: &[u8],
    mark: &Mark,
) -> Result<(), ReleasingError> {
    let digest = key.digest("survivor", handle);
    let sealed = key.seal(handle, &written(mark))?;
    let sql = "INSERT INTO release_mark (year, digest, sealed) VALUES ($1, $2, $3) \
               ON CONFLICT (year, digest) DO UPDATE SET sealed = excluded.sealed";
    let values = [i64::from(key.year).into(), digest.as_slice().into(), sealed.into()];
    tx.execute(sql, &values).await?;
    Ok(())
}

/// Forgets the digests of every year before the oldest key there is: nobody can read them any more.
pub(super) async fn forget_before(tx: &mut Tx, year: u16) -> Result<(), ReleasingError> {
    let sql = "DELETE FROM release_mark WHERE year < $1";
    tx.execute(sql, &[i64::from(year).into()]).await?;
    Ok(())
}

fn written(mark: &Mark) -> Vec<u8> {
    let mut plain = mark.incident.as_bytes().to_vec();
    for table in Table::ALL {
        // Month 0: she does not stand in this table.
        let stands = mark.contribution.0.get(table);
        let (month, byte) =
            stands.map_or((0, 0), |(month, places)| (month.parts().1, byte(*table, *places)));
        plain.push(month);
        plain.push(byte);
    }
    plain
}

/// Where she stands in a table: the place, or of the services a bit for each.
fn byte(table: Table, places: Places) -> u8 {
    let byte = if table == Table::Services {
        u8::try_from(places.bits()).ok()
    } else {
        places.iter().next().and_then(|place| u8::try_from(place).ok())
    };
    byte.unwrap_or(u8::MAX)
}

fn places(table: Table, byte: u8) -> Places {
    if table == Table::Services { Places::of_bits(byte.into()) } else { Places::one(byte.into()) }
}

/// A mark of before there were all tables is shorter: then she does not stand in the others.
fn read(year: u16, plain: &[u8]) -> Option<Mark> {
    let (incident, stands) = plain.split_first_chunk::<16>()?;
    let mut contribution = BTreeMap::new();
    let (stands, rest) = stands.as_chunks::<2>();
    if !rest.is_empty()
        || ![BEFORE_TRAITS, BEFORE_SERVICES, Table::ALL.len()].contains(&stands.len())
    {
        return None;
    }
    for (table, [month, byte]) in Table::ALL.iter().zip(stands) {
        if *month > 0 {
            let month = Month::try_new(year, *month).ok()?;
            contribution.insert(*table, (month, places(*table, *byte)));
        }
    }
    Some(Mark { incident: Uuid::from_bytes(*incident), contribution: Contribution(contribution) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_she_stands_is_read_as_it_was_written_and_always_as_long() {
        let november = Month::try_new(2026, 11).unwrap();
        let mark = |stands: &[(Table, (Month, Places))]| Mark {
            incident: Uuid::from_u128(7),
            contribution: Contribution(stands.iter().copied().collect()),
        };
        let mut stands = vec![
            (Table::Region, (november, Places::one(2))),
            (Table::TypeAgePerpetrator, (november, Places::one(71))),
        ];
        let first = mark(&stands);
        stands.push((Table::ReportDelay, (november, Places::one(5))));
        let second = mark(&stands);
        // All eight services fit one byte.
        stands.push((Table::Services, (november, Places::of_bits(0b1111_1111))));
        let mark = mark(&stands);
        assert_eq!(read(2026, &written(&mark)), Some(mark.clone()));
        assert_eq!(written(&mark).len(), PLAIN);
        assert_eq!(written(&Mark::default()).len(), PLAIN);
        assert_eq!(read(2026, &written(&mark)[1..]), None);
        for (tables, before) in [(BEFORE_TRAITS, first), (BEFORE_SERVICES, second)] {
            let shorter = &written(&mark)[..16 + 2 * tables];
            assert_eq!(read(2026, shorter), Some(before), "of a version before");
        }
        assert_eq!(read(2026, &written(&mark)[..16 + 2 * 7]), None);
    }
}
