//! Reports, from published facts to the files.

use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use sentier_proto::common::v1::{AgeBand, Sex};
use sentier_proto::statistics::v1::download_report_request::Format;
use sentier_proto::statistics::v1::report_service_client::ReportServiceClient;
use sentier_proto::statistics::v1::{
    ActivityKind, ActivityOutcome, DownloadReportRequest, DownloadReportResponse, GetReportRequest,
    Report, ReportFigure,
};
use sentier_test_support::databases::On;
use tonic::{Code, Status};

use crate::callers::{Caller, MANAGER};
use crate::indicators::{counted, history, tell};
use crate::outreach::{came, day, session, set_a_target, training};
use crate::world::{World, on_both};

on_both!(
    a_report_tells_a_month_beside_the_one_before,
    a_quarter_tells_nothing_that_its_months_withhold,
    files_say_what_the_report_says,
    outreach_is_told_in_all_its_parts,
);

impl World {
    async fn report(&self, caller: Caller, period: &str) -> Result<Report, Status> {
        let message = GetReportRequest {
            parent: "centres/ogou-1".to_owned(),
            period: period.to_owned(),
            week: String::new(),
        };
        let mut client = ReportServiceClient::new(self.channel(caller));
        let answer = client.get_report(self.request(caller, message)).await?.into_inner();
        Ok(answer.report.expect("a report"))
    }

    async fn file(
        &self,
        format: Format,
        language: &'static str,
    ) -> Result<DownloadReportResponse, Status> {
        let message = DownloadReportRequest {
            parent: "centres/ogou-1".to_owned(),
            period: "2026-Q4".to_owned(),
            week: String::new(),
            format: format.into(),
        };
        let mut request = self.request(MANAGER, message);
        let language = language.parse().expect("a header");
        request.metadata_mut().insert("accept-language", language);
        let mut client = ReportServiceClient::new(self.channel(MANAGER));
        Ok(client.download_report(request).await?.into_inner())
    }
}

fn figure<'a>(report: &'a Report, code: &str) -> &'a ReportFigure {
    let name = format!("indicators/{code}");
    let is = |one: &&ReportFigure| one.value.as_ref().is_some_and(|value| value.indicator == name);
    report.figures.iter().find(is).expect("a figure")
}

async fn counted_week(on: On) -> World {
    let world = World::start(on).await;
    tell(&world, "ogou-1", &history(&world, 1_000).await).await;
    world.stored("ogou-1", "care_counted.v2", counted()).await;
    world.end_week().await;
    world
}

async fn a_report_tells_a_month_beside_the_one_before(on: On) {
    let world = counted_week(on).await;
    let report = world.report(MANAGER, "2026-12").await.expect("a report");
    assert_eq!((report.period.as_str(), report.week.as_str()), ("2026-12", "2026-11-23"));
    let cases = figure(&report, "number_of_cases");
    // Nothing in December; 12 in November.
    let counts =
        [&cases.value, &cases.before].map(|one| one.as_ref().and_then(|one| one.numerator));
    assert_eq!(counts, [Some(0), Some(12)]);
    assert_eq!(cases.before.as_ref().map(|one| one.month.as_str()), Some("2026-11"));
    // Twelve months of two trends, the last but one of each being November.
    assert_eq!(report.trends.len(), 24);
    assert_eq!((report.trends[10].numerator, report.trends[22].numerator), (Some(12), Some(11)));
    assert_eq!(report.outreach.len(), 3);

    let november = world.report(MANAGER, "2026-11").await.expect("a report");
    let closed = figure(&november, "case_closure_rate");
    let share = closed.value.as_ref().expect("a value");
    assert_eq!((share.numerator, share.denominator), (Some(5), Some(12)));
    // Wilson's interval of 5 of 12: 19.3 % to 68.0 %.
    let interval = closed.interval.expect("an interval");
    assert_eq!((interval.low_permille, interval.high_permille), (193, 680));

    let other = Caller::Staff { role: "manager", centre: "kara-2" };
    let caseworker = Caller::Staff { role: "caseworker", centre: "ogou-1" };
    for caller in [other, caseworker, Caller::Analyst] {
        let denied = world.report(caller, "2026-11").await.expect_err("denied");
        assert_eq!(denied.code(), Code::PermissionDenied);
    }
    for period in ["", "2026", "2026-Q5", "2026-13"] {
        let refused = world.report(MANAGER, period).await.expect_err("refused");
        assert_eq!(refused.code(), Code::InvalidArgument, "{period}");
    }
    world.end().await;
}

