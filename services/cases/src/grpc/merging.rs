//! Cases of one survivor become one, and what was joined by mistake is parted.

use std::sync::Arc;

use sentier_cases_domain::case::State;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_kernel::Violation;
use sentier_platform::authorise::Denied;
use sentier_platform::grpc::{locale, principal_of, request_id};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::merge_service_server::MergeService;
use sentier_proto::cases::v1::{
    self as pb, GetDuplicatesRequest, GetDuplicatesResponse, MarkDifferentRequest,
    MarkDifferentResponse, MergeCasesRequest, MergeCasesResponse, UndoMergeRequest,
    UndoMergeResponse, duplicate,
};
use sentier_proto::name;
use tonic::{Request, Response, Status};

use super::fields::{self, Fields};
use super::gate::{Write, print};
use super::{CasesGrpc, Refusal, answer};
use crate::application::{Known, Pair};

/// What the calls that change both cases ask.
struct Asked<'a> {
    name: &'a str,
    other: &'a str,
    request_id: &'a str,
    print: [u8; 32],
}

/// The two cases of a call, which the caller may both change, and the call's surroundings.
struct Both {
    kept: Arc<Known>,
    other: Arc<Known>,
    by: StaffId,
    write: Write,
}

impl Both {
    fn pair(&self) -> Pair<'_> {
        Pair { kept: &self.kept, other: &self.other }
    }
}

impl CasesGrpc {
    async fn both(
        &self,
        principal: &Principal,
        action: &'static str,
        asked: Asked<'_>,
    ) -> Result<Both, Refusal> {
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("name", asked.name));
        let other = fields.keep(fields::case("other", asked.other));
        let id = fields.keep(request_id(asked.request_id));
        let one = name.as_ref().zip(other.as_ref());
        if one.is_some_and(|(name, other)| name.centre != other.centre) {
            fields.keep::<()>(Err(Violation::new("other", "violation-invalid")));
        }
        let ((name, other), request_id) = fields.built(name.zip(other).zip(id))?;
        let kept = self.permitted(principal, action, &name).await?;
        let other = self.permitted(principal, action, &other).await?;
        let by = StaffId::from_uuid(principal.staff_id().ok_or(Denied::NotPermitted)?);
        let write = Write { request_id, expected_version: None, fingerprint: asked.print };
        Ok(Both { kept, other, by, write })
    }

    async fn on_get_duplicates(
        &self,
        principal: &Principal,
        request: GetDuplicatesRequest,
    ) -> Result<GetDuplicatesResponse, Refusal> {
        const ACTION: &str = "cases.v1.MergeService/GetDuplicates";
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("name", &request.name));
        let name = fields.built(name)?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let state = self.cases.streams.state(known.case.as_uuid()).await?.state;
        let mut duplicates = Vec::new();
        for (case, standing) in marked(&state) {
            // PRIVACY: what is not there for her is not named either.
            let Some(other) = self.cases.known(case).await? else { continue };
            if self.is_permitted(principal, ACTION, &other).await? {
                let case = name::case(&known.centre, case);
                duplicates.push(pb::Duplicate { case, state: standing.into() });
            }
        }
        Ok(GetDuplicatesResponse { duplicates })
    }
}

/// The calls that change both cases in one append differ by what they ask of them.
macro_rules! changes_both {
    ($($on:ident($asked:ident) -> $answered:ident by $change:ident as $name:literal;)+) => {
        impl CasesGrpc {
            $(async fn $on(
                &self,
                principal: &Principal,
                request: $asked,
            ) -> Result<$answered, Refusal> {
                let asked = Asked {
                    name: &request.name,
                    other: &request.other,
                    request_id: &request.request_id,
                    print: print(principal, &request),
                };
                let action = concat!("cases.v1.MergeService/", $name);
                let both = self.both(principal, action, asked).await?;
                let call = self.call(principal, &both.kept.centre, both.write);
                let changed = self.cases.$change(call, both.pair(), both.by).await?;
                Ok($answered { case: Some(answer::case(&changed, self.now())) })
            })+
        }
    };
}

changes_both! {
    on_merge_cases(MergeCasesRequest) -> MergeCasesResponse by merge_cases as "MergeCases";
    on_undo_merge(UndoMergeRequest) -> UndoMergeResponse by undo_merge as "UndoMerge";
    on_mark_different(MarkDifferentRequest) -> MarkDifferentResponse
        by mark_different as "MarkDifferent";
}

/// The cases that this one was compared with, and what was found.
fn marked(state: &State) -> Vec<(CaseId, duplicate::State)> {
    let merging = &state.merging;
    let follows = merging.follows.map(|known| (known.case, duplicate::State::Follows));
    let followers = merging.followers.keys().map(|case| (*case, duplicate::State::FollowedBy));
    let different = merging.different.iter().map(|case| (*case, duplicate::State::Different));
    follows.into_iter().chain(followers).chain(different).collect()
}

super::calls! { MergeService:
    merge_cases(MergeCasesRequest) -> MergeCasesResponse by on_merge_cases,
    undo_merge(UndoMergeRequest) -> UndoMergeResponse by on_undo_merge,
    mark_different(MarkDifferentRequest) -> MarkDifferentResponse by on_mark_different,
    get_duplicates(GetDuplicatesRequest) -> GetDuplicatesResponse by on_get_duplicates,
}
