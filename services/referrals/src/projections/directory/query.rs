//! What is asked of the directory's read model.

use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Value};
use sentier_eventing::projection::{Behind, Projections, Tables};
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::agency::Structure;
use sentier_referrals_domain::value::{AgencyId, Need, StructureId};

use super::{AGENCY, COVER, NAME, OFFER, STRUCTURE, VERSION, from_json};
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
            "SELECT agency, version, display_name, active FROM {table} \
             WHERE $1 IS NULL OR (display_name, agency) > \
             (SELECT last.display_name, last.agency FROM {table} last WHERE last.agency = $1) \
             ORDER BY display_name, agency LIMIT $2"
        );
        let rows = self.db.fetch(&sql, &[after.into(), limit.into()]).await?;
        rows.iter().map(listed_agency).collect()
    }

    /// Structures of active agencies that fit `filter`, behind `after`, by name.
    pub(crate) async fn structures(
        &self,
        filter: &StructureFilter,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<ListedStructure>, StoreError> {
        let [agency, structure, offer, cover] =
            [AGENCY, STRUCTURE, OFFER, COVER].map(|table| TABLES.name(table));
        let sql = format!(
            "SELECT s.structure, s.agency, s.body FROM {structure} s \
             JOIN {agency} a ON a.agency = s.agency AND a.active = 1 \
             WHERE ($1 IS NULL OR EXISTS \
             (SELECT 1 FROM {offer} o WHERE o.structure = s.structure AND o.need = $1)) \
             AND ($2 IS NULL OR EXISTS \
             (SELECT 1 FROM {cover} c WHERE c.structure = s.structure AND c.centre = $2)) \
             AND ($3 IS NULL OR (s.display_name, s.structure) > \
             (SELECT last.display_name, last.structure FROM {structure} last \
             WHERE last.structure = $3)) \
             ORDER BY s.display_name, s.structure LIMIT $4"
        );
        let need = filter.need.map(|need| need.code().to_owned());
        let values = [Value::from(need), filter.centre.clone().into(), after.into(), limit.into()];
        let rows = self.db.fetch(&sql, &values).await?;
        rows.iter().map(listed_structure).collect()
    }
}

fn listed_agency(row: &Row) -> Result<ListedAgency, StoreError> {
    Ok(ListedAgency {
        id: AgencyId::from_uuid(row.uuid(0)?),
        version: row.i64(1)?,
        display_name: row.text(2)?,
        active: row.i64(3)? != 0,
    })
}

fn listed_structure(row: &Row) -> Result<ListedStructure, StoreError> {
    Ok(ListedStructure {
        id: StructureId::from_uuid(row.uuid(0)?),
        agency: AgencyId::from_uuid(row.uuid(1)?),
        structure: from_json(&row.bytes(2)?)?,
    })
}
