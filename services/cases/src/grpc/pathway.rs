//! What is known of other services, of the contract as values of the domain and back: earlier reports, and
//! the details of sectors.

use std::collections::BTreeMap;

use sentier_cases_domain::minimum::{
    EARLIER_REPORTS, EarlierReport, ReferralSource, ReportedElsewhere, Sector, SectorDetail,
    SectorDetails,
};
use sentier_cases_domain::value::{SectorNote, ShortText, TimeOfDay};
use sentier_kernel::Violation;
use sentier_proto::cases::v1 as pb;

use super::answer::day;
use super::fields::{self, Fields};
use crate::codes::Coded as _;

/// Both subforms of an incident.
pub(super) fn subforms(
    fields: &mut Fields,
    given: &pb::Circumstances,
    reported: Option<ReportedElsewhere>,
) -> (Option<Vec<EarlierReport>>, Option<SectorDetails>) {
    let earlier = earlier_reports(fields, &given.earlier_reports, reported);
    (earlier, sector_details(fields, &given.sector_details))
}

/// To whom it was reported before; nobody, when it was reported to nobody.
fn earlier_reports(
    fields: &mut Fields,
    given: &[pb::EarlierReport],
    reported: Option<ReportedElsewhere>,
) -> Option<Vec<EarlierReport>> {
    const FIELD: &str = "circumstances.earlier_reports";
    if given.len() > EARLIER_REPORTS {
        fields.broken(Violation::new(FIELD, "violation-too-many"));
        return None;
    }
    if !given.is_empty() && reported == Some(ReportedElsewhere::No) {
        fields.broken(Violation::new(FIELD, "violation-not-allowed"));
    }
    let mut read = |(at, given): (usize, &pb::EarlierReport)| {
        let path = |field: &str| format!("{FIELD}[{at}].{field}");
        let kind = fields.keep(fields::code(path("provider_type"), given.provider_type));
        let provider =
            fields.keep(fields::text(path("provider"), &given.provider, ShortText::parse));
        if kind == Some(ReferralSource::SelfReferred) {
            fields.broken(Violation::new(path("provider_type"), "violation-not-allowed"));
        }
        Some(EarlierReport { provider_type: kind?, provider: provider? })
    };
    let read: Vec<_> = given.iter().enumerate().map(&mut read).collect();
    read.into_iter().collect()
}

/// Who serves her where and when; each sector once.
fn sector_details(fields: &mut Fields, given: &[pb::SectorDetail]) -> Option<SectorDetails> {
    const FIELD: &str = "circumstances.sector_details";
    if given.len() > Sector::ALL.len() {
        fields.broken(Violation::new(FIELD, "violation-too-many"));
        return None;
    }
    let read: Vec<_> =
        given.iter().enumerate().map(|(at, given)| detail(fields, FIELD, at, given)).collect();
    let mut details = BTreeMap::new();
    for (at, one) in read.into_iter().enumerate() {
        let (sector, detail) = one?;
        if details.insert(sector, detail).is_some() {
            let path = format!("{FIELD}[{at}].sector");
            fields.broken(Violation::new(path, "violation-not-allowed"));
        }
    }
    Some(details)
}

fn detail(
    fields: &mut Fields,
    field: &str,
    at: usize,
    given: &pb::SectorDetail,
) -> Option<(Sector, SectorDetail)> {
    let path = |name: &str| format!("{field}[{at}].{name}");
    let sector = fields.keep(fields::code(path("sector"), given.sector));
    let date =
        fields.keep(on(given.date.as_ref()).map_err(|()| Violation::malformed(path("date"))));
    let time = fields.keep(at_time(given.time).map_err(|()| Violation::malformed(path("time"))));
    let provider = fields.keep(fields::text(path("provider"), &given.provider, ShortText::parse));
    let place = fields.keep(fields::text(path("place"), &given.place, ShortText::parse));
    let notes = fields.keep(fields::text(path("notes"), &given.notes, SectorNote::parse));
    let detail = SectorDetail {
        date: date?,
        time: time?,
        provider: provider?,
        place: place?,
        notes: notes?,
    };
    Some((sector?, detail))
}

fn on(
    given: Option<&sentier_proto::common::v1::Date>,
) -> Result<Option<sentier_cases_domain::value::Date>, ()> {
    fields::day("date", given).map_err(|_malformed| ())
}

fn at_time(given: Option<pb::TimeOfDay>) -> Result<Option<TimeOfDay>, ()> {
    let read = |given: pb::TimeOfDay| TimeOfDay::parse(given.hours, given.minutes);
    given.map(read).transpose().map_err(|_no_such_time| ())
}

// PRIVACY: from here on values go into answers whose reading stands in the log already.

/// To whom it was reported before.
pub(super) fn as_earlier_reports(of: &[EarlierReport]) -> Vec<pb::EarlierReport> {
    let one = |of: &EarlierReport| pb::EarlierReport {
        provider_type: of.provider_type.number(),
        provider: of.provider.as_str().to_owned(),
    };
    of.iter().map(one).collect()
}

/// Who serves her where and when.
pub(super) fn as_sector_details(of: &SectorDetails) -> Vec<pb::SectorDetail> {
    let one = |(sector, of): (&Sector, &SectorDetail)| pb::SectorDetail {
        sector: sector.number(),
        date: of.date.map(day),
        time: of
            .time
            .map(|at| pb::TimeOfDay { hours: at.hours().into(), minutes: at.minutes().into() }),
        provider: of.provider.as_str().to_owned(),
        place: of.place.as_str().to_owned(),
        notes: of.notes.as_str().to_owned(),
    };
    of.iter().map(one).collect()
}
