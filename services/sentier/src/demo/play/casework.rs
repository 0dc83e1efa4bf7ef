//! What staff ask: the work on a case, and what is read of it.

use sentier_platform::grpc;
use sentier_platform::ids::new_id;
use sentier_proto::cases::v1 as pb;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::cases::v1::consent_giving::{Age, By, How};
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use sentier_proto::referrals::v1::{GetReferralRequest, Referral};
use sentier_proto::statistics::v1::statistics_service_client::StatisticsServiceClient;
use sentier_proto::statistics::v1::{GetFiguresRequest, GetFiguresResponse};
use tonic::transport::Channel;

use super::client::{Client, send};
use super::failed::Failed;
use super::pace::today;
use crate::demo::world::{Incident, Person, circumstances, profile};

/// A consent to be recorded.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// What it is for.
    pub purpose: ConsentPurpose,
    /// The agency's name; empty but for services.
    pub agency: &'a str,
    /// Field groups; empty but for services.
    pub field_groups: &'a [FieldGroup],
    /// Until when.
    pub expire_time: Option<prost_types::Timestamp>,
}

/// A referral to be asked for, by resource names.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The structure.
    pub structure: &'a str,
    /// The need.
    pub need: Need,
    /// Urgency.
    pub urgency: Urgency,
    /// The consent it relies on.
    pub consent: &'a str,
    /// What is disclosed.
    pub field_groups: &'a [FieldGroup],
}

impl Client {
    /// Opens a case; gives its name.
    ///
    /// # Errors
    /// As all calls: when it is refused, or nobody answers.
    pub async fn open_case(&self, centre: &str, survivor: &Person) -> Result<String, Failed> {
        const RPC: &str = "cases.v1/OpenCase";
        let id = new_id();
        let message = pb::OpenCaseRequest {
            parent: centre.to_owned(),
            request_id: id.to_string(),
            survivor: Some(as_survivor(survivor)),
            statistics_giving: None,
            draft: String::new(),
        };
        let send = send!(CasesServiceClient, self.channels.cases, open_case);
        let answer: pb::OpenCaseResponse = self.change(RPC, id, message, send).await?;
        answer.case.map(|case| case.name).ok_or(Failed::Incomplete(RPC))
    }

    /// Records an incident; gives the type that the centre's rules found.
    ///
    /// # Errors
    /// As all calls.
    pub async fn record_incident(&self, case: &str, incident: &Incident) -> Result<i32, Failed> {
        let id = new_id();
        let message = pb::RecordIncidentRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            date: Some(grpc::date(incident.date)),
            date_estimated: incident.date_estimated,
            part_of_day: incident.part_of_day.into(),
            answers: Some(incident.answers),
            narrative: incident.narrative.clone(),
            circumstances: Some(circumstances(incident)),
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, record_incident);
        let answer = self.change("cases.v1/RecordIncident", id, message, send).await?;
        Ok(answer.r#type)
    }

    /// Records an adult's own consent; gives its name.
    ///
    /// # Errors
    /// As all calls.
    pub async fn grant_consent(&self, case: &str, given: Given<'_>) -> Result<String, Failed> {
        let giving = pb::ConsentGiving {
            how: How::Signature.into(),
            by: By::Survivor.into(),
            age: Age::Adult.into(),
            ..Default::default()
        };
        self.grant_consent_as(case, given, giving).await
    }

