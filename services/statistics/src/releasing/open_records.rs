//! Coarse records of tier T2, kept only where the owners switched it on: a row for each survivor of a quarter.
//!
//! PRIVACY: unlike a counter such a row is true, which is why this is off by default: a store that is seized
//! shows, of quarters that were not approved yet, how many survivors of which kind there were. It names
//! nobody: a digest under the year's key, and a record as coarse as a batch can tell. What was not approved
//! when the year's key dies, at the end of January, is destroyed with it.

use sentier_eventing::db::{Database, Tx};
use sentier_kernel::Moment;
use sentier_statistics_domain::period::{Cadence, Period};
use sentier_statistics_domain::records::{Coarse, Outcome, roll_up};

use super::ReleasingError;
use super::survivors::{Counted, SurvivorFacts};
use super::year_keys::YearKey;

/// Creates the table when it is missing.
pub(super) async fn create(db: &Database) -> Result<(), ReleasingError> {
    let (bytes, by_key) = (db.dialect().bytes(), db.dialect().by_key());
    let statement = format!(
        "CREATE TABLE IF NOT EXISTS open_record (period TEXT NOT NULL, digest {bytes} NOT NULL, \
         year BIGINT NOT NULL, record TEXT NOT NULL, waited BIGINT NOT NULL, outcome TEXT, \
         PRIMARY KEY (period, digest)){by_key}"
    );
    Ok(db.create([statement]).await?)
}

/// Keeps, corrects or takes out her record, as what is told of her says; `hers`: it is the incident that she is
/// counted by.
pub(super) async fn note(
    tx: &mut Tx,
    key: &YearKey,
    facts: &SurvivorFacts,
    hers: bool,
    at: Moment,
) -> Result<(), ReleasingError> {
    let digest = key.digest("record", facts.handle.as_bytes());
    let fate = match facts.counted {
        // A withdrawal takes out what waits from an earlier quarter too: it is not released yet.
        None => Fate::Gone,
        Some(_) if !hers => return Ok(()),
        Some(counted) => fate(&counted, waits(tx, &digest).await?, at)?,
    };
    if let Fate::Stays(record) = fate {
        let sql = "UPDATE open_record SET record = $2 WHERE digest = $1 AND outcome IS NULL";
        tx.execute(sql, &[digest.as_slice().into(), record.into()]).await?;
        return Ok(());
    }
    let gone = "DELETE FROM open_record WHERE digest = $1 AND outcome IS NULL";
    tx.execute(gone, &[digest.as_slice().into()]).await?;
    if let Fate::In(period, record) = fate {
        let sql = "INSERT INTO open_record (period, digest, year, record, waited) \
                   VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING";
        let values = [
            period.to_string().into(),
            digest.as_slice().into(),
            i64::from(key.year).into(),
            record.into(),
        ];
        tx.execute(sql, &values).await?;
    }
    Ok(())
}

/// What becomes of a record that is not settled yet.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It is in no quarter.
    Gone,
    /// It is in the quarter of its registration, which is open.
    In(Period, String),
    /// That quarter is over: it stays in the batch that it waits for, as it reads now.
    Stays(String),
}

/// The quarter in which a record waits to be settled.
async fn waits(tx: &mut Tx, digest: &[u8]) -> Result<Option<Period>, ReleasingError> {
    let sql = "SELECT period FROM open_record WHERE digest = $1 AND outcome IS NULL";
    let rows = tx.fetch(sql, &[digest.into()]).await?;
    let period = rows.first().map(|row| row.text(0)).transpose()?;
    let period = period.map(|period| period.parse().map_err(|_other| ReleasingError::Foreign));
    period.transpose()
}

/// What a correction makes of a record that waits, or not, in a quarter.
fn fate(counted: &Counted, waits: Option<Period>, at: Moment) -> Result<Fate, ReleasingError> {
    let Some(person) = counted.person else { return Ok(Fate::Gone) };
    let own = Period::holding(counted.month, Cadence::Quarter);
    let own = own.map_err(|_beyond| ReleasingError::Foreign)?;
    let record = serde_json::to_string(&Coarse::from(person));
    let record = record.map_err(|_never| ReleasingError::Foreign)?;
    let consents = |until: Period| counted.consent_until.is_none_or(|end| end >= until.closes_at());
    Ok(match waits {
        _ if own.is_open(at) && consents(own) => Fate::In(own, record),
        // A correction comes when it comes: what was counted in time is as true afterwards.
        Some(waits) if !own.is_open(at) && consents(waits) => Fate::Stays(record),
        _ => Fate::Gone,
    })
}

/// Records of a quarter, with the quarters that each waited and what was settled of it.
type Row = (Vec<u8>, Coarse, u32, Option<String>);