async fn a_quarter_tells_nothing_that_its_months_withhold(on: On) {
    let world = counted_week(on).await;
    // Three cases more, opened in December: a number that is withheld there.
    let few = crate::indicators::openings_of(&world, 9_000, 12, 3).await;
    tell(&world, "ogou-1", &few).await;
    world.stored("ogou-1", "care_counted.v2", counted() + 3).await;
    world.end_week().await;
    let december = world.report(MANAGER, "2026-12").await.expect("a report");
    let cases = |report: &Report| figure(report, "number_of_cases").value.clone().expect("a value");
    assert!(cases(&december).withheld);
    // 12 + 3 would give away the 3.
    let quarter = world.report(MANAGER, "2026-Q4").await.expect("a report");
    assert_eq!((cases(&quarter).numerator, cases(&quarter).withheld), (None, true));
    world.end().await;
}

async fn files_say_what_the_report_says(on: On) {
    let world = counted_week(on).await;
    let pdf = world.file(Format::Pdf, "fr").await.expect("a file");
    assert_eq!(
        (pdf.file_name.as_str(), pdf.media_type.as_str()),
        ("ogou-1-2026-Q4.pdf", "application/pdf")
    );
    assert!(pdf.content.starts_with(b"%PDF-"));
    let book = world.file(Format::Xlsx, "en").await.expect("a file");
    let (names, cells) = opened(book.content);
    assert_eq!(names.len(), 5, "a sheet for each section: {names:?}");
    // 12 cases; 11 rapes; 5 of 11 at health, between 21.3 and 72.0 %; 11 of 12 closed leaves one, which is few; that
    // there are twelve is told elsewhere.
    for (code, numbers) in [
        ("number_of_cases", ["12", "", "", ""]),
        ("gbv_type/rape", ["11", "", "", ""]),
        ("rape_at_health_72_hours", ["5", "11", "213", "720"]),
        ("case_closure_rate", ["too small", "12", "", ""]),
    ] {
        let row = cells.iter().find(|row| row[0] == code).expect(code);
        assert_eq!(row[3..7], numbers, "{code}");
    }
    let csv = world.file(Format::Csv, "fr").await.expect("a file");
    let text = String::from_utf8(csv.content).expect("text");
    assert!(text.contains("number_of_cases;Nombre de dossiers;;12;;;;0;"), "{text}");
    assert!(text.contains("gbv_type/rape;Type de violence;Viol;11;;;;0"), "{text}");
    let english = world.file(Format::Csv, "en").await.expect("a file");
    let text = String::from_utf8(english.content).expect("text");
    // 5 of 11, by Wilson from 21.3 to 72.0 %.
    assert!(text.contains(",Rapes at health within 72 hours,,5,11,213,720,"), "{text}");
    // 11 of 12 cases closed: one that is not is few.
    assert!(text.contains("case_closure_rate,Closure rate,,too small,"), "{text}");
    let refused = world.file(Format::Unspecified, "fr").await.expect_err("refused");
    assert_eq!(refused.code(), Code::InvalidArgument);
    world.end().await;
}

/// The names of a workbook's sheets, and every row of them below the headings, of eight texts each.
fn opened(book: Vec<u8>) -> (Vec<String>, Vec<Vec<String>>) {
    let mut book = open_workbook_auto_from_rs(Cursor::new(book)).expect("a workbook");
    let names = book.sheet_names();
    let mut cells = Vec::new();
    for name in &names {
        let range = book.worksheet_range(name).expect("a sheet");
        let texts = |row: &[Data]| {
            let mut texts: Vec<String> = row.iter().map(ToString::to_string).collect();
            texts.resize(8, String::new());
            texts
        };
        cells.extend(range.rows().skip(5).map(texts));
    }
    (names, cells)
}

