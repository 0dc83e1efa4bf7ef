//! The aggregate *draft*: an intake that was begun and is not yet a case.
//!
//! ```text
//! (none) ── save ──▶ kept ── save ──▶ kept ── take (with the opening of a case) ──▶ ended
//!                      ├── discard ──▶ ended
//!                      └── clock ──▶ lapsed ── end ──▶ ended
//! ```
//!
//! It belongs to the member of staff who began it, and to nobody else. Its content is sealed under keys of
//! its own, which are destroyed when it ends. It is never published.

mod content;
mod decide;
#[cfg(test)]
mod spec;

use std::time::Duration;

use sentier_kernel::{Category, Decider, Explain, Moment, Sensitive};

pub use content::DraftContent;

use crate::id::{CaseId, DraftId, StaffId};

/// How long a draft is kept after it was last saved: long enough for a power cut and a weekend.
pub const LASTS: Duration = Duration::from_hours(7 * 24);

/// The aggregate, as a type.
#[derive(Clone, Copy, Debug)]
pub struct Draft;

/// A wish to change a draft.
#[derive(Clone, Debug)]
pub enum Command {
    /// Keep what was told so far.
    Save {
        /// The draft.
        draft: DraftId,
        /// Whose it is.
        staff: StaffId,
        /// What was told so far.
        content: Sensitive<DraftContent>,
    },
    /// It became a case.
    Take {
        /// The case.
        case: CaseId,
    },
    /// It is not needed any more.
    Discard,
    /// Nobody came back to it in time.
    Lapse,
}

/// A fact of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// What was told so far is kept.
    DraftSaved {
        /// The draft.
        draft: DraftId,
        /// Whose it is.
        staff: StaffId,
        /// What was told so far.
        content: Sensitive<DraftContent>,
        /// When.
        at: Moment,
    },
    /// It ended; its keys are destroyed.
    DraftEnded {
        /// The case that it became; absent when it was discarded or lapsed.
        case: Option<CaseId>,
        /// When.
        at: Moment,
    },
}

/// The state of a draft. PRIVACY: no personal value stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whose it is, and when it was last saved; absent before any event.
    pub kept: Option<(StaffId, Moment)>,
    /// Whether it ended, and as which case.
    pub ended: Option<Option<CaseId>>,
}

impl State {
    /// Whether it can be read and taken over at `at`.
    pub fn is_kept(&self, at: Moment) -> bool {
        self.ended.is_none() && self.kept.is_some_and(|(_, saved)| at < saved.plus(LASTS))
    }
}

/// A refusal; names no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such draft, or no longer.
    #[error("no such draft")]
    NoSuchDraft,
    /// It is another's.
    #[error("the id is taken")]
    AlreadyExists,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NoSuchDraft => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NoSuchDraft => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
        }
    }
}

impl Decider for Draft {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        decide::decide(state, command, at)
    }

    fn evolve(mut state: State, event: &Event) -> State {
        match event {
            Event::DraftSaved { staff, at, .. } => state.kept = Some((*staff, *at)),
            Event::DraftEnded { case, .. } => state.ended = Some(*case),
        }
        state
    }
}
