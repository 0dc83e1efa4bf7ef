//! Files that come to their end, as the stub has them: announced, stopped, due, held, erased.
#![expect(clippy::unnecessary_wraps, reason = "every answer has the shape of its call")]

use sentier_proto::cases::v1::{
    ErasureGround, ErasureSchedule, GetErasureCertificateRequest, GetErasureCertificateResponse,
    GetErasureScheduleRequest, GetErasureScheduleResponse, ListRetentionItemsRequest,
    ListRetentionItemsResponse, RetentionItem, retention_item::Reason,
};
use sentier_proto::common::v1::Date;
use tonic::Status;

use super::Stub;
use super::care::at;
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
        ..RetentionItem::default()
    };
    let announced = |stopped| RetentionItem {
        erase_time: at(YESTERDAY + 9 * 86_400),
        stopped,
        ..item(Reason::Closed, String::new(), false)
    };
    let items = vec![
        announced(false),
        announced(true),
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

pub(super) fn schedule(
    _: &Stub,
    _: GetErasureScheduleRequest,
) -> Result<GetErasureScheduleResponse, Status> {
    let schedule = ErasureSchedule {
        closed_years: 5,
        child_years: 5,
        inactive_years: 3,
        erases: true,
        notice_days: 30,
        ..ErasureSchedule::default()
    };
    Ok(GetErasureScheduleResponse { schedule: Some(schedule) })
}
