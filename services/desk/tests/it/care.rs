//! What is done for a survivor, as forms: what is asked of the service, and what is shown.

use sentier_kernel::Category;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::{Date, Need};

use crate::desk::Desk;
use crate::stub::facts::*;

fn case() -> String {
    format!("/cases/{CASE}")
}

fn recorded() -> String {
    format!("/cases/{CASE}?n=entry-recorded")
}

#[tokio::test]
async fn the_page_of_a_case_shows_where_its_care_stands() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let page = sena.get(&case()).await;
    for told in [
        "Élevé",
        "Plan d'action",
        "Prévue",
        "1 décembre 2026",
        "Réponse attendue",
        "Signalement",
        "Faire valider l'évaluation",
    ] {
        assert_eq!(page.says(told), told != "Faire valider l'évaluation", "{told}");
    }
    for link in ["action/", "approval/", "lower-flag/", "take-over/", "assign", "closure"] {
        assert!(page.body.contains(&format!("/care/{link}")), "{link}");
    }
    for known in PERSONAL {
        assert!(!page.says(known), "nothing is opened");
    }
}

#[tokio::test]
async fn the_file_tells_what_was_found_planned_and_said() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    sena.get(&case()).await;
    let file = sena.post(&format!("{}/file", case()), &[("purpose", "supervision")]).await;
    assert!(file.says(FEAR) && file.says(NOTE) && file.says("À faire tout de suite"));
    assert!(file.says("Réunion de cas"));
}

#[tokio::test]
async fn an_assessment_asks_every_area_and_keeps_what_was_typed() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("{}/care/assessment", case());
    afi.get(&path).await;
    let half = [("risk", "RISK_LEVEL_HIGH"), ("found_safety", FEAR)];
    let page = afi.post(&path, &half).await;
    assert_eq!(page.status, 422);
    assert!(page.says(FEAR) && page.says("Choisissez une réponse."));
    assert!(desk.stub.asked::<RecordAssessmentRequest>("record_assessment").is_empty());
    let whole = [
        ("risk", "RISK_LEVEL_HIGH"),
        ("concern_safety", "CONCERN_URGENT"),
        ("found_safety", FEAR),
        ("concern_health", "CONCERN_ABSENT"),
        ("concern_psychosocial", "CONCERN_PRESENT"),
        ("concern_legal", "CONCERN_ABSENT"),
        ("concern_material", "CONCERN_ABSENT"),
        ("review_day", "2026-12-24"),
    ];
    assert_eq!(afi.post(&path, &whole).await.location(), recorded());
    let asked: Vec<RecordAssessmentRequest> = desk.stub.asked("record_assessment");
    assert_eq!((asked[0].risk(), asked[0].findings.len()), (RiskLevel::High, 5));
    assert_eq!(asked[0].findings[0].note, FEAR);
    assert_eq!(asked[0].review_day, Some(Date { year: 2026, month: 12, day: 24 }));
}

#[tokio::test]
async fn an_assessment_shows_the_hours_that_an_incident_tells_and_asks_for_none() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let form = afi.get(&format!("{}/care/assessment", case())).await;
    assert!(form.says("Depuis l'incident : entre 10 et 34 heures"), "{}", form.body);
    assert!(!form.body.contains("name=\"hours_since_incident\""));
    let read: Vec<GetCaseRequest> = desk.stub.asked("get_case");
    let clocks = get_case_request::View::Clocks;
    assert!(read.iter().any(|it| it.view() == clocks && it.purpose == "direct_care"));
    let file = afi.post(&format!("{}/file", case()), &[("purpose", "direct_care")]).await;
    assert!(file.says("20 heures, selon ce qui a été dit"), "{}", file.body);
}

#[tokio::test]
async fn a_plan_takes_the_rows_that_were_filled_in() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("{}/care/plan", case());
    afi.get(&path).await;
    let wrong = [("aim_1", NOTE), ("due_day_1", "bientôt")];
    let page = afi.post(&path, &wrong).await;
    assert!(page.status == 422 && page.says(NOTE) && page.says("Donnez une date"));
    let rows = [
        ("need_1", "NEED_LEGAL_AID"),
        ("aim_1", NOTE),
        ("due_day_1", "2026-12-24"),
        ("need_3", "NEED_LIVELIHOOD"),
        ("due_day_3", "31/12/2026"),
    ];
    assert_eq!(afi.post(&path, &rows).await.location(), recorded());
    let asked: Vec<AgreeActionPlanRequest> = desk.stub.asked("agree_action_plan");
    let needs: Vec<Need> = asked[0].actions.iter().map(PlannedAction::need).collect();
    assert_eq!(needs, [Need::LegalAid, Need::Livelihood]);
    assert_eq!(asked[0].actions[0].aim, NOTE);
}

