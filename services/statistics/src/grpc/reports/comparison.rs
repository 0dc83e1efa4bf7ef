//! Communes beside each other.

use sentier_platform::authorise::Resource;
use sentier_platform::catalogue::Locale;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::status::{invalid, to_status};
use sentier_proto::statistics::v1 as pb;
use sentier_statistics_domain::reports::{Period, compared, first_month};
use sentier_statistics_domain::weeks::Week;
use tonic::{Request, Response, Status};

use super::super::aside::worked_out;
use super::super::convert;
use super::compared::commune;
use super::{NoWeekEnded, Reports, activities, files};
use crate::projections::{CAUGHT_UP, Ended, INDICATORS, find_centres, find_sums, find_week};
use crate::reporting::{Commune, Comparison, Outreach, of_communes};

/// The owners did not switch it on.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the comparison of communes is off")]
struct ComparisonOff;

impl sentier_kernel::Explain for ComparisonOff {
    fn category(&self) -> sentier_kernel::Category {
        sentier_kernel::Category::Refused
    }

    fn reason(&self) -> &'static str {
        "COMPARISON_OFF"
    }
}

impl Reports {
    pub(super) async fn compare(
        &self,
        request: &Request<pb::GetComparisonRequest>,
    ) -> Result<Response<pb::GetComparisonResponse>, Status> {
        let (locale, asked) = (locale(request), request.get_ref());
        self.may_compare(request, "statistics.v1.ReportService/GetComparison")?;
        let mut violations = Vec::new();
        let wanted = wanted(&mut violations, &asked.period, &asked.week);
        let (period, week) = wanted.ok_or_else(|| invalid(violations, locale))?;
        let none = || pb::Comparison { period: period.to_string(), ..pb::Comparison::default() };
        let compared = self.compared(period, week, locale).await?;
        let comparison = Some(compared.as_ref().map_or_else(none, answer));
        Ok(Response::new(pb::GetComparisonResponse { comparison }))
    }

    pub(super) async fn compare_as_file(
        &self,
        request: &Request<pb::DownloadComparisonRequest>,
    ) -> Result<Response<pb::DownloadComparisonResponse>, Status> {
        let (locale, asked) = (locale(request), request.get_ref());
        self.may_compare(request, "statistics.v1.ReportService/DownloadComparison")?;
        let mut violations = Vec::new();
        let wanted = wanted(&mut violations, &asked.period, &asked.week);
        let format = files::format(asked.format).map_err(|wrong| violations.push(wrong)).ok();
        let ((period, week), format) =
            wanted.zip(format).ok_or_else(|| invalid(violations, locale))?;
        let compared = self.compared(period, week, locale).await?;
        let compared = compared.ok_or_else(|| to_status(&NoWeekEnded, locale))?;
        let name = format!("communes-{period}");
        let (file_name, media_type, content) =
            files::made(name, format, move || of_communes(&compared, locale))
                .await
                .map_err(|error| to_status(&error, locale))?;
        Ok(Response::new(pb::DownloadComparisonResponse { file_name, media_type, content }))
    }

    /// Who she is first: whether it is on is no stranger's to know.
    fn may_compare<T>(&self, request: &Request<T>, action: &'static str) -> Result<(), Status> {
        let locale = locale(request);
        let principal = principal_of(request)?;
        let allowed = self.host.env.authoriser.authorise(principal, action, &Resource::new());
        allowed.map_err(|denied| to_status(&denied, locale))?;
        if self.comparison { Ok(()) } else { Err(to_status(&ComparisonOff, locale)) }
    }

    /// The communes of which something was counted; `None` before the first week has ended.
    async fn compared(
        &self,
        period: Period,
        week: Option<Week>,
        locale: Locale,
    ) -> Result<Option<Comparison>, Status> {
        let caught_up = self.projections.caught_up(INDICATORS, CAUGHT_UP).await;
        caught_up.map_err(|behind| to_status(&behind, locale))?;
        self.outreach.caught_up().await.map_err(|behind| to_status(&behind, locale))?;
        let db = self.host.store.database();
        let ended = find_week(db, week).await.map_err(|error| to_status(&error, locale))?;
        let Some(Ended { week, position }) = ended else { return Ok(None) };
        let centres = find_centres(db, week).await.map_err(|error| to_status(&error, locale))?;
        let mut counted = Vec::with_capacity(centres.len());
        for centre in centres {
            let months = (first_month(period), period.last());
            let sums = find_sums(db, &centre, months, week)
                .await
                .map_err(|error| to_status(&error, locale))?;
            let reached = self.outreach.reached(&centre, period.first(), period.last()).await;
            let reached = reached.map_err(|error| to_status(&error, locale))?;
            let all = activities(&reached).into_iter().fold(Outreach::default(), added);
            counted.push((centre, sums, all));
        }
        let communes = worked_out(move || {
            let commune = |(centre, sums, outreach)| Commune {
                centre,
                compared: compared(period, &sums),
                outreach,
            };
            counted.into_iter().map(commune).collect()
        });
        let communes = communes.await.map_err(|error| to_status(&error, locale))?;
        Ok(Some(Comparison { period, week, position, communes }))
    }
}

fn wanted(
    violations: &mut Vec<sentier_kernel::Violation>,
    period: &str,
    week: &str,
) -> Option<(Period, Option<Week>)> {
    let period = match period.parse() {
        Ok(period) => Some(period),
        Err(_) => convert::refuse(violations, "period", period),
    };
    let week = convert::week(week).map_err(|wrong| violations.push(wrong)).ok();
    period.zip(week)
}

const fn added(all: Outreach, one: Outreach) -> Outreach {
    Outreach {
        kind: None,
        planned: all.planned + one.planned,
        held: all.held + one.held,
        people: all.people + one.people,
        cost: all.cost + one.cost,
    }
}

fn answer(comparison: &Comparison) -> pb::Comparison {
    let period = comparison.period;
    pb::Comparison {
        period: period.to_string(),
        week: comparison.week.to_string(),
        log_position: comparison.position,
        communes: comparison.communes.iter().map(|one| commune(one, period)).collect(),
    }
}
