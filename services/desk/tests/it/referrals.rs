//! A referral from its acceptance to its end, and what both sides write on it.

use sentier_kernel::Category;
use sentier_proto::cases::v1::{GetDisclosurePreviewRequest, RequestReferralRequest};
use sentier_proto::common::v1::{FieldGroup, Need};
use sentier_proto::referrals::v1::record_attendance_request::Attendance;
use sentier_proto::referrals::v1::{
    AddInterimNoteRequest, CancelAppointmentRequest, ConfirmCancellationRequest,
    ListMessagesRequest, RecordAttendanceRequest, RequestCancellationRequest,
    ScheduleReferralRequest, SendMessageRequest, StartServiceRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

/// The stub takes the last digit of the id for the state.
fn inbox(state: u8) -> String {
    format!("/inbox/ogou-1/0190b0a6-0000-7000-8000-0000000023f{state}")
}

const ACCEPTED: u8 = 3;
const SCHEDULED: u8 = 7;

#[tokio::test]
async fn an_officer_is_offered_what_the_state_allows() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let sent = kodjo.get(&inbox(1)).await;
    assert!(sent.says("Accepter") && sent.says("Réponse attendue avant"));
    assert!(!sent.says("Donner un rendez-vous") && !sent.says("Terminer"));
    let accepted = kodjo.get(&inbox(ACCEPTED)).await;
    assert!(accepted.says("Donner un rendez-vous") && accepted.says("Terminer"));
    assert!(!accepted.says("Accepter") && !accepted.says("Réponse attendue avant"));
    let scheduled = kodjo.get(&inbox(SCHEDULED)).await;
    assert!(scheduled.says("Elle n'est pas venue") && scheduled.says("Retirer le rendez-vous"));
    let declined = kodjo.get(&inbox(4)).await;
    assert!(!declined.says("Refuser") && !declined.says("Terminer"));
}

#[tokio::test]
async fn an_officer_gives_an_appointment_and_notes_what_comes_of_it() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let path = inbox(ACCEPTED);
    let form = format!("{path}/schedule");
    assert!(kodjo.get(&form).await.says("Jour du rendez-vous"));
    let wrong = kodjo.post(&form, &[("appointment_time", "demain"), ("version", "3")]).await;
    assert_eq!(wrong.status, 422);
    let day = [
        ("appointment_time", "2026-11-28"),
        ("appointment_clock", "09:30"),
        ("text", "porte 3"),
        ("version", "3"),
    ];
    let answer = kodjo.post(&form, &day).await;
    assert_eq!(answer.location(), format!("{path}?n=scheduled"));
    let asked: Vec<ScheduleReferralRequest> = desk.stub.asked("schedule_referral");
    let at = asked[0].appointment_time.as_ref().expect("a time").seconds;
    assert_eq!((at, asked[0].text.as_str()), (1_795_858_200, "porte 3"));
    assert_eq!((asked[0].expected_version, asked.len()), (Some(3), 1));

    for (verb, notice) in [
        ("attend", "attended"),
        ("no-show", "missed"),
        ("unschedule", "unscheduled"),
        ("start", "started"),
        ("confirm", "stopped"),
    ] {
        let answer = kodjo.post(&format!("{path}/{verb}"), &[("version", "3")]).await;
        assert_eq!(answer.location(), format!("{path}?n={notice}"));
    }
    let told: Vec<RecordAttendanceRequest> = desk.stub.asked("record_attendance");
    let told: Vec<_> = told.iter().map(RecordAttendanceRequest::attendance).collect();
    assert_eq!(told, [Attendance::Attended, Attendance::NoShow]);
    assert_eq!(desk.stub.asked::<CancelAppointmentRequest>("cancel_appointment").len(), 1);
    assert_eq!(desk.stub.asked::<StartServiceRequest>("start_service").len(), 1);
    assert_eq!(desk.stub.asked::<ConfirmCancellationRequest>("confirm_cancellation").len(), 1);

    let answer = kodjo.post(&format!("{path}/note"), &[("text", NOTE), ("version", "3")]).await;
    assert_eq!(answer.location(), format!("{path}?n=noted"));
    let asked: Vec<AddInterimNoteRequest> = desk.stub.asked("add_interim_note");
    assert_eq!(asked[0].text, NOTE);
}

