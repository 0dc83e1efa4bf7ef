//! Who receives releases: for which purpose, until when, and with whose approval.
//!
//! ```text
//! requested ──approve──▶ active ──▶ ended (its day came)
//!     └────────revoke───────┴──▶ revoked
//! ```
//!
//! An analyst asks, the data owner (a centre's manager) approves or refuses, and may take it back at any
//! time. Every delivery is an event, and so stands in the ledger, before the release leaves.

#[cfg(test)]
mod spec;

use std::time::Duration;

use sentier_kernel::{Category, Decider, Explain, Moment, Violation};
use uuid::Uuid;

use crate::outreach::text;
use crate::release::ReleaseId;

/// The longest a subscription may run; then the purpose is asked for again.
const LONGEST: Duration = Duration::from_hours(2 * 366 * 24);

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Subscriptions;

/// Nothing yet, or a subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The subscription, once asked for.
    pub subscription: Option<Subscription>,
}

/// What an analyst asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Whose it is.
    pub analyst: Uuid,
    /// What it is for.
    pub terms: Terms,
    /// Where it stands.
    pub standing: Standing,
    /// Releases that were delivered, counted each time.
    pub deliveries: u64,
}

/// What is asked for. Public facts; nothing about a survivor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The organisation that answers for it, 2 to 120 characters.
    pub organisation: String,
    /// What the releases are used for, 10 to 500 characters.
    pub purpose: String,
    /// Until when, at most two years ahead.
    pub until: Moment,
}

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for the data owner.
    Requested,
    /// The data owner approved it.
    Approved,
    /// It was refused or taken back.
    Revoked,
}

impl Standing {
    /// The name, as stored in read models and told in refusals.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Revoked => "revoked",
        }
    }
}

/// A wish about one subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask for it.
    RequestSubscription {
        /// Whose it shall be.
        analyst: Uuid,
        /// What is asked for.
        terms: Terms,
    },
    /// Let it begin.
    ApproveSubscription,
    /// Refuse it, or take it back.
    RevokeSubscription {
        /// Why, 2 to 500 characters.
        reason: String,
    },
    /// Enter that a release goes out under it.
    DeliverRelease {
        /// Who receives it.
        analyst: Uuid,
        /// The release.
        release: ReleaseId,
    },
}

/// A stored fact about a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was asked for.
    SubscriptionRequested {
        /// Whose it is.
        analyst: Uuid,
        /// What is asked for.
        terms: Terms,
    },
    /// The data owner approved it.
    SubscriptionApproved,
    /// It was refused or taken back.
    SubscriptionRevoked {
        /// Why.
        reason: String,
    },
    /// A release goes out under it.
    ReleaseDelivered {
        /// The release.
        release: ReleaseId,
    },
}

/// Why a wish is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such subscription, or another's.
    #[error("there is no such subscription")]
    NotFound,
    /// The id stands for other terms already.
    #[error("it exists already with other terms")]
    AlreadyExists,
    /// It does not stand where this is possible.
    #[error("the subscription's state does not allow this")]
    State {
        /// Where it stands.
        state: &'static str,
    },
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::State { .. } => Category::Refused,
            Self::Invalid(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::State { .. } => "SUBSCRIPTION_STATE",
            Self::Invalid(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(violations) => violations.clone(),
            Self::NotFound | Self::AlreadyExists | Self::State { .. } => Vec::new(),
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::State { state } => vec![("state", (*state).to_owned())],
            Self::NotFound | Self::AlreadyExists | Self::Invalid(_) => Vec::new(),
        }
    }
}

impl Subscription {
    /// Where it stands at `at`: an approved one ends by itself.
    pub fn state(&self, at: Moment) -> &'static str {
        match self.standing {
            Standing::Approved if at >= self.terms.until => "ended",
            standing => standing.code(),
        }
    }
}

impl Decider for Subscriptions {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let known = state.subscription.as_ref();
        let known_or = || known.ok_or(Rejection::NotFound);
        match command {
            Command::RequestSubscription { analyst, terms } => request(known, analyst, terms, at),
            Command::ApproveSubscription => approve(known_or()?, at),
            Command::RevokeSubscription { reason } => revoke(known_or()?, reason),
            Command::DeliverRelease { analyst, release } => {
                let subscription = known_or()?;
                // Another's subscription does not exist for her.
                if subscription.analyst != analyst {
                    return Err(Rejection::NotFound);
                }
                match subscription.state(at) {
                    "approved" => Ok(vec![Event::ReleaseDelivered { release }]),
                    state => Err(Rejection::State { state }),
                }
            }
        }
    }

    fn evolve(mut state: State, event: &Event) -> State {
        if let Event::SubscriptionRequested { analyst, terms } = event {
            state.subscription = Some(Subscription {
                analyst: *analyst,
                terms: terms.clone(),
                standing: Standing::Requested,
                deliveries: 0,
            });
        }
        if let Some(subscription) = &mut state.subscription {
            match event {
                Event::SubscriptionRequested { .. } => {}
                Event::SubscriptionApproved => subscription.standing = Standing::Approved,
                Event::SubscriptionRevoked { .. } => subscription.standing = Standing::Revoked,
                Event::ReleaseDelivered { .. } => subscription.deliveries += 1,
            }
        }
        state
    }
}

fn request(
    known: Option<&Subscription>,
    analyst: Uuid,
    terms: Terms,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    if let Some(known) = known {
        let same = known.analyst == analyst && known.terms == terms;
        return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    let mut wrong = Vec::new();
    text(&mut wrong, "organisation", &terms.organisation, 2..=120);
    text(&mut wrong, "purpose", &terms.purpose, 10..=500);
    if terms.until <= at {
        wrong.push(Violation::new("expire_time", "violation-in-past"));
    } else if terms.until.since(at) > LONGEST {
        wrong.push(Violation::new("expire_time", "violation-out-of-range"));
    }
    if wrong.is_empty() {
        Ok(vec![Event::SubscriptionRequested { analyst, terms }])
    } else {
        Err(Rejection::Invalid(wrong))
    }
}

fn approve(known: &Subscription, at: Moment) -> Result<Vec<Event>, Rejection> {
    if at >= known.terms.until {
        return Err(Rejection::State { state: "ended" });
    }
    match known.standing {
        Standing::Requested => Ok(vec![Event::SubscriptionApproved]),
        Standing::Approved => Ok(Vec::new()),
        Standing::Revoked => Err(Rejection::State { state: known.standing.code() }),
    }
}

fn revoke(known: &Subscription, reason: String) -> Result<Vec<Event>, Rejection> {
    let mut wrong = Vec::new();
    text(&mut wrong, "reason", &reason, 2..=500);
    if !wrong.is_empty() {
        return Err(Rejection::Invalid(wrong));
    }
    Ok(match known.standing {
        Standing::Requested | Standing::Approved => vec![Event::SubscriptionRevoked { reason }],
        Standing::Revoked => Vec::new(),
    })
}
