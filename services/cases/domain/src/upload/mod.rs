//! The aggregate *upload*: an attachment on its way, from its first byte until the case tells of it.
//!
//! ```text
//! (none) ── begin ──▶ begun ── keep (with the case's own event) ──▶ ended
//!                       └── clock ──▶ lapsed ── end ──▶ ended
//! ```
//!
//! It remembers under which id the chunks are put away, so that a broken upload goes on where it stopped
//! and one that nobody goes on with leaves nothing behind. PRIVACY: a name or a type never stands here.

#[cfg(test)]
mod spec;

use std::time::Duration;

use sentier_kernel::{Category, Decider, Explain, Moment};

use crate::id::{CaseId, EntryId, ObjectId};

/// How long an upload may take: long enough for a day without a network.
pub const LASTS: Duration = Duration::from_hours(48);

/// The aggregate, as a type.
#[derive(Clone, Copy, Debug)]
pub struct Upload;

/// What is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The attachment that it becomes; also the stream.
    pub attachment: EntryId,
    /// The case.
    pub case: CaseId,
    /// Where its chunks are put away.
    pub object: ObjectId,
    /// How many chunks there will be.
    pub chunks: u32,
    /// When it began.
    pub at: Moment,
}

/// A wish to change an upload.
#[derive(Clone, Copy, Debug)]
pub enum Command {
    /// Begin.
    Begin(Begun),
    /// All of it is stored, and the case tells of it.
    Keep,
    /// Nobody went on with it in time.
    Lapse,
}

/// A fact of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It began.
    UploadBegun(Begun),
    /// It ended.
    UploadEnded {
        /// Where its chunks were put away.
        object: ObjectId,
        /// Whether the case tells of it; what is not kept is destroyed.
        kept: bool,
        /// When.
        at: Moment,
    },
}

/// The state of an upload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What began; absent before any event.
    pub begun: Option<Begun>,
    /// Whether it ended, and was kept.
    pub ended: Option<bool>,
}

impl State {
    /// What is on its way at `at`.
    pub fn going(&self, at: Moment) -> Option<Begun> {
        self.begun.filter(|begun| self.ended.is_none() && at < begun.at.plus(LASTS))
    }
}

/// A refusal; names no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It lapsed, and what came of it is destroyed.
    #[error("the upload has lapsed")]
    UploadLapsed,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Refused
    }

    fn reason(&self) -> &'static str {
        "UPLOAD_LAPSED"
    }
}

impl Decider for Upload {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        match command {
            // A repeat goes on with what began, under the id that was drawn first.
            Command::Begin(_) if state.ended == Some(true) || state.going(at).is_some() => {
                Ok(Vec::new())
            }
            Command::Begin(begun) if state.begun.is_none() => Ok(vec![Event::UploadBegun(begun)]),
            Command::Begin(_) => Err(Rejection::UploadLapsed),
            Command::Keep if state.ended == Some(true) => Ok(Vec::new()),
            Command::Keep => {
                let begun = state.going(at).ok_or(Rejection::UploadLapsed)?;
                Ok(vec![Event::UploadEnded { object: begun.object, kept: true, at }])
            }
            Command::Lapse => {
                let lapsed = state
                    .begun
                    .filter(|_| state.ended.is_none() && state.going(at).is_none())
                    .map(|begun| Event::UploadEnded { object: begun.object, kept: false, at });
                Ok(lapsed.into_iter().collect())
            }
        }
    }

    fn evolve(mut state: State, event: &Event) -> State {
        match event {
            Event::UploadBegun(begun) => state.begun = Some(*begun),
            Event::UploadEnded { kept, .. } => state.ended = Some(*kept),
        }
        state
    }
}
