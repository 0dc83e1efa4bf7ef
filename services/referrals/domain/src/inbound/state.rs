//! What is remembered of a referral towards a centre; never what was told.

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::value::{AgencyId, CaseId, DeclineReason, InboundId, Need, Urgency};

codes! {
    /// Where it stands.
    Standing {
        /// The centre has not answered.
        Submitted = "submitted",
        /// The centre takes it. Final.
        Accepted = "accepted",
        /// The centre does not take it. Final.
        Declined = "declined",
        /// The agency took it back. Final.
        Withdrawn = "withdrawn",
        /// The centre did not answer in time. Final.
        Lapsed = "lapsed",
    }
}

codes! {
    /// How she agreed to be referred.
    Agreement {
        /// In words.
        Verbal = "verbal",
        /// By her signature.
        Signature = "signature",
        /// By her thumbprint.
        Thumbprint = "thumbprint",
    }
}

/// What an agency asks of a centre. Ids and codes; nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The referral's id.
    pub id: InboundId,
    /// The agency.
    pub agency: AgencyId,
    /// The centre's code.
    pub centre: String,
    /// The need that brings her.
    pub need: Need,
    /// How fast.
    pub urgency: Urgency,
    /// How she agreed.
    pub agreement: Agreement,
}

/// A referral towards a centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbound {
    /// What is asked.
    pub wanted: Wanted,
    /// Where it stands.
    pub standing: Standing,
    /// When it was submitted.
    pub submitted_at: Moment,
    /// Until when the centre is expected to answer.
    pub answer_by: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Set when declined.
    pub decline_reason: Option<DeclineReason>,
    /// Set when accepted.
    pub case: Option<CaseId>,
    /// Whether a key still seals what was told.
    pub key_held: bool,
}

/// A referral towards a centre, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The referral, once submitted.
    pub inbound: Option<Inbound>,
}

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    if let Event::InboundSubmitted { wanted, answer_by, at, .. } = event {
        state.inbound = Some(Inbound {
            wanted: wanted.clone(),
            standing: Standing::Submitted,
            submitted_at: *at,
            answer_by: *answer_by,
            ended_at: None,
            decline_reason: None,
            case: None,
            key_held: true,
        });
    } else if let Some(inbound) = &mut state.inbound {
        end(inbound, event);
    }
    state
}

fn end(inbound: &mut Inbound, event: &Event) {
    let (standing, at) = match event {
        Event::InboundAccepted { case, at } => {
            inbound.case = Some(*case);
            (Standing::Accepted, at)
        }
        Event::InboundDeclined { reason, at } => {
            inbound.decline_reason = Some(*reason);
            (Standing::Declined, at)
        }
        Event::InboundWithdrawn { at } => (Standing::Withdrawn, at),
        Event::InboundLapsed { at } => (Standing::Lapsed, at),
        Event::SubmissionDestroyed { .. } => {
            inbound.key_held = false;
            return;
        }
        // Handled by the caller.
        Event::InboundSubmitted { .. } => return,
    };
    inbound.standing = standing;
    inbound.ended_at = Some(*at);
}
