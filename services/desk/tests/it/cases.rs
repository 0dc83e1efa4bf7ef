//! The pages of case work.

use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::{
    Circumstances, GetCaseRequest, GrantConsentRequest, ListCasesRequest, ListReadingsRequest,
    ListReviewItemsRequest, MergeCasesRequest, OpenCaseRequest, RecordIncidentRequest,
    RequestReferralRequest, RiskLevel, SearchCasesRequest, SearchDuplicatesRequest, case::State,
};
use sentier_proto::common::v1::{Date, FieldGroup, Need, Urgency};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn the_list_shows_codes_and_states_and_asks_for_the_wished_ones() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let page = afi.get("/cases").await;
    assert!(page.says(CODE) && page.says("Ouvert") && page.says("24 novembre 2026"));
    afi.get("/cases?state=closed&page=suite").await;
    let asked: Vec<ListCasesRequest> = desk.stub.asked("list_cases");
    assert_eq!(asked[0].state(), State::Open);
    assert_eq!((asked[1].state(), asked[1].page_token.as_str()), (State::Closed, "suite"));
    assert_eq!(asked[1].parent, "centres/ogou-1");
    let page = afi.get("/cases?state=high").await;
    assert!(page.says("risque élevé") && page.says("signalé"));
    afi.get("/cases?state=flagged").await;
    let asked: Vec<ListCasesRequest> = desk.stub.asked("list_cases");
    assert_eq!((asked[2].state(), asked[2].risk()), (State::Open, RiskLevel::High));
    assert!(asked[3].flagged && !asked[2].flagged);
}

#[tokio::test]
async fn a_survivor_is_sought_by_a_form_and_codes_are_shown() {
    let desk = Desk::open().await;
    let mut inti = desk.browser_of("inti").await;
    assert!(inti.get("/cases/search").await.says("jamais des noms"));
    let typed =
        [("full_name", "Akouvi Zed"), ("phone", "90 11 22 33"), ("birth_date", "06/05/2001")];
    let page = inti.post("/cases/search", &typed).await;
    assert!(page.says(CODE) && page.says("Ressemblance 93") && page.says("nom, téléphone"));
    let asked: Vec<SearchCasesRequest> = desk.stub.asked("search_cases");
    let born = asked[0].birth_date.map(|it| (it.year, it.month, it.day));
    assert_eq!((asked[0].full_name.as_str(), born), ("Akouvi Zed", Some((2001, 5, 6))));
    let wrong = inti.post("/cases/search", &[("birth_date", "hier")]).await;
    assert_eq!(
        (wrong.status, desk.stub.asked::<SearchCasesRequest>("search_cases").len()),
        (422, 1)
    );

    let mut afi = desk.browser_of("afi").await;
    afi.get(&format!("/cases/{CASE}")).await;
    let page = afi.post(&format!("/cases/{CASE}/duplicates"), &[]).await;
    assert!(page.says("Aucun dossier ne correspond"));
    let asked: Vec<SearchDuplicatesRequest> = desk.stub.asked("search_duplicates");
    assert_eq!(asked[0].name, format!("centres/ogou-1/cases/{CASE}"));
}

