//! The pathway is set by the manager, read by the staff, and proposes whom to ask.

use sentier_kernel::Category;
use sentier_proto::cases::v1::RequestReferralRequest;
use sentier_proto::common::v1::{FieldGroup, Need, Sex};
use sentier_proto::referrals::v1::{PathwayStep, ProposePathwayRequest, SetPathwayRequest};

use crate::desk::Desk;
use crate::stub::facts::*;

const PATH: &str = "/pathways/clinical_management_of_rape";

fn structure() -> String {
    format!("agencies/{AGENCY}/structures/{STRUCTURE}")
}

#[tokio::test]
async fn the_staff_reads_the_pathway_and_the_manager_sets_it() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let page = afi.get("/pathways").await;
    assert!(
        page.says("La santé n'attend jamais la police") && page.says("Urgences du CHR (60 min)")
    );
    assert!(page.says("N° 2, établi le 24 novembre 2026") && !page.body.contains(PATH));
    assert_eq!(afi.get(PATH).await.status, 404);
    assert_eq!(desk.browser_of("kodjo").await.get("/pathways").await.status, 404);

    let mut manu = desk.browser_of("manu").await;
    let form = manu.get(PATH).await;
    assert!(form.says("N° 1, établi le 24 novembre 2026"), "what was before is shown");
    let fields = [
        ("version", "2"),
        ("pathway.steps[1].structure", &structure()),
        ("pathway.steps[1].deadline_minutes", "45"),
        ("field_groups", "FIELD_GROUP_IDENTITY"),
        ("serve_first", "NEED_PSYCHOSOCIAL_SUPPORT"),
    ];
    assert_eq!(manu.post(PATH, &fields).await.location(), "/pathways?n=pathway-set");
    let asked: Vec<SetPathwayRequest> = desk.stub.asked("set_pathway");
    let rule = asked[0].pathway.clone().unwrap();
    assert_eq!(rule.name, "centres/ogou-1/pathways/clinical_management_of_rape");
    let step = PathwayStep { structure: structure(), deadline_minutes: 45 };
    assert_eq!(rule.steps, [step], "an empty place before it is passed over");
    assert_eq!(rule.field_groups().collect::<Vec<_>>(), [FieldGroup::Identity]);
    assert_eq!(rule.serve_first().collect::<Vec<_>>(), [Need::PsychosocialSupport]);
    assert_eq!(asked[0].expected_revision, Some(2));
}

#[tokio::test]
async fn a_refused_pathway_says_why_and_keeps_what_was_typed() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    manu.get(PATH).await;
    let place = structure();
    let fields = [
        ("pathway.steps[0].structure", place.as_str()),
        ("pathway.steps[0].deadline_minutes", "61"),
        ("serve_first", "NEED_POLICE"),
    ];
    desk.stub.refuse("set_pathway", Category::Refused, "HEALTH_WAITS_FOR_POLICE");
    let page = manu.post(PATH, &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Aucune plainte ne passe avant les soins"), "{}", page.body);
    assert!(page.body.contains("value=\"61\""));
    let wrong = [("pathway.steps[0].structure", place.as_str())];
    let page = manu.post(PATH, &wrong).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Écrivez un nombre entier"));
}

#[tokio::test]
async fn structures_are_proposed_with_reasons_and_the_time_left() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/referrals/new");
    let form = afi.get(&path).await;
    assert!(form.says("Heures écoulées depuis les faits") && form.says("Gardé nulle part"));
    let need = ("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE");
    assert!(form.says("Son sexe") && form.says("Sa commune"));
    let told = [
        need,
        ("hours_since", "71"),
        ("asked_age", "16"),
        ("asked_sex", "SEX_MALE"),
        ("asked_commune", "Ogou 1"),
    ];
    let offers = afi.post(&path, &told).await;
    // What was told goes with the form to the next step.
    assert!(offers.body.contains("value=\"SEX_MALE\"") && offers.body.contains("value=\"Ogou 1\""));
    for said in [
        "Le parcours de ce centre sert d'abord : Soutien psychosocial",
        "première du parcours",
        "garde en ce moment",
        "fermée à cette heure",
        "réponse attendue avant le 24 novembre 2026",
        "Traitement contre le VIH (72 h) : encore 1 h 01",
        "Contraception d'urgence (120 h) : le délai est passé",
        "Écartée : Clinique (complète)",
    ] {
        assert!(offers.says(said), "{said}: {}", offers.body);
    }
    let first = offers.body.find("Urgences du CHR").unwrap();
    assert!(first < offers.body.find("Poste central").unwrap(), "best first");
    let asked: Vec<ProposePathwayRequest> = desk.stub.asked("propose_pathway");
    assert_eq!((asked[0].hours_since_incident, asked[0].age), (Some(71), Some(16)));
    assert_eq!(asked[0].parent, "centres/ogou-1");
    assert_eq!((asked[0].sex(), asked[0].commune.as_str()), (Sex::Male, "Ogou 1"));
    assert!(!asked[0].settled_needs.is_empty(), "what she is referred for is told");
    let long = "x".repeat(61);
    let page = afi.post(&path, &[need, ("asked_commune", long.as_str())]).await;
    assert_eq!(page.status, 422);
    let page = afi.post(&path, &[need, ("hours_since", "hier")]).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Écrivez un nombre entier"));
    assert!(desk.stub.asked::<RequestReferralRequest>("request_referral").is_empty());
}

#[tokio::test]
async fn what_a_need_may_not_ask_for_is_not_offered() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/referrals/new");
    afi.get(&path).await;
    let place = structure();
    let fields = [("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE"), ("structure", place.as_str())];
    let last = afi.post(&path, &fields).await;
    assert!(last.says("Reste ici, car ce besoin ne le demande pas : Son nom"), "{}", last.body);
    assert!(!last.body.contains("value=\"FIELD_GROUP_IDENTITY\""));
    assert!(last.body.contains("value=\"FIELD_GROUP_INCIDENT\""));
}
