//! How structures answered, as the statistics would tell it.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use sentier_proto::common::v1::Need;
use sentier_proto::name;
use sentier_proto::statistics::v1 as statistics;
use tonic::Status;

use super::Stub;
use super::facts::{OTHER_AGENCY, STRUCTURE};

fn parts(counts: &[(&str, Option<i64>)]) -> Vec<statistics::ResponsePart> {
    let part = |(code, count): &(&str, Option<i64>)| statistics::ResponsePart {
        code: (*code).to_owned(),
        count: *count,
    };
    counts.iter().map(part).collect()
}

/// One structure that was sent enough to be told of, and one that was not.
pub(super) fn list_structure_responses(
    _: &Stub,
    asked: statistics::ListStructureResponsesRequest,
) -> Result<statistics::ListStructureResponsesResponse, Status> {
    let withheld = |need: Need| statistics::StructureResponse {
        month: asked.to_month.clone(),
        structure: name::structure(OTHER_AGENCY, STRUCTURE),
        need: need.into(),
        ended: parts(&[("served", None), ("none", None)]),
        ..statistics::StructureResponse::default()
    };
    let told = statistics::StructureResponse {
        sent: Some(30),
        acknowledged: parts(&[
            ("within_3_hours", Some(5)),
            ("within_24_hours", Some(17)),
            ("none", Some(8)),
        ]),
        accepted: parts(&[("within_72_hours", None), ("none", None)]),
        ended: parts(&[("served", Some(9)), ("declined", Some(10)), ("none", Some(11))]),
        closed: Some(19),
        declined: parts(&[("no_capacity", Some(10)), ("closed", Some(0))]),
        ..withheld(Need::Police)
    };
    Ok(statistics::ListStructureResponsesResponse {
        responses: vec![told, withheld(Need::LegalAid)],
        week: "2026-11-16".to_owned(),
        ..statistics::ListStructureResponsesResponse::default()
    })
}
