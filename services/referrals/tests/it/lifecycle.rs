//! What happens between an acceptance and its end.

use std::time::Duration;

use sentier_platform::grpc::timestamp;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::record_attendance_request::Attendance;
use sentier_proto::referrals::v1::referral::{Outcome, State};
use sentier_proto::referrals::v1::{
    AddInterimNoteRequest, CancelAppointmentRequest, CompleteReferralRequest,
    ConfirmCancellationRequest, GetDisclosureRequest, RecordAttendanceRequest, Referral,
    RequestCancellationRequest, ScheduleReferralRequest, StartServiceRequest,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::steps::{
    Asked, Place, accepting, consented, found, hospital, key, reason, sent, stored, told_of,
    until_heard,
};
use crate::world::{CENTRE, World};

pub(crate) fn scheduling(world: &World, asked: Asked) -> ScheduleReferralRequest {
    let at = world.clock.now().plus(Duration::from_hours(24));
    ScheduleReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        appointment_time: Some(timestamp(at)),
        text: "porte 3, demander la sage-femme".to_owned(),
    }
}

pub(crate) fn stopping(asked: Asked) -> RequestCancellationRequest {
    RequestCancellationRequest { name: asked.name(), request_id: key(), expected_version: None }
}

fn confirming(asked: Asked) -> ConfirmCancellationRequest {
    ConfirmCancellationRequest { name: asked.name(), request_id: key(), expected_version: None }
}

fn unscheduling(asked: Asked) -> CancelAppointmentRequest {
    CancelAppointmentRequest { name: asked.name(), request_id: key(), expected_version: None }
}

fn attending(asked: Asked, attendance: Attendance) -> RecordAttendanceRequest {
    RecordAttendanceRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        attendance: attendance.into(),
    }
}

fn starting(asked: Asked) -> StartServiceRequest {
    StartServiceRequest { name: asked.name(), request_id: key(), expected_version: None }
}

pub(crate) fn noting(asked: Asked, text: &str) -> AddInterimNoteRequest {
    AddInterimNoteRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        text: text.to_owned(),
    }
}

fn completing(asked: Asked) -> CompleteReferralRequest {
    CompleteReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        outcome: Outcome::Served.into(),
    }
}

/// A referral that the agency took.
pub(crate) async fn accepted(world: &World) -> (Place, Asked) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    world.partner(place.agency).accept_referral(accepting(asked)).await.expect("accepts");
    (place, asked)
}

fn state(referral: Option<Referral>) -> State {
    referral.expect("a referral").state()
}

pub(crate) async fn a_referral_goes_its_whole_way_and_the_centre_is_told_each_step(world: &World) {
    let (place, asked) = accepted(world).await;
    let mut agency = world.mover(place.agency);
    let step = agency.schedule_referral(scheduling(world, asked)).await.expect("schedules");
    assert_eq!(state(step.into_inner().referral), State::Scheduled);
    let step = agency.cancel_appointment(unscheduling(asked)).await.expect("takes back");
    assert_eq!(state(step.into_inner().referral), State::Accepted);
    agency.schedule_referral(scheduling(world, asked)).await.expect("schedules");
    let step = agency.record_attendance(attending(asked, Attendance::NoShow)).await;
    assert_eq!(state(step.expect("records").into_inner().referral), State::NoShow);
    let step = agency.schedule_referral(scheduling(world, asked)).await.expect("again");
    assert_eq!(state(step.into_inner().referral), State::Scheduled);
    let step = agency.record_attendance(attending(asked, Attendance::Attended)).await;
    assert_eq!(state(step.expect("records").into_inner().referral), State::Attended);
    let step = agency.start_service(starting(asked)).await.expect("starts").into_inner();
    let referral = step.referral.expect("a referral");
    assert_eq!(referral.state(), State::InService);
    assert!(referral.serve_time.is_some());
    let step = agency.add_interim_note(noting(asked, "première séance")).await.expect("notes");
    let referral = step.into_inner().referral.expect("a referral");
    assert_eq!((referral.state(), referral.message_count), (State::InService, 4));
    assert_eq!(referral.allowed_actions, ["add_note", "propose_onward", "complete"]);
    world.partner(place.agency).complete_referral(completing(asked)).await.expect("completes");

    let completed = |fact: &Told| matches!(fact, Told::ReferralCompleted(_)).then_some(());
    until_heard(world, asked, completed).await;
    let told: Vec<_> = told_of(world, asked).iter().map(said).collect();
    assert_eq!(
        told,
        [
            "sent",
            "received",
            "accepted",
            "scheduled",
            "appointment cancelled",
            "scheduled",
            "no show",
            "scheduled",
            "attended",
            "started",
            "noted",
            "completed"
        ]
    );
}

