//! What intake asks about a survivor beside her name.

use serde::{Deserialize, Serialize};

use super::{CarerRelation, Disability, DisplacementStatus, MaritalStatus, Separation, YesNo};
use crate::value::ShortText;

/// The most dependants that the form holds.
pub const DEPENDANTS: u8 = 99;

/// The survivor's part of the minimum data set. PERSONAL; leaves under no field group.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SurvivorProfile {
    /// Clan or ethnicity.
    pub ethnicity: ShortText,
    /// Country of origin.
    pub country_of_origin: ShortText,
    /// Nationality.
    pub nationality: ShortText,
    /// Religion.
    pub religion: ShortText,
    /// Occupation.
    pub occupation: ShortText,
    /// How many depend on her; absent when not asked.
    pub dependant_count: Option<u8>,
    /// Ages of those who depend on her, in words.
    pub dependant_ages: ShortText,
    /// Marital status.
    pub marital_status: Option<MaritalStatus>,
    /// Displacement status at report.
    pub displacement_status: Option<DisplacementStatus>,
    /// Disability.
    pub disability: Option<Disability>,
    /// Whether she is a child without her parents.
    pub separation: Option<Separation>,
    /// With whom a child lives.
    pub child: Option<ChildSurvivor>,
}

impl SurvivorProfile {
    /// Whether nothing was asked: an intake that went no further than her sex.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// With whom a child survivor lives. PERSONAL.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChildSurvivor {
    /// Whether she lives alone.
    pub lives_alone: Option<YesNo>,
    /// What her carer is to her.
    pub carer_relation: Option<CarerRelation>,
    /// Her carer's marital status.
    pub carer_marital_status: Option<MaritalStatus>,
    /// Her carer's occupation.
    pub carer_occupation: ShortText,
}

crate::personal::unprintable!(SurvivorProfile, ChildSurvivor);
