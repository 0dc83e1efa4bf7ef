//! The pages about who sees a case, and how she may be reached.

use sentier_kernel::Category;
use sentier_proto::cases::v1::{
    BreakGlassRequest, ContactChannel, ExcludeStaffRequest, GetSafeguardsRequest,
    PlantHoneyRecordRequest, RecordContactAttemptRequest, ReviewAlarmRequest, SealCaseRequest,
    SetSafeContactRequest, TimeOfDay, Weekday,
};

use crate::desk::Desk;
use crate::stub::facts::*;

fn colleague() -> String {
    format!("centres/{CENTRE}/staff/{STAFF}")
}

#[tokio::test]
async fn how_she_may_be_reached_is_shown_with_what_may_be_said() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let case = format!("/cases/{CASE}");
    assert!(sena.get(&case).await.says("Comment la joindre, et qui voit ce dossier"));
    // It is opened on purpose only: an address alone opens nothing.
    assert_eq!(sena.get(&format!("{case}/safeguards")).await.location(), case);
    assert!(desk.stub.asked::<GetSafeguardsRequest>("get_safeguards").is_empty());
    let page = sena.post(&format!("{case}/safeguards"), &[]).await;
    assert!(page.says("Dites d'abord le mot convenu") && page.says("Ne dites rien du centre"));
    assert!(page.says("14:00 – 16:30") && page.says("Pas avant") && page.says("elle l'a dit"));
    assert!(
        page.says("agbadza") && page.says("seule, à examiner") && page.says("attend un accord")
    );

    let reached = sena
        .post(
            &format!("{case}/contact"),
            &[("channel", "CONTACT_CHANNEL_CALL"), ("answerer", "CONTACT_ANSWERER_SURVIVOR")],
        )
        .await;
    assert_eq!(reached.location(), format!("{case}?n=contact-recorded"));
    let asked: Vec<RecordContactAttemptRequest> = desk.stub.asked("record_contact_attempt");
    assert_eq!(asked[0].channel(), ContactChannel::Call);
    desk.stub.refuse("record_contact_attempt", Category::Refused, "CONTACT_NOT_ALLOWED");
    let refused = sena.post(&format!("{case}/contact"), &[]).await;
    assert!(refused.says("pas accepté"));
}

#[tokio::test]
async fn a_plan_of_safe_contact_is_sent_as_she_told_it() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/cases/{CASE}/safe-contact");
    sena.get(&path).await;
    let fields = [
        ("channel_1", "CONTACT_CHANNEL_CALL"),
        ("address_1", "chez sa soeur"),
        ("days_1", "WEEKDAY_MONDAY"),
        ("days_1", "WEEKDAY_FRIDAY"),
        ("from_1", "14:00"),
        ("until_1", "16:30"),
        ("answerers_1", "CONTACT_ANSWERER_TRUSTED_PERSON"),
        ("code_word", "mangue"),
    ];
    let page = sena.post(&path, &fields).await;
    assert_eq!(page.location(), format!("/cases/{CASE}?n=safe-contact-set"));
    let asked: Vec<SetSafeContactRequest> = desk.stub.asked("set_safe_contact");
    let plan = asked[0].plan.clone().unwrap();
    let way = &plan.ways[0];
    assert_eq!((plan.ways.len(), plan.never, plan.may_name_centre), (1, false, false));
    assert_eq!(way.days, [i32::from(Weekday::Monday), i32::from(Weekday::Friday)]);
    assert_eq!(way.until_time, Some(TimeOfDay { hours: 16, minutes: 30 }));
    // What was typed is not lost when it is refused.
    desk.stub.refuse_fields(
        "set_safe_contact",
        Category::Invalid,
        "INVALID_FIELDS",
        &["plan.ways[0].days"],
    );
    assert!(sena.post(&path, &fields).await.says("chez sa soeur"));
}

