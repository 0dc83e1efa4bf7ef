//! Which clocks run for whom.

use std::time::Duration;

use sentier_kernel::Moment;

use super::{Certainty, Clock, Limit, Window};
use crate::codes::{IncidentType, Sex};

const PROPHYLAXIS_HOURS: u64 = 72;
const CONTRACEPTION_HOURS: u64 = 120;
const FORENSIC_HOURS: u64 = 72;
const ASSIGNMENT_HOURS: u64 = 3;
const ASSIGNMENT_HIGH_RISK_HOURS: u64 = 1;

/// An incident that was recorded longer ago has no health clock left. It was not later than its record, or
/// later on the same day; the longest clock runs from there.
pub const NONE_LEFT_AFTER: Duration = Duration::from_hours(CONTRACEPTION_HOURS + 24);

/// The ages at which she can become pregnant, seen widely. WHO, *Responding to children and adolescents
/// who have been sexually abused* (2017): emergency contraception is offered to girls who have had their
/// first period, and to those in whom puberty has begun (Tanner stage 2 or 3), which is from 8 years on.
/// The upper end is ours; a clinician decides.
const FERTILE: std::ops::RangeInclusive<u8> = 8..=55;

/// The health clocks of an incident, `years` being her age on its day, absent when not known.
///
/// Rape and sexual assault alone have them. Emergency contraception belongs to penetration (WHO 2017), so
/// to the type rape, and to who can become pregnant; an age that is not known counts as such.
pub fn health(
    incident_type: IncidentType,
    window: Window,
    sex: Option<Sex>,
    years: Option<u8>,
) -> Vec<Clock> {
    let rape = incident_type == IncidentType::Rape;
    if !rape && incident_type != IncidentType::SexualAssault {
        return Vec::new();
    }
    let pregnancy =
        rape && sex != Some(Sex::Male) && years.is_none_or(|years| FERTILE.contains(&years));
    let mut clocks = vec![Clock::over(window, Limit::PostExposureProphylaxis, PROPHYLAXIS_HOURS)];
    if pregnancy {
        clocks.push(Clock::over(window, Limit::EmergencyContraception, CONTRACEPTION_HOURS));
    }
    clocks.push(Clock::over(window, Limit::ForensicEvidence, FORENSIC_HOURS));
    clocks
}

/// Until when somebody must work on a case that was opened at this moment (DOMAIN 3.7).
pub fn to_assignment(opened_at: Moment, high_risk: bool) -> Clock {
    let window = Window { earliest: opened_at, latest: opened_at, certainty: Certainty::Exact };
    let hours = if high_risk { ASSIGNMENT_HIGH_RISK_HOURS } else { ASSIGNMENT_HOURS };
    Clock::over(window, Limit::Assignment, hours)
}
