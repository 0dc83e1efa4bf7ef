//! A case is opened.

use sentier_cases_domain::id::StaffId;
use sentier_platform::authorise::{Denied, Resource};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{OpenCaseRequest, OpenCaseResponse};

use super::gate::{Write, print};
use super::{CasesGrpc, Refusal, answer, convert};

impl CasesGrpc {
    pub(super) async fn on_open_case(
        &self,
        principal: &Principal,
        request: OpenCaseRequest,
    ) -> Result<OpenCaseResponse, Refusal> {
        // Who opens a case works on it.
        let caseworker = principal.staff_id().ok_or(match principal {
            Principal::Anonymous => Denied::Unauthenticated,
            _ => Denied::NotPermitted,
        })?;
        let caseworker = StaffId::from_uuid(caseworker);
        let (centre, request_id, opening) = convert::open_case(&request, caseworker, self.now())?;
        let resource = Resource::new().centre(&centre);
        self.authorise(principal, "cases.v1.CasesService/OpenCase", &resource)?;
        if let Some(draft) = opening.draft {
            self.own_draft(principal, "cases.v1.DraftService/GetDraft", &centre, draft).await?;
        }
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let opened = self.cases.open_case(self.call(principal, &centre, write), opening).await?;
        Ok(OpenCaseResponse { case: Some(answer::case(&opened, self.now())) })
    }
}
