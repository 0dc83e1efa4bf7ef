//! Requests to values, releases and subscriptions to messages.

use sentier_kernel::{Moment, Violation};
use sentier_platform::grpc::{Violations, moment, request_id, timestamp};
use sentier_proto::name;
use sentier_proto::statistics::v1 as wire;
use sentier_proto::statistics::v1::RequestSubscriptionRequest;
use sentier_proto::statistics::v1::download_release_request::Content;
use sentier_proto::statistics::v1::subscription::State;
use sentier_statistics_domain::release::{
    Age, Answer, Cell, Delay, Estimate, Perpetrator, Region, Release, ReleaseId, Rho, Table,
};
use sentier_statistics_domain::subscription::Terms;
use sentier_statistics_domain::value::Need;
use uuid::Uuid;

use super::codes::{incident_type, number};
use crate::application::Known;

/// The meaning of the released tables, as `Release.schema_version` says.
const SCHEMA_VERSION: i32 = 1;
/// The longest text that is looked at; the domain says what each field takes.
const MOST_BYTES: usize = 2_000;

/// A release as analysts receive it: the same message for everybody, for ever.
pub(crate) fn release(published: &Release) -> wire::Release {
    let cells = published.id.table.cells();
    let numbers = published.noisy.iter().zip(&published.estimates);
    let cell = |(cell, (noisy, estimate)): (Cell, (&i64, &Estimate))| wire::ReleaseCell {
        region: number(Region::ALL, cell.region),
        r#type: incident_type(cell.main_type),
        age: number(Age::ALL, cell.age),
        perpetrator: number(Perpetrator::ALL, cell.perpetrator),
        answer: number(Answer::ALL, cell.answer),
        report_delay: number(Delay::ALL, cell.delay),
        service: number(Need::ALL, cell.service),
        noisy_count: *noisy,
        estimate: estimate.value,
        low: estimate.low,
        high: estimate.high,
    };
    let cells = cells.into_iter().zip(numbers).map(cell).collect();
    wire::Release { cells, ..heading(published.id, published.rho) }
}

/// A release without its cells.
pub(super) fn heading(id: ReleaseId, rho: Rho) -> wire::Release {
    wire::Release {
        name: format!("releases/{id}"),
        table: number(Table::ALL, Some(id.table)),
        period: id.period.to_string(),
        schema_version: SCHEMA_VERSION,
        publish_time: Some(timestamp(id.period.published_at())),
        rho: i64::try_from(rho.0).unwrap_or(i64::MAX),
        sigma: thousandths(id.table.sigma_squared(rho).sqrt()),
        cells: Vec::new(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "held within the whole numbers first")]
fn thousandths(value: f64) -> i64 {
    (value * 1_000.0).round().clamp(0.0, 1e12) as i64
}

/// A subscription as it stands at `now`.
pub(super) fn subscription(known: &Known, now: Moment) -> wire::Subscription {
    let subscription = &known.subscription;
    let state = match subscription.state(now) {
        "requested" => State::Requested,
        "approved" => State::Approved,
        "revoked" => State::Revoked,
        _ => State::Ended,
    };
    wire::Subscription {
        name: format!("subscriptions/{}", known.id),
        analyst: format!("analysts/{}", subscription.analyst),
        organisation: subscription.terms.organisation.clone(),
        purpose: subscription.terms.purpose.clone(),
        expire_time: Some(timestamp(subscription.terms.until)),
        state: state.into(),
        deliveries: i64::try_from(subscription.deliveries).unwrap_or(i64::MAX),
        version: known.version,
        approver: known.trail.approver.clone().unwrap_or_default(),
        approve_time: known.trail.approved.map(timestamp),
        last_delivery_time: known.trail.delivered.map(timestamp),
    }
}

/// A write's key.
pub(super) fn key(
    wrong: &mut Violations,
    id: &str,
    fingerprint: [u8; 32],
) -> Option<(Uuid, [u8; 32])> {
    Some((wrong.keep(request_id(id))?, fingerprint))
}

pub(super) fn terms(wrong: &mut Violations, given: &RequestSubscriptionRequest) -> Option<Terms> {
    let organisation = text(wrong, "organisation", &given.organisation);
    let purpose = text(wrong, "purpose", &given.purpose);
    let until = match &given.expire_time {
        Some(end) => moment(end).ok_or_else(|| Violation::malformed("expire_time")),
        None => Err(Violation::required("expire_time")),
    };
    let until = wrong.keep(until);
    Some(Terms { organisation: organisation?, purpose: purpose?, until: until? })
}

pub(super) fn text(wrong: &mut Violations, field: &'static str, given: &str) -> Option<String> {
    let read = if given.len() > MOST_BYTES {
        Err(Violation::too_long(field))
    } else {
        Ok(given.trim().to_owned())
    };
    wrong.keep(read)
}

pub(super) fn subscription_name(
    wrong: &mut Violations,
    field: &'static str,
    text: &str,
) -> Option<Uuid> {
    let read = match name::parse("subscriptions/*", text) {
        Some([id]) => Uuid::try_parse(id).map_err(|_form| Violation::malformed(field)),
        None if text.is_empty() => Err(Violation::required(field)),
        None => Err(Violation::malformed(field)),
    };
    wrong.keep(read)
}

pub(super) fn release_name(
    wrong: &mut Violations,
    field: &'static str,
    text: &str,
) -> Option<ReleaseId> {
    let read = match name::parse("releases/*", text) {
        Some([id]) => id.parse().map_err(|_form| Violation::malformed(field)),
        None if text.is_empty() => Err(Violation::required(field)),
        None => Err(Violation::malformed(field)),
    };
    wrong.keep(read)
}

/// What of a release is wanted; records are made of the quarter's table by region and type.
pub(super) fn content(
    wrong: &mut Violations,
    given: i32,
    of: Option<ReleaseId>,
) -> Option<Content> {
    let quarterly = of.is_none_or(|id| id.table == Table::RegionType);
    let read = match Content::try_from(given) {
        Ok(Content::RecordsCsv | Content::RecordsParquet) if !quarterly => {
            Err(Violation::new("content", "violation-not-allowed"))
        }
        Ok(Content::Unspecified) => Err(Violation::required("content")),
        Ok(content) => Ok(content),
        Err(_unknown) => Err(Violation::unknown_code("content")),
    };
    wrong.keep(read)
}
