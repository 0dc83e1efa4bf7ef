//! What is remembered of a referral; never the disclosure itself.

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::onward::Onward;
use super::{Next, Request, Standing};
use crate::value::{AgencyId, DeclineReason, Outcome};

/// A referral, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The referral, once asked for.
    pub referral: Option<Referral>,
}

/// A referral that was sent, or refused before it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// What was asked.
    pub request: Request,
    /// Where it stands.
    pub standing: Standing,
    /// When it reached the inbox; `None` when it never did.
    pub sent_at: Option<Moment>,
    /// When the agency acknowledged it.
    pub received_at: Option<Moment>,
    /// When the agency accepted or declined.
    pub answered_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Set when declined.
    pub decline_reason: Option<DeclineReason>,
    /// Set when completed.
    pub outcome: Option<Outcome>,
    /// Until when the disclosure may be read; `None` when it may not be read at all any more.
    pub read_until: Option<Moment>,
    /// Whether a key still seals the disclosure.
    pub key_held: bool,
    /// Until when the agency is expected to answer.
    pub answer_by: Option<Moment>,
    /// When the agency began to serve her.
    pub served_at: Option<Moment>,
    /// When a requested cancellation stands without the agency's word.
    pub confirm_by: Option<Moment>,
    /// How much was written: messages, interim notes, appointments.
    pub messages: u32,
    /// When something was last written.
    pub last_message_at: Option<Moment>,
    /// Until when the centre may read what was written; `None` when nobody may any more.
    pub messages_until: Option<Moment>,
    /// Whether a key still seals what was written.
    pub messages_held: bool,
    /// When it last changed for agency or centre; none for what was remembered before this was kept.
    #[serde(default)]
    pub changed_at: Option<Moment>,
    /// Stored events since the last that agency or centre see something of: readings, and the destruction
    /// of a key that nobody could use any more.
    #[serde(default)]
    pub unseen: u32,
    /// Set when it expired and the directory had another structure.
    pub next: Option<Next>,
    /// What the agency proposed beyond it.
    #[serde(default, skip_serializing_if = "Onward::is_empty")]
    pub onward: Onward,
}

impl Referral {
    /// Whether this agency may know of it: it is addressed to it and reached its inbox.
    pub fn is_known_to(&self, agency: AgencyId) -> bool {
        self.request.agency == agency && self.sent_at.is_some()
    }

    /// Whether the centre may read what was written at `at`. The agency may while it may read the
    /// disclosure.
    pub fn has_readable_messages(&self, at: Moment) -> bool {
        self.messages_until.is_some_and(|until| at < until)
    }

    /// When this referral moves by itself, should nothing happen before.
    pub fn due_at(&self) -> Option<Moment> {
        match self.standing {
            Standing::Sent | Standing::Received => self.answer_by,
            Standing::CancelRequested => self.confirm_by,
            _ => None,
        }
    }

    /// Whether the disclosure may be read at `at`.
    pub fn is_readable(&self, at: Moment) -> bool {
        self.read_until.is_some_and(|until| at < until)
    }
}
