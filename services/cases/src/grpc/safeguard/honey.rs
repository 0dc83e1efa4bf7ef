//! Honey records are planted, and alarms reviewed.

use sentier_cases_domain::id::EntryId;
use sentier_platform::authorise::Resource;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1 as pb;
use sentier_proto::name;

use super::glass::Begun;
use crate::grpc::care::told::Told;
use crate::grpc::fields::{self, Fields};
use crate::grpc::gate::{Write, print};
use crate::grpc::{CasesGrpc, Refusal, convert};

impl CasesGrpc {
    pub(in crate::grpc) async fn on_plant_honey_record(
        &self,
        principal: &Principal,
        request: pb::PlantHoneyRecordRequest,
    ) -> Result<pb::PlantHoneyRecordResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/PlantHoneyRecord";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let caseworker =
            fields.keep(fields::staff("caseworker", &request.caseworker, centre.as_deref()));
        let (_, caseworker) = fields.built(centre.zip(caseworker))?;
        // It is told as any intake is, so that it looks like any other.
        let intake = pb::OpenCaseRequest {
            parent: request.parent.clone(),
            request_id: request.request_id.clone(),
            survivor: request.survivor.clone(),
            ..pb::OpenCaseRequest::default()
        };
        let (centre, request_id, opening) = convert::open_case(&intake, caseworker, self.now())?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &centre, write);
        let by = Self::staff(principal)?;
        let case = self.cases.plant_honey_record(call, by, opening).await?;
        Ok(pb::PlantHoneyRecordResponse { name: name::case(&centre, case) })
    }

    pub(in crate::grpc) async fn on_review_alarm(
        &self,
        principal: &Principal,
        request: pb::ReviewAlarmRequest,
    ) -> Result<pb::ReviewAlarmResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/ReviewAlarm";
        // The case is named by its alarm.
        let case = request.name.split_once("/alarms/").map_or("", |(case, _)| case);
        let head = (&request, case, request.request_id.as_str());
        let wish = |told: &mut Told| {
            let alarm: Option<EntryId> = told.part("name", &request.name, "alarms");
            let comment = told.words("comment", &request.comment);
            alarm.zip(comment)
        };
        let Begun { known, call, by, wish } = self.begun(principal, ACTION, head, wish).await?;
        let (alarm, comment) = wish;
        self.cases.review_alarm(call, &known, by, alarm, comment).await?;
        Ok(pb::ReviewAlarmResponse {})
    }
}
