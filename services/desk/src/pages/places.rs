//! The names of agencies and structures, for pages that know them by their resource names.

use std::collections::HashMap;

use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::{Agency, ListAgenciesRequest, ListStructuresRequest, Structure};

use crate::page::{Here, ask};
use crate::trouble::Trouble;

/// More agencies or structures than a commune has.
const ALL: i32 = 1_000;

/// Every agency, by name.
pub(crate) async fn agencies(here: &Here) -> Result<Vec<Agency>, Trouble> {
    let message = ListAgenciesRequest { page_size: ALL, page_token: String::new() };
    Ok(ask!(here, directory.list_agencies, message).await?.agencies)
}

/// The structures that serve `need` for `centre`; all of them when unspecified and empty.
pub(crate) async fn structures(
    here: &Here,
    need: Need,
    centre: String,
) -> Result<Vec<Structure>, Trouble> {
    let message = ListStructuresRequest {
        page_size: ALL,
        page_token: String::new(),
        need: need.into(),
        centre,
        ..ListStructuresRequest::default()
    };
    Ok(ask!(here, directory.list_structures, message).await?.structures)
}

/// Public names by resource name.
pub(crate) struct Places(HashMap<String, String>);

impl Places {
    /// The names that the directory gives now; a page does without them when it gives none.
    pub(crate) async fn known_to(here: &Here) -> Self {
        let (agencies, structures) =
            tokio::join!(agencies(here), structures(here, Need::Unspecified, String::new()));
        let agencies =
            agencies.unwrap_or_default().into_iter().map(|one| (one.name, one.display_name));
        let structures =
            structures.unwrap_or_default().into_iter().map(|one| (one.name, one.display_name));
        Self(agencies.chain(structures).collect())
    }

    /// The name of an agency or a structure, or the words for one whose name is not known.
    pub(crate) fn name(&self, here: &Here, resource: &str) -> String {
        self.0.get(resource).cloned().unwrap_or_else(|| here.words.say("a-place"))
    }
}

/// The agency of a structure, as a resource name.
pub(crate) fn agency_of(structure: &str) -> &str {
    structure.split_once("/structures/").map_or(structure, |(agency, _)| agency)
}
