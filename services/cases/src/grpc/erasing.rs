//! A schedule that erases by itself: the centre's choice, and how one file is kept from it.

use sentier_cases_domain::case::care::Fact;
use sentier_cases_domain::erasing::{Choice, Notice};
use sentier_cases_domain::id::StaffId;
use sentier_cases_domain::retention::Schedule;
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{request_id, timestamp};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1 as pb;
use sentier_proto::name;

use super::care::entry_name;
use super::fields::{self, Fields};
use super::gate::{Write, print};
use super::retention::why;
use super::{CasesGrpc, Refusal};
use crate::application::ErasureSchedule;

impl CasesGrpc {
    pub(super) async fn on_get_erasure_schedule(
        &self,
        principal: &Principal,
        request: pb::GetErasureScheduleRequest,
    ) -> Result<pb::GetErasureScheduleResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/GetErasureSchedule";
        let mut wrong = Fields::default();
        let centre = wrong.keep(fields::centre("parent", &request.parent));
        let centre = wrong.built(centre)?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let found = self.cases.erasure_schedule(&centre).await?;
        Ok(pb::GetErasureScheduleResponse { schedule: Some(schedule(&centre, found)) })
    }

    pub(super) async fn on_set_erasure_schedule(
        &self,
        principal: &Principal,
        request: pb::SetErasureScheduleRequest,
    ) -> Result<pb::SetErasureScheduleResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/SetErasureSchedule";
        let mut wrong = Fields::default();
        let centre = wrong.keep(fields::centre("parent", &request.parent));
        let id = wrong.keep(request_id(&request.request_id));
        let notice = wrong.keep(notice(&request));
        let ((centre, request_id), notice) = wrong.built(centre.zip(id).zip(notice))?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let by = Self::staff(principal)?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &centre, write);
        let chosen = self.cases.choose_erasure(call, by, notice).await?;
        Ok(pb::SetErasureScheduleResponse { schedule: Some(schedule(&centre, chosen)) })
    }

    pub(super) async fn on_stop_erasure(
        &self,
        principal: &Principal,
        request: pb::StopErasureRequest,
    ) -> Result<pb::StopErasureResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/StopErasure";
        let mut wrong = Fields::default();
        let named = wrong.keep(fields::case("name", &request.name));
        let id = wrong.keep(request_id(&request.request_id));
        let why = wrong.keep(why(&request.why));
        let ((name, request_id), why) = wrong.built(named.zip(id).zip(why))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let by: StaffId = Self::staff(principal)?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        let fact = Fact::ErasureStopped { why };
        let (_, entry) = self.cases.record_entry(call, &known, by, fact).await?;
        Ok(pb::StopErasureResponse { entry: entry_name(&known.centre, known.case, entry) })
    }
}

/// The notice that is asked for; none when the schedule shall only propose.
fn notice(request: &pb::SetErasureScheduleRequest) -> Result<Option<Notice>, Violation> {
    match (request.erases, request.notice_days) {
        (true, 0) => Ok(Some(Notice::DEFAULT)),
        (true, days) => {
            let days = u16::try_from(days).unwrap_or_default();
            Notice::parse(days).map(Some)
        }
        (false, 0) => Ok(None),
        (false, _) => Err(Violation::new("notice_days", "violation-not-allowed")),
    }
}

fn schedule(centre: &str, found: ErasureSchedule) -> pb::ErasureSchedule {
    let Schedule { closed_years, child_years, inactive_years } = found.schedule;
    let notice = found.choice.and_then(|choice| choice.notice);
    let chooser = |choice: Choice| name::staff(centre, choice.by);
    pb::ErasureSchedule {
        closed_years: closed_years.into(),
        child_years: child_years.into(),
        inactive_years: inactive_years.into(),
        erases: notice.is_some(),
        notice_days: notice.map_or(0, |notice| notice.days().into()),
        chooser: found.choice.map(chooser).unwrap_or_default(),
        choose_time: found.choice.map(|choice| timestamp(choice.at)),
    }
}
