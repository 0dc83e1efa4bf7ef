//! Corrections: the form begins with what the file says, and what is sent is what changes.

use sentier_proto::cases::v1::{
    CorrectIncidentRequest, CorrectSurvivorRequest, GetCaseRequest, PlaceType,
};
use sentier_proto::common::v1::IncidentType;

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn what_is_known_of_her_stands_in_the_form_and_its_opening_is_a_reading() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get(&format!("/cases/{CASE}")).await;
    let path = format!("/cases/{CASE}/correct");
    let form = afi.post(&path, &[]).await;
    assert_eq!(
        (form.value("survivor.full_name"), form.value("survivor.phone")),
        (NAME.into(), PHONE.into())
    );
    // An estimated birth is told as an age.
    assert_eq!(
        (form.value("survivor.birth_date"), form.value("age")),
        (String::new(), "22".into())
    );
    let read: Vec<GetCaseRequest> = desk.stub.asked("get_case");
    assert_eq!(read.last().unwrap().purpose, "direct_care");
    assert!(desk.stub.asked::<CorrectSurvivorRequest>("correct_survivor").is_empty());
    let id = form.value("request_id");
    let fields = [
        ("request_id", id.as_str()),
        ("correct", "yes"),
        ("survivor.full_name", "Another Name"),
        ("survivor.sex", "SEX_FEMALE"),
        ("age", "22"),
    ];
    let done = afi.post(&path, &fields).await;
    assert_eq!(done.location(), format!("/cases/{CASE}?n=corrected"));
    let asked: Vec<CorrectSurvivorRequest> = desk.stub.asked("correct_survivor");
    assert_eq!(asked[0].request_id, id);
    let told = asked[0].survivor.clone().unwrap();
    assert_eq!(told.full_name, "Another Name");
    assert!(told.birth_date_estimated && told.birth_date.unwrap().year == 2004);
    assert!(asked[0].update_mask.clone().unwrap().paths.contains(&"full_name".to_owned()));
}

#[tokio::test]
async fn an_incident_is_corrected_with_its_type_or_without() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get(&format!("/cases/{CASE}")).await;
    let path = format!("/cases/{CASE}/incidents/{CASE}/correct");
    let form = afi.post(&path, &[]).await;
    assert!(form.says(STORY) && form.value("date") == "2026-11-23");
    assert!(form.body.contains("value=\"PLACE_TYPE_STREAMSIDE\" selected"));
    let detail = |name: &str| form.value(&format!("circumstances.sector_details[0].{name}"));
    assert_eq!((detail("provider"), detail("date")), ("CHR Atakpamé".into(), "2026-11-26".into()));
    assert_eq!(form.value("circumstances.earlier_reports[0].provider"), "Poste d&#39;Agbonou");
    let secondary = "name=\"circumstances.perpetrators[0].secondary\" value=\"yes\" checked";
    assert!(form.body.contains(secondary));
    let fields = [
        ("correct", "yes"),
        ("date", "2026-11-22"),
        ("circumstances.place_type", "PLACE_TYPE_ROAD"),
        ("circumstances.perpetrators[0].relationship", "RELATIONSHIP_SCHOOLMATE"),
        ("circumstances.perpetrators[0].secondary", "yes"),
    ];
    afi.post(&path, &fields).await;
    let typed = [fields.as_slice(), &[("type", "INCIDENT_TYPE_RAPE")]].concat();
    let done = afi.post(&path, &typed).await;
    assert_eq!(done.location(), format!("/cases/{CASE}?n=corrected"));
    let asked: Vec<CorrectIncidentRequest> = desk.stub.asked("correct_incident");
    let named = |at: usize, path: &str| {
        asked[at].update_mask.clone().unwrap().paths.contains(&path.to_owned())
    };
    assert!(!named(0, "answers") && named(1, "answers"));
    assert!(asked[1].answers.unwrap().penetration && asked[1].answers.unwrap().gender_based);
    assert_eq!(asked[0].circumstances.clone().unwrap().place_type(), PlaceType::Road);
    assert!(asked[0].circumstances.clone().unwrap().perpetrators[0].secondary);
    assert!(named(0, "circumstances.sector_details") && named(0, "circumstances.earlier_reports"));
    assert!(!named(0, "circumstances.recorder"), "a register's references stay");
    let wrong = afi.post(&path, &[("correct", "yes"), ("date", "hier")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(IncidentType::Rape as i32, 1);
}

#[tokio::test]
async fn a_file_shows_what_stood_before_each_correction() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get(&format!("/cases/{CASE}")).await;
    let file = afi.post(&format!("/cases/{CASE}/file"), &[("purpose", "direct_care")]).await;
    assert!(file.says("Corrections"));
    assert!(file.says("Corrigé : Classement, Type de lieu"), "{}", file.body);
    assert!(file.says("Mariage forcé"), "the type as it was");
}
