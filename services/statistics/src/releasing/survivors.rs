//! Counts a survivor once a year in each table, in that of services once for each, and takes her out when she leaves.

use sentier_eventing::db::Database;
use sentier_kernel::Moment;
use sentier_statistics_domain::release::{Change, Person, Table};
use sentier_statistics_domain::value::Month;
use uuid::Uuid;

use super::entropy::Entropy;
use super::marks::Mark;
use super::year_keys::YearKey;
use super::{ReleaseClock, ReleasingError, YearKeys, counters, marks, open_records};

/// What a message tells of a survivor. PERSONAL until it is counted, and dropped then.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SurvivorFacts {
    /// The handle that stands for her in the releases.
    pub(crate) handle: String,
    /// The incident that is told of.
    pub(crate) incident: Uuid,
    /// What to count; none when she leaves all that is open.
    pub(crate) counted: Option<Counted>,
}

/// What to count of her.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The month of the registration.
    pub(crate) month: Month,
    /// What the tables tell of her; none when this incident is not released (any more).
    pub(crate) person: Option<Person>,
    /// When her consent ends by itself.
    pub(crate) consent_until: Option<Moment>,
}

/// Counts survivors. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Survivors {
    db: Database,
    keys: YearKeys,
    clock: ReleaseClock,
    /// Whether coarse records are kept too (tier T2).
    records: bool,
}

impl Survivors {
    /// Ready to count; the tables are created when they are missing.
    pub(crate) async fn open(
        db: &Database,
        keys: &YearKeys,
        clock: &ReleaseClock,
        records: bool,
    ) -> Result<Self, ReleasingError> {
        counters::create(db).await?;
        open_records::create(db).await?;
        Ok(Self { db: db.clone(), keys: keys.clone(), clock: clock.clone(), records })
    }

    /// Takes what the message with this id tells: once, however often it comes. What concerns a year that
    /// is over changes nothing.
    ///
    /// The digest of the message's id is kept in the transaction of its effect, as an inbox: the request
    /// log would keep it for longer than the year's key lives.
    pub(crate) async fn take(
        &self,
        event_id: Uuid,
        facts: &SurvivorFacts,
    ) -> Result<(), ReleasingError> {
        let at = self.clock.now();
        let keys = match &facts.counted {
            Some(counted) => self.keys.key(counted.month.parts().0, at)?.into_iter().collect(),
            None => self.keys.kept(at)?,
        };
        if keys.is_empty() {
            return Ok(());
        }
        let mut tx = counters::enter(&self.db).await?;
        let mut entropy = Entropy::new();
        for key in keys {
            if !marks::remember(&mut tx, &key, event_id).await? {
                continue;
            }
            let handle = facts.handle.as_bytes();
            let mark = marks::find(&mut tx, &key, handle).await?;
            let mut stands = mark.clone().unwrap_or_default();
            let changes = moved(&mut stands, facts, &key, at);
            counters::change(&mut tx, &changes, &mut entropy).await?;
            if self.records {
                let hers = stands.incident == facts.incident;
                open_records::note(&mut tx, &key, facts, hers, at).await?;
            }
            if mark.as_ref() != Some(&stands) {
                marks::keep(&mut tx, &key, handle, &stands).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}

/// What the message moves, and where she stands after it.
fn moved(stands: &mut Mark, facts: &SurvivorFacts, key: &YearKey, at: Moment) -> Vec<Change> {
    let Some(counted) = facts.counted else { return stands.contribution.withdraw(at) };
    if counted.month.parts().0 != key.year {
        return Vec::new();
    }
    let Counted { month, person, consent_until } = counted;
    let same = stands.incident == facts.incident;
    match person {
        Some(person) if same => stands.contribution.correct(person, month, consent_until, at),
        None if same => stands.contribution.withdraw(at),
        Some(person) => {
            let changes = stands.contribution.count(person, month, consent_until, at);
            // Services alone are added whatever she is counted by: her own incident stays the one that corrects.
            if changes.iter().any(|change| change.counter.table != Table::Services) {
                stands.incident = facts.incident;
            }
            changes
        }
        None => Vec::new(),
    }
}
