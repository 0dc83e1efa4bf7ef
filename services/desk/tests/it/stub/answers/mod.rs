//! What the services answer, a file for each.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

mod access;
mod cases;
mod referrals;
mod statistics;

use prost_types::Timestamp;
use tonic::Status;

use super::facts::*;
pub(super) use access::{sign_in, refresh_token, list_staff, list_credentials, issue_token};
pub(crate) use cases::export_header;
pub(super) use cases::{open_case, get_case, list_cases, list_readings, list_review_items, search_cases, get_timeline, record_incident, get_draft, list_drafts, get_duplicates};
pub(super) use referrals::{register_agency, list_agencies, hospital, list_structures, list_referrals, get_referral, get_disclosure};
pub(super) use statistics::{get_figures, list_indicators, list_indicator_values};

type Answer<T> = Result<T, Status>;

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

fn case_name() -> String {
    sentier_proto::name::case(CENTRE, CASE)
}

fn agency_name() -> String {
    sentier_proto::name::agency(AGENCY)
}

fn structure_name() -> String {
    sentier_proto::name::structure(AGENCY, STRUCTURE)
}
