//! The rules of a referral.

use sentier_kernel::Moment;

use super::transition::next;
use super::{
    Action, Claimed, Command, Event, Mover, Referral, Rejection, Request, Standing, State, onward,
    steps,
};
use crate::value::{AgencyId, DeclineReason, Outcome, Refusal};

pub(super) type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(state: &State, command: Command, at: Moment) -> Decision {
    match command {
        Command::ReceiveRequest { request, claimed } => {
            receive_request(state, request, claimed, at)
        }
        Command::Acknowledge { agency } => acknowledge(of_agency(state, agency)?, at),
        Command::Accept { agency } => accept(of_agency(state, agency)?, at),
        Command::Decline { agency, reason } => decline(of_agency(state, agency)?, reason, at),
        Command::Complete { agency, outcome } => complete(of_agency(state, agency)?, outcome, at),
        Command::Schedule { agency } => steps::schedule(of_agency(state, agency)?, at),
        Command::CancelAppointment { agency } => {
            steps::cancel_appointment(of_agency(state, agency)?, at)
        }
        Command::RecordAttendance { agency, attended } => {
            steps::record_attendance(of_agency(state, agency)?, attended, at)
        }
        Command::StartService { agency } => steps::start_service(of_agency(state, agency)?, at),
        Command::AddNote { agency } => steps::add_note(of_agency(state, agency)?, at),
        Command::ProposeOnward { agency, proposal, wanted } => {
            onward::propose(of_agency(state, agency)?, proposal, wanted, at)
        }
        Command::WithdrawOnward { agency, proposal } => {
            onward::withdraw(of_agency(state, agency)?, proposal, at)
        }
        Command::AnswerOnward { proposal, taken_up } => {
            onward::answer(known(state)?, proposal, taken_up, at)
        }
        Command::SendMessage { agency: Some(agency) } => {
            steps::send_message(of_agency(state, agency)?, true, at)
        }
        Command::SendMessage { agency: None } => steps::send_message(known(state)?, false, at),
        Command::RequestCancellation => steps::request_cancellation(known(state)?, at),
        Command::ConfirmCancellation { agency } => {
            steps::confirm_cancellation(of_agency(state, agency)?, at)
        }
        Command::Expire => steps::expire(known(state)?, at),
        Command::Revoke => revoke(known(state)?, at),
        Command::DestroyDisclosure => destroy_disclosure(known(state)?, at),
        Command::DestroyMessages => destroy_messages(known(state)?, at),
        Command::ReadDisclosure { agency } => read_disclosure(of_agency(state, agency)?, at),
    }
}

fn receive_request(
    state: &State,
    request: Request,
    claimed: Result<Claimed, Refusal>,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    // A repeat is the same fact, whatever directory and case say by now.
    if let Some(known) = &state.referral {
        return if known.request == request {
            Ok(Vec::new())
        } else {
            Err(Rejection::AlreadyExists)
        };
    }
    Ok(vec![match claimed {
        Ok(Claimed { disclosure, read_until, answer_by }) => {
            let answer_by = Some(answer_by);
            Event::ReferralSent { request, disclosure, read_until, answer_by, at }
        }
        Err(refusal) => Event::RequestRefused { request, refusal, at },
    }])
}

fn acknowledge(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    // Accepting acknowledged it too: an acknowledgement that arrives after is the same fact.
    if referral.received_at.is_some() && !referral.standing.is_final() {
        return Ok(Vec::new());
    }
    step(referral, Action::Acknowledge)?;
    Ok(vec![Event::ReferralReceived { at }])
}

fn accept(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.standing == Standing::Accepted {
        return Ok(Vec::new());
    }
    step(referral, Action::Accept)?;
    let mut events = Vec::with_capacity(2);
    if referral.received_at.is_none() {
        events.push(Event::ReferralReceived { at });
    }
    events.push(Event::ReferralAccepted { at });
    Ok(events)
}

fn decline(
    referral: &Referral,
    reason: DeclineReason,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    if referral.standing == Standing::Declined && referral.decline_reason == Some(reason) {
        return Ok(Vec::new());
    }
    step(referral, Action::Decline)?;
    Ok(vec![Event::ReferralDeclined { reason, at }])
}

fn complete(referral: &Referral, outcome: Outcome, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.standing == Standing::Completed && referral.outcome == Some(outcome) {
        return Ok(Vec::new());
    }
    step(referral, Action::Complete)?;
    Ok(vec![Event::ReferralCompleted { outcome, at }])
}

fn revoke(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    match referral.standing {
        Standing::Revoked => return Ok(Vec::new()),
        // All of it ended for good with an earlier withdrawal or its term.
        standing if standing.is_final() && has_ended(referral) => return Ok(Vec::new()),
        _ => {}
    }
    // What was written may outlive the other final states; a consent that ends ends it too.
    if referral.standing.is_final() {
        return Ok(vec![Event::DisclosureEnded { at }]);
    }
    step(referral, Action::Revoke)?;
    Ok(vec![Event::ReferralRevoked { at }])
}

/// Whether neither the disclosure nor anything that was written may be read any more.
const fn has_ended(referral: &Referral) -> bool {
    let unwritten = referral.messages_until.is_none() || !referral.messages_held;
    referral.read_until.is_none() && unwritten
}

fn destroy_messages(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.has_readable_messages(at) {
        Err(Rejection::State { standing: referral.standing, by: Mover::Service })
    } else if referral.messages_held {
        Ok(vec![Event::MessagesDestroyed { at }])
    } else {
        Ok(Vec::new())
    }
}

fn destroy_disclosure(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.is_readable(at) {
        Err(Rejection::State { standing: referral.standing, by: Mover::Service })
    } else if referral.key_held {
        Ok(vec![Event::DisclosureDestroyed { at }])
    } else {
        Ok(Vec::new())
    }
}

fn read_disclosure(referral: &Referral, at: Moment) -> Result<Vec<Event>, Rejection> {
    if referral.is_readable(at) {
        // Every reading is a fact of its own: the centre is shown each one.
        Ok(vec![Event::DisclosureRead { at }])
    } else {
        Err(Rejection::DisclosureEnded)
    }
}

fn known(state: &State) -> Result<&Referral, Rejection> {
    state.referral.as_ref().ok_or(Rejection::NotFound)
}

/// The referral, if it is this agency's; another's is not told apart from none.
fn of_agency(state: &State, agency: AgencyId) -> Result<&Referral, Rejection> {
    let referral = known(state)?;
    if referral.is_known_to(agency) { Ok(referral) } else { Err(Rejection::NotFound) }
}

pub(super) fn step(referral: &Referral, action: Action) -> Result<Standing, Rejection> {
    let refused = || Rejection::State { standing: referral.standing, by: action.by() };
    next(referral.standing, action).ok_or_else(refused)
}
