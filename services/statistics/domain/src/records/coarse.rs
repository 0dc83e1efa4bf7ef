//! A record as coarse as it is kept, the finest that a batch can tell (PRIVACY 2.3, A2).

use serde::{Deserialize, Serialize};

use crate::release::{Age, MainType, Perpetrator, Person, Region};
use sentier_kernel::codes;

codes! {
    /// Her age at the incident, in three bands.
    Ages {
        /// Under 18.
        Under18 = "under_18",
        /// 18 to 34.
        From18To34 = "18_to_34",
        /// 35 and over.
        From35 = "35_and_over",
    }
}

codes! {
    /// What happened, in four kinds.
    Kind {
        /// Rape and sexual assault.
        Sexual = "sexual",
        /// Physical assault.
        Physical = "physical",
        /// Psychological or emotional abuse.
        Psychological = "psychological",
        /// Forced marriage; denial of resources, opportunities or services.
        Other = "other",
    }
}

/// One survivor of a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coarse {
    /// Where she came.
    pub region: Region,
    /// Her age.
    pub ages: Ages,
    /// What happened.
    pub kind: Kind,
    /// Who did it: never told, and what l counts.
    pub perpetrator: Perpetrator,
}

impl From<Person> for Coarse {
    fn from(person: Person) -> Self {
        Self {
            region: person.region,
            ages: match person.age {
                Age::Under18 => Ages::Under18,
                Age::From18To24 | Age::From25To34 => Ages::From18To34,
                Age::From35 => Ages::From35,
            },
            kind: match person.main_type {
                MainType::Rape | MainType::SexualAssault => Kind::Sexual,
                MainType::PhysicalAssault => Kind::Physical,
                MainType::PsychologicalAbuse => Kind::Psychological,
                MainType::ForcedMarriage | MainType::DenialOfResources => Kind::Other,
            },
            perpetrator: person.perpetrator,
        }
    }
}
