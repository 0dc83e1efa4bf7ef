//! Reports, from published facts to the files.

use sentier_proto::statistics::v1::download_report_request::Format;
use sentier_proto::statistics::v1::report_service_client::ReportServiceClient;
use sentier_proto::statistics::v1::{
    DownloadReportRequest, DownloadReportResponse, GetReportRequest, Report, ReportFigure,
};
use sentier_test_support::databases::On;
use tonic::{Code, Status};

use crate::callers::{Caller, MANAGER};
use crate::indicators::{counted, history, tell};
use crate::world::{World, on_both};

on_both!(
    a_report_tells_a_month_beside_the_one_before,
    a_quarter_tells_nothing_that_its_months_withhold,
    files_say_what_the_report_says,
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
    assert!(book.content.starts_with(b"PK"), "a workbook is an archive");
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