#[tokio::test]
async fn the_survivor_can_be_told_who_read_and_the_manager_reviews_the_week() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let page = afi.get(&format!("/cases/{CASE}/readings?page=debut")).await;
    for told in ["une collègue", "Pour la supervision", "CHR Atakpamé", "page=suite"] {
        assert!(page.says(told), "{told}: {}", page.body);
    }
    let asked: Vec<ListReadingsRequest> = desk.stub.asked("list_readings");
    assert_eq!(asked[0].page_token, "debut");

    let mut manu = desk.browser_of("manu").await;
    let page = manu.get("/review?from=2026-11-02&to=2026-11-08").await;
    assert!(page.says("pas son dossier, la nuit"), "{}", page.body);
    let link = format!("<a href=\"/cases/{CASE}\">{CODE}</a>");
    assert!(page.says(CODE) && !page.body.contains(&link), "a manager reads no file");
    let mut rosa = desk.browser_of("rosa").await;
    assert!(rosa.get("/review").await.body.contains(&link), "who supervises too finds it");
    manu.get("/review").await;
    let asked: Vec<ListReviewItemsRequest> = desk.stub.asked("list_review_items");
    let day = |date: Option<Date>| date.map(|it| (it.year, it.month, it.day)).unwrap();
    assert_eq!((day(asked[0].start_date), day(asked[0].end_date)), ((2026, 11, 2), (2026, 11, 8)));
    assert_eq!(
        (day(asked[2].start_date), day(asked[2].end_date)),
        ((2026, 11, 19), (2026, 11, 25))
    );
}

#[tokio::test]
async fn a_case_shows_its_life_and_opens_nothing_personal() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let page = afi.get(&format!("/cases/{CASE}")).await;
    for told in
        [CODE, "Urgences du CHR", "Acceptée", "Consentement donné", "CHR Atakpamé", "Changement"]
    {
        assert!(page.says(told), "{told}: {}", page.body);
    }
    for kept in PERSONAL {
        assert!(!page.says(kept), "{kept}");
    }
    let asked: Vec<GetCaseRequest> = desk.stub.asked("get_case");
    assert!(asked.iter().all(|one| one.view() == View::LifeCycle && one.purpose.is_empty()));
}

#[tokio::test]
async fn the_file_opens_by_a_form_with_its_purpose_and_never_by_an_address() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/file");
    let page = afi.get(&path).await;
    assert_eq!(page.location(), format!("/cases/{CASE}"));
    afi.follow(&page).await;
    let refused = afi.post(&path, &[("purpose", "curiosity")]).await;
    assert_eq!(refused.status, 422);
    let before: Vec<GetCaseRequest> = desk.stub.asked("get_case");
    assert!(before.iter().all(|one| one.view() == View::LifeCycle));
    let file = afi.post(&path, &[("purpose", "direct_care")]).await;
    for known in PERSONAL {
        assert!(file.says(known), "{known}");
    }
    assert!(file.says("2004 (estimation)") && file.says("inscrite au registre"));
    let asked: Vec<GetCaseRequest> = desk.stub.asked("get_case");
    let last = asked.last().unwrap();
    assert_eq!((last.view(), last.purpose.as_str()), (View::File, "direct_care"));
}

#[tokio::test]
async fn intake_takes_an_estimated_age_and_no_name() {
    let desk = Desk::open().await;
    let mut inti = desk.browser_of("inti").await;
    inti.get("/cases/new").await;
    let fields = [("survivor.sex", "SEX_FEMALE"), ("age", "22"), ("request_id", "r-1")];
    let page = inti.post("/cases/new", &fields).await;
    assert_eq!(page.location(), format!("/cases/{CASE}?n=case-opened"));
    let asked: Vec<OpenCaseRequest> = desk.stub.asked("open_case");
    let survivor = asked[0].survivor.clone().unwrap();
    assert_eq!(survivor.birth_date, Some(Date { year: 2004, month: 1, day: 1 }));
    assert!(survivor.birth_date_estimated && survivor.full_name.is_empty());
    let next = inti.follow(&page).await;
    assert!(next.says("Le dossier est ouvert."));
}

