//! May this caller do this to this case? The same answer whether a case is another's or is not there.

use std::collections::BTreeSet;
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

/// What is asked about a made-up case by who knows that it is: it opens nothing.
const QUIET: [&str; 2] =
    ["cases.v1.SafeguardService/ReviewAlarm", "cases.v1.SafeguardService/UnsealCase"];

/// A case that the caller may do something to.
#[derive(Clone, Debug)]
pub(super) struct Admitted {
    pub known: Arc<Known>,
    /// Whether nothing but a break-glass permits it.
    pub by_glass: bool,
}

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

    /// A case by the relations that decide: who works on it now, who is asked to, who opened it, whom it
    /// must not reach, for whom it is sealed, and whom a break-glass lets in.
    async fn relations(&self, known: &Known) -> Result<Resource, Refusal> {
        let People { caseworker, successor, excluded, sealed_to, admitted } =
            self.cases.people(known).await?;
        let accounts = |staff: BTreeSet<StaffId>| staff.into_iter().map(StaffId::as_uuid).collect();
        Ok(Resource {
            caseworker: caseworker.map(StaffId::as_uuid),
            successor: successor.map(StaffId::as_uuid),
            excluded: accounts(excluded),
            sealed_to: sealed_to.map(accounts),
            admitted: accounts(admitted),
            ..Resource::new().centre(&known.centre).subject_principal(known.opened_by.clone())
        })
    }

    /// The caller, when she supervises a case.
    pub(super) async fn supervisor(
        &self,
        principal: &Principal,
        known: &Known,
    ) -> Result<Option<StaffId>, Refusal> {
        const ACTION: &str = "cases.v1.CareService/AnswerApproval";
        let supervises = self.is_permitted(principal, ACTION, known).await?;
        Ok(principal.staff_id().map(StaffId::from_uuid).filter(|_| supervises))
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
        Ok(self.admitted(principal, action, name).await?.known)
    }

    /// As [`CasesGrpc::permitted`], and whether nothing but a break-glass permits it.
    pub(super) async fn admitted(
        &self,
        principal: &Principal,
        action: &'static str,
        name: &CaseName,
    ) -> Result<Admitted, Refusal> {
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
        let this = self.relations(&known).await?;
        let permitted = self.authorise(principal, action, &this).is_ok();
        let works_on_it = this.caseworker.is_some() && this.caseworker == principal.staff_id();
        if known.honey && !works_on_it && !QUIET.contains(&action) {
            // Before anything is told: whoever opens what nobody may open is seen.
            self.cases.honey_opened(&known, principal, !permitted).await?;
        }
        if !permitted {
            tracing::warn!("a case beyond the caller's reach was asked for");
            return Err(NotFound::new("case").into());
        }
        let without = Resource { admitted: BTreeSet::new(), ..this };
        let by_glass = self.authorise(principal, action, &without).is_err();
        Ok(Admitted { known, by_glass })
    }

    /// The member of staff who calls.
    pub(super) fn staff(principal: &Principal) -> Result<StaffId, Denied> {
        principal.staff_id().map(StaffId::from_uuid).ok_or(Denied::NotPermitted)
    }
}
