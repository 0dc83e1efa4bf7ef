//! What is asked of the referrals' read model.

use sentier_eventing::db::{Row, Value};
use sentier_eventing::projection::{Behind, Projections, Tables, from_json};
use sentier_eventing::{EventStore, StoreError};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::referral::{Referral, Standing};
use sentier_referrals_domain::value::{AgencyId, CaseId, ConsentId, ReferralId};
use tokio::sync::watch;

use super::{CHANGE, NAME, REFERRAL, VERSION};
use crate::projections::CATCH_UP;

const TABLES: Tables = Tables::of_version(VERSION);

/// Asks for referrals and their changes. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct ReferralList {
    store: EventStore,
    projections: Projections,
}

/// Whose referrals are listed.
#[derive(Clone, Debug)]
pub(crate) enum Scope {
    /// Those that reached an agency, of one centre or of all.
    Agency(AgencyId, Option<String>),
    /// Those that a centre asked for.
    Centre(String),
}

/// Which of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Those that stand at one of these; all when there is none.
    pub(crate) standings: Vec<Standing>,
    /// Those that last changed then or later.
    pub(crate) changed_from: Option<Moment>,
    /// Those that last changed before.
    pub(crate) changed_before: Option<Moment>,
    /// Those of which the disclosure may be read, or those of which it may not any more.
    pub(crate) readable: Option<bool>,
}

/// A referral as it stands at a version: that of the last event that agency or centre see something of.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) version: i64,
    pub(crate) referral: Referral,
}

impl Seen {
    /// The referral whose last stored event, seen or not, has this version.
    pub(crate) fn new(stored: i64, referral: Referral) -> Self {
        Self { version: stored.saturating_sub(referral.unseen.into()), referral }
    }
}

/// One change of an agency's referrals.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) position: i64,
    pub(crate) at: Moment,
    pub(crate) seen: Seen,
}

impl ReferralList {
    pub(crate) const fn new(store: EventStore, projections: Projections) -> Self {
        Self { store, projections }
    }

    /// The position of the last stored event.
    pub(crate) async fn head(&self) -> Result<i64, StoreError> {
        self.store.read_head().await
    }

    /// Waits until the rows show everything that was stored before this call.
    pub(crate) async fn caught_up(&self) -> Result<(), Behind> {
        self.projections.caught_up(NAME, CATCH_UP).await
    }

    /// The position that the rows have reached, and its changes.
    pub(crate) fn reached(&self) -> Option<watch::Receiver<i64>> {
        self.projections.reached(NAME)
    }

    /// Referrals of `scope` below `before`, newest first, each with its position.
    pub(crate) async fn page(
        &self,
        scope: &Scope,
        wanted: &Filter,
        before: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Seen)>, StoreError> {
        let table = TABLES.name(REFERRAL);
        let moment = |at: Option<Moment>| Value::Int(at.map(Moment::as_micros));
        let mut values = vec![
            Value::from(before),
            moment(wanted.changed_from),
            moment(wanted.changed_before),
            limit.into(),
        ];
        let filter = match scope {
            Scope::Agency(agency, centre) => {
                values.extend([agency.as_uuid().into(), centre.clone().into()]);
                "agency = $5 AND sent = 1 AND ($6 IS NULL OR centre = $6)"
            }
            Scope::Centre(centre) => {
                values.push(centre.as_str().into());
                "centre = $5"
            }
        };
        let standing = standing_is_one_of(&wanted.standings, &mut values);
        let readable = match wanted.readable {
            None => "",
            Some(true) => " AND read_until IS NOT NULL",
            Some(false) => " AND read_until IS NULL",
        };
        let sql = format!(
            "SELECT position, version, view FROM {table} \
             WHERE {filter} AND position < $1 AND ($2 IS NULL OR changed >= $2) \
             AND ($3 IS NULL OR changed < $3){standing}{readable} ORDER BY position DESC LIMIT $4"
        );
        let rows = self.store.database().fetch(&sql, &values).await?;
        rows.iter().map(|row| Ok((row.i64(0)?, seen(row, 1)?))).collect()
    }

