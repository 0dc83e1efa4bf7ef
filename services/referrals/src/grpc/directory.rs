//! The directory's RPCs.

use sentier_platform::authorise::{Authoriser, Resource};
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of};
use sentier_platform::principal::Principal;
use sentier_platform::status::{NotFound, invalid, to_status};
use sentier_proto::referrals::v1::directory_service_server::DirectoryService;
use sentier_proto::referrals::v1::{
    Agency, GetAgencyRequest, GetAgencyResponse, GetStructureRequest, GetStructureResponse,
    ListAgenciesRequest, ListAgenciesResponse, ListStructuresRequest, ListStructuresResponse,
    RegisterAgencyRequest, RegisterAgencyResponse, RegisterStructureRequest,
    RegisterStructureResponse, SetAgencyActiveRequest, SetAgencyActiveResponse,
};
use sentier_proto::{common::v1::Need, name};
use tonic::{Request, Response, Status};

use super::{after_id, convert, explained, is_full, next_token, page_size, told};
use crate::application::Pathway;
use crate::contract::{agency_name, centre_code, read_need, structure_name};
use crate::projections::{Directory, ListedAgency, StructureFilter};

/// Answers the directory's calls.
#[derive(Debug)]
pub(crate) struct DirectoryApi {
    authoriser: Authoriser,
    pathway: Pathway,
    directory: Directory,
}

impl DirectoryApi {
    pub(crate) fn new(env: &Environment, pathway: Pathway, directory: Directory) -> Self {
        Self { authoriser: env.authoriser.clone(), pathway, directory }
    }

    /// The caller, when she may do this to the directory.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        // An agency reads the directory as one that is in it.
        let resource =
            principal.agency().map_or_else(Resource::new, |agency| Resource::new().agency(agency));
        let permitted = self.authoriser.authorise(principal, action, &resource);
        permitted.map_err(explained(locale(request)))?;
        Ok(principal)
    }
}