#[tokio::test]
async fn messages_open_on_purpose_and_only_there() {
    let desk = Desk::open().await;
    let (mut kodjo, mut sena) = (desk.browser_of("kodjo").await, desk.browser_of("sena").await);
    let of_case = format!("/cases/{CASE}/referrals/{REFERRAL}");
    for (browser, path) in [(&mut kodjo, inbox(1)), (&mut sena, of_case)] {
        let page = browser.get(&path).await;
        assert!(page.says("Lire et écrire") && !page.says(NOTE));
        let messages = format!("{path}/messages");
        let shown = browser.post(&messages, &[]).await;
        assert!(
            shown.says(NOTE) && shown.says("porte 3") && shown.says("Cette lecture est inscrite")
        );
        assert!(shown.says("rendez-vous") && shown.says("26 novembre 2026"));
        browser.post(&messages, &[("page", "further")]).await;
        assert_eq!(browser.get(&messages).await.location(), path);
        let answer = browser.post(&format!("{path}/message"), &[("text", "Merci.")]).await;
        assert_eq!(answer.location(), format!("{path}?n=message-sent"));
    }
    let asked: Vec<ListMessagesRequest> = desk.stub.asked("list_messages");
    let tokens: Vec<_> = asked.iter().map(|one| one.page_token.as_str()).collect();
    assert_eq!(tokens, ["", "further", "", "further"]);
    let name = sentier_proto::name::referral(CENTRE, REFERRAL);
    let sent: Vec<SendMessageRequest> = desk.stub.asked("send_message");
    assert!(sent.iter().all(|one| one.parent == name && one.text == "Merci."));
}

#[tokio::test]
async fn a_message_that_is_refused_is_shown_again_with_what_is_wrong() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    desk.stub.refuse("send_message", Category::Refused, "MESSAGES_ENDED");
    kodjo.get(&inbox(1)).await;
    let path = format!("{}/message", inbox(1));
    let shown = kodjo.post(&path, &[("text", "Encore une chose.")]).await;
    assert!(shown.says("On ne peut plus rien écrire") && shown.says("Encore une chose."));
    assert!(!shown.says(NOTE), "what was written before stays shut");
}

#[tokio::test]
async fn the_centre_asks_to_stop_once_it_was_told_what_follows() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/cases/{CASE}/referrals/{REFERRAL}");
    assert!(sena.get(&path).await.says("Annuler cette orientation"));
    let form = format!("{path}/cancel");
    assert!(sena.get(&form).await.says("il doit confirmer"));
    let answer = sena.post(&form, &[("version", "3")]).await;
    assert_eq!(answer.location(), format!("{path}?n=cancellation-requested"));
    let asked: Vec<RequestCancellationRequest> = desk.stub.asked("request_cancellation");
    assert_eq!((asked.len(), asked[0].expected_version), (1, Some(3)));
}

#[tokio::test]
async fn what_the_agency_will_see_is_shown_before_anything_is_sent() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/cases/{CASE}/referrals/new");
    let structure = sentier_proto::name::structure(AGENCY, STRUCTURE);
    let last = [("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE"), ("structure", structure.as_str())];
    sena.get(&path).await;
    let page = sena.post(&path, &last).await;
    assert!(page.says("Voir d'abord ce que le partenaire verra") && !page.says(NAME));
    assert!(page.says(LIMITS), "her limits stand there before anything is sent");
    let mut wish = last.to_vec();
    wish.extend([
        ("step", "send"),
        ("then", "preview"),
        ("urgency", "URGENCY_URGENT"),
        ("field_groups", "FIELD_GROUP_IDENTITY"),
        ("version", "3"),
    ]);
    let shown = sena.post(&path, &wish).await;
    assert!(shown.says(NAME) && shown.says("Rien n'est envoyé") && !shown.says(PHONE));
    assert!(desk.stub.asked::<RequestReferralRequest>("request_referral").is_empty());
    let asked: Vec<GetDisclosurePreviewRequest> = desk.stub.asked("get_disclosure_preview");
    assert!(asked[0].limits_only && asked[0].field_groups.is_empty());
    assert!(shown.says(LIMITS) && !asked[1].limits_only && asked.len() == 2);
    assert_eq!(asked[1].structure, structure);
    assert_eq!(asked[1].need(), Need::ClinicalManagementOfRape);
    assert_eq!(asked[1].field_groups().collect::<Vec<_>>(), [FieldGroup::Identity]);
}
