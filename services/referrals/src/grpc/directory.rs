//! The directory's RPCs.

use sentier_kernel::Violation;
use sentier_platform::authorise::{Authoriser, Resource};
use sentier_platform::clock::Clock;
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of};
use sentier_platform::principal::Principal;
use sentier_platform::status::{NotFound, invalid, to_status};
use sentier_proto::referrals::v1::directory_service_server::DirectoryService;
use sentier_proto::referrals::v1::{
    Agency, GetAgencyRequest, GetAgencyResponse, GetStructureRequest, GetStructureResponse,
    ListAgenciesRequest, ListAgenciesResponse, ListStructuresRequest, ListStructuresResponse,
    RegisterAgencyRequest, RegisterAgencyResponse, RegisterStructureRequest,
    RegisterStructureResponse, SetAgencyActiveRequest, SetAgencyActiveResponse, SetCapacityRequest,
    SetCapacityResponse, SetCaseTakeoverRequest, SetCaseTakeoverResponse, UpdateStructureRequest,
    UpdateStructureResponse,
};
use sentier_proto::{common::v1::Need, name};
use sentier_referrals_domain::value::AgencyId;
use tonic::{Request, Response, Status};

use super::{after_id, convert, explained, is_full, next_token, page_size, structure, told};
use crate::application::Pathway;
use crate::contract::{agency_name, centre_code, read_need, structure_name};
use crate::projections::{Directory, ListedAgency, StructureFilter};

/// Answers the directory's calls.
#[derive(Debug)]
pub(crate) struct DirectoryApi {
    authoriser: Authoriser,
    clock: Clock,
    pathway: Pathway,
    directory: Directory,
}

impl DirectoryApi {
    pub(crate) fn new(env: &Environment, pathway: Pathway, directory: Directory) -> Self {
        let (authoriser, clock) = (env.authoriser.clone(), env.clock.clone());
        Self { authoriser, clock, pathway, directory }
    }