#[tokio::test]
async fn a_colleague_is_excluded_and_a_case_sealed() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let (case, colleague) = (format!("/cases/{CASE}"), colleague());
    sena.get(&format!("{case}/safeguards/exclude")).await;
    let fields = [("staff", colleague.as_str()), ("reason", "sa belle-soeur")];
    let page = sena.post(&format!("{case}/safeguards/exclude"), &fields).await;
    assert_eq!(page.location(), "/cases?n=safeguard-recorded");
    let asked: Vec<ExcludeStaffRequest> = desk.stub.asked("exclude_staff");
    assert_eq!((&*asked[0].staff, &*asked[0].reason), (&*colleague, "sa belle-soeur"));
    sena.post(&format!("{case}/safeguards/seal"), &fields).await;
    let asked: Vec<SealCaseRequest> = desk.stub.asked("seal_case");
    assert_eq!(asked[0].staff, [colleague]);
    assert_eq!(sena.get(&format!("{case}/safeguards/burn")).await.status, 404);
}

#[tokio::test]
async fn in_an_emergency_she_goes_in_alone_or_asks_another() {
    let desk = Desk::open().await;
    let mut inti = desk.browser_of("inti").await;
    let path = format!("/cases/{CASE}/break-glass");
    assert!(inti.get(&path).await.says("la directrice est avertie"));
    let alone = [("way", "alone"), ("reason", "elle est en danger")];
    let page = inti.post(&path, &alone).await;
    assert_eq!(page.location(), format!("/cases/{CASE}?n=glass-broken"));
    let asked: Vec<BreakGlassRequest> = desk.stub.asked("break_glass");
    assert_eq!(asked[0].reason, "elle est en danger");
    let last = inti.post(&path, &[("way", "alone"), ("reason", LAST_ALONE)]).await;
    assert_eq!(last.location(), format!("/cases/{CASE}?n=glass-broken-last"));
    // The month is used up; the way that stays open is on the same page.
    desk.stub.refuse("break_glass", Category::Refused, "ALONE_USED_UP");
    let refused = inti.post(&path, &alone).await;
    assert!(refused.says("À deux, c'est toujours possible") && refused.says("(24 heures)"));
    let together = inti.post(&path, &[("way", "together"), ("reason", "x")]).await;
    assert!(together.says(&format!("{path}/{ENTRY}/approve")));
    let mut manu = desk.browser_of("manu").await;
    manu.get("/review").await;
    let approved = manu.post(&format!("{path}/{ENTRY}/approve"), &[]).await;
    assert_eq!(approved.location(), "/?n=glass-approved");
}

#[tokio::test]
async fn the_manager_sees_alarms_first_and_plants_honey_records() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let review = manu.get("/review").await;
    assert!(review.says("Alarmes à examiner") && review.says("a ouvert seule un dossier"));
    assert!(review.says("ouvertures seule ce mois-là : 2"));
    assert!(review.says("que le calendrier annonce : 1"));
    let path = format!("/alarms/{CASE}/{ENTRY}");
    manu.get(&path).await;
    let page = manu.post(&path, &[("comment", "elle était de garde")]).await;
    assert_eq!(page.location(), "/review?n=alarm-reviewed");
    let asked: Vec<ReviewAlarmRequest> = desk.stub.asked("review_alarm");
    assert_eq!(asked[0].name, format!("centres/{CENTRE}/cases/{CASE}/alarms/{ENTRY}"));
    assert!(manu.get("/guarded").await.says("Dossiers leurres"));
    let colleague = colleague();
    let fields = [
        ("caseworker", colleague.as_str()),
        ("survivor.full_name", "Personne"),
        ("survivor.sex", "SEX_FEMALE"),
    ];
    manu.get("/guarded/new").await;
    let page = manu.post("/guarded/new", &fields).await;
    assert_eq!(page.location(), "/guarded?n=honey-planted");
    let asked: Vec<PlantHoneyRecordRequest> = desk.stub.asked("plant_honey_record");
    assert_eq!(asked[0].caseworker, colleague);
    let unsealed = manu.post(&format!("/guarded/{CASE}/unseal"), &[("reason", "x")]).await;
    assert_eq!(unsealed.location(), "/guarded?n=unsealed");
}
