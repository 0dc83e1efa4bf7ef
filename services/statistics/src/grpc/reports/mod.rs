//! Reports of a centre and the comparison of communes: to read, and as files.

mod compared;
mod comparison;
mod dhis2;
mod files;

use sentier_eventing::StoreError;
use sentier_eventing::host::Host;
use sentier_eventing::projection::Projections;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::catalogue::Locale;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::status::{invalid, to_status};
use sentier_proto::name;
use sentier_proto::statistics::v1 as pb;
use sentier_proto::statistics::v1::report_service_server::{ReportService, ReportServiceServer};
use sentier_statistics_domain::outreach::{ActivityKind, progress};
use sentier_statistics_domain::reports::{Figure, Interval, Period, Trend, first_month, report};
use sentier_statistics_domain::value::Month;
use sentier_statistics_domain::weeks::Week;
use tonic::{Request, Response, Status};

use super::aside::worked_out;
use super::convert;
use super::indicators::told;
use super::outreach::sums;
use crate::application::Outreach as Kept;
use crate::catalogue;
use crate::projections::{
    CAUGHT_UP, Ended, INDICATORS, OutreachList, Reached, find_sums, find_week,
};
use crate::reporting::{Detail, Outreach, Paper, of_centre};

pub(crate) use dhis2::Dhis2Api;

/// Answers the calls of `ReportService`.
#[derive(Clone, Debug)]
pub(crate) struct Reports {
    pub(crate) host: Host,
    pub(crate) projections: Projections,
    pub(crate) outreach: OutreachList,
    /// Where the targets are.
    pub(crate) kept: Kept,
    pub(crate) comparison: bool,
}

/// What a caller wants.
struct Query {
    centre: String,
    period: Period,
    week: Option<Week>,
}

impl Reports {
    pub(crate) fn server(self) -> ReportServiceServer<Self> {
        ReportServiceServer::new(self)
    }

    fn allowed<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        centre: &str,
    ) -> Result<(), Status> {
        let locale = locale(request);
        let principal = principal_of(request)?;
        let resource = Resource::new().centre(centre);
        let authoriser = &self.host.env.authoriser;
        authoriser
            .authorise(principal, action, &resource)
            .map_err(|denied| to_status(&denied, locale))
    }

    /// The report; `None` before the first week has ended.
    async fn paper(&self, query: Query, locale: Locale) -> Result<Option<Paper>, Status> {
        let caught_up = self.projections.caught_up(INDICATORS, CAUGHT_UP).await;
        caught_up.map_err(|behind| to_status(&behind, locale))?;
        self.outreach.caught_up().await.map_err(|behind| to_status(&behind, locale))?;
        let db = self.host.store.database();
        let ended = find_week(db, query.week).await.map_err(|error| to_status(&error, locale))?;
        let Some(Ended { week, position }) = ended else { return Ok(None) };
        let (first, last) = (query.period.first(), query.period.last());
        let months = (first_month(query.period), last);
        let sums = find_sums(db, &query.centre, months, week)
            .await
            .map_err(|error| to_status(&error, locale))?;
        let reached = self.outreach.reached(&query.centre, first, last).await;
        let reached = reached.map_err(|error| to_status(&error, locale))?;
        let detail = self.detail(&query.centre, last, reached);
        let detail = detail.await.map_err(|error| to_status(&error, locale))?;
        let report = worked_out(move || report(query.period, &sums)).await;
        Ok(Some(Paper {
            centre: query.centre,
            week,
            position,
            report: report.map_err(|error| to_status(&error, locale))?,
            outreach: activities(&detail.reached),
            detail,
        }))
    }

    /// What was reached, beside the targets of the year in which `last` lies.
    async fn detail(
        &self,
        centre: &str,
        last: Month,
        reached: Reached,
    ) -> Result<Detail, StoreError> {
        let (year, _month) = last.parts();
        let targets = self.kept.targets(centre, year.into()).await?;
        let done = self.outreach.done_since_january(centre, last).await?;
        Ok(Detail { reached, progress: progress(&targets, &done) })
    }
}

#[tonic::async_trait]
impl ReportService for Reports {
    async fn get_report(
        &self,
        request: Request<pb::GetReportRequest>,
    ) -> Result<Response<pb::GetReportResponse>, Status> {
        let locale = locale(&request);
        let asked = request.get_ref();
        let query = query(&asked.parent, &asked.period, &asked.week);
        let query = query.map_err(|violations| invalid(violations, locale))?;
        self.allowed(&request, "statistics.v1.ReportService/GetReport", &query.centre)?;
        let (parent, period) = (asked.parent.clone(), asked.period.clone());
        let paper = self.paper(query, locale).await?;
        let none = pb::Report { parent, period, ..pb::Report::default() };
        let report = paper.map_or(none, |paper| answer(&paper));
        Ok(Response::new(pb::GetReportResponse { report: Some(report) }))
    }

    async fn download_report(
        &self,
        request: Request<pb::DownloadReportRequest>,
    ) -> Result<Response<pb::DownloadReportResponse>, Status> {
        let locale = locale(&request);
        let asked = request.get_ref();
        let format = files::format(asked.format);
        let (query, format) = match (query(&asked.parent, &asked.period, &asked.week), format) {
            (Ok(query), Ok(format)) => (query, format),
            (query, format) => {
                let mut violations = query.err().unwrap_or_default();
                violations.extend(format.err());
                return Err(invalid(violations, locale));
            }
        };
        self.allowed(&request, "statistics.v1.ReportService/DownloadReport", &query.centre)?;
        let paper = self.paper(query, locale).await?;
        let paper = paper.ok_or_else(|| to_status(&NoWeekEnded, locale))?;
        let name = format!("{}-{}", paper.centre, paper.report.period);
        let (file_name, media_type, content) =
            files::made(name, format, move || of_centre(&paper, locale))
                .await
                .map_err(|error| to_status(&error, locale))?;
        Ok(Response::new(pb::DownloadReportResponse { file_name, media_type, content }))
    }