    /// The caller, when she may do this to the directory.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        // An agency reads the directory as one that is in it.
        let own = principal_of(request)?.agency();
        let resource = own.map_or_else(Resource::new, |agency| Resource::new().agency(agency));
        self.permitted(request, action, &resource)
    }

    /// The caller, when she may do this to an agency's structures.
    fn caller_of<'a, T>(
        &self,
        request: &'a Request<T>,
        agency: AgencyId,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        self.permitted(request, action, &Resource::new().agency(agency.as_uuid()))
    }

    fn permitted<'a, T>(
        &self,
        request: &'a Request<T>,
        action: &'static str,
        resource: &Resource,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        let permitted = self.authoriser.authorise(principal, action, resource);
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
        let read = structure::read_structure(&mut wrong, message.structure.as_ref());
        let violations = wrong.into_vec();
        let (Some(agency), Some(entry), Some(read), true) =
            (agency, entry, read, violations.is_empty())
        else {
            return Err(invalid(violations, locale));
        };
        let keeper = self.caller(&request, REGISTER_STRUCTURE)?;
        let kept = self.pathway.register_structure(keeper, entry, agency, read).await;
        let (id, kept) = kept.map_err(told(locale))?;
        let structure = Some(structure::structure(agency, id, kept));
        Ok(Response::new(RegisterStructureResponse { structure }))
    }

    async fn update_structure(
        &self,
        request: Request<UpdateStructureRequest>,
    ) -> Result<Response<UpdateStructureResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let given = message.structure.clone().unwrap_or_default();
        let place = wrong.keep(structure_name("structure.name", &given.name));
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let change = structure::read_change(&mut wrong, &given, message.update_mask.as_ref());
        let violations = wrong.into_vec();
        let (Some((agency, id)), Some(entry), true) = (place, entry, violations.is_empty()) else {
            return Err(invalid(violations, locale));
        };
        let keeper =
            self.caller_of(&request, agency, "referrals.v1.DirectoryService/UpdateStructure")?;
        if change.centres.is_some() {
            // Which centres may refer to a structure is part of entering it in the directory.
            self.caller_of(&request, agency, REGISTER_STRUCTURE)?;
        }
        let kept = self.pathway.update_structure(keeper, entry, (agency, id), change).await;
        let structure = Some(structure::structure(agency, id, kept.map_err(told(locale))?));
        Ok(Response::new(UpdateStructureResponse { structure }))
    }

    async fn set_capacity(
        &self,
        request: Request<SetCapacityRequest>,
    ) -> Result<Response<SetCapacityResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(structure_name("name", &message.name));
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let unknown = || Violation::unknown_code("need");
        let need = wrong.keep(read_need(message.need).ok_or_else(unknown));
        let given = message.capacity;
        let capacity = given.and_then(|given| structure::read_capacity(&mut wrong, given));
        let violations = wrong.into_vec();
        let (Some((agency, id)), Some(entry), Some(need), true) =
            (place, entry, need, violations.is_empty())
        else {
            return Err(invalid(violations, locale));
        };
        let keeper =
            self.caller_of(&request, agency, "referrals.v1.DirectoryService/SetCapacity")?;
        let kept = self.pathway.set_capacity(keeper, entry, (agency, id), need, capacity).await;
        let structure = Some(structure::structure(agency, id, kept.map_err(told(locale))?));
        Ok(Response::new(SetCapacityResponse { structure }))
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

    async fn set_case_takeover(
        &self,
        request: Request<SetCaseTakeoverRequest>,
    ) -> Result<Response<SetCaseTakeoverResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let agency = wrong.keep(agency_name("name", &message.name));
        let entry = convert::entry(&mut wrong, &message.request_id, fingerprint(message));
        let (Some(agency), Some(entry)) = (agency, entry) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, "referrals.v1.DirectoryService/SetCaseTakeover")?;
        let takes = message.takes_cases_over;
        let kept = self.pathway.set_case_takeover(keeper, entry, agency, takes).await;
        let agency = Some(convert::agency(kept.map_err(told(locale))?));
        Ok(Response::new(SetCaseTakeoverResponse { agency }))
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
            Some(found) => {
                let structure = Some(structure::structure(agency, id, found.clone()));
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
        let agency = wrong.keep(agency_filter(&message.agency));
        let (Some(limit), Some(centre), Some(need), Some(agency)) = (limit, centre, need, agency)
        else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        self.caller(&request, "referrals.v1.DirectoryService/ListStructures")?;
        let filters = list_filters(message);
        let after = after_id(&filters, &message.page_token).map_err(explained(locale))?;
        self.directory.caught_up().await.map_err(explained(locale))?;
        let commune = message.commune.trim();
        let filter = StructureFilter {
            need,
            centre,
            commune: (!commune.is_empty()).then(|| commune.to_owned()),
            open_at: message.open_now.then(|| self.clock.now()),
            agency,
        };
        let found = self.directory.structures(&filter, after, limit).await;
        let found = found.map_err(explained(locale))?;
        let cursor = found.last().map(|last| last.id.as_uuid().as_bytes().to_vec());
        Ok(Response::new(ListStructuresResponse {
            next_page_token: next_token(&filters, is_full(found.len(), limit), cursor),
            structures: found
                .into_iter()
                .map(|it| structure::structure(it.agency, it.id, it.structure))
                .collect(),
        }))
    }
}

/// Decides which structures stand in the directory, and for which centres.
const REGISTER_STRUCTURE: &str = "referrals.v1.DirectoryService/RegisterStructure";

/// What a page token of a list belongs to.
fn list_filters(message: &ListStructuresRequest) -> String {
    let ListStructuresRequest { need, centre, commune, open_now, agency, .. } = message;
    format!("structures|{need}|{centre}|{agency}|{open_now}|{commune}")
}

/// Every agency when none is named.
fn agency_filter(name: &str) -> Result<Option<AgencyId>, Violation> {
    if name.is_empty() { Ok(None) } else { agency_name("agency", name).map(Some) }
}

type Filter = Option<sentier_referrals_domain::value::Need>;

/// Every need when none is named.
fn need_filter(code: i32) -> Result<Filter, Violation> {
    if code == i32::from(Need::Unspecified) {
        return Ok(None);
    }
    let unknown = || Violation::unknown_code("need");
    read_need(code).map(Some).ok_or_else(unknown)
}

fn listed(agency: ListedAgency) -> Agency {
    Agency {
        name: name::agency(agency.id),
        version: agency.version,
        display_name: agency.display_name,
        active: agency.active,
        takes_cases_over: agency.takes_cases_over,
    }
}
