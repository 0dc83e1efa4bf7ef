//! A Task that shall stand elsewhere becomes the one call that leads there.
//!
//! Which call that is follows from where the referral stands and where it shall stand. When the version that
//! the caller saw is behind, the call is made all the same, with that version: the service knows a repeat by
//! its key and answers it again, and refuses anything else.

use sentier_kernel::Violation;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_proto::name;
use sentier_proto::referrals::v1::record_attendance_request::Attendance;
use sentier_proto::referrals::v1::{
    AcceptReferralRequest, AcknowledgeReferralRequest, AddInterimNoteRequest,
    CancelAppointmentRequest, CompleteReferralRequest, ConfirmCancellationRequest,
    DeclineReferralRequest, RecordAttendanceRequest, Referral, ScheduleReferralRequest,
    StartServiceRequest,
};
use sentier_referrals_domain::referral::{Action, Standing};
use sha2::{Digest as _, Sha256};
use tonic::Status;

use super::caller::Caller;
use super::refusal::Refusal;
use super::resources::Wish;
use super::services::Services;
use super::standing;
use crate::contract;

/// The key of a write: from the caller's own, or from what is written and the version it is made of. Another
/// referral's is another, so that no key of one agency meets one of another's.
pub(super) fn request_id(referral: &str, key: Option<&str>, seen: i64, body: &[u8]) -> Uuid {
    let [_, id] = name::parse::<2>("centres/*/referrals/*", referral).unwrap_or_default();
    let namespace = Uuid::try_parse(id).unwrap_or_default();
    let label = match key {
        Some(key) => format!("fhir key {key}"),
        None => format!("fhir update of {seen} to {:x?}", Sha256::digest(body).as_slice()),
    };
    derived(namespace, &label)
}

/// One wish about a referral.
#[derive(Debug)]
pub(super) struct Move<'a> {
    /// The referral as it stands.
    pub(super) referral: &'a Referral,
    /// Where it shall stand.
    pub(super) wish: Wish,
    /// The version that the caller saw.
    pub(super) seen: i64,
    /// The key of the call.
    pub(super) request_id: String,
}

/// The common part of every call that moves a referral, with what is its own.
macro_rules! asked {
    ($moved:ident, $request:ident { $($field:ident : $value:expr),* }) => {
        $request {
            name: $moved.referral.name.clone(),
            request_id: $moved.request_id.clone(),
            expected_version: Some($moved.seen),
            $($field: $value,)*
        }
    };
}

/// Makes one call, and takes the referral out of the answer.
macro_rules! make {
    ($services:ident, $client:ident . $call:ident, $caller:ident, $request:expr) => {{
        let mut client = $services.$client.clone();
        let call = move |asked| async move { client.$call(asked).await };
        $caller.ask($request, call).await.map(|answered| answered.referral)
    }};
}

/// Moves the referral; how it stands then.
pub(super) async fn moved(
    services: &Services,
    caller: &Caller,
    it: &Move<'_>,
) -> Result<Referral, Status> {
    let not_found = || caller.refuse(&Refusal::NotFound);
    let from = standing::of(it.referral).ok_or_else(not_found)?;
    let (target, current) = (it.wish.target, it.referral.version == it.seen);
    if current && from == target && !is_another_appointment(&it.wish) {
        return Ok(it.referral.clone());
    }
    let nobodys = || {
        let allowed = it.referral.allowed_actions.join(",");
        caller.refuse(&Refusal::State { standing: from, allowed })
    };
    let action = standing::action(from, target).ok_or_else(nobodys)?;
    let answered = match action {
        Action::Acknowledge | Action::Accept | Action::Decline | Action::Complete => {
            answered(services, caller, it, action).await
        }
        Action::Schedule => schedule(services, caller, it).await,
        _ => going_on(services, caller, it, action).await,
    };
    answered?.ok_or_else(not_found)
}