async fn rows(tx: &mut Tx, period: Period) -> Result<Vec<Row>, ReleasingError> {
    let sql = "SELECT digest, record, waited, outcome FROM open_record WHERE period = $1";
    let mut all = Vec::new();
    for row in tx.fetch(sql, &[period.to_string().into()]).await? {
        let record = serde_json::from_str(&row.text(1)?);
        let record = record.map_err(|_foreign| ReleasingError::Foreign)?;
        let waited = u32::try_from(row.i64(2)?).map_err(|_negative| ReleasingError::Foreign)?;
        all.push((row.bytes(0)?, record, waited, row.opt_text(3)?));
    }
    Ok(all)
}

/// How many records a quarter has, those that wait from earlier ones included, and each as it is.
pub(super) async fn kept(
    tx: &mut Tx,
    period: Period,
) -> Result<Vec<(Coarse, u32)>, ReleasingError> {
    let rows = rows(tx, period).await?;
    Ok(rows.into_iter().map(|(_, record, waited, _)| (record, waited)).collect())
}

/// Says of each record of a closed quarter what becomes of it; said once, it stays.
pub(super) async fn settle(tx: &mut Tx, period: Period) -> Result<(), ReleasingError> {
    let rows = rows(tx, period).await?;
    if rows.iter().any(|(_, _, _, outcome)| outcome.is_some()) {
        return Ok(());
    }
    let records: Vec<(Coarse, u32)> = rows.iter().map(|row| (row.1, row.2)).collect();
    let (_, outcomes) = roll_up(&records);
    for ((digest, ..), outcome) in rows.iter().zip(outcomes) {
        let outcome = match outcome {
            Outcome::Released => "released",
            Outcome::Carried => "carried",
            Outcome::Dropped => "dropped",
        };
        let sql = "UPDATE open_record SET outcome = $3 WHERE period = $1 AND digest = $2";
        let values = [period.to_string().into(), digest.as_slice().into(), outcome.into()];
        tx.execute(sql, &values).await?;
    }
    Ok(())
}

/// After the release: forgets what was released or dropped, and carries the rest to the next quarter of the
/// year, where there is one that was not released before.
pub(super) async fn carry(
    tx: &mut Tx,
    period: Period,
    next: Option<Period>,
) -> Result<(), ReleasingError> {
    let name = period.to_string();
    if let Some(next) = next {
        let sql = "UPDATE open_record SET period = $2, waited = waited + 1, outcome = NULL \
                   WHERE period = $1 AND outcome = 'carried'";
        tx.execute(sql, &[name.as_str().into(), next.to_string().into()]).await?;
    }
    tx.execute("DELETE FROM open_record WHERE period = $1", &[name.into()]).await?;
    Ok(())
}

/// Destroys the records of years whose key is gone.
pub(super) async fn forget_before(tx: &mut Tx, year: u16) -> Result<(), ReleasingError> {
    tx.execute("DELETE FROM open_record WHERE year < $1", &[i64::from(year).into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sentier_statistics_domain::release::{
        Age, MainType, Perpetrator, Person, Region, Services, Traits,
    };
    use sentier_statistics_domain::value::Month;

    use super::*;

    fn counted() -> Counted {
        let person = Person {
            region: Region::Plateaux,
            main_type: MainType::PhysicalAssault,
            age: Age::Under18,
            perpetrator: Perpetrator::Family,
            traits: Traits::default(),
            services: Services::default(),
        };
        let month = Month::try_new(2026, 2).unwrap();
        Counted { month, person: Some(person), consent_until: None }
    }

    #[test]
    fn a_correction_after_her_quarter_corrects_her_record_where_it_waits() {
        let [first, second] = ["2026-Q1", "2026-Q2"].map(|name| name.parse::<Period>().unwrap());
        let (closes, day) = (first.closes_at(), Duration::from_hours(24));
        let (before, after) = (closes.minus(day), closes.plus(day));
        let record = serde_json::to_string(&Coarse::from(counted().person.unwrap())).unwrap();
        let of = |counted: &Counted, waits, at| fate(counted, waits, at).unwrap();
        let stays = Fate::Stays(record.clone());
        assert_eq!(of(&counted(), None, before), Fate::In(first, record));
        assert_eq!(of(&counted(), None, after), Fate::Gone, "told of too late, it is in no batch");
        assert_eq!(of(&counted(), Some(first), after), stays, "not approved yet");
        assert_eq!(of(&counted(), Some(second), after), stays, "carried");
        let no_violence = Counted { person: None, ..counted() };
        assert_eq!(of(&no_violence, Some(second), after), Fate::Gone);
        // Her consent must hold until the quarter closes in which the record waits.
        let ends = Counted { consent_until: Some(after), ..counted() };
        assert_eq!(of(&ends, Some(first), after), stays);
        assert_eq!(of(&ends, Some(second), after), Fate::Gone);
    }
}
