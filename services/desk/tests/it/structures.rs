//! An officer keeps the structures of her agency up to date; a manager may too.

use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::referrals::v1::{
    Capacity, CostOption, ListStructuresRequest, SetCapacityRequest, UpdateStructureRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

fn path(rest: &str) -> String {
    format!("/structures/{AGENCY}/{STRUCTURE}{rest}")
}

#[tokio::test]
async fn an_officer_sees_what_the_directory_says_of_her_structures() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let own = kodjo.get("/structures").await;
    assert!(own.says("Urgences du CHR") && own.says("fermée jusqu'au 25 novembre 2026"));
    assert!(!own.says("Poste central"), "another agency's stays out whatever is answered");
    let asked: Vec<ListStructuresRequest> = desk.stub.asked("list_structures");
    assert_eq!(asked[0].agency, format!("agencies/{AGENCY}"));
    let page = kodjo.get(&path("")).await;
    for said in [
        "Ogou 1",
        "lundi 18:00-07:00*",
        "Point focal VBG",
        "à partir de 12 ans",
        "seulement : Féminin",
        "Consultation : 500 F CFA",
        "à apporter : Carnet de santé",
        "4 places prises sur 4",
        "complet",
    ] {
        assert!(page.says(said), "{said}: {}", page.body);
    }
}

#[tokio::test]
async fn only_who_keeps_a_structure_has_its_pages() {
    let desk = Desk::open().await;
    for user in ["afi", "sena", "ada", "inti"] {
        let mut browser = desk.browser_of(user).await;
        for rest in ["", "/edit", "/places/health_care", "/services/health_care"] {
            assert_eq!(browser.get(&path(rest)).await.status, 404, "{user} {rest}");
        }
        assert_eq!(browser.get("/structures").await.status, 404, "{user}");
    }
    let mut kodjo = desk.browser_of("kodjo").await;
    let foreign = format!("/structures/{OTHER_AGENCY}/{STRUCTURE}");
    assert_eq!(kodjo.get(&foreign).await.status, 404);
    for rest in ["/places/police", "/places/dowry", "/services/dowry"] {
        assert_eq!(kodjo.get(&path(rest)).await.status, 404, "{rest}");
    }
    assert_eq!(desk.browser_of("manu").await.get(&path("")).await.status, 200);
}

#[tokio::test]
async fn hours_contacts_and_communes_are_kept_as_they_are_typed() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let form = kodjo.get(&path("/edit")).await;
    assert!(form.body.contains("value=\"18:00-07:00*\"") && form.body.contains("2026-11-25"));
    let fields = [
        ("structure.display_name", "Urgences du CHR"),
        ("structure.phone", "24 40 01 01"),
        ("structure.communes", "Ogou 1\nOgou 2"),
        ("structure.languages", "FR, ife"),
        ("structure.closed_until", "2026-11-25"),
        ("hours.monday", "8h-12h30, 18h-7h*"),
        ("contact.title", "Garde"),
        ("contact.phone", "24 40 01 09"),
    ];
    let sent = kodjo.post(&path("/edit"), &fields).await;
    assert_eq!(sent.location(), format!("{}?n=structure-updated", path("")));
    let asked: Vec<UpdateStructureRequest> = desk.stub.asked("update_structure");
    let structure = asked[0].structure.clone().unwrap();
    assert_eq!(structure.communes, ["Ogou 1", "Ogou 2"]);
    assert_eq!(structure.languages, ["fr", "ife"]);
    let hours: Vec<(&str, &str, bool)> = structure
        .openings
        .iter()
        .map(|one| (one.opens_at.as_str(), one.closes_at.as_str(), one.night_duty))
        .collect();
    assert_eq!(hours, [("08:00", "12:30", false), ("18:00", "07:00", true)]);
    let titles: Vec<&str> = structure.contacts.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Garde", "Surveillant général"], "the others stay");
    let mask = asked[0].update_mask.clone().unwrap().paths;
    assert!(!mask.contains(&"closed_until_time".to_owned()), "the day was not touched: {mask:?}");
    assert!(!mask.iter().any(|path| path == "centres" || path == "services"), "{mask:?}");

    // She opens it again; and what cannot be read is told at its field, with what she typed.
    let mut fields = fields;
    fields[4].1 = "";
    kodjo.post(&path("/edit"), &fields).await;
    let asked: Vec<UpdateStructureRequest> = desk.stub.asked("update_structure");
    assert!(asked[1].update_mask.clone().unwrap().paths.contains(&"closed_until_time".to_owned()));
    assert_eq!(asked[1].structure.clone().unwrap().closed_until_time, None);
    fields[5].1 = "toujours";
    let wrong = kodjo.post(&path("/edit"), &fields).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("Écrivez par exemple 08:00-12:00") && wrong.says("toujours"));
    assert_eq!(desk.stub.asked::<UpdateStructureRequest>("update_structure").len(), 2);
}

#[tokio::test]
async fn conditions_of_one_service_leave_the_others_alone() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let address = path("/services/health_care");
    kodjo.get(&address).await;
    let fields = [
        ("service.minimum_age", "15"),
        ("service.sex", "SEX_FEMALE"),
        ("service.cost_options", "500 Consultation\n2000 Radio du bras"),
        ("service.required_documents", "Carnet"),
    ];
    kodjo.post(&address, &fields).await;
    let asked: Vec<UpdateStructureRequest> = desk.stub.asked("update_structure");
    let services = asked[0].structure.clone().unwrap().services;
    let [rape, care] = services.as_slice() else { panic!("two services: {services:?}") };
    assert_eq!(rape.required_documents, ["Carnet de santé"]);
    assert_eq!(care.need(), Need::HealthCare);
    let who = care.eligibility.unwrap();
    assert_eq!((who.minimum_age, who.maximum_age, who.sex()), (Some(15), None, Sex::Female));
    let radio = CostOption { option: "Radio du bras".to_owned(), amount: 2_000 };
    assert_eq!(care.cost_options[1], radio);
    assert_eq!(asked[0].update_mask.clone().unwrap().paths, ["services"]);
    let wrong = [("service.minimum_age", "quinze"), ("service.cost_options", "gratuit")];
    let page = kodjo.post(&address, &wrong).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Écrivez un nombre entier") && page.says("500 Consultation"));
}

#[tokio::test]
async fn places_are_counted_in_one_step() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let address = path("/places/clinical_management_of_rape");
    let form = kodjo.get(&address).await;
    assert!(form.says("Quand toutes les places sont prises"));
    kodjo.post(&address, &[("capacity.maximum", "12"), ("capacity.load", "7")]).await;
    kodjo.post(&address, &[("capacity.maximum", ""), ("capacity.load", "")]).await;
    let asked: Vec<SetCapacityRequest> = desk.stub.asked("set_capacity");
    assert_eq!(asked[0].capacity, Some(Capacity { maximum: 12, load: 7 }));
    assert_eq!((asked[0].need(), asked[1].capacity), (Need::ClinicalManagementOfRape, None));
    assert_ne!(asked[0].request_id, asked[1].request_id);
    let page = kodjo.post(&address, &[("capacity.maximum", "12")]).await;
    assert_eq!(page.status, 422);
}
