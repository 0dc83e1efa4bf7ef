//! Files that come to their end, as the stub has them: one that is due, one that is held, one erased.
#![expect(clippy::unnecessary_wraps, reason = "every answer has the shape of its call")]

use sentier_proto::cases::v1::{
    ErasureGround, GetErasureCertificateRequest, GetErasureCertificateResponse,
    ListRetentionItemsRequest, ListRetentionItemsResponse, RetentionItem, retention_item::Reason,
};
use sentier_proto::common::v1::Date;
use tonic::Status;

use super::Stub;
use super::facts::*;

pub(super) fn list(
    _: &Stub,
    _: ListRetentionItemsRequest,
) -> Result<ListRetentionItemsResponse, Status> {
    let case = sentier_proto::name::case(CENTRE, CASE);
    let item = |reason: Reason, hold: String, erased| RetentionItem {
        case: case.clone(),
        survivor_code: CODE.to_owned(),
        reason: reason.into(),
        rest_day: Some(Date { year: 2020, month: 3, day: 1 }),
        hold,
        erased,
    };
    let items = vec![
        item(Reason::Closed, String::new(), false),
        item(Reason::ClosedChild, format!("{case}/entries/{ENTRY}"), false),
        item(Reason::Inactive, String::new(), false),
        item(Reason::Unspecified, String::new(), true),
    ];
    Ok(ListRetentionItemsResponse { items, next_page_token: String::new() })
}

pub(super) fn certificate(
    _: &Stub,
    _: GetErasureCertificateRequest,
) -> Result<GetErasureCertificateResponse, Status> {
    Ok(GetErasureCertificateResponse {
        note: "sentier erasure certificate v1\ncase: <1>\n\n— signed\n".to_owned(),
        ground: ErasureGround::SurvivorRequest.into(),
        key_count: 3,
        object_count: 2,
        ..GetErasureCertificateResponse::default()
    })
}