#[tokio::test]
async fn the_questions_stop_at_the_first_yes_and_the_result_says_which_decided() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/incidents/new");
    let first = afi.get(&path).await;
    assert!(first.says("pénétration sans consentement"));
    let second = afi.post(&path, &[("question", "1"), ("decided", "0"), ("answer", "no")]).await;
    assert!(second.says("contact sexuel non désiré"));
    let back = afi.post(&path, &[("question", "2"), ("decided", "0"), ("answer", "back")]).await;
    assert!(back.says("pénétration sans consentement"));
    let third = afi.post(&path, &[("question", "3"), ("decided", "0"), ("answer", "yes")]).await;
    assert!(third.says("basée sur le genre"));
    let result = afi.post(&path, &[("question", "7"), ("decided", "3"), ("answer", "yes")]).await;
    assert!(result.says("Type : Agression physique.") && result.says("La question 3 a décidé"));
    let mut fields = result.hidden(&path);
    fields.retain(|(name, _)| name != "mark");
    fields.push(("date".to_owned(), "2026-11-23".to_owned()));
    fields.push(("narrative".to_owned(), STORY.to_owned()));
    let pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let recorded = afi.post(&path, &pairs).await;
    assert_eq!(recorded.status, 200);
    assert!(recorded.says("Agression physique"));
    let asked: Vec<RecordIncidentRequest> = desk.stub.asked("record_incident");
    let answers = asked[0].answers.unwrap();
    assert!(answers.physical_assault && answers.gender_based && !answers.penetration);
    assert_eq!(asked[0].narrative, STORY);
}

#[tokio::test]
async fn a_rape_is_answered_with_the_limits_of_clinical_care() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/incidents/new");
    afi.get(&path).await;
    let fields =
        [("answer", "record"), ("decided", "1"), ("gender_based", "yes"), ("date", "24/11/2026")];
    let page = afi.post(&path, &fields).await;
    for limit in ["72 heures", "120 heures", "La santé d'abord", "Aucune plainte"] {
        assert!(page.says(limit), "{limit}");
    }
}

#[tokio::test]
async fn a_consent_for_figures_names_no_agency_whatever_was_ticked() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/consents/new");
    let form = afi.get(&path).await;
    assert!(form.says("CHR Atakpamé") && form.says("Lisez-lui ceci"));
    let agency = format!("agencies/{AGENCY}");
    let fields = [
        ("purpose", "CONSENT_PURPOSE_STATISTICS"),
        ("agency", agency.as_str()),
        ("field_groups", "FIELD_GROUP_IDENTITY"),
    ];
    assert_eq!(
        afi.post(&path, &fields).await.location(),
        format!("/cases/{CASE}?n=consent-granted")
    );
    let fields = [
        ("purpose", "CONSENT_PURPOSE_SERVICES"),
        ("agency", agency.as_str()),
        ("field_groups", "FIELD_GROUP_IDENTITY"),
        ("field_groups", "FIELD_GROUP_INCIDENT"),
        ("expire_time", "2026-12-31"),
    ];
    afi.post(&path, &fields).await;
    let asked: Vec<GrantConsentRequest> = desk.stub.asked("grant_consent");
    assert!(asked[0].agency.is_empty() && asked[0].field_groups.is_empty());
    assert_eq!(asked[1].agency, agency);
    assert_eq!(asked[1].field_groups.len(), 2);
    // The whole last day: until the first moment of 2027.
    assert_eq!(asked[1].expire_time.unwrap().seconds, 1_798_761_600);
}