#[tonic::async_trait]
impl DirectoryService for DirectoryApi {
    async fn register_agency(
        &self,
        request: Request<RegisterAgencyRequest>,
    ) -> Result<Response<RegisterAgencyResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let Some(entry) = entry else { return Err(invalid(wrong.into_vec(), locale)) };
        let keeper = self.caller(&request, "referrals.v1.DirectoryService/RegisterAgency")?;
        let display_name = message.display_name.trim().to_owned();
        let kept = self.pathway.register_agency(keeper, entry, display_name).await;
        let agency = Some(convert::agency(kept.map_err(told(locale))?));
        Ok(Response::new(RegisterAgencyResponse { agency }))
    }

    async fn register_structure(
        &self,
        request: Request<RegisterStructureRequest>,
    ) -> Result<Response<RegisterStructureResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let agency = wrong.keep(agency_name("parent", &message.parent));
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let structure = convert::read_structure(&mut wrong, message.structure.as_ref());
        let violations = wrong.into_vec();
        let (Some(agency), Some(entry), Some(structure), true) =
            (agency, entry, structure, violations.is_empty())
        else {
            return Err(invalid(violations, locale));
        };
        let keeper = self.caller(&request, "referrals.v1.DirectoryService/RegisterStructure")?;
        let kept = self.pathway.register_structure(keeper, entry, agency, structure).await;
        let (id, structure) = kept.map_err(told(locale))?;
        let structure = Some(convert::structure(agency, id, structure));
        Ok(Response::new(RegisterStructureResponse { structure }))
    }

    async fn set_agency_active(
        &self,
        request: Request<SetAgencyActiveRequest>,
    ) -> Result<Response<SetAgencyActiveResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let agency = wrong.keep(agency_name("name", &message.name));
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let (Some(agency), Some(entry)) = (agency, entry) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, "referrals.v1.DirectoryService/SetAgencyActive")?;
        let kept = self.pathway.set_agency_active(keeper, entry, agency, message.active).await;
        let agency = Some(convert::agency(kept.map_err(told(locale))?));
        Ok(Response::new(SetAgencyActiveResponse { agency }))
    }

    async fn get_agency(
        &self,
        request: Request<GetAgencyRequest>,
    ) -> Result<Response<GetAgencyResponse>, Status> {
        let locale = locale(&request);
        let agency = agency_name("name", &request.get_ref().name);
        let agency = agency.map_err(|violation| invalid(vec![violation], locale))?;
        self.caller(&request, "referrals.v1.DirectoryService/GetAgency")?;
        let found = self.pathway.agency(agency).await.map_err(told(locale))?;
        Ok(Response::new(GetAgencyResponse { agency: Some(convert::agency(found)) }))
    }

    async fn get_structure(
        &self,
        request: Request<GetStructureRequest>,
    ) -> Result<Response<GetStructureResponse>, Status> {
        let locale = locale(&request);
        let parts = structure_name("name", &request.get_ref().name);
        let (agency, id) = parts.map_err(|violation| invalid(vec![violation], locale))?;
        self.caller(&request, "referrals.v1.DirectoryService/GetStructure")?;
        let found = self.pathway.agency(agency).await.map_err(told(locale))?;
        match found.agency.structures.get(&id) {
            Some(structure) => {
                let structure = Some(convert::structure(agency, id, structure.clone()));
                Ok(Response::new(GetStructureResponse { structure }))
            }
            None => Err(to_status(&NotFound::new("structure"), locale)),
        }
    }

    async fn list_agencies(
        &self,
        request: Request<ListAgenciesRequest>,
    ) -> Result<Response<ListAgenciesResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let limit = page_size(&mut wrong, message.page_size);
        let Some(limit) = limit else { return Err(invalid(wrong.into_vec(), locale)) };
        self.caller(&request, "referrals.v1.DirectoryService/ListAgencies")?;
        let filters = "agencies";
        let after = after_id(filters, &message.page_token).map_err(explained(locale))?;
        self.directory.caught_up().await.map_err(explained(locale))?;
        let found = self.directory.agencies(after, limit).await.map_err(explained(locale))?;
        let cursor = found.last().map(|last| last.id.as_uuid().as_bytes().to_vec());
        Ok(Response::new(ListAgenciesResponse {
            next_page_token: next_token(filters, is_full(found.len(), limit), cursor),
            agencies: found.into_iter().map(listed).collect(),
        }))
    }

    async fn list_structures(
        &self,
        request: Request<ListStructuresRequest>,
    ) -> Result<Response<ListStructuresResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let limit = page_size(&mut wrong, message.page_size);
        let centre = wrong.keep(centre_code("centre", &message.centre));
        let need = wrong.keep(need_filter(message.need));
        let (Some(limit), Some(centre), Some(need)) = (limit, centre, need) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        self.caller(&request, "referrals.v1.DirectoryService/ListStructures")?;
        let filters = format!("structures|{}|{}", message.need, message.centre);
        let after = after_id(&filters, &message.page_token).map_err(explained(locale))?;
        self.directory.caught_up().await.map_err(explained(locale))?;
        let filter = StructureFilter { need, centre };
        let found = self.directory.structures(&filter, after, limit).await;
        let found = found.map_err(explained(locale))?;
        let cursor = found.last().map(|last| last.id.as_uuid().as_bytes().to_vec());
        Ok(Response::new(ListStructuresResponse {
            next_page_token: next_token(&filters, is_full(found.len(), limit), cursor),
            structures: found
                .into_iter()
                .map(|it| convert::structure(it.agency, it.id, it.structure))
                .collect(),
        }))
    }
}

type Filter = Option<sentier_referrals_domain::value::Need>;

/// Every need when none is named.
fn need_filter(code: i32) -> Result<Filter, sentier_kernel::Violation> {
    if code == i32::from(Need::Unspecified) {
        return Ok(None);
    }
    let unknown = || sentier_kernel::Violation::unknown_code("need");
    read_need(code).map(Some).ok_or_else(unknown)
}

fn listed(agency: ListedAgency) -> Agency {
    Agency {
        name: name::agency(agency.id),
        version: agency.version,
        display_name: agency.display_name,
        active: agency.active,
    }
}
