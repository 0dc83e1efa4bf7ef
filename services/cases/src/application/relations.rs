//! How a member of staff stands to cases, for the service that shows her what belongs to them.

use sentier_cases_domain::id::{CaseId, StaffId};

use super::{Cases, Fault, People};

/// How she stands to one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The case.
    pub case: CaseId,
    /// Whether she is responsible for it.
    pub responsible: bool,
    /// Whether she has a conflict of interest in it.
    pub excluded: bool,
    /// Whether it is sealed, and the seal does not name her.
    pub sealed_out: bool,
}

impl Cases {
    /// How `staff` stands to those of these cases that are there at a centre.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn relations(
        &self,
        centre: &str,
        staff: StaffId,
        cases: &[CaseId],
    ) -> Result<Vec<Relation>, Fault> {
        let mut relations = Vec::with_capacity(cases.len());
        for case in cases {
            let known = self.known(*case).await?.filter(|known| known.centre == centre);
            let Some(known) = known else { continue };
            let People { caseworker, excluded, sealed_to, .. } = self.people(&known).await?;
            relations.push(Relation {
                case: *case,
                responsible: caseworker == Some(staff),
                excluded: excluded.contains(&staff),
                sealed_out: sealed_to.is_some_and(|named| !named.contains(&staff)),
            });
        }
        Ok(relations)
    }
}