#[tokio::test]
async fn a_referral_shows_exactly_what_the_agency_will_see_before_it_is_sent() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/referrals/new");
    let needs = afi.get(&path).await;
    let clinical = needs.body.find("NEED_CLINICAL_MANAGEMENT_OF_RAPE").unwrap();
    assert!(clinical < needs.body.find("NEED_POLICE").unwrap(), "health stands first");
    assert!(needs.says("72 heures") && needs.says("120 heures"));
    let need = ("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE");
    let offers = afi.post(&path, &[need]).await;
    assert!(offers.says("Urgences du CHR") && offers.says("consentement à demander d'abord"));
    let structure = format!("agencies/{AGENCY}/structures/{STRUCTURE}");
    let last = afi.post(&path, &[need, ("structure", &structure)]).await;
    assert!(last.says("Ce que CHR Atakpamé verra, et rien d'autre"));
    assert!(last.says("Reste ici, faute de consentement : Son téléphone"));
    assert!(!last.body.contains("FIELD_GROUP_NARRATIVE"), "what was not consented is not offered");
    let fields = [
        need,
        ("structure", &structure),
        ("step", "send"),
        ("version", "7"),
        ("urgency", "URGENCY_URGENT"),
        ("field_groups", "FIELD_GROUP_INCIDENT"),
    ];
    let sent = afi.post(&path, &fields).await;
    assert_eq!(sent.location(), format!("/cases/{CASE}?n=referral-requested"));
    let asked: Vec<RequestReferralRequest> = desk.stub.asked("request_referral");
    let one = &asked[0];
    assert_eq!((one.need(), one.urgency()), (Need::ClinicalManagementOfRape, Urgency::Urgent));
    assert_eq!(one.field_groups, [i32::from(FieldGroup::Incident)]);
    assert!(one.consent.ends_with(CONSENT) && one.expected_version == Some(7));
}

#[tokio::test]
async fn without_consent_there_is_no_referral() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/referrals/new");
    afi.get(&path).await;
    let police = format!("agencies/{OTHER_AGENCY}/structures/{STRUCTURE}");
    let page =
        afi.post(&path, &[("need", "NEED_POLICE"), ("structure", &police), ("step", "send")]).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Aucun consentement valable") && page.says("La santé d'abord"));
    assert!(desk.stub.asked::<RequestReferralRequest>("request_referral").is_empty());
}

#[tokio::test]
async fn the_other_pages_of_a_case_stand() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    for (path, told) in [
        (format!("/cases/{CASE}"), "Effacer ses données personnelles"),
        (format!("/cases/{CASE}/follow-ups/new"), "2026-11-25"),
        (format!("/cases/{CASE}/close"), "Elle a déménagé"),
        (format!("/cases/{CASE}/erase"), "Effacer OG1-7K3M-QX"),
        (
            format!("/cases/{CASE}/consents/{CONSENT}/withdraw"),
            "la copie du partenaire est détruite",
        ),
        (format!("/cases/{CASE}/referrals/{REFERRAL}"), "Soins cliniques après un viol"),
    ] {
        let page = sena.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.says(told), "{path}: {}", page.body);
    }
    let mut afi = desk.browser_of("afi").await;
    assert!(!afi.get(&format!("/cases/{CASE}")).await.says("Effacer ses données"));
    assert_eq!(afi.get("/cases/..%2f..%2fx").await.status, 404);
}

