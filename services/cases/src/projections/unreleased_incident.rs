//! Incidents whose facts are to be released, and which of them a consent to statistics covers: what the
//! process that releases facts works through. An incident that nobody consented for only waits; a released
//! one waits for a correction, or for a service that changes what is told of it.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::Fact;
use sentier_cases_domain::codes::Purpose;
use sentier_cases_domain::counted::Service;
use sentier_cases_domain::id::{CaseId, ConsentId, IncidentId, ReferralId};
use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;

use super::{Placed, TABLES};

pub(super) const TABLE: &str = "unreleased_incident";
pub(super) const CONSENTS: &str = "statistics_consent";
/// Referrals to a health service.
pub(super) const HEALTH: &str = "health_referral";

/// Its facts were released.
const RELEASED: i64 = -1;
/// Something of it is missing.
const WITHHELD: i64 = -2;

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let (table, consents) = (tables.name(TABLE), tables.name(CONSENTS));
    vec![
        format!(
            // `covered`: 1 to be released, 0 without a consent, -1 released, -2 withheld.
            "CREATE TABLE {table} (incident_id {bytes} PRIMARY KEY, case_id {bytes} NOT NULL, \
             position BIGINT NOT NULL, covered BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {table}_case ON {table} (case_id)"),
        format!("CREATE INDEX {table}_covered ON {table} (position) WHERE covered = 1"),
        format!(
            "CREATE TABLE {consents} (consent_id {bytes} PRIMARY KEY, case_id {bytes} NOT NULL, \
             expires_at BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {consents}_case ON {consents} (case_id)"),
        format!("CREATE TABLE {} (referral_id {bytes} PRIMARY KEY)", tables.name(HEALTH)),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let (table, consents) = (tables.name(TABLE), tables.name(CONSENTS));
    let case: Value = placed.case.as_uuid().into();
    // An incident is covered while any consent of its case stands.
    let cover = format!(
        "UPDATE {table} SET covered = CASE WHEN EXISTS (SELECT 1 FROM {consents} \
         WHERE case_id = $1 AND expires_at > $2) THEN 1 ELSE 0 END \
         WHERE case_id = $1 AND covered >= 0"
    );
    match placed.event {
        Event::IncidentRecorded { incident, at, .. } => {
            take_up(tx, &table, placed, [incident]).await?;
            tx.execute(&cover, &[case, (*at).into()]).await?;
        }
        // What was released of a corrected incident is released again.
        Event::SurvivorCorrected { recount, at, .. }
        | Event::IncidentCorrected { recount, at, .. } => {
            take_up(tx, &table, placed, recount).await?;
            if !recount.is_empty() {
                tx.execute(&cover, &[case, (*at).into()]).await?;
            }
        }
        Event::ConsentGranted { consent, purpose: Purpose::Statistics, expires_at, at, .. } => {
            let until = expires_at.map_or(i64::MAX, Moment::as_micros);
            let values = [consent.as_uuid().into(), case.clone(), until.into()];
            consented(tx, &consents, values).await?;
            tx.execute(&cover, &[case, (*at).into()]).await?;
        }
        Event::ConsentWithdrawn { consent, at, .. } => {
            let counted = ended(tx, &consents, *consent).await?;
            look_again(tx, &table, placed).await?;
            tx.execute(&cover, &[case, (*at).into()]).await?;
            wait(tx, tables, (placed, counted)).await?;
        }
        Event::FactsReleased { incident, .. } => settled(tx, &table, *incident, RELEASED).await?,
        Event::FactsWithheld { incident, .. } => settled(tx, &table, *incident, WITHHELD).await?,
        Event::ReferralRequested { referral, need, .. } if need.is_health() => {
            to_health(tx, tables, *referral).await?;
        }
        event @ (Event::ReferralProgressed { .. } | Event::Care(_)) => {
            if gives_health(tx, tables, event).await? {
                take_up_all(tx, &table, placed).await?;
                tx.execute(&cover, &[case, placed.stored.at.into()]).await?;
            }
        }
        Event::SurvivorErased { .. } => forget(tx, [table, consents], &case).await?,
        Event::CaseOpened { .. }
        | Event::ConsentGranted { .. }
        | Event::OverrideRequested { .. }
        | Event::OverrideApproved { .. }
        | Event::ReferralRequested { .. }
        | Event::FollowUpRecorded { .. }
        | Event::TaskOverdue { .. }
        | Event::Ending(_)
        | Event::Merge(_)
        | Event::Agency(_)
        | Event::Safeguard(_)
        | Event::CaseClosed { .. } => {}
    }
    Ok(())
}

