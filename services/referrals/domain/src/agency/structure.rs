//! A place that gives services, in the terms of Open Referral HSDS 3: a location, and the services at it.
//!
//! Public facts only. What is not stated (an age, the hours, a capacity) excludes nobody: a gap in the
//! directory must never keep a survivor from care.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

use super::schedule::{self, Hours, Opening};
use crate::value::Need;

codes! {
    /// Sex, as the GBVIMS form records it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
}

/// A structure (HSDS `location` with its `service_at_location`s).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// Public name.
    pub display_name: String,
    /// What it offers, each need at most once; at least one.
    pub services: Vec<ServiceOffer>,
    /// Codes of the centres that may refer to it; at least one.
    pub centres: BTreeSet<String>,
    /// Communes whose people it takes (HSDS `service_area`); empty when it takes everybody.
    pub communes: BTreeSet<String>,
    /// Languages spoken there (HSDS `language`), ISO 639-1 or 639-3.
    pub languages: BTreeSet<String>,
    /// Public phone number; may be empty.
    pub phone: String,
    /// Whom to reach there, by function (HSDS `contact`, `phone`).
    pub contacts: Vec<ContactPoint>,
    /// When it is open, week by week (HSDS `schedule`); empty when that is not known.
    pub openings: Vec<Opening>,
    /// It takes nobody until then.
    pub closed_until: Option<Moment>,
}

/// One service at a structure (HSDS `service_at_location`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceOffer {
    /// The need that it serves.
    pub need: Need,
    /// Whom it takes (HSDS `eligibility`, `minimum_age`, `maximum_age`).
    pub eligibility: Eligibility,
    /// What it costs (HSDS `cost_option`); empty when it is free or not stated.
    pub cost_options: Vec<CostOption>,
    /// What she must bring (HSDS `required_document`).
    pub required_documents: Vec<String>,
    /// How many it can take (HSDS `service_capacity`); absent when it does not count.
    pub capacity: Option<Capacity>,
}

/// Whom a service takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// Youngest, in full years.
    pub minimum_age: Option<u8>,
    /// Oldest, in full years.
    pub maximum_age: Option<u8>,
    /// Only this sex.
    pub sex: Option<Sex>,
}

/// One price of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostOption {
    /// What for, 2 to 120 characters.
    pub option: String,
    /// CFA francs (XOF), 0 to 100 000 000.
    pub amount: u32,
}

/// How many people a service can take at once, and how many it has now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// At most, 0 to 100 000.
    pub maximum: u32,
    /// Now; may exceed the maximum, 0 to 100 000.
    pub load: u32,
}

/// Whom to reach at a structure: a function, never a person's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// The function, 2 to 120 characters.
    pub title: String,
    /// Phone; may be empty when there is an address.
    pub phone: String,
    /// Electronic mail; may be empty when there is a phone.
    pub email: String,
}

impl ServiceOffer {
    /// An offer without conditions.
    pub const fn of(need: Need) -> Self {
        Self {
            need,
            eligibility: Eligibility { minimum_age: None, maximum_age: None, sex: None },
            cost_options: Vec::new(),
            required_documents: Vec::new(),
            capacity: None,
        }
    }

    /// Whether it counts its places and has none left.
    pub fn is_full(&self) -> bool {
        self.capacity.is_some_and(|it| it.load >= it.maximum)
    }
}

impl Eligibility {
    /// Whether somebody of this age is taken; who does not say it is.
    pub fn takes_age(&self, age: Option<u8>) -> bool {
        age.is_none_or(|age| {
            self.minimum_age.is_none_or(|least| age >= least)
                && self.maximum_age.is_none_or(|most| age <= most)
        })
    }

    /// Whether somebody of this sex is taken; who does not say it is.
    pub fn takes_sex(&self, sex: Option<Sex>) -> bool {
        sex.is_none_or(|sex| self.sex.is_none_or(|only| only == sex))
    }
}

impl Structure {
    /// What it offers for a need.
    pub fn offer(&self, need: Need) -> Option<&ServiceOffer> {
        self.services.iter().find(|offer| offer.need == need)
    }

    /// The needs that it serves.
    pub fn needs(&self) -> BTreeSet<Need> {
        self.services.iter().map(|offer| offer.need).collect()
    }

    /// Whether it takes nobody at `at`, whatever its hours.
    pub fn is_closed(&self, at: Moment) -> bool {
        self.closed_until.is_some_and(|until| at < until)
    }

    /// Whether its week says that it is open at `at`.
    pub fn hours(&self, at: Moment) -> Hours {
        schedule::hours(&self.openings, at)
    }

    /// Whether it takes people of a commune, written in any case.
    pub fn covers(&self, commune: &str) -> bool {
        let wanted = commune.trim().to_lowercase();
        self.communes.is_empty() || self.communes.iter().any(|one| one.to_lowercase() == wanted)
    }
}
