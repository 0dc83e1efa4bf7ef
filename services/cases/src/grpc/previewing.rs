//! What an agency would see, shown before anything is sent.

use sentier_kernel::Violation;
use sentier_platform::grpc::{locale, principal_of, timestamp};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::disclosure_service_server::DisclosureService;
use sentier_proto::cases::v1::{GetDisclosurePreviewRequest, GetDisclosurePreviewResponse};
use tonic::{Request, Response, Status};

use super::fields::{self, Fields};
use super::{CasesGrpc, Refusal, answer, calls};
use crate::application::Previewed;

calls! { DisclosureService:
    get_disclosure_preview(GetDisclosurePreviewRequest) -> GetDisclosurePreviewResponse
        by on_get_disclosure_preview,
}

impl CasesGrpc {
    async fn on_get_disclosure_preview(
        &self,
        principal: &Principal,
        request: GetDisclosurePreviewRequest,
    ) -> Result<GetDisclosurePreviewResponse, Refusal> {
        const ACTION: &str = "cases.v1.DisclosureService/GetDisclosurePreview";
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("name", &request.name));
        let structure = fields.keep(fields::structure("structure", &request.structure));
        let consent = fields.keep(fields::consent("consent", &request.consent));
        if let (Some(name), Some((of, _))) = (&name, &consent)
            && name != of
        {
            fields.broken(Violation::malformed("consent"));
        }
        let groups = fields.keep(fields::codes("field_groups", &request.field_groups));
        if request.field_groups.is_empty() && !request.limits_only {
            fields.broken(Violation::required("field_groups"));
        }
        let need = fields.keep(fields::code("need", request.need));
        let whole = name.zip(structure).zip(consent).zip(need.zip(groups));
        let (((name, (agency, _)), (_, consent)), (need, groups)) = fields.built(whole)?;
        let known = self.permitted(principal, ACTION, &name).await?;
        if request.limits_only {
            let limits = self.cases.consent_limits(principal, &known, (agency, consent)).await?;
            let limits = limits.as_str().to_owned();
            return Ok(GetDisclosurePreviewResponse { limits, ..<_>::default() });
        }
        let wish = Previewed { agency, consent, need, field_groups: groups };
        let (shown, limits) = self.cases.preview_disclosure(principal, &known, wish).await?;
        Ok(GetDisclosurePreviewResponse {
            limits: limits.as_str().to_owned(),
            disclosure: Some(answer::disclosure(&known.centre, known.case, &shown.disclosure)),
            read_until_time: Some(timestamp(shown.read_until)),
        })
    }
}