    async fn get_comparison(
        &self,
        request: Request<pb::GetComparisonRequest>,
    ) -> Result<Response<pb::GetComparisonResponse>, Status> {
        self.compare(&request).await
    }

    async fn download_comparison(
        &self,
        request: Request<pb::DownloadComparisonRequest>,
    ) -> Result<Response<pb::DownloadComparisonResponse>, Status> {
        self.compare_as_file(&request).await
    }
}

/// There is nothing to print before the first week has ended.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no week has ended yet")]
pub(super) struct NoWeekEnded;

impl sentier_kernel::Explain for NoWeekEnded {
    fn category(&self) -> sentier_kernel::Category {
        sentier_kernel::Category::Refused
    }

    fn reason(&self) -> &'static str {
        "NO_WEEK_ENDED"
    }
}

fn query(parent: &str, period: &str, week: &str) -> Result<Query, Vec<Violation>> {
    let mut violations = Vec::new();
    let centre = match name::parse("centres/*", parent) {
        Some([centre]) => Some(centre.to_owned()),
        None => convert::refuse(&mut violations, "parent", parent),
    };
    let period = match period.parse() {
        Ok(period) => Some(period),
        Err(_) => convert::refuse(&mut violations, "period", period),
    };
    let week = convert::week(week).map_err(|wrong| violations.push(wrong)).ok();
    match (centre, period, week) {
        (Some(centre), Some(period), Some(week)) => Ok(Query { centre, period, week }),
        _ => Err(violations),
    }
}

/// Every kind, also where nothing was done.
pub(super) fn activities(reached: &Reached) -> Vec<Outreach> {
    let of = |kind: &ActivityKind| {
        let mut one = Outreach { kind: Some(*kind), ..Outreach::default() };
        for (_, [planned, held, ..]) in reached.kinds.iter().filter(|(of, _)| of == kind) {
            (one.planned, one.held) = (*planned, *held);
        }
        for (_, [people, cost]) in reached.people.iter().filter(|(of, _)| of == kind) {
            (one.people, one.cost) = (*people, *cost);
        }
        one
    };
    ActivityKind::ALL.iter().map(of).collect()
}

fn answer(paper: &Paper) -> pb::Report {
    let period = paper.report.period;
    let Detail { reached, progress } = &paper.detail;
    pb::Report {
        parent: format!("centres/{}", paper.centre),
        period: period.to_string(),
        week: paper.week.to_string(),
        log_position: paper.position,
        figures: paper.report.figures.iter().map(|one| figure(one, period)).collect(),
        trends: trends(&paper.report.trends),
        outreach: paper.outreach.iter().map(|one| planned(one, reached)).collect(),
        audience: sums::audience(&reached.audience),
        trained: sums::trained(&reached.trained),
        costs: sums::costs(&reached.costs),
        by_funder: sums::funders(&reached.alike),
        by_theme: sums::themes(&reached.alike),
        by_commune: sums::communes(&reached.alike),
        progress: sums::progress(progress),
    }
}

/// Trends in the contract's terms, month by month.
fn trends(trends: &[Trend]) -> Vec<pb::IndicatorValue> {
    let values = trends.iter().flat_map(|(indicator, months)| {
        months.iter().map(|(month, count)| pb::IndicatorValue {
            indicator: catalogue::name(*indicator),
            month: month.to_string(),
            numerator: *count,
            withheld: count.is_none(),
            ..pb::IndicatorValue::default()
        })
    });
    values.collect()
}

/// An interval in the contract's terms.
fn interval(interval: Interval) -> pb::ShareInterval {
    pb::ShareInterval {
        low_permille: i32::try_from(interval.low).unwrap_or(0),
        high_permille: i32::try_from(interval.high).unwrap_or(1_000),
    }
}

/// Outreach of a kind, with what was cancelled, and what the plans of the activities held meant to reach and spend.
fn planned(one: &Outreach, reached: &Reached) -> pb::OutreachFigure {
    let plans = reached.kinds.iter().find(|(kind, _)| one.kind == Some(*kind));
    let [_, _, cancelled, people_planned, budget] = plans.map_or([0; 5], |(_, counts)| *counts);
    pb::OutreachFigure { cancelled, people_planned, budget, ..outreach(one) }
}

/// A figure in the contract's terms.
fn figure(figure: &Figure, period: Period) -> pb::ReportFigure {
    let before = period.before().to_string();
    pb::ReportFigure {
        value: Some(told(figure.indicator, period.to_string(), figure.value.clone())),
        before: Some(told(figure.indicator, before, figure.before.clone())),
        interval: figure.interval.map(interval),
    }
}

/// Outreach in the contract's terms.
fn outreach(one: &Outreach) -> pb::OutreachFigure {
    let kind = match one.kind {
        None => pb::ActivityKind::Unspecified,
        Some(ActivityKind::AwarenessSession) => pb::ActivityKind::AwarenessSession,
        Some(ActivityKind::PublicEvent) => pb::ActivityKind::PublicEvent,
        Some(ActivityKind::Training) => pb::ActivityKind::Training,
    };
    pb::OutreachFigure {
        kind: kind.into(),
        planned: one.planned,
        held: one.held,
        people: one.people,
        cost: one.cost,
        ..pb::OutreachFigure::default()
    }
}
