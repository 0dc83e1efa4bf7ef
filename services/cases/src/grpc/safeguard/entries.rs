//! Exclusions, seals and plans of safe contact: each records an entry, as care does.

use std::collections::BTreeSet;

use sentier_cases_domain::case::safeguard::Fact;
use sentier_kernel::Violation;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1 as pb;

use super::plan::plan;
use crate::grpc::care::Head;
use crate::grpc::care::told::Told;
use crate::grpc::{CasesGrpc, Refusal};

/// One function per call that answers with the case and its entry.
macro_rules! entered {
    ($($on:ident as $name:literal: $asked:ident -> $answered:ident by $fact:path;)+) => {
        impl CasesGrpc {
            $(pub(in crate::grpc) async fn $on(
                &self,
                principal: &Principal,
                request: pb::$asked,
            ) -> Result<pb::$answered, Refusal> {
                const ACTION: &str = concat!("cases.v1.SafeguardService/", $name);
                let head = Head {
                    name: &request.name,
                    request_id: &request.request_id,
                    expected_version: request.expected_version,
                };
                let (case, entry) = self.enter(principal, ACTION, &request, head, $fact).await?;
                Ok(pb::$answered { case: Some(case), entry })
            })+
        }
    };
}

entered! {
    on_exclude_staff as "ExcludeStaff": ExcludeStaffRequest -> ExcludeStaffResponse by exclude;
    on_readmit_staff as "ReadmitStaff": ReadmitStaffRequest -> ReadmitStaffResponse by readmit;
    on_seal_case as "SealCase": SealCaseRequest -> SealCaseResponse by seal;
    on_set_safe_contact as "SetSafeContact":
        SetSafeContactRequest -> SetSafeContactResponse by set_safe_contact;
}

fn exclude(it: &pb::ExcludeStaffRequest, told: &mut Told) -> Option<Fact> {
    let staff = told.staff("staff", &it.staff);
    let why = told.words("reason", &it.reason);
    Some(Fact::StaffExcluded { staff: staff?, why: why? })
}

fn readmit(it: &pb::ReadmitStaffRequest, told: &mut Told) -> Option<Fact> {
    let staff = told.staff("staff", &it.staff);
    let why = told.words("reason", &it.reason);
    Some(Fact::StaffReadmitted { staff: staff?, why: why? })
}

fn seal(it: &pb::SealCaseRequest, told: &mut Told) -> Option<Fact> {
    if it.staff.is_empty() {
        told.fields.broken(Violation::required("staff"));
    }
    let named: Option<BTreeSet<_>> =
        it.staff.iter().map(|staff| told.staff("staff", staff)).collect();
    let why = told.words("reason", &it.reason);
    Some(Fact::CaseSealed { to: named?, why: why? })
}

fn set_safe_contact(it: &pb::SetSafeContactRequest, told: &mut Told) -> Option<Fact> {
    let plan = plan(&mut told.fields, it.plan.as_ref())?;
    Some(Fact::SafeContactSet { plan: sentier_kernel::Sensitive::new(plan) })
}
