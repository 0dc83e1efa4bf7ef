//! The claim of the referrals service.

use sentier_kernel::Violation;
use sentier_platform::grpc::timestamp;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{ClaimDisclosureRequest, ClaimDisclosureResponse};

use super::fields::{self, Fields};
use super::{CasesGrpc, Refusal, answer};
use crate::application::Claim;

impl CasesGrpc {
    pub(super) async fn on_claim_disclosure(
        &self,
        principal: &Principal,
        request: ClaimDisclosureRequest,
    ) -> Result<ClaimDisclosureResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/ClaimDisclosure";
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("case_name", &request.case_name));
        let referral = fields.keep(fields::referral("referral", &request.referral));
        let agency = fields.keep(fields::agency("agency", &request.agency));
        let limit = request.limit.as_ref();
        let limit =
            limit.map(|it| fields.keep(fields::codes("limit.field_groups", &it.field_groups)));
        if let (Some(name), Some((centre, _))) = (&name, &referral)
            && name.centre != *centre
        {
            fields.broken(Violation::malformed("referral"));
        }
        let whole = name.zip(referral).zip(agency);
        let ((name, (_centre, referral)), agency) = fields.built(whole)?;
        let claim = Claim { referral, agency, limit: limit.flatten() };
        let known = self.permitted(principal, ACTION, &name).await?;
        let claimed = self.cases.claim_disclosure(principal, &known, claim).await?;
        Ok(ClaimDisclosureResponse {
            disclosure: Some(answer::disclosure(&known.centre, known.case, &claimed.disclosure)),
            read_until_time: Some(timestamp(claimed.read_until)),
        })
    }
}