    /// Records a consent that was given in this way; gives its name.
    ///
    /// # Errors
    /// As all calls.
    pub async fn grant_consent_as(
        &self,
        case: &str,
        given: Given<'_>,
        giving: pb::ConsentGiving,
    ) -> Result<String, Failed> {
        let id = new_id();
        let message = pb::GrantConsentRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            purpose: given.purpose.into(),
            agency: given.agency.to_owned(),
            field_groups: codes(given.field_groups),
            expire_time: given.expire_time,
            giving: Some(giving),
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, grant_consent);
        Ok(self.change("cases.v1/GrantConsent", id, message, send).await?.consent)
    }

    /// Withdraws a consent.
    ///
    /// # Errors
    /// As all calls.
    pub async fn withdraw_consent(&self, consent: &str) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::WithdrawConsentRequest {
            name: consent.to_owned(),
            request_id: id.to_string(),
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, withdraw_consent);
        self.change("cases.v1/WithdrawConsent", id, message, send).await.map(drop)
    }

    /// Asks for a referral; gives its name.
    ///
    /// # Errors
    /// As all calls.
    pub async fn request_referral(&self, case: &str, wanted: Wanted<'_>) -> Result<String, Failed> {
        let id = new_id();
        let message = pb::RequestReferralRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            structure: wanted.structure.to_owned(),
            need: wanted.need.into(),
            urgency: wanted.urgency.into(),
            consent: wanted.consent.to_owned(),
            field_groups: codes(wanted.field_groups),
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, request_referral);
        Ok(self.change("cases.v1/RequestReferral", id, message, send).await?.referral)
    }

    /// Records a follow-up.
    ///
    /// # Errors
    /// As all calls.
    pub async fn record_follow_up(
        &self,
        case: &str,
        meet_time: prost_types::Timestamp,
        note: &str,
        goals: Vec<pb::GoalState>,
    ) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::RecordFollowUpRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            meet_time: Some(meet_time),
            note: note.to_owned(),
            goals,
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, record_follow_up);
        self.change("cases.v1/RecordFollowUp", id, message, send).await.map(drop)
    }

    /// Closes a case.
    ///
    /// # Errors
    /// As all calls.
    pub async fn close_case(&self, case: &str, reason: Reason) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::CloseCaseRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            reason: reason.into(),
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, close_case);
        self.change("cases.v1/CloseCase", id, message, send).await.map(drop)
    }

    /// Erases a survivor.
    ///
    /// # Errors
    /// As all calls.
    pub async fn erase_survivor(&self, case: &str) -> Result<(), Failed> {
        let id = new_id();
        let message =
            pb::EraseSurvivorRequest { name: case.to_owned(), request_id: id.to_string() };
        let send = send!(CasesServiceClient, self.channels.cases, erase_survivor);
        self.change("cases.v1/EraseSurvivor", id, message, send).await.map(drop)
    }

    /// Reads a case for direct care.
    ///
    /// # Errors
    /// As all calls.
    pub async fn get_case(&self, case: &str) -> Result<pb::GetCaseResponse, Failed> {
        let message = pb::GetCaseRequest {
            name: case.to_owned(),
            purpose: "direct_care".to_owned(),
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, get_case);
        self.ask("cases.v1/GetCase", message, send).await
    }

    /// The first entries of a case's timeline.
    ///
    /// # Errors
    /// As all calls.
    pub async fn timeline(&self, case: &str) -> Result<Vec<pb::TimelineEntry>, Failed> {
        let message = pb::GetTimelineRequest {
            name: case.to_owned(),
            page_size: 1_000,
            ..Default::default()
        };
        let send = send!(CasesServiceClient, self.channels.cases, get_timeline);
        Ok(self.ask("cases.v1/GetTimeline", message, send).await?.entries)
    }

    /// A referral, when it has come to be.
    ///
    /// # Errors
    /// As all calls.
    pub async fn find_referral(&self, referral: &str) -> Result<Option<Referral>, Failed> {
        let message = GetReferralRequest { name: referral.to_owned(), ..Default::default() };
        let send = send!(ReferralsServiceClient, self.channels.referrals, get_referral);
        match self.ask("referrals.v1/GetReferral", message, send).await {
            Ok(answer) => Ok(answer.referral),
            Err(failed) if failed.is("NOT_FOUND") => Ok(None),
            Err(failed) => Err(failed),
        }
    }

    /// The centre's figures of these months.
    ///
    /// # Errors
    /// As all calls.
    pub async fn figures(
        &self,
        centre: &str,
        from_month: &str,
        to_month: &str,
    ) -> Result<GetFiguresResponse, Failed> {
        let message = GetFiguresRequest {
            parent: centre.to_owned(),
            from_month: from_month.to_owned(),
            to_month: to_month.to_owned(),
        };
        let send = send!(StatisticsServiceClient, self.channels.statistics, get_figures);
        self.ask("statistics.v1/GetFigures", message, send).await
    }
}

/// A survivor on the wire.
pub fn as_survivor(person: &Person) -> pb::Survivor {
    pb::Survivor {
        full_name: person.full_name.clone(),
        sex: person.sex.into(),
        birth_date: person.birth_date.map(grpc::date),
        birth_date_estimated: person.birth_date_estimated,
        phone: person.phone.clone(),
        safe_contact: person.safe_contact.clone(),
        profile: Some(profile(person, today())),
    }
}

fn codes(groups: &[FieldGroup]) -> Vec<i32> {
    groups.iter().map(|group| i32::from(*group)).collect()
}
