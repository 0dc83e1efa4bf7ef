//! Answers about reports.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use sentier_proto::statistics::v1 as statistics;
use sentier_proto::statistics::v1::ActivityKind;
use sentier_proto::statistics::v1::response_times::Median;
use sentier_proto::statistics::v1::{GapLevel, ReleaseRegion, ReportRate};
use tonic::Status;

use super::{Stub, outreach};

fn value(
    code: &str,
    month: &str,
    count: Option<i64>,
    whole: Option<i64>,
) -> statistics::IndicatorValue {
    statistics::IndicatorValue {
        indicator: format!("indicators/{code}"),
        month: month.to_owned(),
        numerator: count,
        denominator: whole,
        ..Default::default()
    }
}

/// A count with parts, one of them withheld, and a share with its interval.
pub(super) fn get_report(
    _: &Stub,
    asked: statistics::GetReportRequest,
) -> Result<statistics::GetReportResponse, Status> {
    let cell = |code: &str, count| statistics::IndicatorCell { code: code.to_owned(), count };
    let delays = statistics::IndicatorValue {
        cells: vec![cell("to_3_days", Some(9)), cell("longer", None)],
        ..value("reporting_delay", &asked.period, Some(11), None)
    };
    let delays = statistics::ReportFigure {
        value: Some(delays.clone()),
        before: Some(delays),
        interval: None,
    };
    let closed = statistics::ReportFigure {
        value: Some(value("case_closure_rate", &asked.period, Some(5), Some(12))),
        before: Some(value("case_closure_rate", "2026-Q2", None, None)),
        interval: Some(statistics::ShareInterval { low_permille: 193, high_permille: 680 }),
    };
    let sessions = statistics::OutreachFigure {
        kind: ActivityKind::AwarenessSession.into(),
        planned: 3,
        held: 2,
        people_planned: 120,
        people: 104,
        budget: 300_000,
        cost: 60_000,
        ..Default::default()
    };
    // For it nothing was meant but how many there would be.
    let events = statistics::OutreachFigure {
        kind: ActivityKind::PublicEvent.into(),
        planned: 1,
        held: 1,
        people: 40,
        ..Default::default()
    };
    let (audience, costs) = outreach::counted();
    let trend = |month| value("reporting_delay", month, Some(7), None);
    Ok(statistics::GetReportResponse {
        report: Some(statistics::Report {
            parent: asked.parent,
            period: asked.period,
            week: "2026-11-16".to_owned(),
            log_position: 40,
            figures: vec![delays, closed],
            trends: vec![trend("2026-10"), trend("2026-11")],
            outreach: vec![sessions, events],
            audience,
            trained: Vec::new(),
            costs,
            by_funder: outreach::by_funder(),
            by_theme: outreach::by_theme(),
            by_commune: outreach::by_commune(),
            progress: vec![outreach::progress()],
        }),
    })
}

pub(super) fn download_report(
    _: &Stub,
    asked: statistics::DownloadReportRequest,
) -> Result<statistics::DownloadReportResponse, Status> {
    Ok(statistics::DownloadReportResponse {
        file_name: format!("ogou-1-{}.pdf", asked.period),
        media_type: "application/pdf".to_owned(),
        content: b"%PDF-".to_vec(),
    })
}

fn sure(part: i64, whole: i64, low_permille: i32, high_permille: i32) -> ReportRate {
    ReportRate {
        part: Some(part),
        whole: Some(whole),
        interval: Some(statistics::ShareInterval { low_permille, high_permille }),
    }
}

/// A commune where 7 of 20 found no health service.
fn commune(
    (code, region): (&str, ReleaseRegion),
    period: &str,
    legal: ReportRate,
    withheld_sectors: i32,
) -> statistics::CommuneFigures {
    let closed = statistics::ReportFigure {
        value: Some(value("case_closure_rate", period, Some(5), Some(12))),
        before: None,
        interval: Some(statistics::ShareInterval { low_permille: 193, high_permille: 680 }),
    };
    let accepted = statistics::ResponseTimes {
        median: Median::Under.into(),
        median_hours: 72,
        within_72_hours: Some(sure(7, 12, 320, 807)),
    };
    let accept = statistics::ResponseFigure {
        indicator: "indicators/time_to_accept".to_owned(),
        now: Some(accepted),
        before: None,
    };
    let gap = |sector: &str, now| statistics::ServiceGap {
        sector: sector.to_owned(),
        now: Some(now),
        before: None,
    };
    let reached =
        statistics::OutreachFigure { held: 2, people: 104, cost: 60_000, ..Default::default() };
    let cases = |month, count| value("number_of_cases", month, count, None);
    statistics::CommuneFigures {
        centre: format!("centres/{code}"),
        figures: vec![closed],
        outreach: Some(reached),
        region: region.into(),
        times: vec![accept],
        gaps: vec![gap("health", sure(7, 20, 181, 567)), gap("legal", legal)],
        all_gaps: Some(ReportRate { part: Some(7), whole: Some(20), interval: None }),
        withheld_sectors,
        gap_level: GapLevel::UnderHalf.into(),
        trends: vec![cases("2026-08", Some(7)), cases("2026-09", None)],
    }
}

/// Three communes: of one the gaps of one sector are withheld, of one also those over all sectors.
pub(super) fn get_comparison(
    _: &Stub,
    asked: statistics::GetComparisonRequest,
) -> Result<statistics::GetComparisonResponse, Status> {
    let commune = |place, legal, withheld| commune(place, &asked.period, legal, withheld);
    let none = ReportRate { part: Some(0), whole: Some(0), interval: None };
    let of_few = ReportRate { part: Some(0), ..ReportRate::default() };
    let withheld = statistics::CommuneFigures {
        all_gaps: Some(ReportRate::default()),
        gap_level: GapLevel::Unspecified.into(),
        ..commune(("zio-1", ReleaseRegion::Maritime), of_few, 1)
    };
    Ok(statistics::GetComparisonResponse {
        comparison: Some(statistics::Comparison {
            period: asked.period.clone(),
            week: "2026-11-16".to_owned(),
            log_position: 40,
            communes: vec![
                commune(("kara-2", ReleaseRegion::Kara), none, 0),
                commune(("ogou-1", ReleaseRegion::Plateaux), ReportRate::default(), 1),
                withheld,
            ],
        }),
    })
}
