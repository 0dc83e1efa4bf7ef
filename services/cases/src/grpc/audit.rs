//! Who read what.

use std::time::Duration;

use sentier_cases_domain::id::StaffId;
use sentier_cases_domain::review::Concern;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::timestamp;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{
    ListReadingsRequest, ListReadingsResponse, ListReviewItemsRequest, ListReviewItemsResponse,
    Reading, ReviewItem, review_item,
};
use sentier_proto::name;

use super::fields::{self, Fields};
use super::paging::{cursor, filters, page_size, token};
use super::{CasesGrpc, Refusal};
use crate::application::{ReviewItem as Item, ReviewWindow};

/// A review looks at so many days at most.
const LONGEST: Duration = Duration::from_hours(24 * 93);

impl CasesGrpc {
    pub(super) async fn on_list_readings(
        &self,
        principal: &Principal,
        request: ListReadingsRequest,
    ) -> Result<ListReadingsResponse, Refusal> {
        const ACTION: &str = "cases.v1.AuditService/ListReadings";
        let mut fields = Fields::default();
        let named = fields.keep(fields::case("parent", &request.parent));
        let size = fields.keep(page_size(request.page_size));
        let (named, size) = fields.built(named.zip(size))?;
        let known = self.permitted(principal, ACTION, &named).await?;
        let bound = filters(&ListReadingsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let before = cursor(&bound, &request.page_token)?.map_or(i64::MAX, i64::from_be_bytes);
        let (rows, next) = self.cases.readings(&known, before, size).await?;
        let reading = |row: crate::application::SeenReading| Reading {
            read_time: Some(timestamp(row.at)),
            principal: row.principal,
            purpose: row.purpose,
        };
        Ok(ListReadingsResponse {
            readings: rows.into_iter().map(reading).collect(),
            next_page_token: token(&bound, next),
        })
    }

    pub(super) async fn on_list_review_items(
        &self,
        principal: &Principal,
        request: ListReviewItemsRequest,
    ) -> Result<ListReviewItemsResponse, Refusal> {
        const ACTION: &str = "cases.v1.AuditService/ListReviewItems";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let size = fields.keep(page_size(request.page_size));
        let window = self.window(&mut fields, &request);
        let ((centre, size), window) = fields.built(centre.zip(size).zip(window))?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let bound = filters(&ListReviewItemsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let before = cursor(&bound, &request.page_token)?.map_or(i64::MAX, i64::from_be_bytes);
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let (rows, next) = self.cases.review((&centre, viewer), window, before, size).await?;
        Ok(ListReviewItemsResponse {
            items: rows.into_iter().map(|row| item(&centre, row)).collect(),
            next_page_token: token(&bound, next),
        })
    }

    fn window(
        &self,
        fields: &mut Fields,
        request: &ListReviewItemsRequest,
    ) -> Option<ReviewWindow> {
        let first = fields::past_day("start_date", request.start_date.as_ref(), self.now());
        let first = first.and_then(|day| day.ok_or_else(|| Violation::required("start_date")));
        let first = fields.keep(first);
        let last = fields.keep(fields::given_day("end_date", request.end_date.as_ref()));
        let (since, until) = (first?.midnight(), last?.end());
        if until <= since || until.since(since) > LONGEST {
            fields.broken(Violation::new("end_date", "violation-out-of-range"));
        }
        Some(ReviewWindow { since, until, now: self.now() })
    }
}

fn item(centre: &str, row: Item) -> ReviewItem {
    ReviewItem {
        time: Some(timestamp(row.at)),
        principal: row.principal,
        case: row.case.map(|case| name::case(centre, case)).unwrap_or_default(),
        purpose: row.purpose,
        survivor_code: row.survivor_code.map(|code| code.to_string()).unwrap_or_default(),
        concerns: row.concerns.into_iter().map(|concern| told(concern).into()).collect(),
    }
}

const fn told(concern: Concern) -> review_item::Concern {
    match concern {
        Concern::NotOwn => review_item::Concern::NotOwn,
        Concern::AtNight => review_item::Concern::AtNight,
        Concern::SearchWithoutFollowUp => review_item::Concern::SearchWithoutFollowUp,
        Concern::BreakGlass => review_item::Concern::BreakGlass,
        Concern::AloneRefused => review_item::Concern::AloneRefused,
    }
}
