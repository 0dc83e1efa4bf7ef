//! What an agency does with a referral that it took, and how the centre stops one.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::referrals::v1::record_attendance_request::Attendance;
use sentier_proto::referrals::v1::{
    AddInterimNoteRequest, CancelAppointmentRequest, ConfirmCancellationRequest,
    RecordAttendanceRequest, Referral, RequestCancellationRequest, ScheduleReferralRequest,
    StartServiceRequest,
};

use super::{Act, find, name};
use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::FormPage;
use crate::pages::follow_up::time_given;
use crate::trouble::Trouble;

type Place = Path<(String, String)>;

/// What a page offers for an action of the machine: code, verb, label, whether at once, class.
type Offer = (&'static str, &'static str, &'static str, bool, &'static str);

/// In the order in which they are shown; which of them are, the service says.
const OF_AGENCY: [Offer; 12] = [
    ("acknowledge", "acknowledge", "submit-acknowledge", true, ""),
    ("accept", "accept", "submit-accept", true, "primary"),
    ("schedule", "schedule", "to-schedule", false, "primary"),
    ("attend", "attend", "submit-attend", true, ""),
    ("miss_appointment", "no-show", "submit-no-show", true, ""),
    ("cancel_appointment", "unschedule", "submit-unschedule", true, ""),
    ("start_service", "start", "submit-start", true, ""),
    ("add_note", "note", "to-note", false, ""),
    ("propose_onward", "propose", "to-propose", false, ""),
    ("confirm_cancellation", "confirm", "submit-confirm", true, "primary"),
    ("complete", "complete", "to-complete", false, "primary"),
    ("decline", "decline", "to-decline", false, ""),
];
const OF_CENTRE: [Offer; 1] = [("request_cancellation", "cancel", "to-cancel-referral", false, "")];

/// What the agency's page offers.
pub(super) fn of_agency(here: &Here, referral: &Referral) -> Vec<Act> {
    offered(here, referral, &OF_AGENCY)
}

/// What the centre's page offers.
pub(super) fn of_centre(here: &Here, referral: &Referral) -> Vec<Act> {
    offered(here, referral, &OF_CENTRE)
}

fn offered(here: &Here, referral: &Referral, offers: &[Offer]) -> Vec<Act> {
    let may = offers
        .iter()
        .filter(|(code, ..)| referral.allowed_actions.iter().any(|allowed| allowed == code));
    may.map(|(_, verb, label, at_once, class)| Act {
        verb,
        label: here.words.say(label),
        at_once: *at_once,
        class,
    })
    .collect()
}

