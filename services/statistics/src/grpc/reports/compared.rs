//! A commune in the contract's terms.

use sentier_proto::statistics::v1 as pb;
use sentier_proto::statistics::v1::response_times::Median as Known;
use sentier_statistics_domain::release::Region;
use sentier_statistics_domain::reports::{Gap, Level, Median, Period, Rate, Response, Time};

use super::{figure, interval, outreach, trends};
use crate::catalogue;
use crate::reporting::Commune;

pub(super) fn commune(commune: &Commune, period: Period) -> pb::CommuneFigures {
    let compared = &commune.compared;
    let gaps = &compared.gaps;
    pb::CommuneFigures {
        centre: format!("centres/{}", commune.centre),
        figures: compared.figures.iter().map(|one| figure(one, period)).collect(),
        outreach: Some(outreach(&commune.outreach)),
        region: region(&commune.centre).into(),
        times: compared.times.iter().map(time).collect(),
        gaps: gaps.sectors.iter().map(gap).collect(),
        all_gaps: Some(rate(&gaps.all)),
        withheld_sectors: i32::try_from(gaps.withheld).unwrap_or(i32::MAX),
        gap_level: level(&gaps.all).into(),
        trends: trends(&compared.trends),
    }
}

fn region(centre: &str) -> pb::ReleaseRegion {
    match Region::of_centre(centre) {
        None => pb::ReleaseRegion::Unspecified,
        Some(Region::GrandLome) => pb::ReleaseRegion::GrandLome,
        Some(Region::Maritime) => pb::ReleaseRegion::Maritime,
        Some(Region::Plateaux) => pb::ReleaseRegion::Plateaux,
        Some(Region::Centrale) => pb::ReleaseRegion::Centrale,
        Some(Region::Kara) => pb::ReleaseRegion::Kara,
        Some(Region::Savanes) => pb::ReleaseRegion::Savanes,
    }
}

fn level(all: &Rate) -> pb::GapLevel {
    match Level::of(all) {
        None => pb::GapLevel::Unspecified,
        Some(Level::Never) => pb::GapLevel::Never,
        Some(Level::UnderTenth) => pb::GapLevel::UnderTenth,
        Some(Level::UnderQuarter) => pb::GapLevel::UnderQuarter,
        Some(Level::UnderHalf) => pb::GapLevel::UnderHalf,
        Some(Level::Half) => pb::GapLevel::Half,
    }
}

fn rate(rate: &Rate) -> pb::ReportRate {
    pb::ReportRate { part: rate.part, whole: rate.whole, interval: rate.interval.map(interval) }
}

fn gap(gap: &Gap) -> pb::ServiceGap {
    pb::ServiceGap {
        sector: gap.sector.to_owned(),
        now: Some(rate(&gap.now)),
        before: Some(rate(&gap.before)),
    }
}

fn time(time: &Time) -> pb::ResponseFigure {
    pb::ResponseFigure {
        indicator: catalogue::name(time.indicator),
        now: Some(times(&time.now)),
        before: Some(times(&time.before)),
    }
}

fn times(response: &Response) -> pb::ResponseTimes {
    let (median, hours) = match response.median {
        Median::Withheld => (Known::Withheld, 0),
        Median::NoneSent => (Known::NoneSent, 0),
        Median::Under(hours) => (Known::Under, hours),
        Median::AtLeast(hours) => (Known::AtLeast, hours),
        Median::Unanswered => (Known::Unanswered, 0),
    };
    pb::ResponseTimes {
        median: median.into(),
        median_hours: i32::try_from(hours).unwrap_or(i32::MAX),
        within_72_hours: Some(rate(&response.within)),
    }
}
