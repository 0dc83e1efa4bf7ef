//! The pages of outreach.

use sentier_proto::statistics::v1::{
    ActivityKind, CorrectActivityRequest, OutreachTarget, PlanActivityRequest,
    RecordActivityRequest, SetOutreachTargetsRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn an_activity_is_planned_and_what_took_place_is_recorded() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let list = sena.get("/outreach").await;
    assert!(list.says("Causerie au marché") && list.says("24 activités, 1200 personnes"));
    assert!(list.says("5 sur 24 activités, 300 sur 1200 personnes depuis janvier"));
    for said in ["Par bailleur", "Bailleur non indiqué", "Par thème", "Par commune de l'activité"]
    {
        assert!(list.says(said), "{said}");
    }
    assert!(!list.says("/outreach/targets"));
    sena.get("/outreach/new").await;
    let fields = [
        ("plan.kind", "ACTIVITY_KIND_AWARENESS_SESSION"),
        ("plan.theme", "OUTREACH_THEME_RIGHTS_AND_LAW"),
        ("plan.title", "Causerie au marché"),
        ("plan.day", "20/11/2026"),
        ("plan.commune", "Ogou 1"),
        ("plan.place", "Marché de Talo"),
        ("plan.people_target", "60"),
        ("plan.budget", "150 000"),
        ("plan.funder", "Commune"),
    ];
    let page = sena.post("/outreach/new", &fields).await;
    assert_eq!(page.location(), format!("/outreach/{CASE}?n=activity-planned"));
    let asked: Vec<PlanActivityRequest> = desk.stub.asked("plan_activity");
    let plan = asked[0].plan.clone().unwrap();
    assert_eq!((plan.people_target, plan.budget, plan.day.unwrap().day), (60, 150_000, 20));

    let page = sena.follow(&page).await;
    assert!(page.says("L'activité est prévue.") && page.says("Marché de Talo, Ogou 1"));
    let path = format!("/outreach/{CASE}/record");
    assert!(sena.get(&path).await.says("18 à 24 ans"));
    let wrong = [("outcome.day", "2026-11-20"), ("came_f_18", "beaucoup")];
    assert!(sena.post(&path, &wrong).await.says("Écrivez un nombre entier"));
    let fields = [
        ("outcome.day", "2026-11-20"),
        ("came_f_18", "40"),
        ("came_m", "15"),
        ("cost_transport", "30000"),
        ("outcome.funder", "Commune"),
    ];
    assert!(sena.post(&path, &fields).await.location().ends_with("?n=activity-recorded"));
    let asked: Vec<RecordActivityRequest> = desk.stub.asked("record_activity");
    let outcome = asked[0].outcome.clone().unwrap();
    assert_eq!(outcome.audience.iter().map(|one| one.count).collect::<Vec<_>>(), [40, 15]);
    assert_eq!((outcome.costs[0].amount, outcome.agencies.len()), (30_000, 1));
}

#[tokio::test]
async fn what_was_recorded_is_corrected_with_its_reason() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let page = sena.get(&format!("/outreach/{STAFF}")).await;
    assert!(page.says("liste recomptée") && page.says("44 personnes") && page.says("Corrigée"));
    let path = format!("/outreach/{STAFF}/record");
    let form = sena.get(&path).await;
    assert!(form.says("value=\"44\"") && form.says("Qu'est-ce qui était faux ?"));
    let fields = [("outcome.day", "2026-11-21"), ("came_f_18", "45"), ("reason", "recompté")];
    sena.post(&path, &fields).await;
    let asked: Vec<CorrectActivityRequest> = desk.stub.asked("correct_activity");
    assert_eq!(asked[0].reason, "recompté");
}

#[tokio::test]
async fn the_manager_sets_the_year_s_targets() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    assert!(manu.get("/outreach").await.says("/outreach/targets"));
    assert!(manu.get("/outreach/targets").await.says("value=\"1200\""));
    let fields = [("year", "2026"), ("sessions", "30"), ("session_people", "1 500")];
    let page = manu.post("/outreach/targets", &fields).await;
    assert_eq!(page.location(), "/outreach?n=targets-set");
    let asked: Vec<SetOutreachTargetsRequest> = desk.stub.asked("set_outreach_targets");
    let kind = ActivityKind::AwarenessSession.into();
    assert_eq!(asked[0].targets, [OutreachTarget { kind, activities: 30, people: 1_500 }]);
}
