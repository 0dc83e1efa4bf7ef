//! The pages of the manager and of the administrator.

use sentier_kernel::Category;
use sentier_proto::access::v1::{
    BootstrapRequest, ChangeRolesRequest, CreateOfficerRequest, CreateStaffRequest,
    DisableStaffRequest, OfficerRole, RevokeCredentialRequest, StaffRole,
};
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::{RegisterStructureRequest, SetAgencyActiveRequest};
use sentier_proto::statistics::v1::download_report_request::Format;
use sentier_proto::statistics::v1::{
    DownloadReportRequest, GetFiguresRequest, GetReportRequest, ListIndicatorValuesRequest,
    ListStructureResponsesRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn the_first_run_makes_the_administrator() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    browser.get("/first-run").await;
    let fields = [
        ("secret", "once"),
        ("centre", "Ogou-1"),
        ("user_name", "Ada"),
        ("display_name", "Mme Ada"),
        ("password", "trois chèvres"),
    ];
    let page = browser.post("/first-run", &fields).await;
    assert_eq!(page.location(), "/sign-in?n=bootstrapped");
    let asked: Vec<BootstrapRequest> = desk.stub.asked("bootstrap");
    assert_eq!((asked[0].centre.as_str(), asked[0].user_name.as_str()), ("ogou-1", "ada"));
    assert!(browser.follow(&page).await.says("L'installation est prête"));
}

#[tokio::test]
async fn the_administrator_keeps_accounts() {
    let desk = Desk::open().await;
    let mut ada = desk.browser_of("ada").await;
    let home = ada.get("/").await;
    assert_eq!(home.location(), "/staff");
    let list = ada.follow(&home).await;
    assert!(
        list.says("Mme afi") && list.says("Accompagnement, Direction") && list.says("Désactivé")
    );
    ada.get("/staff/new").await;
    let fields = [
        ("user_name", "Yawa"),
        ("display_name", "Mme Yawa"),
        ("password", "trois chèvres"),
        ("roles", "STAFF_ROLE_INTAKE"),
        ("roles", "STAFF_ROLE_CASEWORKER"),
    ];
    assert_eq!(ada.post("/staff/new", &fields).await.location(), "/staff?n=staff-created");
    let asked: Vec<CreateStaffRequest> = desk.stub.asked("create_staff");
    assert_eq!(asked[0].user_name, "yawa");
    assert_eq!(asked[0].roles, [i32::from(StaffRole::Intake), i32::from(StaffRole::Caseworker)]);
    let path = format!("/staff/{STAFF}/disable");
    assert!(ada.get(&path).await.says("Désactiver ce compte ?"));
    assert_eq!(ada.post(&path, &[]).await.location(), "/staff?n=staff-disabled");
    let asked: Vec<DisableStaffRequest> = desk.stub.asked("disable_staff");
    assert_eq!(asked[0].name, format!("centres/ogou-1/staff/{STAFF}"));
}