/// A session for 60 people and 150 000 F that a funder with a strange name paid, and a training of twelve nurses.
async fn outreach_is_told_in_all_its_parts(on: On) {
    let world = counted_week(on).await;
    let planned = world.planned(ActivityKind::AwarenessSession, Some(day(11, 5))).await;
    let outcome = ActivityOutcome { funder: "=PNUD".to_owned(), ..session(Some(day(11, 6)), 40) };
    world.record(&planned.name, outcome).await.expect("held");
    let planned = world.planned(ActivityKind::Training, Some(day(11, 10))).await;
    world.record(&planned.name, training(Some(day(11, 10)))).await.expect("held");
    set_a_target(&world).await;
    let report = world.report(MANAGER, "2026-11").await.expect("a report");
    let sessions = &report.outreach[0];
    // 40 + 15 came, of 60; 30 000 F of 150 000.
    assert_eq!((sessions.people, sessions.people_planned), (55, 60));
    assert_eq!((sessions.cost, sessions.budget), (30_000, 150_000));
    let bands =
        [came(Sex::Female, AgeBand::AgeBand18To24, 40), came(Sex::Male, AgeBand::Unspecified, 15)];
    assert_eq!(report.audience, bands);
    assert_eq!(report.trained, training(None).trained);
    assert_eq!(report.costs, session(None, 0).costs);
    // Nobody paid for the training: the plan says who would have.
    let funders: Vec<_> =
        report.by_funder.iter().map(|one| (one.funder.as_str(), one.cost)).collect();
    assert_eq!(funders, [("=PNUD", 30_000), ("Commune", 0)]);
    // Both are about rights, at Ogou 1: 2 activities, 55 people, 12 trained, 30 000 F.
    for sum in [&report.by_theme[0], &report.by_commune[0]] {
        assert_eq!((sum.held, sum.reached, sum.trained, sum.cost), (2, 55, 12, 30_000));
    }
    assert_eq!((report.progress[0].held, report.progress[0].people), (1, 55));
    outreach_is_in_the_files(&world).await;
    world.end().await;
}

async fn outreach_is_in_the_files(world: &World) {
    let csv = world.file(Format::Csv, "fr").await.expect("a file");
    let text = String::from_utf8(csv.content).expect("text");
    for line in [
        "outreach_plans/awareness_session_people;Activités tenues : réalisé sur prévu;Séances de sensibilisation : personnes;55;60;;;",
        "outreach_targets/awareness_session_activities;Réalisé depuis janvier sur les objectifs de l'année 2026;Séances de sensibilisation : activités;1;24;;;",
        "outreach_audience/female_18_to_24;Personnes venues, par sexe et âge;Femmes et filles : 18 à 24 ans;40;;;;",
        "outreach_trained/health_worker_female;Acteurs formés, par profession et sexe;Santé : Femmes et filles;12;;;;",
        "outreach_costs/transport;Dépenses par ligne (F CFA);Transport;30000;;;;",
        // A name that a spreadsheet would calculate is quoted.
        "outreach_by_funder_cost/=PNUD;Par bailleur – Dépenses (F CFA);'=PNUD;30000;;;;",
        "outreach_by_theme_trained/rights_and_law;Par thème – Acteurs formés;Droits des femmes et des filles, loi;12;;;;",
        "outreach_by_commune_held/Ogou 1;Par commune de l'activité – Activités tenues;Ogou 1;2;;;;",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let book = world.file(Format::Xlsx, "en").await.expect("a file");
    let (names, cells) = opened(book.content);
    assert_eq!(names.last().map(String::as_str), Some("Outreach and training"));
    let row = cells.iter().find(|row| row[0] == "outreach_by_funder_reached/=PNUD");
    let row = row.expect("a row");
    assert_eq!(row[1..4], ["By funder – People who came", "=PNUD", "55"]);
}
