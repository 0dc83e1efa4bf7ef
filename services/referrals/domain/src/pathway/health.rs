//! Health is never made to wait for the police.
//!
//! A police report, or a court's, is no condition of care (clinical management guide, WHO/UNFPA/UNHCR
//! 2020; DOMAIN 3.7). So no chain of "serve first" leads from a health need to the police or to legal aid,
//! however long it is, and no step of a health need's rule is a place of the police.

use std::collections::{BTreeMap, BTreeSet};

use crate::value::Need;

/// The needs that wait for nobody of the law.
pub const HEALTH: [Need; 2] = [Need::ClinicalManagementOfRape, Need::HealthCare];
/// Whom they do not wait for.
pub const POLICE: [Need; 2] = [Need::Police, Need::LegalAid];

/// Everything that is served before `need`, directly or because that waits in turn.
pub(super) fn served_before(first: &BTreeMap<Need, BTreeSet<Need>>, need: Need) -> BTreeSet<Need> {
    let mut before = BTreeSet::new();
    let mut open: Vec<Need> = first.get(&need).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if before.insert(next) {
            open.extend(first.get(&next).into_iter().flatten());
        }
    }
    before
}

/// Whether, by these "serve first", a health need waits for the police or for legal aid.
pub fn waits_for_police(first: &BTreeMap<Need, BTreeSet<Need>>) -> bool {
    HEALTH.iter().any(|need| {
        let before = served_before(first, *need);
        POLICE.iter().any(|law| before.contains(law))
    })
}

/// Whether a place that serves these needs, and not `need`, is one of the police in a health rule.
pub(super) fn is_police_in_health(need: Need, needs: &BTreeSet<Need>) -> bool {
    HEALTH.contains(&need) && POLICE.iter().any(|law| needs.contains(law))
}