#[tokio::test]
async fn the_administrator_changes_roles_and_is_told_why_not() {
    let desk = Desk::open().await;
    let mut ada = desk.browser_of("ada").await;
    let path = format!("/staff/{STAFF}/roles");
    assert!(ada.get("/staff").await.says("Changer les rôles"));
    let form = ada.get(&path).await;
    assert!(form.says("Mme afi"), "whose roles they are");
    for (role, had) in [("CASEWORKER", true), ("MANAGER", true), ("INTAKE", false)] {
        let choice = format!("value=\"STAFF_ROLE_{role}\"");
        let shown = form.body.split('<').find(|tag| tag.contains(&choice)).expect("a choice");
        assert_eq!(shown.contains("checked"), had, "{role}");
    }
    let fields = [("version", "3"), ("roles", "STAFF_ROLE_SUPERVISOR")];
    assert_eq!(ada.post(&path, &fields).await.location(), "/staff?n=roles-changed");
    let asked: Vec<ChangeRolesRequest> = desk.stub.asked("change_roles");
    assert_eq!(asked[0].name, format!("centres/ogou-1/staff/{STAFF}"));
    assert_eq!(asked[0].roles, [i32::from(StaffRole::Supervisor)]);
    assert_eq!(asked[0].expected_version, Some(3));

    // Nobody takes the administrator's role from herself; what she ticked stays.
    desk.stub.refuse("change_roles", Category::Refused, "OWN_ACCOUNT");
    let refused = ada.post(&path, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(refused.says("Une autre administratrice doit le faire") && refused.says("Mme afi"));
    // A disabled account has no roles to change.
    assert_eq!(ada.get(&format!("/staff/{CASE}/roles")).await.status, 404);
}

#[tokio::test]
async fn the_manager_keeps_the_directory() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let list = manu.get("/directory").await;
    assert!(list.says("CHR Atakpamé") && list.says("Urgences du CHR") && list.says("24 40 01 01"));
    manu.get("/directory/new").await;
    let page = manu.post("/directory/new", &[("display_name", "CHR Atakpamé")]).await;
    assert_eq!(page.location(), format!("/directory/{AGENCY}?n=agency-registered"));
    let page = manu.follow(&page).await;
    assert!(page.says("Certificat") && page.says("Révoqué le 24 novembre 2026"));
    let path = format!("/directory/{AGENCY}/structures/new");
    manu.get(&path).await;
    let fields = [
        ("structure.display_name", "Maternité"),
        ("structure.services_offered", "NEED_HEALTH_CARE"),
    ];
    manu.post(&path, &fields).await;
    let asked: Vec<RegisterStructureRequest> = desk.stub.asked("register_structure");
    let structure = asked[0].structure.clone().unwrap();
    assert_eq!(structure.centres, ["centres/ogou-1"]);
    assert_eq!(structure.services_offered, [i32::from(Need::HealthCare)]);
    let page = manu.post(&format!("/directory/{AGENCY}/active"), &[("active", "no")]).await;
    assert!(page.location().ends_with("?n=agency-stopped"));
    let asked: Vec<SetAgencyActiveRequest> = desk.stub.asked("set_agency_active");
    assert!(!asked[0].active);
}

#[tokio::test]
async fn the_manager_gives_and_takes_credentials() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let officers = format!("/directory/{AGENCY}/officers/new");
    manu.get(&officers).await;
    let fields = [
        ("user_name", "kodjo"),
        ("display_name", "M. Kodjo"),
        ("password", "trois chèvres"),
        ("roles", "OFFICER_ROLE_READER"),
    ];
    assert!(manu.post(&officers, &fields).await.location().ends_with("?n=officer-created"));
    let asked: Vec<CreateOfficerRequest> = desk.stub.asked("create_officer");
    assert_eq!(asked[0].parent, format!("agencies/{AGENCY}"));
    assert_eq!(asked[0].roles, [i32::from(OfficerRole::Reader)]);
    let tokens = format!("/directory/{AGENCY}/tokens/new");
    manu.get(&tokens).await;
    let page = manu.post(&tokens, &[("display_name", "Logiciel")]).await;
    assert!(page.says("jeton-une-fois") && page.says("plus jamais affiché"));
    let path = format!("/directory/{AGENCY}/credentials/{CREDENTIAL}/revoke");
    manu.get(&path).await;
    assert!(manu.post(&path, &[]).await.location().ends_with("?n=credential-revoked"));
    let asked: Vec<RevokeCredentialRequest> = desk.stub.asked("revoke_credential");
    assert_eq!(asked[0].name, format!("agencies/{AGENCY}/credentials/{CREDENTIAL}"));
}

#[tokio::test]
async fn figures_are_a_table_and_bars_without_a_script() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let page = manu.get("/figures").await;
    assert!(page.says("novembre 2026") && page.says("Agression physique") && page.says("<svg"));
    assert_eq!(page.body.matches("<rect").count(), 6);
    let asked: Vec<GetFiguresRequest> = desk.stub.asked("get_figures");
    assert_eq!((asked[0].from_month.as_str(), asked[0].to_month.as_str()), ("2025-12", "2026-11"));
    manu.get("/figures?from=2026-01&to=2026-03").await;
    let asked: Vec<GetFiguresRequest> = desk.stub.asked("get_figures");
    assert_eq!(asked[1].from_month, "2026-01");
}

#[tokio::test]
async fn how_structures_answer_stands_under_the_figures_and_few_are_withheld() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let page = manu.get("/figures").await;
    for said in [
        "Réponse des structures",
        "Poste central",
        "16/11/2026",
        // 5 within 3 hours and 17 within 24: half of the 22 answers came within 24 hours.
        "La moitié des réponses : moins de 24 heures",
        "moins de 3 heures : 5",
        "pas du tout : 8",
        "moins de 72 heures : trop petit",
        "La structure a décliné : 10",
        "Pas de capacité en ce moment : 10",
        "<td>19</td>",
        "<td>trop petit</td>",
    ] {
        assert!(page.says(said), "{said}");
    }
    // Of the structure of which nothing is told, nothing is written but that.
    assert_eq!(page.body.matches("Le service a été rendu").count(), 1);
    let asked: Vec<ListStructureResponsesRequest> = desk.stub.asked("list_structure_responses");
    assert_eq!((asked[0].from_month.as_str(), asked[0].to_month.as_str()), ("2025-12", "2026-11"));
}