/// A Task that is scheduled and shall be, with an appointment: another instead of the first.
fn is_another_appointment(wish: &Wish) -> bool {
    wish.target == Standing::Scheduled && wish.appointment.is_some()
}

async fn answered(
    services: &Services,
    caller: &Caller,
    it: &Move<'_>,
    action: Action,
) -> Result<Option<Referral>, Status> {
    match action {
        Action::Acknowledge => {
            let request = asked!(it, AcknowledgeReferralRequest {});
            make!(services, referrals.acknowledge_referral, caller, request)
        }
        Action::Decline => {
            let why = it.wish.reason.map_or(0, contract::reason);
            let request = asked!(it, DeclineReferralRequest { reason: why });
            make!(services, referrals.decline_referral, caller, request)
        }
        Action::Complete => {
            let led_to = it.wish.outcome.map_or(0, contract::outcome);
            let request = asked!(it, CompleteReferralRequest { outcome: led_to });
            make!(services, referrals.complete_referral, caller, request)
        }
        _ => {
            let request = asked!(it, AcceptReferralRequest {});
            make!(services, referrals.accept_referral, caller, request)
        }
    }
}

async fn schedule(
    services: &Services,
    caller: &Caller,
    it: &Move<'_>,
) -> Result<Option<Referral>, Status> {
    let missing = || {
        let field = Violation::required("Task.output");
        caller.refuse(&Refusal::Unprocessable(vec![field]))
    };
    let (at, note) = it.wish.appointment.clone().ok_or_else(missing)?;
    let request = asked!(it, ScheduleReferralRequest { appointment_time: Some(at), text: note });
    make!(services, lifecycle.schedule_referral, caller, request)
}

async fn going_on(
    services: &Services,
    caller: &Caller,
    it: &Move<'_>,
    action: Action,
) -> Result<Option<Referral>, Status> {
    match action {
        Action::CancelAppointment => {
            let request = asked!(it, CancelAppointmentRequest {});
            make!(services, lifecycle.cancel_appointment, caller, request)
        }
        Action::StartService => {
            let request = asked!(it, StartServiceRequest {});
            make!(services, lifecycle.start_service, caller, request)
        }
        Action::ConfirmCancellation => {
            let request = asked!(it, ConfirmCancellationRequest {});
            make!(services, lifecycle.confirm_cancellation, caller, request)
        }
        _ => {
            let attended = action == Action::Attend;
            let attendance = if attended { Attendance::Attended } else { Attendance::NoShow };
            let request = asked!(it, RecordAttendanceRequest { attendance: attendance.into() });
            make!(services, lifecycle.record_attendance, caller, request)
        }
    }
}

/// Tells how it goes; the referral then.
pub(super) async fn noted(
    services: &Services,
    caller: &Caller,
    request: AddInterimNoteRequest,
) -> Result<Referral, Status> {
    let noted = make!(services, lifecycle.add_interim_note, caller, request)?;
    noted.ok_or_else(|| caller.refuse(&Refusal::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "centres/ogou-1/referrals/0190b0a6-0000-7000-8000-000000000001";
    const OTHER: &str = "centres/ogou-1/referrals/0190b0a6-0000-7000-8000-000000000002";

    #[test]
    fn the_same_write_has_the_same_key_and_no_other_has() {
        let key =
            |referral, key, seen, body: &str| request_id(referral, key, seen, body.as_bytes());
        assert_eq!(key(ONE, None, 3, "a"), key(ONE, None, 3, "a"));
        assert_ne!(key(ONE, None, 3, "a"), key(ONE, None, 4, "a"));
        assert_ne!(key(ONE, None, 3, "a"), key(ONE, None, 3, "b"));
        assert_ne!(key(ONE, None, 3, "a"), key(OTHER, None, 3, "a"));
        assert_eq!(key(ONE, Some("k"), 3, "a"), key(ONE, Some("k"), 4, "b"));
        assert_ne!(key(ONE, Some("k"), 3, "a"), key(OTHER, Some("k"), 3, "a"));
    }
}
