//! What administrators and managers ask: accounts, the directory, credentials of agencies.

use sentier_platform::ids::new_id;
use sentier_proto::access::v1 as pb;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1 as directory;
use sentier_proto::referrals::v1::directory_service_client::DirectoryServiceClient;
use tonic::transport::Channel;

use super::accounts::Person;
use super::client::{Client, send};
use super::failed::Failed;
use crate::paged::{PAGE, whole};

impl Client {
    /// Makes the first administrator.
    ///
    /// # Errors
    /// As all calls.
    pub async fn bootstrap(&self, message: pb::BootstrapRequest) -> Result<(), Failed> {
        let send = send!(AccessServiceClient, self.channels.access, bootstrap);
        let _staff: pb::BootstrapResponse = self.ask("access.v1/Bootstrap", message, send).await?;
        Ok(())
    }

    /// Makes an account of a centre's staff.
    ///
    /// # Errors
    /// As all calls.
    pub async fn create_staff(
        &self,
        centre: &str,
        person: &Person,
        roles: &[pb::StaffRole],
    ) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::CreateStaffRequest {
            parent: centre.to_owned(),
            request_id: id.to_string(),
            user_name: person.user_name.clone(),
            display_name: person.display_name.clone(),
            password: person.password.clone(),
            roles: roles.iter().map(|role| i32::from(*role)).collect(),
        };
        let send = send!(AccessServiceClient, self.channels.access, create_staff);
        self.change("access.v1/CreateStaff", id, message, send).await.map(drop)
    }

    /// Makes an account of an agency's officer.
    ///
    /// # Errors
    /// As all calls.
    pub async fn create_officer(&self, agency: &str, person: &Person) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::CreateOfficerRequest {
            parent: agency.to_owned(),
            request_id: id.to_string(),
            user_name: person.user_name.clone(),
            display_name: person.display_name.clone(),
            password: person.password.clone(),
            // In a small agency one person does everything.
            roles: vec![
                pb::OfficerRole::Administrator.into(),
                pb::OfficerRole::ReferralOfficer.into(),
            ],
        };
        let send = send!(AccessServiceClient, self.channels.access, create_officer);
        self.change("access.v1/CreateOfficer", id, message, send).await.map(drop)
    }

    /// Has a signing request signed; gives the client certificate.
    ///
    /// # Errors
    /// As all calls.
    pub async fn enrol_agency(&self, agency: &str, request_pem: &str) -> Result<String, Failed> {
        let id = new_id();
        let message = pb::EnrolAgencyRequest {
            parent: agency.to_owned(),
            request_id: id.to_string(),
            signing_request_pem: request_pem.to_owned(),
            display_name: "Système de démonstration".to_owned(),
        };
        let send = send!(AccessServiceClient, self.channels.access, enrol_agency);
        Ok(self.change("access.v1/EnrolAgency", id, message, send).await?.certificate_pem)
    }

    /// Has a token issued. It is shown once: when that one answer was lost, another is issued.
    ///
    /// # Errors
    /// As all calls.
    pub async fn issue_agency_token(&self, agency: &str) -> Result<String, Failed> {
        const RPC: &str = "access.v1/IssueAgencyToken";
        for _ in 0..3 {
            let id = new_id();
            let message = pb::IssueAgencyTokenRequest {
                parent: agency.to_owned(),
                request_id: id.to_string(),
                display_name: "Système de démonstration".to_owned(),
            };
            let send = send!(AccessServiceClient, self.channels.access, issue_agency_token);
            let answer: pb::IssueAgencyTokenResponse = self.change(RPC, id, message, send).await?;
            if !answer.token.is_empty() {
                return Ok(answer.token);
            }
        }
        Err(Failed::Incomplete(RPC))
    }

    /// The agency of this public name, registered when there is none yet.
    ///
    /// # Errors
    /// As all calls.
    pub async fn agency(&self, display_name: &str) -> Result<String, Failed> {
        const RPC: &str = "referrals.v1/RegisterAgency";
        let agencies = whole(async |page_token| {
            let message = directory::ListAgenciesRequest { page_size: PAGE, page_token };
            let send = send!(DirectoryServiceClient, self.channels.referrals, list_agencies);
            let page: directory::ListAgenciesResponse =
                self.ask("referrals.v1/ListAgencies", message, send).await?;
            Ok::<_, Failed>((page.agencies, page.next_page_token))
        });
        let known = agencies.await?.into_iter().find(|one| one.display_name == display_name);
        if let Some(known) = known {
            return Ok(known.name);
        }
        let id = new_id();
        let message = directory::RegisterAgencyRequest {
            request_id: id.to_string(),
            display_name: display_name.to_owned(),
        };
        let send = send!(DirectoryServiceClient, self.channels.referrals, register_agency);
        let answer: directory::RegisterAgencyResponse = self.change(RPC, id, message, send).await?;
        answer.agency.map(|agency| agency.name).ok_or(Failed::Incomplete(RPC))
    }

    /// The agency's structure of this public name, registered when there is none yet.
    ///
    /// # Errors
    /// As all calls.
    pub async fn structure(
        &self,
        agency: &str,
        display_name: &str,
        serves: &[Need],
        centre: &str,
    ) -> Result<String, Failed> {
        const RPC: &str = "referrals.v1/RegisterStructure";
        let message = directory::ListStructuresRequest {
            page_size: 1_000,
            centre: centre.to_owned(),
            ..Default::default()
        };
        let send = send!(DirectoryServiceClient, self.channels.referrals, list_structures);
        let known: directory::ListStructuresResponse =
            self.ask("referrals.v1/ListStructures", message, send).await?;
        let same = |one: &directory::Structure| {
            one.display_name == display_name && one.name.starts_with(agency)
        };
        if let Some(known) = known.structures.into_iter().find(same) {
            return Ok(known.name);
        }
        let id = new_id();
        let message = directory::RegisterStructureRequest {
            parent: agency.to_owned(),
            request_id: id.to_string(),
            structure: Some(directory::Structure {
                display_name: display_name.to_owned(),
                services_offered: serves.iter().map(|need| i32::from(*need)).collect(),
                centres: vec![centre.to_owned()],
                ..Default::default()
            }),
        };
        let send = send!(DirectoryServiceClient, self.channels.referrals, register_structure);
        let answer: directory::RegisterStructureResponse =
            self.change(RPC, id, message, send).await?;
        answer.structure.map(|structure| structure.name).ok_or(Failed::Incomplete(RPC))
    }
}
