//! The rules of counting.

use sentier_kernel::Moment;

use super::{Command, Event, Rejection};
use crate::value::Month;

pub(super) fn decide(command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
    not_ahead(command.month(), at)?;
    Ok(vec![match command {
        Command::CountCaseOpened { month } => Event::CaseOpenedCounted { month },
        Command::CountCaseClosed { month } => Event::CaseClosedCounted { month },
        Command::CountFollowUp { month } => Event::FollowUpCounted { month },
        Command::CountIncident { month, cell } => Event::IncidentCounted { month, cell },
        Command::RecountIncident { former, cell, .. } if former == cell => return Ok(Vec::new()),
        Command::RecountIncident { month, former, cell } => {
            Event::IncidentRecounted { month, former, cell }
        }
        Command::UncountIncident { month, cell } => Event::IncidentUncounted { month, cell },
        Command::BarMessage { .. } => Event::MessageBarred,
        Command::CountReferralReached { month, cell } => {
            Event::ReferralReachedCounted { month, cell }
        }
    }])
}

/// A fact is counted in a month that has begun. One month of slack, because the clocks of two services
/// may stand on either side of midnight when a month ends.
fn not_ahead(month: Month, at: Moment) -> Result<(), Rejection> {
    match Month::of(at) {
        Ok(now) if now.until(month) <= 1 => Ok(()),
        _ => Err(Rejection::MonthAhead),
    }
}