#[tokio::test]
async fn the_minimum_data_set_travels_by_its_names_in_the_contract() {
    use sentier_proto::cases::v1::{
        HarmfulPractice, MaritalStatus, Relationship, Sector, SectorStatus, Separation, TimeOfDay,
        YesNo, consent_giving,
    };
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/cases/new").await;
    let fields = [
        ("survivor.sex", "SEX_FEMALE"),
        ("age", "12"),
        ("request_id", "r-2"),
        ("survivor.profile.marital_status", "MARITAL_STATUS_SINGLE"),
        ("survivor.profile.separation", "SEPARATION_SEPARATED_CHILD"),
        ("survivor.profile.child.lives_alone", "YES_NO_NO"),
        ("survivor.profile.dependant_count", "0"),
        ("statistics", "yes"),
        ("statistics_giving.by", "BY_CAREGIVER"),
    ];
    afi.post("/cases/new", &fields).await;
    let asked: Vec<OpenCaseRequest> = desk.stub.asked("open_case");
    let profile = asked[0].survivor.clone().unwrap().profile.unwrap();
    assert_eq!(profile.marital_status(), MaritalStatus::Single);
    assert_eq!(profile.separation(), Separation::SeparatedChild);
    assert_eq!(profile.child.unwrap().lives_alone(), YesNo::No);
    assert_eq!(profile.dependant_count, Some(0));
    let giving = asked[0].statistics_giving.clone().unwrap();
    assert_eq!(giving.by(), consent_giving::By::Caregiver);

    let path = format!("/cases/{CASE}/incidents/new");
    let fields = [
        ("answer", "record"),
        ("decided", "2"),
        ("gender_based", "yes"),
        ("request_id", "r-3"),
        ("date", "2026-11-23"),
        ("circumstances.time", "22 h 30"),
        ("circumstances.harmful_practice", "HARMFUL_PRACTICE_NONE"),
        ("circumstances.perpetrators[0].relationship", "RELATIONSHIP_SCHOOLMATE"),
        ("sector.health", "SECTOR_STATUS_REFERRED"),
        ("circumstances.perpetrators[1].relationship", "RELATIONSHIP_OTHER_FAMILY"),
        ("circumstances.perpetrators[1].secondary", "yes"),
        ("circumstances.reported_elsewhere", "REPORTED_ELSEWHERE_OTHER_ORGANISATION"),
        ("circumstances.earlier_reports[0].provider_type", "REFERRAL_SOURCE_POLICE_SECURITY"),
        ("circumstances.earlier_reports[0].provider", "Poste d'Agbonou"),
        ("circumstances.sector_details[0].sector", "SECTOR_HEALTH"),
        ("circumstances.sector_details[0].provider", "CHR Atakpamé"),
        ("circumstances.sector_details[0].date", "26/11/2026"),
        ("circumstances.sector_details[0].time", "9h30"),
    ];
    afi.post(&path, &fields).await;
    let asked: Vec<RecordIncidentRequest> = desk.stub.asked("record_incident");
    let told = asked[0].circumstances.clone().unwrap();
    assert_eq!(told.time, Some(TimeOfDay { hours: 22, minutes: 30 }));
    assert_eq!(told.harmful_practice(), HarmfulPractice::None);
    let secondary: Vec<bool> = told.perpetrators.iter().map(|one| one.secondary).collect();
    assert_eq!(secondary, [false, true]);
    tells_who_else_was_asked(&told);
    assert_eq!(told.perpetrators[0].relationship(), Relationship::Schoolmate);
    let health = (told.sectors[0].sector(), told.sectors[0].status());
    assert_eq!(health, (Sector::Health, SectorStatus::Referred));
}

/// Where she was before, and where she is sent.
fn tells_who_else_was_asked(told: &Circumstances) {
    use sentier_proto::cases::v1::{EarlierReport, ReferralSource, Sector, TimeOfDay};
    let earlier = told.earlier_reports.first().map(EarlierReport::provider_type);
    assert_eq!((told.earlier_reports.len(), earlier), (1, Some(ReferralSource::PoliceSecurity)));
    let detail = told.sector_details.first().unwrap();
    assert_eq!((detail.sector(), detail.provider.as_str()), (Sector::Health, "CHR Atakpamé"));
    assert_eq!(detail.date.map(|day| day.day), Some(26));
    assert_eq!(detail.time, Some(TimeOfDay { hours: 9, minutes: 30 }));
}

#[tokio::test]
async fn a_wrong_time_or_number_is_told_at_its_field_and_nothing_is_sent() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/cases/new").await;
    let fields = [
        ("survivor.sex", "SEX_FEMALE"),
        ("request_id", "r-4"),
        ("survivor.profile.dependant_count", "beaucoup"),
    ];
    let page = afi.post("/cases/new", &fields).await;
    assert!(page.says("un nombre de 0 à 99"));
    assert!(desk.stub.asked::<OpenCaseRequest>("open_case").is_empty());
}

#[tokio::test]
async fn the_file_shows_circumstances_contexts_clocks_and_how_she_consented() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    sena.get(&format!("/cases/{CASE}")).await;
    let path = format!("/cases/{CASE}/file");
    let file = sena.post(&path, &[("purpose", "supervision")]).await;
    for told in [
        "Veuve",
        "Ruisseau",
        "22:05",
        "Partenaire intime ou ex-partenaire",
        "Violence par un partenaire intime",
        "1 h 01 restantes",
        "moment de la journée connu",
        "Rien à mon oncle",
    ] {
        assert!(file.says(told), "{told}");
    }
}

