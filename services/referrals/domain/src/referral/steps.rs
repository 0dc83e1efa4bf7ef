//! The rules between an acceptance and its end, and those of deadlines.

use std::time::Duration;

use sentier_kernel::Moment;

use super::decide::step;
use super::{Action, Event, Referral, Rejection, Standing};
use crate::value::Urgency;

impl Urgency {
    /// How long an agency has to take or decline a referral, unless a pathway says otherwise.
    ///
    /// Urgent: three hours, the time within which a case is to be taken up (Primero, assign time frame),
    /// so that two structures can be asked before the first day of the 72 hours of post-exposure
    /// prophylaxis is over (WHO, Guidelines for HIV PEP, 2024). Routine: three days.
    pub const fn answer_within(self) -> Duration {
        match self {
            Self::Urgent => Duration::from_hours(3),
            Self::Routine => Duration::from_hours(72),
        }
    }

    /// How long a requested cancellation waits for the agency.
    pub const fn confirm_within(self) -> Duration {
        match self {
            Self::Urgent => Duration::from_hours(24),
            Self::Routine => Duration::from_hours(72),
        }
    }
}

pub(super) fn schedule(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    step(referral, Action::Schedule)?;
    may_write(referral, at)?;
    Ok(vec![Event::ReferralScheduled { at }])
}

pub(super) fn cancel_appointment(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    step(referral, Action::CancelAppointment)?;
    Ok(vec![Event::AppointmentCancelled { at }])
}

pub(super) fn record_attendance(
    referral: &Referral,
    attended: bool,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    let (already, action, event) = if attended {
        (Standing::Attended, Action::Attend, Event::ReferralAttended { at })
    } else {
        (Standing::NoShow, Action::MissAppointment, Event::AppointmentMissed { at })
    };
    if referral.standing == already {
        return Ok(Vec::new());
    }
    step(referral, action)?;
    Ok(vec![event])
}

pub(super) fn start_service(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.standing == Standing::InService {
        return Ok(Vec::new());
    }
    step(referral, Action::StartService)?;
    Ok(vec![Event::ServiceStarted { at }])
}

pub(super) fn add_note(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    step(referral, Action::AddNote)?;
    may_write(referral, at)?;
    Ok(vec![Event::InterimNoteAdded { at }])
}

/// Nobody writes what the other side cannot read.
pub(super) fn send_message(
    referral: &Referral,
    by_agency: bool,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    may_write(referral, at)?;
    Ok(vec![Event::MessageSent { by_agency, at }])
}

/// PRIVACY: what is written may tell of her, so it is written and read while the disclosure may be.
fn may_write(referral: &Referral, at: Moment) -> Result<(), Rejection> {
    if referral.is_readable(at) && referral.has_readable_messages(at) {
        Ok(())
    } else {
        Err(Rejection::MessagesEnded)
    }
}

pub(super) fn request_cancellation(
    referral: &Referral,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    if matches!(referral.standing, Standing::CancelRequested | Standing::Cancelled) {
        return Ok(Vec::new());
    }
    if step(referral, Action::RequestCancellation)? == Standing::Cancelled {
        return Ok(vec![Event::ReferralCancelled { at }]);
    }
    let confirm_by = at.plus(referral.request.urgency.confirm_within());
    Ok(vec![Event::CancellationRequested { confirm_by, at }])
}

pub(super) fn confirm_cancellation(
    referral: &Referral,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    if referral.standing == Standing::Cancelled {
        return Ok(Vec::new());
    }
    step(referral, Action::ConfirmCancellation)?;
    Ok(vec![Event::ReferralCancelled { at }])
}

/// A deadline that was met, or has not come, changes nothing: an answer that was faster stands. Who is asked
/// next is not said here: it depends on her, and nothing of her is known but the need.
pub(super) fn expire(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.due_at().is_none_or(|due| at < due) {
        return Ok(Vec::new());
    }
    Ok(vec![match step(referral, Action::Expire)? {
        Standing::Cancelled => Event::ReferralCancelled { at },
        _ => Event::ReferralExpired { next: None, at },
    }])
}