/// Without any consent what was released waits for a new one, and is another release then; whatever else was
/// withdrawn changes nothing of that.
async fn wait(
    tx: &mut Tx,
    tables: Tables,
    (placed, counted): (&Placed<'_>, bool),
) -> Result<(), StoreError> {
    if !counted {
        return Ok(());
    }
    let (table, consents) = (tables.name(TABLE), tables.name(CONSENTS));
    let sql = format!(
        "UPDATE {table} SET covered = 0, position = $3 WHERE case_id = $1 AND covered = -1 \
         AND NOT EXISTS (SELECT 1 FROM {consents} WHERE case_id = $1 AND expires_at > $2)"
    );
    let case = placed.case.as_uuid().into();
    let values = [case, placed.stored.at.into(), placed.stored.position.into()];
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// Takes up every incident of a case once more.
async fn take_up_all(tx: &mut Tx, table: &str, placed: &Placed<'_>) -> Result<(), StoreError> {
    let sql = format!("UPDATE {table} SET position = $2, covered = 0 WHERE case_id = $1");
    let values = [placed.case.as_uuid().into(), placed.stored.position.into()];
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// Keeps which referrals lead to health care.
async fn to_health(tx: &mut Tx, tables: Tables, referral: ReferralId) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO {} (referral_id) VALUES ($1)", tables.name(HEALTH));
    tx.execute(&sql, &[referral.as_uuid().into()]).await?;
    Ok(())
}

/// Whether it says something of a health service, here or at an agency: how soon she was at one is told of
/// her incidents.
async fn gives_health(tx: &mut Tx, tables: Tables, event: &Event) -> Result<bool, StoreError> {
    match event {
        Event::ReferralProgressed { referral, progress, outcome, .. }
            if Service::of(*progress, *outcome).is_some() =>
        {
            let sql = format!("SELECT 1 FROM {} WHERE referral_id = $1", tables.name(HEALTH));
            Ok(!tx.fetch(&sql, &[referral.as_uuid().into()]).await?.is_empty())
        }
        Event::Care(event) => {
            Ok(matches!(&event.fact, Fact::ServiceGiven { need, .. } if need.is_health()))
        }
        _ => Ok(false),
    }
}

async fn settled(
    tx: &mut Tx,
    table: impl std::fmt::Display,
    incident: IncidentId,
    how: i64,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE {table} SET covered = $2 WHERE incident_id = $1");
    tx.execute(&sql, &[incident.as_uuid().into(), how.into()]).await?;
    Ok(())
}

/// Whether a consent that ended was one to statistics.
async fn ended(
    tx: &mut Tx,
    consents: impl std::fmt::Display,
    consent: ConsentId,
) -> Result<bool, StoreError> {
    let sql = format!("DELETE FROM {consents} WHERE consent_id = $1");
    Ok(tx.execute(&sql, &[consent.as_uuid().into()]).await? > 0)
}

/// With a consent that ended, what was withheld is looked at again.
async fn look_again(
    tx: &mut Tx,
    table: impl std::fmt::Display,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE {table} SET covered = 0, position = $2 WHERE case_id = $1 AND covered = {WITHHELD}"
    );
    let values = [placed.case.as_uuid().into(), placed.stored.position.into()];
    tx.execute(&sql, &values).await?;
    Ok(())
}

async fn consented(
    tx: &mut Tx,
    consents: impl std::fmt::Display,
    consent: [Value; 3],
) -> Result<(), StoreError> {
    let sql =
        format!("INSERT INTO {consents} (consent_id, case_id, expires_at) VALUES ($1, $2, $3)");
    tx.execute(&sql, &consent).await?;
    Ok(())
}

/// Nothing of an erased survivor waits.
async fn forget<T: std::fmt::Display>(
    tx: &mut Tx,
    tables: [T; 2],
    case: &Value,
) -> Result<(), StoreError> {
    for table in tables {
        let sql = format!("DELETE FROM {table} WHERE case_id = $1");
        tx.execute(&sql, std::slice::from_ref(case)).await?;
    }
    Ok(())
}

/// Takes incidents up, at the place of what happened to them; corrected ones once more.
async fn take_up(
    tx: &mut Tx,
    table: impl std::fmt::Display,
    placed: &Placed<'_>,
    incidents: impl IntoIterator<Item = &IncidentId>,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO {table} (incident_id, case_id, position, covered) \
         VALUES ($1, $2, $3, 0) \
         ON CONFLICT (incident_id) DO UPDATE SET position = EXCLUDED.position, covered = 0"
    );
    for incident in incidents {
        let (case, position) = (placed.case.as_uuid().into(), placed.stored.position.into());
        tx.execute(&sql, &[incident.as_uuid().into(), case, position]).await?;
    }
    Ok(())
}

/// An incident whose facts may be released, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub position: i64,
    pub case: CaseId,
    pub incident: IncidentId,
}

/// Covered incidents recorded or corrected behind a place, oldest first. One correction of what is known
/// of her may stand for several.
pub(crate) async fn covered(
    db: &Database,
    (position, incident): (i64, IncidentId),
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let sql = format!(
        "SELECT position, case_id, incident_id FROM {} \
         WHERE covered = 1 AND position >= $1 AND (position, incident_id) > ($1, $2) \
         ORDER BY position, incident_id LIMIT $3",
        TABLES.name(TABLE)
    );
    let values = [position.into(), incident.as_uuid().into(), limit.into()];
    let rows = db.fetch(&sql, &values).await?;
    let read = rows.iter().map(|row| {
        Ok(Due {
            position: row.i64(0)?,
            case: CaseId::from_uuid(row.uuid(1)?),
            incident: IncidentId::from_uuid(row.uuid(2)?),
        })
    });
    Ok(read.collect::<Result<_, sqlx::Error>>()?)
}
