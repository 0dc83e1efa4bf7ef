//! What of a structure is to change; what is not named stays.

use std::collections::BTreeSet;

use sentier_kernel::Moment;

use super::{ContactPoint, Opening, ServiceOffer, Structure};

/// A change of a structure: only what is given replaces what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Its public name.
    pub display_name: Option<String>,
    /// What it offers; the capacities stay as they are known.
    pub services: Option<Vec<ServiceOffer>>,
    /// Which centres may refer to it.
    pub centres: Option<BTreeSet<String>>,
    /// Whose people it takes.
    pub communes: Option<BTreeSet<String>>,
    /// What is spoken there.
    pub languages: Option<BTreeSet<String>>,
    /// Its public phone number.
    pub phone: Option<String>,
    /// Whom to reach there.
    pub contacts: Option<Vec<ContactPoint>>,
    /// When it is open.
    pub openings: Option<Vec<Opening>>,
    /// Until when it takes nobody; `Some(None)` opens it.
    pub closed_until: Option<Option<Moment>>,
}

impl Change {
    /// The structure after it.
    pub fn of(self, known: &Structure) -> Structure {
        Structure {
            display_name: self.display_name.unwrap_or_else(|| known.display_name.clone()),
            services: match self.services {
                Some(services) => counted(services, known),
                None => known.services.clone(),
            },
            centres: self.centres.unwrap_or_else(|| known.centres.clone()),
            communes: self.communes.unwrap_or_else(|| known.communes.clone()),
            languages: self.languages.unwrap_or_else(|| known.languages.clone()),
            phone: self.phone.unwrap_or_else(|| known.phone.clone()),
            contacts: self.contacts.unwrap_or_else(|| known.contacts.clone()),
            openings: self.openings.unwrap_or_else(|| known.openings.clone()),
            closed_until: self.closed_until.unwrap_or(known.closed_until),
        }
    }
}

/// Capacities are counted apart, and so survive a change of conditions.
fn counted(services: Vec<ServiceOffer>, known: &Structure) -> Vec<ServiceOffer> {
    let keep = |offer: ServiceOffer| {
        let capacity = known.offer(offer.need).and_then(|it| it.capacity);
        ServiceOffer { capacity, ..offer }
    };
    services.into_iter().map(keep).collect()
}
