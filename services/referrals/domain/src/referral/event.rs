//! What happened to a referral.

use sentier_kernel::{Moment, Sensitive};
use serde::{Deserialize, Serialize};

use super::{Request, onward};
use crate::value::{AgencyId, DeclineReason, Disclosure, Outcome, Refusal, StructureId};

/// The structure that comes next for a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// Its agency.
    pub agency: AgencyId,
    /// The structure.
    pub structure: StructureId,
}

/// A stored fact about a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It stands in the agency's inbox.
    ReferralSent {
        /// What is asked.
        request: Request,
        /// PRIVACY: what the case releases; sealed at rest with a key of this referral's own.
        disclosure: Sensitive<Disclosure>,
        /// From this moment on the disclosure may not be read.
        read_until: Moment,
        /// Until when the agency is expected to answer; none for what was sent before deadlines were kept.
        answer_by: Option<Moment>,
        /// When.
        at: Moment,
    },
    /// It never reached the agency, which does not know of it; nothing was disclosed.
    RequestRefused {
        /// What was asked.
        request: Request,
        /// Why not.
        refusal: Refusal,
        /// When.
        at: Moment,
    },
    /// The agency has seen it.
    ReferralReceived {
        /// When.
        at: Moment,
    },
    /// The agency takes it.
    ReferralAccepted {
        /// When.
        at: Moment,
    },
    /// The agency does not take it; it may not read the disclosure any more.
    ReferralDeclined {
        /// Why.
        reason: DeclineReason,
        /// When.
        at: Moment,
    },
    /// The service was given.
    ReferralCompleted {
        /// What it led to.
        outcome: Outcome,
        /// When.
        at: Moment,
    },
    /// Consent was withdrawn; the disclosure may not be read any more.
    ReferralRevoked {
        /// When.
        at: Moment,
    },
    /// Consent was withdrawn after completion; the disclosure may not be read, the outcome stays.
    DisclosureEnded {
        /// When.
        at: Moment,
    },
    /// The key of the disclosure was destroyed; nobody can read it again.
    DisclosureDestroyed {
        /// When.
        at: Moment,
    },
    /// The agency gave an appointment, the first or another; the message with it says when.
    ReferralScheduled {
        /// When it was given.
        at: Moment,
    },
    /// An appointment no longer stands.
    AppointmentCancelled {
        /// When.
        at: Moment,
    },
    /// She came.
    ReferralAttended {
        /// When the agency told it.
        at: Moment,
    },
    /// She did not come to the appointment.
    AppointmentMissed {
        /// When the agency told it.
        at: Moment,
    },
    /// The agency began to serve her.
    ServiceStarted {
        /// When.
        at: Moment,
    },
    /// The agency wrote how it goes; the message with it says what.
    InterimNoteAdded {
        /// When.
        at: Moment,
    },
    /// The agency proposed what else she needs, it took that back, or the centre answered.
    Onward(onward::Event),
    /// Agency or centre wrote to the other; the message with it says what.
    MessageSent {
        /// Whether the agency wrote.
        by_agency: bool,
        /// When.
        at: Moment,
    },
    /// The centre asked the agency to stop.
    CancellationRequested {
        /// From this moment on it is cancelled without the agency's word.
        confirm_by: Moment,
        /// When.
        at: Moment,
    },
    /// It is stopped; the disclosure may not be read any more.
    ReferralCancelled {
        /// When.
        at: Moment,
    },
    /// The agency was silent past the deadline; the disclosure may not be read any more.
    ReferralExpired {
        /// The structure that came next for this need.
        next: Option<Next>,
        /// When.
        at: Moment,
    },
    /// The key of what was written was destroyed; nobody can read it again.
    MessagesDestroyed {
        /// When.
        at: Moment,
    },
    /// The agency read the disclosure.
    DisclosureRead {
        /// When.
        at: Moment,
    },
}

impl Event {
    /// When it changed what agency or centre see; none for a reading, and for the destruction of a key.
    pub const fn changed_at(&self) -> Option<Moment> {
        match self {
            Self::DisclosureRead { .. }
            | Self::DisclosureDestroyed { .. }
            | Self::MessagesDestroyed { .. } => None,
            Self::ReferralSent { at, .. }
            | Self::RequestRefused { at, .. }
            | Self::ReferralReceived { at }
            | Self::ReferralAccepted { at }
            | Self::ReferralDeclined { at, .. }
            | Self::ReferralCompleted { at, .. }
            | Self::ReferralRevoked { at }
            | Self::DisclosureEnded { at }
            | Self::ReferralScheduled { at }
            | Self::AppointmentCancelled { at }
            | Self::ReferralAttended { at }
            | Self::AppointmentMissed { at }
            | Self::ServiceStarted { at }
            | Self::InterimNoteAdded { at }
            | Self::MessageSent { at, .. }
            | Self::CancellationRequested { at, .. }
            | Self::ReferralCancelled { at }
            | Self::ReferralExpired { at, .. } => Some(*at),
            Self::Onward(event) => Some(event.at()),
        }
    }
}
