//! What is asked of the directory's read model.

use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Value};
use sentier_eventing::projection::{Behind, Projections, Tables, from_json};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::agency::Structure;
use sentier_referrals_domain::agency::schedule::minute_of_week;
use sentier_referrals_domain::value::{AgencyId, Need, StructureId};

use super::{AGENCY, COMMUNE, COVER, HOURS, NAME, OFFER, STRUCTURE, VERSION};
use crate::projections::CATCH_UP;

const TABLES: Tables = Tables::of_version(VERSION);

/// Asks the directory. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    db: Database,
    projections: Projections,
}

/// An agency as it is listed.
#[derive(Clone, Debug)]
pub(crate) struct ListedAgency {
    pub(crate) id: AgencyId,
    pub(crate) version: i64,
    pub(crate) display_name: String,
    pub(crate) active: bool,
    pub(crate) takes_cases_over: bool,
}

/// A structure as it is listed.
#[derive(Clone, Debug)]
pub(crate) struct ListedStructure {
    pub(crate) id: StructureId,
    pub(crate) agency: AgencyId,
    pub(crate) structure: Structure,
}

/// Which structures are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct StructureFilter {
    pub(crate) need: Option<Need>,
    pub(crate) centre: Option<String>,
    /// Written in any case.
    pub(crate) commune: Option<String>,
    /// Those that take people at this moment.
    pub(crate) open_at: Option<Moment>,
    /// Those of one agency, active or not.
    pub(crate) agency: Option<AgencyId>,
}

impl Directory {
    pub(crate) const fn new(db: Database, projections: Projections) -> Self {
        Self { db, projections }
    }

    /// Waits until the lists show everything that was stored before this call.
    pub(crate) async fn caught_up(&self) -> Result<(), Behind> {
        self.projections.caught_up(NAME, CATCH_UP).await
    }

    /// Agencies behind `after`, by name.
    pub(crate) async fn agencies(
        &self,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<ListedAgency>, StoreError> {
        let table = TABLES.name(AGENCY);
        let sql = format!(
            "SELECT agency, version, display_name, active, takes_cases_over FROM {table} \
             WHERE $1 IS NULL OR (display_name, agency) > \
             (SELECT last.display_name, last.agency FROM {table} last WHERE last.agency = $1) \
             ORDER BY display_name, agency LIMIT $2"
        );
        let rows = self.db.fetch(&sql, &[after.into(), limit.into()]).await?;
        rows.iter().map(listed_agency).collect()
    }

    /// Structures that fit `filter`, behind `after`, by name.
    pub(crate) async fn structures(
        &self,
        filter: &StructureFilter,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<ListedStructure>, StoreError> {
        let now = filter.open_at.map(|at| (at.as_micros(), minute_of_week(at)));
        let values = [
            Value::from(filter.need.map(|need| need.code().to_owned())),
            filter.centre.clone().into(),
            after.into(),
            limit.into(),
            filter.commune.as_ref().map(|commune| commune.trim().to_lowercase()).into(),
            now.map(|(micros, _)| micros).into(),
            now.map(|(_, minute)| minute).into(),
            filter.agency.map(AgencyId::as_uuid).into(),
        ];
        let rows = self.db.fetch(&structures_sql(), &values).await?;
        rows.iter().map(listed_structure).collect()
    }
}

/// Structures of active agencies, or of the one that is named; each filter that is absent lets all pass.
fn structures_sql() -> String {
    let [agency, structure, offer, cover, commune, hours] =
        [AGENCY, STRUCTURE, OFFER, COVER, COMMUNE, HOURS].map(|table| TABLES.name(table));
    format!(
        "SELECT s.structure, s.agency, s.body FROM {structure} s \
         JOIN {agency} a ON a.agency = s.agency AND (a.active = 1 OR $8 IS NOT NULL) \
         WHERE ($1 IS NULL OR EXISTS (SELECT 1 FROM {offer} o WHERE o.structure = s.structure \
         AND o.need = $1 AND ($6 IS NULL OR o.is_full = 0))) \
         AND ($2 IS NULL OR EXISTS \
         (SELECT 1 FROM {cover} c WHERE c.structure = s.structure AND c.centre = $2)) \
         AND ($5 IS NULL OR EXISTS \
         (SELECT 1 FROM {commune} m WHERE m.structure = s.structure AND m.commune = $5) \
         OR NOT EXISTS (SELECT 1 FROM {commune} m WHERE m.structure = s.structure)) \
         AND ($6 IS NULL OR s.closed_until IS NULL OR s.closed_until <= $6) \
         AND ($7 IS NULL OR EXISTS (SELECT 1 FROM {hours} h WHERE h.structure = s.structure \
         AND h.opens <= $7 AND h.closes > $7)) \
         AND ($8 IS NULL OR s.agency = $8) \
         AND ($3 IS NULL OR (s.display_name, s.structure) > \
         (SELECT last.display_name, last.structure FROM {structure} last \
         WHERE last.structure = $3)) \
         ORDER BY s.display_name, s.structure LIMIT $4"
    )
}

fn listed_agency(row: &Row) -> Result<ListedAgency, StoreError> {
    Ok(ListedAgency {
        id: AgencyId::from_uuid(row.uuid(0)?),
        version: row.i64(1)?,
        display_name: row.text(2)?,
        active: row.i64(3)? != 0,
        takes_cases_over: row.i64(4)? != 0,
    })
}

fn listed_structure(row: &Row) -> Result<ListedStructure, StoreError> {
    Ok(ListedStructure {
        id: StructureId::from_uuid(row.uuid(0)?),
        agency: AgencyId::from_uuid(row.uuid(1)?),
        structure: from_json(&row.bytes(2)?)?,
    })
}
