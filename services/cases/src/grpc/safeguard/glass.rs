//! A file is opened in an emergency, a seal is taken off, and a survivor is reached.

use sentier_cases_domain::case::safeguard::Fact;
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_eventing::streams::Call;
use sentier_platform::grpc::{request_id, timestamp};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1 as pb;
use std::sync::Arc;

use super::{alarm_name, plan};
use crate::application::{Contact, Known};
use crate::grpc::care::entry_name;
use crate::grpc::care::told::Told;
use crate::grpc::fields::{self, Fields};
use crate::grpc::gate::{Write, print};
use crate::grpc::{CasesGrpc, Refusal};

/// A write that is permitted: its case, its surroundings, who asks, and what.
pub(super) struct Begun<T> {
    pub known: Arc<Known>,
    pub call: Call,
    pub by: StaffId,
    pub wish: T,
}

impl CasesGrpc {
    /// Converts and authorises a request that names a case.
    pub(super) async fn begun<R: prost::Message, T>(
        &self,
        principal: &Principal,
        action: &'static str,
        (request, name, id): (&R, &str, &str),
        wish: impl FnOnce(&mut Told) -> Option<T>,
    ) -> Result<Begun<T>, Refusal> {
        let mut fields = Fields::default();
        let named = fields.keep(fields::case("name", name));
        let id = fields.keep(request_id(id));
        let mut told = Told { fields, case: named.clone(), request_id: id };
        let wish = wish(&mut told);
        let ((named, request_id), wish) = told.fields.built(named.zip(id).zip(wish))?;
        let known = self.permitted(principal, action, &named).await?;
        let by = Self::staff(principal)?;
        let fingerprint = print(principal, request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        Ok(Begun { known, call, by, wish })
    }

    pub(in crate::grpc) async fn on_unseal_case(
        &self,
        principal: &Principal,
        request: pb::UnsealCaseRequest,
    ) -> Result<pb::UnsealCaseResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/UnsealCase";
        let head = (&request, request.name.as_str(), request.request_id.as_str());
        let wish = |told: &mut Told| told.words("reason", &request.reason);
        let Begun { known, call, by, wish } = self.begun(principal, ACTION, head, wish).await?;
        self.cases.record_entry(call, &known, by, Fact::CaseUnsealed { why: wish }).await?;
        Ok(pb::UnsealCaseResponse {})
    }

    pub(in crate::grpc) async fn on_request_break_glass(
        &self,
        principal: &Principal,
        request: pb::RequestBreakGlassRequest,
    ) -> Result<pb::RequestBreakGlassResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/RequestBreakGlass";
        let head = (&request, request.name.as_str(), request.request_id.as_str());
        let wish = |told: &mut Told| told.words("reason", &request.reason);
        let Begun { known, call, by, wish } = self.begun(principal, ACTION, head, wish).await?;
        let fact = Fact::GlassRequested { why: wish };
        let (_, entry) = self.cases.record_entry(call, &known, by, fact).await?;
        let entry = entry_name(&known.centre, known.case, entry);
        Ok(pb::RequestBreakGlassResponse { entry })
    }

    pub(in crate::grpc) async fn on_approve_break_glass(
        &self,
        principal: &Principal,
        request: pb::ApproveBreakGlassRequest,
    ) -> Result<pb::ApproveBreakGlassResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/ApproveBreakGlass";
        let head = (&request, request.name.as_str(), request.request_id.as_str());
        let wish = |told: &mut Told| told.part::<EntryId>("request", &request.request, "entries");
        let Begun { known, call, by, wish } = self.begun(principal, ACTION, head, wish).await?;
        let until = self.cases.approve_break_glass(call, &known, by, wish).await?;
        Ok(pb::ApproveBreakGlassResponse { expire_time: Some(timestamp(until)) })
    }

    pub(in crate::grpc) async fn on_break_glass(
        &self,
        principal: &Principal,
        request: pb::BreakGlassRequest,
    ) -> Result<pb::BreakGlassResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/BreakGlass";
        let head = (&request, request.name.as_str(), request.request_id.as_str());
        let wish = |told: &mut Told| told.words("reason", &request.reason);
        let Begun { known, call, by, wish } = self.begun(principal, ACTION, head, wish).await?;
        let opened = self.cases.break_glass(call, &known, by, wish).await?;
        Ok(pb::BreakGlassResponse {
            alarm: alarm_name(&known.centre, known.case, opened.alarm),
            expire_time: Some(timestamp(opened.until)),
            month_count: i32::try_from(opened.used).unwrap_or(i32::MAX),
            month_limit: opened.most.into(),
        })
    }

    pub(in crate::grpc) async fn on_record_contact_attempt(
        &self,
        principal: &Principal,
        request: pb::RecordContactAttemptRequest,
    ) -> Result<pb::RecordContactAttemptResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/RecordContactAttempt";
        let head = (&request, request.name.as_str(), request.request_id.as_str());
        let wish = |told: &mut Told| {
            let channel = told.code("channel", request.channel);
            let answerer = told.code("answerer", request.answerer);
            let note = told.note("note", &request.note);
            Some(Contact { channel: channel?, answerer: answerer?, note: note? })
        };
        let Begun { known, call, by, wish } = self.begun(principal, ACTION, head, wish).await?;
        let (channel, answerer) = (wish.channel, wish.answerer);
        let opened = vec!["contact"];
        let reading = self.cases.host.reading(principal, &known.centre, "direct_care", opened);
        let (entry, said) = self.cases.attempt_contact(call, reading, &known, by, wish).await?;
        Ok(pb::RecordContactAttemptResponse {
            entry: entry_name(&known.centre, known.case, entry),
            answer: Some(plan::answer(channel, answerer, said)),
        })
    }
}
