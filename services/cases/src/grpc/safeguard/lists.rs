//! What a manager is told: alarms, sealed cases, honey records.

use sentier_cases_domain::id::StaffId;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::timestamp;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{self as pb, alarm};
use sentier_proto::name;

use super::alarm_name;
use crate::application::{Alarm, AlarmKind, HoneyRecord, REVIEW_WITHIN, SealedCase, WantedAlarms};
use crate::grpc::fields::{self, Fields};
use crate::grpc::paging::{cursor, filters, page_size, token};
use crate::grpc::{CasesGrpc, Refusal};

/// The centre, the size of the page and its start, when the caller may `action` at the centre.
macro_rules! page {
    ($self:ident, $principal:ident, $request:ident, $action:literal) => {{
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &$request.parent));
        let size = fields.keep(page_size($request.page_size));
        let (centre, size) = fields.built(centre.zip(size))?;
        $self.authorise($principal, $action, &Resource::new().centre(&centre))?;
        let mut whole = $request.clone();
        whole.page_size = 0;
        let asked = std::mem::take(&mut whole.page_token);
        let bound = filters(&whole);
        let before = cursor(&bound, &asked)?.map_or(i64::MAX, i64::from_be_bytes);
        (centre, size, before, bound)
    }};
}

impl CasesGrpc {
    pub(in crate::grpc) async fn on_list_alarms(
        &self,
        principal: &Principal,
        request: pb::ListAlarmsRequest,
    ) -> Result<pb::ListAlarmsResponse, Refusal> {
        let (centre, size, before, bound) =
            page!(self, principal, request, "cases.v1.SafeguardService/ListAlarms");
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let wanted = WantedAlarms { centre, viewer, reviewed: request.include_reviewed };
        let (rows, next) = self.cases.alarms(&wanted, before, size).await?;
        Ok(pb::ListAlarmsResponse {
            alarms: rows.iter().map(|row| alarm(&wanted.centre, row)).collect(),
            next_page_token: token(&bound, next),
        })
    }

    pub(in crate::grpc) async fn on_list_sealed_cases(
        &self,
        principal: &Principal,
        request: pb::ListSealedCasesRequest,
    ) -> Result<pb::ListSealedCasesResponse, Refusal> {
        let (centre, size, before, bound) =
            page!(self, principal, request, "cases.v1.SafeguardService/ListSealedCases");
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let (rows, next) = self.cases.sealed_cases(&centre, viewer, before, size).await?;
        Ok(pb::ListSealedCasesResponse {
            cases: rows.iter().map(|row| sealed(&centre, row)).collect(),
            next_page_token: token(&bound, next),
        })
    }

    pub(in crate::grpc) async fn on_list_honey_records(
        &self,
        principal: &Principal,
        request: pb::ListHoneyRecordsRequest,
    ) -> Result<pb::ListHoneyRecordsResponse, Refusal> {
        let (centre, size, before, bound) =
            page!(self, principal, request, "cases.v1.SafeguardService/ListHoneyRecords");
        let (rows, next) = self.cases.honey_records(&centre, before, size).await?;
        Ok(pb::ListHoneyRecordsResponse {
            records: rows.iter().map(|row| honey(&centre, row)).collect(),
            next_page_token: token(&bound, next),
        })
    }
}

fn alarm(centre: &str, row: &Alarm) -> pb::Alarm {
    let kind = match row.kind {
        AlarmKind::BreakGlass => alarm::Kind::BreakGlass,
        AlarmKind::HoneyOpened => alarm::Kind::HoneyRecordOpened,
        AlarmKind::HoneyRefused => alarm::Kind::HoneyRecordRefused,
    };
    pb::Alarm {
        name: alarm_name(centre, row.case, row.alarm),
        kind: kind.into(),
        staff: name::staff(centre, row.by),
        raise_time: Some(timestamp(row.at)),
        review_by_time: Some(timestamp(row.at.plus(REVIEW_WITHIN))),
        reviewer: row.reviewed.map(|(who, _)| name::staff(centre, who)).unwrap_or_default(),
        review_time: row.reviewed.map(|(_, at)| timestamp(at)),
        month_count: i32::try_from(row.month_count).unwrap_or(i32::MAX),
    }
}

fn sealed(centre: &str, row: &SealedCase) -> pb::SealedCase {
    pb::SealedCase {
        name: name::case(centre, row.case),
        seal_time: Some(timestamp(row.at)),
        sealer: name::staff(centre, row.by),
        staff: row.to.iter().map(|staff| name::staff(centre, staff)).collect(),
    }
}

fn honey(centre: &str, row: &HoneyRecord) -> pb::HoneyRecord {
    pb::HoneyRecord {
        name: name::case(centre, row.case),
        plant_time: Some(timestamp(row.at)),
        planter: name::staff(centre, row.by),
    }
}