#[tokio::test]
async fn a_plan_grows_without_a_script_and_says_who_does_what() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("{}/care/plan", case());
    let page = afi.get(&path).await;
    assert!(page.says("Action 4") && !page.says("Action 5") && page.says("Qui suit ce dossier"));
    let more = [("then", "more"), ("rows", "4"), ("aim_1", NOTE)];
    let page = afi.post(&path, &more).await;
    assert!(page.says("Action 8") && page.says(NOTE), "what was typed stands there");
    let none: Vec<AgreeActionPlanRequest> = desk.stub.asked("agree_action_plan");
    assert!(none.is_empty(), "nothing is recorded yet");
    let agency = format!("agencies/{AGENCY}");
    let rows = [
        ("rows", "8"),
        ("need_7", "NEED_HEALTH_CARE"),
        ("responsible_7", agency.as_str()),
        ("due_day_7", "2026-12-24"),
    ];
    assert_eq!(afi.post(&path, &rows).await.location(), recorded());
    let asked: Vec<AgreeActionPlanRequest> = desk.stub.asked("agree_action_plan");
    assert_eq!(asked[0].actions[0].responsible, agency);
}

/// What is sent where, and the call that it becomes.
type Sent<'a> = (String, &'a str, Vec<(&'a str, &'a str)>);

#[tokio::test]
async fn every_other_entry_is_asked_of_its_call() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let colleague = format!("centres/{CENTRE}/staff/{STAFF}");
    let sent: [Sent<'_>; 15] = [
        ("safety-plan".to_owned(), "make_safety_plan", vec![("concern", FEAR)]),
        (
            "service".to_owned(),
            "record_service",
            vec![("need", "NEED_LEGAL_AID"), ("give_time", "2026-11-25")],
        ),
        ("care-note".to_owned(), "add_note", vec![("note", NOTE)]),
        ("flag".to_owned(), "raise_flag", vec![("message", NOTE), ("day", "2026-12-01")]),
        (
            "conference".to_owned(),
            "record_conference",
            vec![
                ("hold_time", "2026-11-24"),
                ("parties", "CONFERENCE_PARTY_POLICE"),
                ("decisions", NOTE),
            ],
        ),
        ("assign".to_owned(), "assign_case", vec![("to", &colleague)]),
        ("transfer".to_owned(), "request_transfer", vec![("to", &colleague), ("why", NOTE)]),
        ("approve-assessment".to_owned(), "request_approval", vec![]),
        ("approve-plan".to_owned(), "request_approval", vec![]),
        (
            "closure".to_owned(),
            "request_closure",
            vec![("reason", "REASON_NEEDS_MET"), ("checks", "CLOSURE_CHECK_MAY_RETURN")],
        ),
        ("reopen".to_owned(), "reopen_case", vec![("why", NOTE)]),
        (format!("action/{ACTION}"), "progress_action", vec![("status", "ACTION_STATUS_DONE")]),
        (format!("lower-flag/{ENTRY}"), "lower_flag", vec![("message", NOTE)]),
        (format!("approval/{ENTRY}"), "answer_approval", vec![("approved", "yes")]),
        (format!("take-over/{ENTRY}"), "answer_transfer", vec![("accepted", "no")]),
    ];
    for (path, call, fields) in sent {
        let path = format!("{}/care/{path}", case());
        sena.get(&path).await;
        let before = desk.stub.calls().len();
        assert_eq!(sena.post(&path, &fields).await.location(), recorded(), "{path}");
        assert_eq!(desk.stub.calls()[before].method, call);
    }
    let answered: Vec<AnswerApprovalRequest> = desk.stub.asked("answer_approval");
    assert!(answered[0].approved && answered[0].request.ends_with(&format!("entries/{ENTRY}")));
    let moved: Vec<ProgressActionRequest> = desk.stub.asked("progress_action");
    assert!(moved[0].action.ends_with(&format!("actions/{ACTION}")));
    let closing: Vec<RequestClosureRequest> = desk.stub.asked("request_closure");
    assert_eq!(closing[0].checks, [i32::from(ClosureCheck::MayReturn)]);
}

