//! Old stored shapes, and what they are today.

use std::collections::BTreeSet;

use sentier_referrals_domain::agency::{ServiceOffer, Structure};
use sentier_referrals_domain::value::Need;
use serde::Deserialize;

/// A structure as `structure_registered.v1` holds it: before conditions, hours and places were known.
#[derive(Deserialize)]
pub(super) struct StructureV1 {
    display_name: String,
    services_offered: BTreeSet<Need>,
    centres: BTreeSet<String>,
    phone: String,
}

impl From<StructureV1> for Structure {
    fn from(old: StructureV1) -> Self {
        Self {
            display_name: old.display_name,
            services: old.services_offered.into_iter().map(ServiceOffer::of).collect(),
            centres: old.centres,
            phone: old.phone,
            ..Self::default()
        }
    }
}
