//! What is known of other services beside the codes: to whom it was reported before, and who serves her
//! where and when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ReferralSource, Sector};
use crate::value::{Date, SectorNote, ShortText, TimeOfDay};

/// The most earlier reports that one incident holds.
pub const EARLIER_REPORTS: usize = 10;

/// Somebody to whom it was reported before. PERSONAL.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierReport {
    /// What kind of provider that was.
    pub provider_type: ReferralSource,
    /// The provider's name.
    pub provider: ShortText,
}

/// Who gives or gave the service of one sector, when and where. PERSONAL.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SectorDetail {
    /// The day of the appointment or of the service.
    pub date: Option<Date>,
    /// The time of that day.
    pub time: Option<TimeOfDay>,
    /// Who gives it.
    pub provider: ShortText,
    /// Where.
    pub place: ShortText,
    /// What else is to be known of it.
    pub notes: SectorNote,
}

/// The details of sectors.
pub type SectorDetails = BTreeMap<Sector, SectorDetail>;

crate::personal::unprintable!(EarlierReport, SectorDetail);
