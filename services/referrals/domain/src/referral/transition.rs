//! The one table of the life of a referral: it decides, it tells what is allowed, it draws itself.
//!
//! It follows the harmonised machine of HL7 `BSeR` and IHE 360X (who may move what, a cancellation that is
//! asked for and confirmed, interim notes), with three differences. An agency that has begun to serve no
//! longer declines: it completes with what came of it. A deadline ends what the agency left unanswered.
//! And a consent that ends moves a referral from every state.

use sentier_kernel::codes;

codes! {
    /// Where a referral stands.
    Standing {
        /// In the agency's inbox; not yet seen.
        Sent = "sent",
        /// Seen by the agency.
        Received = "received",
        /// The agency takes it.
        Accepted = "accepted",
        /// The agency does not take it. Final.
        Declined = "declined",
        /// The service was given. Final.
        Completed = "completed",
        /// Consent was withdrawn or not valid. Final.
        Revoked = "revoked",
        /// She has an appointment.
        Scheduled = "scheduled",
        /// She came.
        Attended = "attended",
        /// She did not come to the appointment.
        NoShow = "no_show",
        /// She is being served.
        InService = "in_service",
        /// The centre asked the agency to stop.
        CancelRequested = "cancel_requested",
        /// Stopped at the centre's wish. Final.
        Cancelled = "cancelled",
        /// The agency was silent past the deadline. Final.
        Expired = "expired",
    }
}

codes! {
    /// What moves a referral.
    Action {
        /// The agency has seen it.
        Acknowledge = "acknowledge",
        /// The agency takes it.
        Accept = "accept",
        /// The agency does not take it.
        Decline = "decline",
        /// The agency gives an appointment, or another instead of it.
        Schedule = "schedule",
        /// The agency takes an appointment back.
        CancelAppointment = "cancel_appointment",
        /// She came.
        Attend = "attend",
        /// She did not come to the appointment.
        MissAppointment = "miss_appointment",
        /// The agency begins to serve her.
        StartService = "start_service",
        /// The agency tells how it goes.
        AddNote = "add_note",
        /// The agency proposes what else she needs.
        ProposeOnward = "propose_onward",
        /// The service was given.
        Complete = "complete",
        /// The centre asks the agency to stop.
        RequestCancellation = "request_cancellation",
        /// The agency has stopped.
        ConfirmCancellation = "confirm_cancellation",
        /// The deadline passed without the agency's word.
        Expire = "expire",
        /// Consent no longer covers it.
        Revoke = "revoke",
    }
}

codes! {
    /// Who moves a referral.
    Mover {
        /// The agency that it is addressed to.
        Agency = "agency",
        /// The centre that asked.
        Centre = "centre",
        /// This service: at a deadline, or because a consent ended.
        Service = "service",
    }
}

impl Standing {
    /// Whether nothing that the agency or the centre does can follow.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Declined | Self::Completed | Self::Revoked | Self::Cancelled | Self::Expired
        )
    }
}

impl Action {
    /// Who does it.
    pub const fn by(self) -> Mover {
        match self {
            Self::RequestCancellation => Mover::Centre,
            Self::Expire | Self::Revoke => Mover::Service,
            Self::Acknowledge
            | Self::Accept
            | Self::Decline
            | Self::Schedule
            | Self::CancelAppointment
            | Self::Attend
            | Self::MissAppointment
            | Self::StartService
            | Self::AddNote
            | Self::ProposeOnward
            | Self::Complete
            | Self::ConfirmCancellation => Mover::Agency,
        }
    }
}