fn said(fact: &Told) -> &'static str {
    match fact {
        Told::ReferralSent(_) => "sent",
        Told::ReferralReceived(_) => "received",
        Told::ReferralAccepted(_) => "accepted",
        Told::ReferralScheduled(_) => "scheduled",
        Told::AppointmentCancelled(_) => "appointment cancelled",
        Told::AttendanceRecorded(it) if it.attended => "attended",
        Told::AttendanceRecorded(_) => "no show",
        Told::ServiceStarted(_) => "started",
        Told::InterimNoteAdded(_) => "noted",
        Told::ReferralCompleted(_) => "completed",
        Told::CancellationRequested(_) => "cancellation requested",
        Told::ReferralCancelled(_) => "cancelled",
        _ => "another",
    }
}

pub(crate) async fn a_cancellation_is_asked_for_and_confirmed(world: &World) {
    let (place, asked) = accepted(world).await;
    let (mut agency, mut centre) =
        (world.mover(place.agency), world.staff_mover(CENTRE, "supervisor"));
    let early = agency.confirm_cancellation(confirming(asked)).await.expect_err("nobody asked");
    assert_eq!(reason(&early), "REFERRAL_STATE");
    let step = centre.request_cancellation(stopping(asked)).await.expect("asks").into_inner();
    let referral = step.referral.expect("a referral");
    assert_eq!(referral.state(), State::CancelRequested);
    assert!(referral.confirm_by_time.is_some());
    // Somebody may be with her: until it is confirmed, the agency reads on.
    let mut partner = world.partner(place.agency);
    let read = GetDisclosureRequest { name: asked.name() };
    partner.get_disclosure(read.clone()).await.expect("reads");
    agency.add_interim_note(noting(asked, "elle est là")).await.expect("notes");
    agency.confirm_cancellation(confirming(asked)).await.expect("confirms");
    assert_eq!(found(&partner, asked).await.expect("found").state(), State::Cancelled);
    let ended = partner.get_disclosure(read).await.expect_err("over");
    assert_eq!(reason(&ended), "DISCLOSURE_ENDED");
    let cancelled = |fact: &Told| matches!(fact, Told::ReferralCancelled(_)).then_some(());
    until_heard(world, asked, cancelled).await;

    // What the agency has not seen is cancelled at once.
    let unseen = sent(world, place).await;
    let step = centre.request_cancellation(stopping(unseen)).await.expect("asks").into_inner();
    assert_eq!(state(step.referral), State::Cancelled);
    // A caseworker asks for her own cases alone.
    let third = sent(world, place).await;
    let mut caseworker = world.staff_mover(CENTRE, "caseworker");
    let refused = caseworker.request_cancellation(stopping(third)).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::NotFound);
    let refused = agency.request_cancellation(stopping(third)).await.expect_err("the centre's");
    assert_eq!(refused.code(), Code::PermissionDenied);
}

pub(crate) async fn each_step_is_refused_where_the_table_has_none(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let mut agency = world.mover(place.agency);
    let refusals = [
        agency.schedule_referral(scheduling(world, asked)).await.map(drop),
        agency.cancel_appointment(unscheduling(asked)).await.map(drop),
        agency.record_attendance(attending(asked, Attendance::Attended)).await.map(drop),
        agency.start_service(starting(asked)).await.map(drop),
        agency.add_interim_note(noting(asked, "rien")).await.map(drop),
        agency.confirm_cancellation(confirming(asked)).await.map(drop),
    ];
    for refused in refusals {
        let refused = refused.expect_err("not in the table");
        assert_eq!(refused.code(), Code::FailedPrecondition);
        let info = refused.get_details_error_info().expect("details");
        assert_eq!(
            (info.reason.as_str(), info.metadata["state"].as_str()),
            ("REFERRAL_STATE", "sent")
        );
        assert_eq!(info.metadata["allowed"], "acknowledge,accept,decline");
        assert!(refused.get_details_precondition_failure().is_some());
    }
    assert_eq!(stored(world, "message_written.v1").await, 0, "what was refused was not kept");
}

