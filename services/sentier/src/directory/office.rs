//! The calls of an import and of an export, in the name of who signed in.

use std::collections::HashMap;

use anyhow::Context as _;
use prost_types::FieldMask;
use sentier_platform::client;
use sentier_platform::ids::{derived, new_id};
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::directory_service_client::DirectoryServiceClient;
use sentier_proto::referrals::v1::{
    Capacity, ListAgenciesRequest, ListStructuresRequest, RegisterAgencyRequest,
    RegisterStructureRequest, SetCapacityRequest, Structure, UpdateStructureRequest,
};
use uuid::Uuid;

use super::plan::{Agency, KnownAgency, Step};
use crate::login::{Authorised, Login, Session, refused};
use crate::paged::{PAGE, whole};

/// A session at the directory.
pub(super) struct Office {
    session: Session,
    directory: DirectoryServiceClient<Authorised>,
}

impl Office {
    pub(super) async fn sign_in(login: &Login) -> anyhow::Result<Self> {
        let session = login.sign_in().await?;
        let addresses = login.addresses()?;
        let channel = client::channel(&addresses.client(&addresses.referrals))?;
        let directory = DirectoryServiceClient::with_interceptor(channel, session.bearer());
        Ok(Self { session, directory })
    }

    pub(super) async fn end(self) -> anyhow::Result<()> {
        self.session.end().await
    }

    /// Every agency with its structures, by name.
    pub(super) async fn directory(&mut self) -> anyhow::Result<Vec<KnownAgency>> {
        let agencies = whole(async |page_token| {
            let request = ListAgenciesRequest { page_size: PAGE, page_token };
            let page = self.directory.list_agencies(request).await.map_err(refused)?.into_inner();
            anyhow::Ok((page.agencies, page.next_page_token))
        });
        let mut all = Vec::new();
        for agency in agencies.await? {
            let structures = self.structures(&agency.name).await?;
            let (name, display_name) = (agency.name, agency.display_name);
            all.push(KnownAgency { name, display_name, structures });
        }
        Ok(all)
    }

    async fn structures(&mut self, agency: &str) -> anyhow::Result<Vec<Structure>> {
        let structures = whole(async |page_token| {
            let request = ListStructuresRequest {
                page_size: PAGE,
                page_token,
                agency: agency.to_owned(),
                ..ListStructuresRequest::default()
            };
            let page = self.directory.list_structures(request).await.map_err(refused)?;
            let page = page.into_inner();
            anyhow::Ok((page.structures, page.next_page_token))
        });
        structures.await
    }

    /// Makes the calls of a plan, in their order. Cut off anywhere, the same import goes on from there.
    pub(super) async fn apply(&mut self, steps: Vec<Step>) -> anyhow::Result<()> {
        let mut registered: HashMap<usize, String> = HashMap::new();
        for (at, step) in steps.into_iter().enumerate() {
            let said = step.to_string();
            let done = self.step(at, step, &mut registered).await;
            done.with_context(|| format!("stopped at: {said}"))?;
        }
        Ok(())
    }

    async fn step(
        &mut self,
        at: usize,
        step: Step,
        registered: &mut HashMap<usize, String>,
    ) -> anyhow::Result<()> {
        match step {
            Step::RegisterAgency { request_id, display_name } => {
                let request_id = request_id.to_string();
                let request = RegisterAgencyRequest { request_id, display_name };
                let answer = self.directory.register_agency(request).await.map_err(refused)?;
                let agency = answer.into_inner().agency.context("an empty answer")?;
                registered.insert(at, agency.name);
            }
            Step::RegisterStructure { request_id, agency, structure } => {
                let parent = match agency {
                    Agency::Known(name) => name,
                    Agency::New(at) => registered.get(&at).context("no such agency")?.clone(),
                };
                self.register(parent, request_id, *structure).await?;
            }
            Step::UpdateStructure { structure, fields } => {
                let paths = fields.into_iter().map(str::to_owned).collect();
                let request = UpdateStructureRequest {
                    request_id: new_id().to_string(),
                    structure: Some(*structure),
                    update_mask: Some(FieldMask { paths }),
                };
                self.directory.update_structure(request).await.map_err(refused)?;
            }
            Step::SetCapacity { structure, need, capacity } => {
                self.count(structure, new_id(), need, capacity).await?;
            }
        }
        Ok(())
    }

    async fn register(
        &mut self,
        parent: String,
        request_id: Uuid,
        structure: Structure,
    ) -> anyhow::Result<()> {
        let counts: Vec<(Need, Capacity)> = structure
            .services
            .iter()
            .filter_map(|offer| Some((offer.need(), offer.capacity?)))
            .collect();
        let request = RegisterStructureRequest {
            parent,
            request_id: request_id.to_string(),
            structure: Some(structure),
        };
        let answer = self.directory.register_structure(request).await.map_err(refused)?;
        let name = answer.into_inner().structure.context("an empty answer")?.name;
        for (need, capacity) in counts {
            let id = derived(request_id, need.as_str_name());
            self.count(name.clone(), id, need, Some(capacity)).await?;
        }
        Ok(())
    }

    async fn count(
        &mut self,
        name: String,
        request_id: Uuid,
        need: Need,
        capacity: Option<Capacity>,
    ) -> anyhow::Result<()> {
        let request = SetCapacityRequest {
            name,
            request_id: request_id.to_string(),
            need: need.into(),
            capacity,
        };
        self.directory.set_capacity(request).await.map_err(refused)?;
        Ok(())
    }
}