/// A step that needs no answer: one button, one call.
macro_rules! steps {
    ($($(#[$doc:meta])* $step:ident = $method:ident($message:ident { $($field:ident: $value:expr),* })
        -> $notice:literal;)+) => {$(
        $(#[$doc])*
        pub(crate) async fn $step(here: Here, Path((centre, id)): Place) -> Answer {
            let message = $message {
                name: name(&centre, &id)?,
                request_id: here.request_id(),
                expected_version: here.fields.version(),
                $($field: $value,)*
            };
            ask!(here, lifecycle.$method, message).await?;
            Ok(see_other(&format!("/inbox/{centre}/{id}?n={}", $notice)))
        }
    )+};
}

steps! {
    /// She came.
    attend = record_attendance(RecordAttendanceRequest { attendance: Attendance::Attended.into() })
        -> "attended";
    /// She did not come.
    miss = record_attendance(RecordAttendanceRequest { attendance: Attendance::NoShow.into() })
        -> "missed";
    /// The appointment is taken back.
    unschedule = cancel_appointment(CancelAppointmentRequest {}) -> "unscheduled";
    /// We begin to serve her.
    start = start_service(StartServiceRequest {}) -> "started";
    /// We have stopped.
    confirm = confirm_cancellation(ConfirmCancellationRequest {}) -> "stopped";
}

/// When is she expected?
pub(crate) async fn ask_scheduling(here: Here, Path((centre, id)): Place) -> Answer {
    let version = find(&here, &centre, &id).await?.version;
    Ok(scheduling(&here, (&centre, &id), version, None))
}

/// Gives her an appointment.
pub(crate) async fn schedule(here: Here, Path((centre, id)): Place) -> Answer {
    let given = time_given(&here, "appointment_time", "appointment_clock");
    let scheduled = match given {
        None => Err(Trouble::Fields(vec![("appointment_time", "wrong-date")])),
        Some(at) => {
            let message = ScheduleReferralRequest {
                name: name(&centre, &id)?,
                request_id: here.request_id(),
                expected_version: here.fields.version(),
                appointment_time: Some(at),
                text: here.fields.get("text").to_owned(),
            };
            ask!(here, lifecycle.schedule_referral, message).await.map(drop)
        }
    };
    match scheduled {
        Ok(()) => Ok(see_other(&format!("/inbox/{centre}/{id}?n=scheduled"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let version = shown(&here, (&centre, &id), &trouble).await?;
            Ok(scheduling(&here, (&centre, &id), version, Some(&trouble)))
        }
    }
}

fn scheduling(
    here: &Here,
    (centre, id): (&str, &str),
    version: i64,
    trouble: Option<&Trouble>,
) -> Response {
    let form = Form::new(here.words, format!("/inbox/{centre}/{id}/schedule"), "submit-schedule")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .line("appointment_time", "date", &here.fields)
        .line("appointment_clock", "time", &here.fields)
        .lines("text", &here.fields)
        .worded("label-appointment-text")
        .with_trouble(trouble);
    let heading = here.words.say("heading-schedule");
    let intro = vec![here.words.say("words-are-shared")];
    let back = format!("/inbox/{centre}/{id}");
    let page = here.page("title-form");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

/// How does it go?
pub(crate) async fn ask_note(here: Here, Path((centre, id)): Place) -> Answer {
    let version = find(&here, &centre, &id).await?.version;
    Ok(noting(&here, (&centre, &id), version, None))
}

/// Tells how it goes.
pub(crate) async fn note(here: Here, Path((centre, id)): Place) -> Answer {
    let message = AddInterimNoteRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        text: here.fields.get("text").to_owned(),
    };
    match ask!(here, lifecycle.add_interim_note, message).await {
        Ok(_referral) => Ok(see_other(&format!("/inbox/{centre}/{id}?n=noted"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let version = shown(&here, (&centre, &id), &trouble).await?;
            Ok(noting(&here, (&centre, &id), version, Some(&trouble)))
        }
    }
}

fn noting(
    here: &Here,
    (centre, id): (&str, &str),
    version: i64,
    trouble: Option<&Trouble>,
) -> Response {
    let form = Form::new(here.words, format!("/inbox/{centre}/{id}/note"), "submit-note-sent")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .lines("text", &here.fields)
        .with_trouble(trouble);
    let heading = here.words.say("heading-interim-note");
    let intro = vec![here.words.say("words-are-shared")];
    let back = format!("/inbox/{centre}/{id}");
    let page = here.page("title-form");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

/// The version that the form showed; the fresh one once she was told that the referral moved on.
async fn shown(here: &Here, (centre, id): (&str, &str), trouble: &Trouble) -> Result<i64, Trouble> {
    match here.fields.version() {
        Some(seen) if !trouble.is_stale() => Ok(seen),
        _ => Ok(find(here, centre, id).await?.version),
    }
}

/// Shall the agency stop?
pub(crate) async fn ask_cancelling(here: Here, Path((case, id)): Place) -> Answer {
    here.case(&case)?;
    let centre = here.signed()?.centre().unwrap_or_default().to_owned();
    let version = find(&here, &centre, &id).await?.version;
    Ok(cancelling(&here, (&case, &id), version, None))
}

/// Asks the agency to stop.
pub(crate) async fn cancel(here: Here, Path((case, id)): Place) -> Answer {
    here.case(&case)?;
    let centre = here.signed()?.centre().unwrap_or_default().to_owned();
    let message = RequestCancellationRequest {
        name: name(&centre, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
    };
    match ask!(here, lifecycle.request_cancellation, message).await {
        Ok(_referral) => {
            Ok(see_other(&format!("/cases/{case}/referrals/{id}?n=cancellation-requested")))
        }
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let version = shown(&here, (&centre, &id), &trouble).await?;
            Ok(cancelling(&here, (&case, &id), version, Some(&trouble)))
        }
    }
}

fn cancelling(
    here: &Here,
    (case, id): (&str, &str),
    version: i64,
    trouble: Option<&Trouble>,
) -> Response {
    let action = format!("/cases/{case}/referrals/{id}/cancel");
    let form = Form::new(here.words, action, "submit-cancel-referral")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .with_trouble(trouble)
        .dangerous();
    let heading = here.words.say("heading-cancel-referral");
    let intro = vec![here.words.say("cancel-referral-intro")];
    let back = format!("/cases/{case}/referrals/{id}");
    let page = here.page("title-form");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
