//! The coded values of the Incident Recorder, in English and in French.
//!
//! The codes and their French labels are those of the GBVIMS minimum data set (its forms and lookups);
//! where it has no French label, the translation is ours. Besides its code, a value is known by every
//! name listed here, however it is written (as the importer folds it).

mod incident;
mod pathway;
mod perpetrator;
mod survivor;

pub(super) use incident::{ABDUCTION, GBV_TYPE, PLACE, REPORTED, STAGE, TIME_OF_DAY};
pub(super) use pathway::{LEGAL_ACTION, REFERRED_FROM, SERVICE};
pub(super) use perpetrator::{HOW_MANY, PERPETRATOR_AGE, PERPETRATOR_SEX, RELATIONSHIP};
pub(super) use survivor::{DISABILITY, DISPLACEMENT, MARITAL, SEPARATED, SEX};

/// One value.
#[derive(Debug)]
pub struct Code {
    /// The value as the minimum data set codes it.
    pub id: &'static str,
    /// Its English name.
    pub english: &'static str,
    /// Its French name.
    pub french: &'static str,
    /// Other names that are met.
    pub also: &'static [&'static str],
}

const fn code(id: &'static str, english: &'static str, french: &'static str) -> Code {
    Code { id, english, french, also: &[] }
}

impl Code {
    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { id: self.id, english: self.english, french: self.french, also }
    }

    /// Every name, the code first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.id, self.english, self.french].into_iter().chain(self.also.iter().copied())
    }
}

/// Yes or no.
pub(super) const YES_NO: &[Code] = &[
    code("yes", "Yes", "Oui").also(&["y", "o", "true", "vrai", "1"]),
    code("no", "No", "Non").also(&["n", "false", "faux", "0"]),
];

/// Yes, no, or not known.
pub(super) const YES_NO_UNKNOWN: &[Code] = &[
    code("yes", "Yes", "Oui").also(&["y", "o", "true", "vrai", "1"]),
    code("no", "No", "Non").also(&["n", "false", "faux", "0"]),
    code("unknown", "Unknown", "Inconnu").also(&["don't know", "ne sait pas"]),
];