    /// Changes of an agency's referrals behind `after`, in the store's order.
    pub(crate) async fn changes(
        &self,
        agency: AgencyId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Change>, StoreError> {
        let sql = format!(
            "SELECT position, at, version, view FROM {} \
             WHERE agency = $1 AND position > $2 ORDER BY position LIMIT $3",
            TABLES.name(CHANGE)
        );
        let values = [agency.as_uuid().into(), after.into(), limit.into()];
        let rows = self.store.database().fetch(&sql, &values).await?;
        let change = |row: &Row| {
            Ok(Change {
                position: row.i64(0)?,
                at: Moment::from_micros(row.i64(1)?),
                seen: seen(row, 2)?,
            })
        };
        rows.iter().map(change).collect()
    }

    /// Whose referrals changed behind `after`: positions in order, each with its agency.
    pub(crate) async fn changed(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, AgencyId)>, StoreError> {
        let sql = format!(
            "SELECT position, agency FROM {} WHERE position > $1 ORDER BY position LIMIT $2",
            TABLES.name(CHANGE)
        );
        let rows = self.store.database().fetch(&sql, &[after.into(), limit.into()]).await?;
        rows.iter().map(|row| Ok((row.i64(0)?, AgencyId::from_uuid(row.uuid(1)?)))).collect()
    }

    /// Referrals of `centre` that rely on a consent and of which something may still be read.
    pub(crate) async fn relying_on(
        &self,
        centre: &str,
        consent: ConsentId,
    ) -> Result<Vec<ReferralId>, StoreError> {
        self.disclosed("consent", centre, consent.as_uuid()).await
    }

    /// Referrals of `centre` that belong to a case and of which something may still be read.
    pub(crate) async fn of_case(
        &self,
        centre: &str,
        case: CaseId,
    ) -> Result<Vec<ReferralId>, StoreError> {
        self.disclosed("case_id", centre, case.as_uuid()).await
    }

    async fn disclosed(
        &self,
        column: &'static str,
        centre: &str,
        key: Uuid,
    ) -> Result<Vec<ReferralId>, StoreError> {
        let sql = format!(
            "SELECT referral FROM {} WHERE {column} = $1 AND centre = $2 \
             AND (read_until IS NOT NULL OR (messages_held = 1 AND messages_until IS NOT NULL)) \
             ORDER BY position",
            TABLES.name(REFERRAL)
        );
        ids(&self.store.database().fetch(&sql, &[key.into(), centre.into()]).await?)
    }

    /// Referrals whose disclosure has ended by `now` and whose key is still held.
    pub(crate) async fn ended(
        &self,
        now: Moment,
        limit: u32,
    ) -> Result<Vec<ReferralId>, StoreError> {
        let sql = format!(
            "SELECT referral FROM {} WHERE key_held = 1 \
             AND (read_until IS NULL OR read_until <= $1) LIMIT $2",
            TABLES.name(REFERRAL)
        );
        ids(&self.store.database().fetch(&sql, &[now.into(), limit.into()]).await?)
    }

    /// Referrals whose messages may not be read any more by `now` and whose key is still held.
    pub(crate) async fn silenced(
        &self,
        now: Moment,
        limit: u32,
    ) -> Result<Vec<ReferralId>, StoreError> {
        let sql = format!(
            "SELECT referral FROM {} WHERE messages_held = 1 \
             AND (messages_until IS NULL OR messages_until <= $1) LIMIT $2",
            TABLES.name(REFERRAL)
        );
        ids(&self.store.database().fetch(&sql, &[now.into(), limit.into()]).await?)
    }

    /// Referrals whose deadline has passed by `now`, the most overdue first.
    pub(crate) async fn due(&self, now: Moment, limit: u32) -> Result<Vec<ReferralId>, StoreError> {
        let sql = format!(
            "SELECT referral FROM {} WHERE due <= $1 ORDER BY due, referral LIMIT $2",
            TABLES.name(REFERRAL)
        );
        ids(&self.store.database().fetch(&sql, &[now.into(), limit.into()]).await?)
    }
}

/// The condition that a referral stands at one of these, and its values behind those there are; nothing
/// when it may stand anywhere.
fn standing_is_one_of(standings: &[Standing], values: &mut Vec<Value>) -> String {
    if standings.is_empty() {
        return String::new();
    }
    let before = values.len();
    values.extend(standings.iter().map(|standing| Value::from(standing.code())));
    let places: Vec<String> = (before + 1..=values.len()).map(|at| format!("${at}")).collect();
    format!(" AND standing IN ({})", places.join(", "))
}

fn seen(row: &Row, from: usize) -> Result<Seen, StoreError> {
    Ok(Seen::new(row.i64(from)?, from_json(&row.bytes(from + 1)?)?))
}

fn ids(rows: &[Row]) -> Result<Vec<ReferralId>, StoreError> {
    rows.iter().map(|row| Ok(ReferralId::from_uuid(row.uuid(0)?))).collect()
}
