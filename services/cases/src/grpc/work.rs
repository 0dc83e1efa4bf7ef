//! Work on a case: each call converts, authorises, decides and answers with the case.

use sentier_cases_domain::id::StaffId;
use sentier_cases_domain::retention::Ground;
use sentier_eventing::streams::Call;
use sentier_platform::authorise::Denied;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{
    CloseCaseRequest, CloseCaseResponse, EraseSurvivorRequest, EraseSurvivorResponse,
    GrantConsentRequest, GrantConsentResponse, RecordFollowUpRequest, RecordFollowUpResponse,
    RecordIncidentRequest, RecordIncidentResponse, RequestReferralRequest, RequestReferralResponse,
    WithdrawConsentRequest, WithdrawConsentResponse,
};
use sentier_proto::name;
use std::sync::Arc;

use super::convert::{self, Asked};
use super::gate::{Write, print};
use super::{CasesGrpc, Refusal, answer};
use crate::application::Known;
use crate::codes::Coded as _;

/// What a consent hangs on beside what is said, as the ledger names it.
const BIRTH: [&str; 1] = ["birth_date"];

impl CasesGrpc {
    /// The case that a write is about, and the surroundings of its command.
    pub(super) async fn begin<T>(
        &self,
        principal: &Principal,
        action: &'static str,
        asked: &Asked<T>,
        expected_version: Option<i64>,
        request: &impl prost::Message,
    ) -> Result<(Arc<Known>, Call), Refusal> {
        let known = self.permitted(principal, action, &asked.name).await?;
        let fingerprint = print(principal, request);
        let write = Write { request_id: asked.request_id, expected_version, fingerprint };
        let call = self.call(principal, &known.centre, write);
        Ok((known, call))
    }

    pub(super) async fn on_record_incident(
        &self,
        principal: &Principal,
        request: RecordIncidentRequest,
    ) -> Result<RecordIncidentResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/RecordIncident";
        let asked = convert::record_incident(&request, self.now())?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let recorded = self.cases.record_incident(call, &known, asked.wish).await?;
        Ok(RecordIncidentResponse {
            case: Some(answer::case(&recorded.answer, self.now())),
            incident: answer::incident_name(&known.centre, known.case, recorded.incident),
            r#type: recorded.classification.incident_type.number(),
            deciding_question: recorded.classification.deciding_question.into(),
        })
    }

    pub(super) async fn on_grant_consent(
        &self,
        principal: &Principal,
        request: GrantConsentRequest,
    ) -> Result<GrantConsentResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/GrantConsent";
        let asked = convert::grant_consent(&request, self.now())?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let reading =
            self.cases.host.reading(principal, &known.centre, "direct_care", BIRTH.to_vec());
        let done = self.cases.grant_consent(call, reading, &known, asked.wish).await;
        let (changed, consent) = done?;
        Ok(GrantConsentResponse {
            case: Some(answer::case(&changed, self.now())),
            consent: answer::consent_name(&known.centre, known.case, consent),
        })
    }

    pub(super) async fn on_withdraw_consent(
        &self,
        principal: &Principal,
        request: WithdrawConsentRequest,
    ) -> Result<WithdrawConsentResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/WithdrawConsent";
        let asked = convert::withdraw_consent(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let changed = self.cases.withdraw_consent(call, &known, asked.wish).await?;
        Ok(WithdrawConsentResponse { case: Some(answer::case(&changed, self.now())) })
    }

    pub(super) async fn on_request_referral(
        &self,
        principal: &Principal,
        request: RequestReferralRequest,
    ) -> Result<RequestReferralResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/RequestReferral";
        let asked = convert::request_referral(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let (changed, referral) = self.cases.request_referral(call, &known, asked.wish).await?;
        Ok(RequestReferralResponse {
            case: Some(answer::case(&changed, self.now())),
            referral: name::referral(&known.centre, referral),
        })
    }

    pub(super) async fn on_record_follow_up(
        &self,
        principal: &Principal,
        request: RecordFollowUpRequest,
    ) -> Result<RecordFollowUpResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/RecordFollowUp";
        let asked = convert::record_follow_up(&request, self.now())?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let changed = self.cases.record_follow_up(call, &known, asked.wish).await?;
        Ok(RecordFollowUpResponse { case: Some(answer::case(&changed, self.now())) })
    }

    pub(super) async fn on_close_case(
        &self,
        principal: &Principal,
        request: CloseCaseRequest,
    ) -> Result<CloseCaseResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/CloseCase";
        let asked = convert::close_case(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let supervisor = self.supervisor(principal, &known).await?;
        let changed = self.cases.close_case(call, &known, asked.wish, supervisor).await?;
        Ok(CloseCaseResponse { case: Some(answer::case(&changed, self.now())) })
    }

    pub(super) async fn on_erase_survivor(
        &self,
        principal: &Principal,
        request: EraseSurvivorRequest,
    ) -> Result<EraseSurvivorResponse, Refusal> {
        const ACTION: &str = "cases.v1.CasesService/EraseSurvivor";
        let asked = convert::erase_survivor(&request)?;
        let (known, call) = self.begin(principal, ACTION, &asked, None, &request).await?;
        let by = StaffId::from_uuid(principal.staff_id().ok_or(Denied::NotPermitted)?);
        let ground = Ground::SurvivorRequest;
        let changed = self.cases.erase_survivor(call, &known, by, ground).await?;
        Ok(EraseSurvivorResponse { case: Some(answer::case(&changed, self.now())) })
    }
}