pub(crate) async fn a_repeated_step_changes_nothing(world: &World) {
    let (place, asked) = accepted(world).await;
    let mut agency = world.mover(place.agency);
    let schedule = scheduling(world, asked);
    let first = agency.schedule_referral(schedule.clone()).await.expect("schedules").into_inner();
    world.partner(place.agency).complete_referral(completing(asked)).await.expect("completes");
    // The first answer comes again, although the referral has gone on.
    let again = agency.schedule_referral(schedule.clone()).await.expect("repeats").into_inner();
    assert_eq!(first, again);
    assert_eq!(stored(world, "referral_scheduled.v1").await, 1);
    assert_eq!(stored(world, "message_written.v1").await, 1);
    let other = ScheduleReferralRequest { text: "ailleurs".to_owned(), ..schedule };
    let reused = agency.schedule_referral(other).await.expect_err("another request");
    assert_eq!(reason(&reused), "REQUEST_ID_REUSED");
}

fn fields(status: &Status) -> Vec<String> {
    let wrong = status.get_details_bad_request().expect("details").field_violations;
    wrong.into_iter().map(|violation| violation.field).collect()
}

pub(crate) async fn everything_wrong_with_a_step_is_said_at_once(world: &World) {
    let (place, asked) = accepted(world).await;
    let mut agency = world.mover(place.agency);
    let wrong = ScheduleReferralRequest {
        name: "referrals/7".to_owned(),
        request_id: String::new(),
        expected_version: Some(0),
        appointment_time: None,
        text: String::new(),
    };
    let refused = agency.schedule_referral(wrong).await.expect_err("wrong");
    assert_eq!(fields(&refused), ["name", "request_id", "expected_version", "appointment_time"]);
    let past = Some(timestamp(world.clock.now()));
    let late = ScheduleReferralRequest { appointment_time: past, ..scheduling(world, asked) };
    let refused = agency.schedule_referral(late).await.expect_err("past");
    assert_eq!(fields(&refused), ["appointment_time"]);
    let refused = agency.add_interim_note(noting(asked, " ")).await.expect_err("empty");
    assert_eq!(fields(&refused), ["text"]);
    let long = "é".repeat(2_001);
    let refused = agency.add_interim_note(noting(asked, &long)).await.expect_err("long");
    assert_eq!(
        (refused.code(), fields(&refused)),
        (Code::InvalidArgument, vec!["text".to_owned()])
    );
    let unsaid = attending(asked, Attendance::Unspecified);
    let refused = agency.record_attendance(unsaid).await.expect_err("unsaid");
    assert_eq!(fields(&refused), ["attendance"]);
}

pub(crate) async fn another_agency_moves_and_reads_nothing(world: &World) {
    let (place, asked) = accepted(world).await;
    let other = hospital(world, "Kara").await;
    let mut stranger = world.mover(other.agency);
    let mut writer = world.writer(other.agency);
    let refusals = [
        stranger.schedule_referral(scheduling(world, asked)).await.map(drop),
        stranger.cancel_appointment(unscheduling(asked)).await.map(drop),
        stranger.record_attendance(attending(asked, Attendance::Attended)).await.map(drop),
        stranger.start_service(starting(asked)).await.map(drop),
        stranger.add_interim_note(noting(asked, "rien")).await.map(drop),
        stranger.confirm_cancellation(confirming(asked)).await.map(drop),
        writer.send_message(crate::messages::writing(asked, "rien")).await.map(drop),
        writer.list_messages(crate::messages::reading(asked)).await.map(drop),
    ];
    for refused in refusals {
        assert_eq!(refused.expect_err("not hers").code(), Code::NotFound);
    }
    // Not even by the owner's own request, word for word.
    let schedule = scheduling(world, asked);
    let mut owner = world.mover(place.agency);
    owner.schedule_referral(schedule.clone()).await.expect("schedules");
    let replayed = stranger.schedule_referral(schedule).await.expect_err("not hers");
    assert_eq!(replayed.code(), Code::NotFound);
}
