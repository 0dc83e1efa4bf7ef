//! How a member of staff stands to cases, asked by the referrals service.

use std::collections::BTreeSet;

use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::relation_service_server::RelationService;
use sentier_proto::cases::v1::{GetRelationsRequest, GetRelationsResponse, Relation};
use sentier_proto::name;
use tonic::{Request, Response, Status};

use super::fields::{self, Fields};
use super::{CasesGrpc, Refusal, calls};
use sentier_platform::grpc::{locale, principal_of};

/// Cases that are asked about at once, at most: as many as a list shows.
const MOST: usize = 1_000;

calls! { RelationService:
    get_relations(GetRelationsRequest) -> GetRelationsResponse by on_get_relations,
}

impl CasesGrpc {
    async fn on_get_relations(
        &self,
        principal: &Principal,
        request: GetRelationsRequest,
    ) -> Result<GetRelationsResponse, Refusal> {
        const ACTION: &str = "cases.v1.RelationService/GetRelations";
        let mut fields = Fields::default();
        let staff = fields.keep(staff(&request.staff));
        let centre = staff.as_ref().map(|(centre, _)| centre.as_str());
        let cases = fields.keep(cases(&request.cases, centre));
        let ((centre, staff), cases) = fields.built(staff.clone().zip(cases))?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let found = self.cases.relations(&centre, staff, &cases).await?;
        let relation = |it: &crate::application::Relation| Relation {
            case: name::case(&centre, it.case),
            responsible: it.responsible,
            excluded: it.excluded,
            sealed_out: it.sealed_out,
        };
        Ok(GetRelationsResponse { relations: found.iter().map(relation).collect() })
    }
}

/// `centres/{centre}/staff/{staff}`, with its centre.
fn staff(text: &str) -> Result<(String, StaffId), Violation> {
    let staff = fields::staff("staff", text, None)?;
    let [centre, _id] =
        name::parse("centres/*/staff/*", text).ok_or_else(|| Violation::malformed("staff"))?;
    Ok((centre.to_owned(), staff))
}

/// Cases of one centre, each once.
fn cases(given: &[String], centre: Option<&str>) -> Result<Vec<CaseId>, Violation> {
    if given.is_empty() {
        return Err(Violation::required("cases"));
    }
    if given.len() > MOST {
        return Err(Violation::new("cases", "violation-too-many"));
    }
    let mut cases = BTreeSet::new();
    for text in given {
        let named = fields::case("cases", text)?;
        if centre.is_some_and(|centre| centre != named.centre) {
            return Err(Violation::malformed("cases"));
        }
        cases.insert(named.case);
    }
    Ok(cases.into_iter().collect())
}
