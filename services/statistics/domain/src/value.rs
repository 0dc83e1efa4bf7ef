//! Value objects and coded values; the codes are a storage format and are written out.

use std::fmt;
use std::str::FromStr;

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

codes! {
    /// Core type of an incident (GBVIMS classification).
    IncidentType {
        /// Penetration without consent.
        Rape = "rape",
        /// Unwanted sexual contact, attempted rape, female genital mutilation.
        SexualAssault = "sexual_assault",
        /// Physical violence that is not sexual.
        PhysicalAssault = "physical_assault",
        /// Marriage against her will.
        ForcedMarriage = "forced_marriage",
        /// Denial of resources, opportunities or services.
        DenialOfResources = "denial_of_resources",
        /// Psychological or emotional abuse.
        PsychologicalAbuse = "psychological_abuse",
        /// Not gender-based; counted apart, no part of the GBV figures.
        NonGbv = "non_gbv",
    }
}

codes! {
    /// Age band at the incident.
    AgeBand {
        /// Not known.
        Unknown = "unknown",
        /// 0 to 11 years.
        From0To11 = "0_to_11",
        /// 12 to 17 years.
        From12To17 = "12_to_17",
        /// 18 to 24 years.
        From18To24 = "18_to_24",
        /// 25 to 34 years.
        From25To34 = "25_to_34",
        /// 35 to 49 years.
        From35To49 = "35_to_49",
        /// 50 years and over.
        From50 = "50_and_over",
    }
}

codes! {
    /// Sex as the GBVIMS form records it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
}

codes! {
    /// What the survivor required of a referral.
    Need {
        /// Clinical management of rape.
        ClinicalManagementOfRape = "clinical_management_of_rape",
        /// Other health care.
        HealthCare = "health_care",
        /// Psychosocial support.
        PsychosocialSupport = "psychosocial_support",
        /// Safety and shelter.
        SafetyAndShelter = "safety_and_shelter",
        /// Legal aid.
        LegalAid = "legal_aid",
        /// Police or gendarmerie.
        Police = "police",
        /// Livelihood support.
        Livelihood = "livelihood",
        /// Child protection.
        ChildProtection = "child_protection",
    }
}

codes! {
    /// The state that a referral reached.
    ReferralState {
        /// Stands in the agency's inbox.
        Sent = "sent",
        /// Seen by the agency.
        Received = "received",
        /// The agency takes it.
        Accepted = "accepted",
        /// The agency does not take it.
        Declined = "declined",
        /// The service was given.
        Completed = "completed",
        /// Consent was withdrawn or not valid.
        Revoked = "revoked",
    }
}

codes! {
    /// From an incident to its report at the centre.
    ReportDelay {
        /// The day of the incident, or one of the three after it.
        To3Days = "to_3_days",
        /// 4 or 5 days.
        To5Days = "to_5_days",
        /// 6 to 14 days.
        To14Days = "to_14_days",
        /// 15 to 30 days.
        To30Days = "to_30_days",
        /// More than 30 days, less than four months.
        To3Months = "to_3_months",
        /// Four months or more.
        Longer = "longer",
    }
}

codes! {
    /// How long a case had been open when it was closed.
    Lasted {
        /// A month at most.
        To1Month = "to_1_month",
        /// More than one month, three at most.
        To3Months = "to_3_months",
        /// More than three months, six at most.
        To6Months = "to_6_months",
        /// More than six months.
        Longer = "longer",
    }
}

/// A calendar month in UTC (Togo keeps UTC all year), `YYYY-MM`; years 1900 to 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: u16,
    month: u8,
}

/// A text that is not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month: expected YYYY-MM, years 1900 to 2200")]
pub struct MalformedMonth;

impl Month {
    /// The month of this year, 1 to 12.
    ///
    /// # Errors
    /// [`MalformedMonth`] when the year or the month is out of range.
    pub fn try_new(year: u16, month: u8) -> Result<Self, MalformedMonth> {
        if (1900..=2200).contains(&year) && (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(MalformedMonth)
        }
    }

    /// The month in which a moment lies.
    ///
    /// # Errors
    /// [`MalformedMonth`] when the moment lies outside the years 1900 to 2200.
    pub fn of(at: Moment) -> Result<Self, MalformedMonth> {
        let date = at.to_datetime();
        let year = u16::try_from(date.year()).or(Err(MalformedMonth))?;
        Self::try_new(year, u8::from(date.month()))
    }

    /// The year and the month, 1 to 12.
    pub const fn parts(self) -> (u16, u8) {
        (self.year, self.month)
    }

    /// How many months `later` lies after this one; negative when before.
    pub fn until(self, later: Self) -> i32 {
        later.ordinal() - self.ordinal()
    }

    /// The month after this one; the last month that there is has none.
    pub fn next(self) -> Option<Self> {
        let (year, month) = self.parts();
        if month < 12 { Self::try_new(year, month + 1) } else { Self::try_new(year + 1, 1) }.ok()
    }

    /// The month before this one; the first that there is has none.
    pub fn before(self) -> Option<Self> {
        let (year, month) = self.parts();
        if month > 1 { Self::try_new(year, month - 1) } else { Self::try_new(year - 1, 12) }.ok()
    }

    /// A number that reads as the month, 202611: it sorts alike in every database and collation.
    pub fn number(self) -> i64 {
        i64::from(self.year) * 100 + i64::from(self.month)
    }

    /// The month of such a number.
    pub fn from_number(number: i64) -> Option<Self> {
        let year = u16::try_from(number / 100).ok()?;
        Self::try_new(year, u8::try_from(number % 100).ok()?).ok()
    }

    fn ordinal(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = MalformedMonth;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, month) = text.split_once('-').ok_or(MalformedMonth)?;
        let digits = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return Err(MalformedMonth);
        }
        Self::try_new(year.parse().or(Err(MalformedMonth))?, month.parse().or(Err(MalformedMonth))?)
    }
}

impl TryFrom<String> for Month {
    type Error = MalformedMonth;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_survive_their_number() {
        for text in ["1900-01", "2026-11", "2200-12"] {
            let given: Month = text.parse().unwrap();
            assert_eq!(Month::from_number(given.number()), Some(given));
        }
        assert_eq!(Month::from_number(202_613), None);
    }
}