#[tokio::test]
async fn a_report_is_read_and_taken_away_as_a_file() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let page = manu.get("/figures/report").await;
    for said in [
        // The last whole quarter before November 2026.
        "Trimestre 3 de 2026",
        "16/11/2026",
        "0 à 3 jours",
        "trop petit",
        "5 sur 12 (42 %) · à 95 % entre 19 % et 68 %",
        "2 tenues sur 3 prévues ; 104 personnes ; 60000 F CFA, soit 30000 par activité",
        "Activités tenues : 104 personnes sur 120 prévues",
        "Activités tenues : 60000 F CFA sur 300000 prévus",
        "5 sur 24 activités, 300 sur 1200 personnes depuis janvier",
        "Femmes et filles : 18 à 24 ans",
        "Par bailleur",
        "Bailleur non indiqué",
        "Par thème",
        "Droits des femmes et des filles, loi",
        "<svg",
    ] {
        assert!(page.says(said), "{said}");
    }
    // Nothing is measured against a plan of nothing.
    assert!(!page.says("sur 0 prév"));
    let asked: Vec<GetReportRequest> = desk.stub.asked("get_report");
    assert_eq!(asked[0].period, "2026-Q3");
    let file = manu.get("/figures/report/download?period=2026-Q3&format=xlsx").await;
    assert!(file.body.starts_with("%PDF-"));
    let asked: Vec<DownloadReportRequest> = desk.stub.asked("download_report");
    assert_eq!((asked[0].period.as_str(), asked[0].format()), ("2026-Q3", Format::Xlsx));
}

#[tokio::test]
async fn communes_stand_beside_each_other() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let page = manu.get("/figures/communes?period=2026-Q3").await;
    for said in [
        "Trimestre 3 de 2026",
        "Taux de clôture (part, %)",
        "5 sur 12 (42 %) · à 95 % entre 19 % et 68 %",
        // How long an answer takes, in hours.
        "Acceptation, pour la moitié des orientations envoyées (heures)",
        "moins de 72 h",
        "7 sur 12 (58 %) · à 95 % entre 32 % et 81 %",
        // Of those who needed one; only the sector that is too small is not told.
        "Aucun service disponible : Santé",
        "7 sur 20 (35 %) · à 95 % entre 18 % et 57 %",
        "<td>aucun</td><td>trop petit</td><td>0 ; sur un nombre trop petit pour être dit</td>",
        "<td>7 sur 20 (35 %)</td><td>7 sur 20 (35 %) *</td><td>trop petit</td>",
        // On the map the number stands beside the colour.
        "kara-2 : 7 sur 20 (35 %)",
        "zio-1 : trop petit",
        "non montré (nombre trop petit), ou aucun besoin",
        "35 % *",
        "gap-level-under-half",
        "de 25 à moins de 50 %",
        // Two activities for 60 000 francs.
        "30000",
        "Nombre de dossiers, douze mois (nombre)",
        "août 2026",
        "<td>7</td><td>7</td>",
        "<td>trop petit</td><td>trop petit</td>",
    ] {
        assert!(page.says(said), "{said}");
    }
    // The north above.
    let place = |region: &str| page.body.find(&format!(">{region}</text>"));
    assert!(place("Kara").is_some() && place("Kara") < place("Plateaux"));
}

#[tokio::test]
async fn indicators_are_read_with_what_is_withheld_and_what_they_mean() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let page = manu.get("/figures/indicators?month=2026-10").await;
    for said in [
        "octobre 2026",
        "16/11/2026",
        "Délai de signalement",
        "0 à 3 jours",
        "trop petit",
        "5 sur 12 (42 %)",
        "2,2",
    ] {
        assert!(page.says(said), "{said}");
    }
    let asked: Vec<ListIndicatorValuesRequest> = desk.stub.asked("list_indicator_values");
    assert_eq!((asked[0].from_month.as_str(), asked[0].to_month.as_str()), ("2026-10", "2026-10"));
    assert!(manu.get("/figures").await.says("/figures/indicators"));
}
