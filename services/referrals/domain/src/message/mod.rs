//! Something written on a referral: a message between agency and centre, an interim note, an appointment.
//!
//! Each is an aggregate of its own, told once and never changed, so that a page of them is opened without
//! the rest, and no writer waits for another. Whether it may be written at all is for the referral to say
//! ([`crate::referral`]), in the same append.

#[cfg(test)]
mod spec;
mod words;

use sentier_kernel::{Category, Decider, Explain, Moment, Sensitive, codes};
use serde::{Deserialize, Serialize};

use crate::value::ReferralId;
pub use words::{LONGEST, Unfit, Words};

codes! {
    /// What was written.
    Kind {
        /// A message to the other side.
        Message = "message",
        /// How it goes, by the agency.
        InterimNote = "interim_note",
        /// An appointment, by the agency.
        Appointment = "appointment",
    }
}

codes! {
    /// Who wrote.
    Author {
        /// The agency.
        Agency = "agency",
        /// The centre.
        Centre = "centre",
    }
}

/// What is remembered of it; never the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The referral that it is about.
    pub referral: ReferralId,
    /// What it is.
    pub kind: Kind,
    /// Who wrote it.
    pub author: Author,
    /// When.
    pub at: Moment,
}

/// A message, or nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The message, once written.
    pub message: Option<Message>,
}

/// A wish about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write it.
    Write {
        /// What is remembered of it.
        message: Message,
        /// PRIVACY: the words.
        words: Sensitive<Words>,
    },
}

/// A stored fact about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was written.
    MessageWritten {
        /// What is remembered of it.
        message: Message,
        /// PRIVACY: the words; sealed at rest under the key of the referral's messages.
        words: Sensitive<Words>,
    },
}

/// Why a message is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The id stands for another message already.
    #[error("the message exists already with another content")]
    AlreadyExists,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Exists
    }

    fn reason(&self) -> &'static str {
        "ALREADY_EXISTS"
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Messages;

impl Decider for Messages {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(
        state: &State,
        Command::Write { message, words }: Command,
        _at: Moment,
    ) -> Result<Vec<Event>, Rejection> {
        match state.message {
            None => Ok(vec![Event::MessageWritten { message, words }]),
            Some(written) if written == message => Ok(Vec::new()),
            Some(_) => Err(Rejection::AlreadyExists),
        }
    }

    fn evolve(_state: State, event: &Event) -> State {
        let Event::MessageWritten { message, .. } = event;
        State { message: Some(*message) }
    }
}
