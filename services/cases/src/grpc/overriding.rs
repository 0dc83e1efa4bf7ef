//! An override is asked for, and approved by another person.

use sentier_cases_domain::id::StaffId;
use sentier_platform::authorise::Denied;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{
    ApproveOverrideRequest, ApproveOverrideResponse, RequestOverrideRequest,
    RequestOverrideResponse,
};

use super::{CasesGrpc, Refusal, answer, giving};
use crate::application::Overriding;

/// The member of staff who calls: an override has two of them.
fn staff(principal: &Principal) -> Result<StaffId, Denied> {
    principal.staff_id().map(StaffId::from_uuid).ok_or(Denied::NotPermitted)
}

impl CasesGrpc {
    pub(super) async fn on_request_override(
        &self,
        principal: &Principal,
        request: RequestOverrideRequest,
    ) -> Result<RequestOverrideResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/RequestOverride";
        let asked = giving::request_override(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let (wanted, reason) = asked.wish;
        let overriding = Overriding { wanted, reason, by: staff(principal)? };
        let (changed, id) = self.cases.request_override(call, &known, overriding).await?;
        Ok(RequestOverrideResponse {
            case: Some(answer::case(&changed, self.now())),
            override_name: answer::override_name(&known.centre, known.case, id),
        })
    }

    pub(super) async fn on_approve_override(
        &self,
        principal: &Principal,
        request: ApproveOverrideRequest,
    ) -> Result<ApproveOverrideResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/ApproveOverride";
        let asked = giving::approve_override(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let by = staff(principal)?;
        let changed = self.cases.approve_override(call, &known, asked.wish, by).await?;
        Ok(ApproveOverrideResponse { case: Some(answer::case(&changed, self.now())) })
    }
}
