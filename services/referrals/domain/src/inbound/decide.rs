//! The rules of a referral towards a centre.

use std::time::Duration;

use sentier_kernel::Moment;

use super::{Command, Event, Inbound, Rejection, Standing, State};
use crate::value::Urgency;

/// How long a centre has to answer. Our default: a day for what is urgent, a week for the rest.
const fn within(urgency: Urgency) -> Duration {
    match urgency {
        Urgency::Urgent => Duration::from_hours(24),
        Urgency::Routine => Duration::from_hours(7 * 24),
    }
}

pub(super) fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
    let known = || state.inbound.as_ref().ok_or(Rejection::NotFound);
    match command {
        Command::Submit { wanted, submission } => match &state.inbound {
            Some(known) if known.wanted == wanted => Ok(Vec::new()),
            Some(_) => Err(Rejection::AlreadyExists),
            None => {
                let answer_by = at.plus(within(wanted.urgency));
                Ok(vec![Event::InboundSubmitted { wanted, submission, answer_by, at }])
            }
        },
        Command::Accept { case } => {
            let inbound = known()?;
            let same = inbound.standing == Standing::Accepted && inbound.case == Some(case);
            once(inbound, same, Event::InboundAccepted { case, at })
        }
        Command::Decline { reason } => {
            let inbound = known()?;
            let declined = inbound.standing == Standing::Declined;
            let same = declined && inbound.decline_reason == Some(reason);
            once(inbound, same, Event::InboundDeclined { reason, at })
        }
        Command::Withdraw { agency } => {
            // Another's is not told apart from none.
            let own = known()?;
            if own.wanted.agency != agency {
                return Err(Rejection::NotFound);
            }
            let same = own.standing == Standing::Withdrawn;
            once(own, same, Event::InboundWithdrawn { at })
        }
        Command::Lapse => {
            let inbound = known()?;
            let due = inbound.standing == Standing::Submitted && inbound.answer_by <= at;
            Ok(if due { vec![Event::InboundLapsed { at }] } else { Vec::new() })
        }
        Command::Read => {
            let readable = known()?.standing == Standing::Submitted;
            if readable { Ok(Vec::new()) } else { Err(Rejection::Ended) }
        }
        Command::DestroySubmission => destroy(known()?, at),
    }
}

/// The first answer stands; the same one again is the same fact.
fn once(inbound: &Inbound, same: bool, event: Event) -> Result<Vec<Event>, Rejection> {
    match inbound.standing {
        Standing::Submitted => Ok(vec![event]),
        _ if same => Ok(Vec::new()),
        ended => Err(Rejection::State(ended)),
    }
}

fn destroy(inbound: &Inbound, at: Moment) -> Result<Vec<Event>, Rejection> {
    match inbound.standing {
        Standing::Submitted => Err(Rejection::State(Standing::Submitted)),
        _ if inbound.key_held => Ok(vec![Event::SubmissionDestroyed { at }]),
        _ => Ok(Vec::new()),
    }
}