#[tokio::test]
async fn an_intake_is_put_aside_taken_up_again_and_opened() {
    use sentier_proto::cases::v1::{DiscardDraftRequest, SaveDraftRequest};
    let desk = Desk::open().await;
    let mut inti = desk.browser_of("inti").await;
    inti.get("/cases/new").await;
    let half = [("then", "draft"), ("request_id", "r-5"), ("survivor.full_name", "Afi")];
    let aside = inti.post("/cases/new", &half).await;
    assert_eq!(aside.location(), "/drafts?n=draft-saved");
    let asked: Vec<SaveDraftRequest> = desk.stub.asked("save_draft");
    assert_eq!(asked[0].survivor.clone().unwrap().full_name, "Afi");
    assert!(desk.stub.asked::<OpenCaseRequest>("open_case").is_empty());

    let list = inti.follow(&aside).await;
    assert!(list.says("L'accueil est mis de côté.") && list.says("Reprendre"));
    let form = inti.post(&format!("/drafts/{CASE}"), &[]).await;
    assert_eq!(form.value("survivor.full_name"), NAME);
    assert_eq!(form.value("draft"), CASE);
    let whole =
        [("draft", CASE), ("request_id", "r-6"), ("survivor.sex", "SEX_FEMALE"), ("age", "30")];
    inti.post("/cases/new", &whole).await;
    let asked: Vec<OpenCaseRequest> = desk.stub.asked("open_case");
    assert_eq!(asked[0].draft, format!("centres/{CENTRE}/drafts/{CASE}"));

    let away = inti.post(&format!("/drafts/{CASE}/discard"), &[]).await;
    assert_eq!(away.location(), "/drafts?n=draft-discarded");
    assert_eq!(desk.stub.asked::<DiscardDraftRequest>("discard_draft").len(), 1);
}

#[tokio::test]
async fn a_supervisor_joins_two_cases_or_says_that_they_are_of_two_survivors() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/cases/{CASE}/duplicates/{OTHER_CASE}");
    let page = sena.get(&path).await;
    // They were marked as different: they may still be joined, either way.
    assert!(
        page.says("Est-ce la même survivante ?") && page.says("le travail continue sur l'autre")
    );
    let refused = sena.post(&path, &[]).await;
    assert!(refused.says("Choisissez une réponse."));
    let joined = sena.post(&path, &[("decision", "merge-there")]).await;
    assert_eq!(joined.location(), format!("/cases/{CASE}?n=merge-decided"));
    let asked: Vec<MergeCasesRequest> = desk.stub.asked("merge_cases");
    assert!(asked[0].name.ends_with(OTHER_CASE) && asked[0].other.ends_with(CASE));
    assert!(sena.get(&format!("/cases/{CASE}")).await.says("d'une autre survivante"));
}

#[tokio::test]
async fn an_incident_asks_for_as_many_perpetrators_as_there_were() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/incidents/new");
    afi.get(&path).await;
    let mut fields = vec![("question", "8"), ("decided", "3"), ("answer", "record")];
    fields.extend([("gender_based", "yes"), ("then", "more"), ("rows", "9")]);
    let name = "circumstances.perpetrators[0].occupation";
    fields.push((name, "chauffeur"));
    let page = afi.post(&path, &fields).await;
    assert!(page.body.contains("circumstances.perpetrators[9].sex") && page.says("chauffeur"));
    assert!(!page.body.contains("value=\"more\""), "there are no more");
    let none: Vec<RecordIncidentRequest> = desk.stub.asked("record_incident");
    assert!(none.is_empty(), "nothing is recorded yet");
}
