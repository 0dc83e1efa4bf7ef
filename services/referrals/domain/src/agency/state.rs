//! What is remembered of an agency.

use std::collections::BTreeMap;

use super::Structure;
use crate::value::{AgencyId, Need, StructureId};

/// An agency, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The agency, once registered.
    pub agency: Option<Agency>,
}

/// A registered agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// Public name.
    pub display_name: String,
    /// Whether referrals may be sent to it.
    pub active: bool,
    /// Whether a centre may hand a whole case over to it.
    pub takes_cases_over: bool,
    /// Its structures.
    pub structures: BTreeMap<StructureId, Structure>,
}

/// Why a structure cannot be sent a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsuited {
    /// The agency is not active.
    AgencyNotActive,
    /// No such structure, or it does not serve the need, or not for this centre.
    ServiceNotOffered,
}

impl State {
    /// Whether a referral for `need` may be sent by `centre` to `structure`.
    ///
    /// # Errors
    /// [`Unsuited`] says why not.
    pub fn suits(&self, structure: StructureId, need: Need, centre: &str) -> Result<(), Unsuited> {
        let agency = self.agency.as_ref().ok_or(Unsuited::ServiceNotOffered)?;
        if !agency.active {
            return Err(Unsuited::AgencyNotActive);
        }
        match agency.structures.get(&structure) {
            Some(place) if place.offer(need).is_some() && place.centres.contains(centre) => Ok(()),
            _ => Err(Unsuited::ServiceNotOffered),
        }
    }
}