#[tokio::test]
async fn a_rule_that_says_no_is_told_on_the_form() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("{}/care/approval/{ENTRY}", case());
    sena.get(&path).await;
    desk.stub.refuse("answer_approval", Category::Refused, "OWN_REQUEST");
    let page = sena.post(&path, &[("approved", "yes"), ("comment", NOTE)]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Une autre superviseure doit répondre") && page.says(NOTE));
    for missing in [format!("{}/care/gossip", case()), format!("{}/care/plan/{ENTRY}", case())] {
        assert_eq!(sena.get(&missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn what_is_to_be_done_stands_on_one_page_by_code_only() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let page = sena.get("/today").await;
    for told in ["En retard", "Aujourd'hui", "Dans les sept jours", CODE, "la supervision"] {
        assert!(page.says(told), "{told}");
    }
    assert!(page.body.contains(&format!("/care/take-over/{ENTRY}")));
    let asked: Vec<ListTasksRequest> = desk.stub.asked("list_tasks");
    let [once] = &asked[..] else { panic!("asked once") };
    assert_eq!(once.purpose, "direct_care");
    // Whom she is to meet or call: how that is safe is one press away, and a reading.
    assert!(page.says("Comment la joindre sans danger"));
    assert!(page.body.contains(&format!("action=\"/cases/{CASE}/safeguards\"")));
}

#[tokio::test]
async fn who_must_be_seen_stands_before_everything_else_her_own_first() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let page = sena.get("/today").await;
    for told in ["Traitement contre le VIH", "2 h 01 restantes", "orientée vers des soins"] {
        assert!(page.says(told), "{told}");
    }
    assert!(!page.says("Contraception d'urgence"));
    let centre = sena.get("/today/clocks").await;
    assert!(centre.says("Contraception d'urgence") && centre.says("pas encore orientée"));
    let asked: Vec<ListHealthClocksRequest> = desk.stub.asked("list_health_clocks");
    let [own, all] = &asked[..] else { panic!("asked twice") };
    assert_eq!(own.purpose, "direct_care");
    assert!(!own.caseworker.is_empty() && all.caseworker.is_empty());
    assert_eq!(all.purpose, "supervision");
}

#[tokio::test]
async fn a_follow_up_carries_the_goals_that_were_looked_at() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/follow-ups/new");
    afi.get(&path).await;
    let fields = [
        ("note", NOTE),
        ("meet_time", "2026-11-25"),
        ("goal_safety", "GOAL_PROGRESS_MET"),
        ("goal_health", ""),
        ("next_day", "2026-12-24"),
    ];
    assert_eq!(afi.post(&path, &fields).await.status, 303);
    let asked: Vec<RecordFollowUpRequest> = desk.stub.asked("record_follow_up");
    let met = GoalState { goal: Goal::Safety.into(), progress: GoalProgress::Met.into() };
    assert_eq!(asked[0].goals, [met]);
    assert_eq!(asked[0].next_day, Some(Date { year: 2026, month: 12, day: 24 }));
    let wrong = afi.post(&path, &[("meet_time", "2026-11-25"), ("next_day", "demain")]).await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn a_feedback_names_no_case() {
    let desk = Desk::open().await;
    let mut inti = desk.browser_of("inti").await;
    inti.get("/feedback").await;
    let colleague = format!("centres/{CENTRE}/staff/{OTHER_STAFF}");
    let fields = [("caseworker", colleague.as_str()), ("score_helped", "5"), ("score_safer", "")];
    assert_eq!(inti.post("/feedback", &fields).await.location(), "/today?n=feedback-recorded");
    let asked: Vec<RecordFeedbackRequest> = desk.stub.asked("record_feedback");
    assert_eq!(asked[0].parent, format!("centres/{CENTRE}"));
    let helped = FeedbackScore { question: FeedbackQuestion::Helped.into(), score: 5 };
    assert_eq!(asked[0].scores, [helped]);
}

#[tokio::test]
async fn the_manager_sees_means_per_question_and_nobody_s_name() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    assert!(manu.get("/review").await.body.contains("/feedback/results"));
    let page = manu.get("/feedback/results").await;
    assert!(page.says("On m'a écoutée et on m'a crue.") && page.says("4,3") && page.says("8 avis"));
    assert!(page.says("moins de 5 réponses") && !page.says("Afi"));
    manu.get("/feedback/results?year=2025&quarter=2").await;
    let asked: Vec<GetFeedbackSummaryRequest> = desk.stub.asked("get_feedback_summary");
    let of = |at: usize| (asked[at].year, asked[at].quarter);
    assert_eq!((of(0), of(1)), ((2026, 3), (2025, 2)));
}