type Row = (Standing, &'static [(Action, Standing)]);

/// What is not here is not allowed.
const TABLE: &[Row] = &[
    (
        Standing::Sent,
        &[
            (Action::Acknowledge, Standing::Received),
            (Action::Accept, Standing::Accepted),
            (Action::Decline, Standing::Declined),
            // Nobody at the agency has begun anything: there is nothing to confirm.
            (Action::RequestCancellation, Standing::Cancelled),
            (Action::Expire, Standing::Expired),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::Received,
        &[
            (Action::Accept, Standing::Accepted),
            (Action::Decline, Standing::Declined),
            (Action::RequestCancellation, Standing::CancelRequested),
            (Action::Expire, Standing::Expired),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::Accepted,
        &[
            (Action::Decline, Standing::Declined),
            (Action::Schedule, Standing::Scheduled),
            (Action::Attend, Standing::Attended),
            (Action::StartService, Standing::InService),
            (Action::AddNote, Standing::Accepted),
            (Action::ProposeOnward, Standing::Accepted),
            (Action::Complete, Standing::Completed),
            (Action::RequestCancellation, Standing::CancelRequested),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::Scheduled,
        &[
            (Action::Decline, Standing::Declined),
            (Action::Schedule, Standing::Scheduled),
            (Action::CancelAppointment, Standing::Accepted),
            (Action::Attend, Standing::Attended),
            (Action::MissAppointment, Standing::NoShow),
            (Action::StartService, Standing::InService),
            (Action::AddNote, Standing::Scheduled),
            (Action::ProposeOnward, Standing::Scheduled),
            (Action::Complete, Standing::Completed),
            (Action::RequestCancellation, Standing::CancelRequested),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::NoShow,
        &[
            (Action::Decline, Standing::Declined),
            (Action::Schedule, Standing::Scheduled),
            // She came after all, on another day.
            (Action::Attend, Standing::Attended),
            (Action::AddNote, Standing::NoShow),
            (Action::ProposeOnward, Standing::NoShow),
            (Action::Complete, Standing::Completed),
            (Action::RequestCancellation, Standing::CancelRequested),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::Attended,
        &[
            (Action::Schedule, Standing::Scheduled),
            (Action::StartService, Standing::InService),
            (Action::AddNote, Standing::Attended),
            (Action::ProposeOnward, Standing::Attended),
            (Action::Complete, Standing::Completed),
            (Action::RequestCancellation, Standing::CancelRequested),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::InService,
        &[
            (Action::AddNote, Standing::InService),
            (Action::ProposeOnward, Standing::InService),
            (Action::Complete, Standing::Completed),
            (Action::RequestCancellation, Standing::CancelRequested),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    (
        Standing::CancelRequested,
        &[
            (Action::AddNote, Standing::CancelRequested),
            // The work was done already.
            (Action::Complete, Standing::Completed),
            (Action::ConfirmCancellation, Standing::Cancelled),
            (Action::Expire, Standing::Cancelled),
            (Action::Revoke, Standing::Revoked),
        ],
    ),
    // A consent that ends takes what may still be read with it, and leaves how it ended.
    (Standing::Completed, &[(Action::Revoke, Standing::Completed)]),
    (Standing::Declined, &[(Action::Revoke, Standing::Declined)]),
    (Standing::Cancelled, &[(Action::Revoke, Standing::Cancelled)]),
    (Standing::Expired, &[(Action::Revoke, Standing::Expired)]),
];

fn row(standing: Standing) -> &'static [(Action, Standing)] {
    TABLE.iter().find(|(from, _)| *from == standing).map_or(&[], |(_, moves)| *moves)
}

/// Where `action` leads from `standing`, when it is allowed.
pub(super) fn next(standing: Standing, action: Action) -> Option<Standing> {
    row(standing).iter().find(|(by, _)| *by == action).map(|(_, to)| *to)
}

/// What `mover` may do with a referral that stands at `standing`.
pub fn allowed(standing: Standing, mover: Mover) -> Vec<Action> {
    row(standing).iter().map(|(action, _)| *action).filter(|it| it.by() == mover).collect()
}

/// Every transition: from, by what, to; in the order of the table.
pub fn transitions() -> impl Iterator<Item = (Standing, Action, Standing)> {
    TABLE.iter().flat_map(|(from, moves)| moves.iter().map(move |(by, to)| (*from, *by, *to)))
}
