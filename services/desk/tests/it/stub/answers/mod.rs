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
pub(super) use access::{issue_token, list_credentials, list_staff, refresh_token, sign_in};
pub(crate) use cases::export_header;
pub(super) use cases::{
    get_case, get_draft, get_duplicates, get_timeline, list_cases, list_drafts, list_readings,
    list_review_items, open_case, record_incident, search_cases,
};
pub(super) use referrals::{
    get_disclosure, get_referral, hospital, list_agencies, list_referrals, list_structures,
    register_agency,
};
pub(super) use statistics::{get_figures, list_indicator_values, list_indicators};

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
