//! What this context does when the cases context tells something.
//!
//! Requests and withdrawals come by two consumers, so that a withdrawal never waits behind a request
//! that waits for `cases`. They may therefore arrive in either order: a withdrawal is remembered as the
//! end of a basis, and whoever takes up a request looks there before and after.

mod claim;
mod onward;
mod requests;
mod withdrawals;

use prost::Message as _;
use sentier_eventing::inbox::{Delivered, ReactionError};
use sentier_kernel::id::{Uuid, parse_uuid};
use sentier_kernel::{Category, Explain};
use sentier_platform::grpc::fingerprint;
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::events::v1::cases_event::Fact;

use crate::application::Told;
pub(crate) use onward::OnwardAnswers;
pub(crate) use requests::Requests;
pub(crate) use withdrawals::Withdrawals;

/// The fact in a message of `consumer`, and the request that follows from it.
fn read(consumer: &str, message: &Delivered) -> Result<(Told, Fact), ReactionError> {
    let unreadable = || poison("the message is not an event of cases");
    let event = CasesEvent::decode(message.payload.as_slice()).map_err(|_cause| unreadable())?;
    let told = Told {
        centre: message.centre.clone(),
        request_id: message.request_id(consumer),
        fingerprint: fingerprint(&event),
    };
    if event.envelope.is_none_or(|envelope| envelope.centre != message.centre) {
        return Err(poison("the envelope names another centre than the subject"));
    }
    Ok((told, event.fact.ok_or_else(unreadable)?))
}

fn id(text: &str) -> Result<Uuid, ReactionError> {
    parse_uuid(text).map_err(|_malformed| poison("an id is malformed"))
}

fn poison(reason: &str) -> ReactionError {
    ReactionError::Poison(reason.to_owned())
}

/// What passes by itself is tried again; the rest never will.
fn unless_it_passes<E: AsRef<dyn Explain>>(fault: E) -> ReactionError {
    let error = fault.as_ref();
    match error.category() {
        Category::Down | Category::Busy | Category::Stale => {
            ReactionError::Retry(error.to_string())
        }
        _ => ReactionError::Poison(error.reason().to_owned()),
    }
}
