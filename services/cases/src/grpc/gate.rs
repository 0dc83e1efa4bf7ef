//! May this caller do this to this case? The same answer whether a case is another's or is not there.

use std::sync::Arc;

use sentier_cases_domain::id::StaffId;
use sentier_eventing::streams::Call;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::authorise::{Denied, Resource};
use sentier_platform::grpc::fingerprint;
use sentier_platform::principal::Principal;
use sentier_platform::status::NotFound;

use super::fields::CaseName;
use super::{CasesGrpc, Refusal};
use crate::application::{Known, People};

/// A write's surroundings, as every writing request has them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Write {
    pub request_id: Uuid,
    pub expected_version: Option<i64>,
    pub fingerprint: [u8; 32],
}

/// What a request says, and who says it: a repeat by somebody else is another request.
pub(super) fn print(principal: &Principal, request: &impl prost::Message) -> [u8; 32] {
    let said = fingerprint(request);
    let who = principal.name();
    fingerprint(&prost_types::Any { type_url: who, value: said.to_vec() })
}

impl CasesGrpc {
    /// Now.
    pub(super) fn now(&self) -> Moment {
        self.cases.host.env.clock.now()
    }

    /// The surroundings of a command at a centre.
    pub(super) fn call(&self, principal: &Principal, centre: &str, write: Write) -> Call {
        let Write { request_id, expected_version, fingerprint } = write;
        self.cases.host.call(principal, centre, request_id, fingerprint, expected_version)
    }

    /// Whether a policy permits `action` on a resource.
    pub(super) fn authorise(
        &self,
        principal: &Principal,
        action: &'static str,
        resource: &Resource,
    ) -> Result<(), Denied> {
        self.cases.host.env.authoriser.authorise(principal, action, resource)
    }

    /// A case by the relations that decide: who works on it now, who is asked to, who opened it.
    async fn relations(&self, known: &Known) -> Result<Resource, Refusal> {
        let People { caseworker, successor } = self.cases.people(known).await?;
        Ok(Resource {
            caseworker: caseworker.map(StaffId::as_uuid),
            successor: successor.map(StaffId::as_uuid),
            ..Resource::new().centre(&known.centre).subject_principal(known.opened_by.clone())
        })
    }

    /// Whether the caller supervises a case.
    pub(super) async fn supervises(
        &self,
        principal: &Principal,
        known: &Known,
    ) -> Result<bool, Refusal> {
        self.is_permitted(principal, "cases.v1.CareService/AnswerApproval", known).await
    }

    /// Whether the caller may do `action` to a case.
    pub(super) async fn is_permitted(
        &self,
        principal: &Principal,
        action: &'static str,
        known: &Known,
    ) -> Result<bool, Refusal> {
        let this = self.relations(known).await?;
        Ok(self.authorise(principal, action, &this).is_ok())
    }

    /// The case, when the caller may do `action` to it.
    ///
    /// Who could do it to no case at all of the centre is told that she may not. Who could, but not to
    /// this one, is told what she would be told if it did not exist.
    pub(super) async fn permitted(
        &self,
        principal: &Principal,
        action: &'static str,
        name: &CaseName,
    ) -> Result<Arc<Known>, Refusal> {
        let her_own = Resource::new().centre(&name.centre).subject_principal(principal.name());
        let her_own = match principal.staff_id() {
            Some(id) => her_own.caseworker(id).successor(id),
            None => her_own,
        };
        self.authorise(principal, action, &her_own)?;
        let known = self.cases.known(name.case).await?;
        let Some(known) = known.filter(|known| known.centre == name.centre) else {
            return Err(NotFound::new("case").into());
        };
        if !self.is_permitted(principal, action, &known).await? {
            tracing::warn!("a case beyond the caller's reach was asked for");
            return Err(NotFound::new("case").into());
        }
        Ok(known)
    }
}
