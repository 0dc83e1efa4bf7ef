//! Calls about a centre's staff, and the first of them.

use sentier_platform::authorise::Resource;
use sentier_platform::grpc::page_size;
use sentier_platform::principal::Principal;
use sentier_proto::access::v1::{
    BootstrapRequest, BootstrapResponse, ChangeRolesRequest, ChangeRolesResponse,
    CreateStaffRequest, CreateStaffResponse, DisableStaffRequest, DisableStaffResponse,
    ListStaffRequest, ListStaffResponse,
};

use super::convert::{
    centre_code, centre_name, display_name, gather, new_password, next_page, page, roles, staff,
    staff_name, user_name, write,
};
use crate::application::{Access, Fault, FirstAdministrator, NewStaff};
use crate::keys::Secret;

pub(super) async fn bootstrap(
    access: &Access,
    principal: Principal,
    asked: BootstrapRequest,
) -> Result<BootstrapResponse, Fault> {
    gather! {
        centre = centre_code("centre", &asked.centre);
        user_name = user_name(&asked.user_name);
        display_name = display_name(&asked.display_name);
        password = new_password("password", asked.password);
    }
    access.permit(&principal, "access.v1.AccessService/Bootstrap", &Resource::new())?;
    let secret = Secret::presented(asked.secret.trim());
    let first = FirstAdministrator { secret, centre, user_name, display_name, password };
    Ok(BootstrapResponse { staff: Some(staff(access.bootstrap(first).await?)) })
}

pub(super) async fn create_staff(
    access: &Access,
    principal: Principal,
    asked: CreateStaffRequest,
) -> Result<CreateStaffResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        centre = centre_name("parent", &asked.parent);
        user_name = user_name(&asked.user_name);
        display_name = display_name(&asked.display_name);
        password = new_password("password", asked.password);
        roles = roles(&asked.roles);
    }
    let resource = Resource::new().centre(centre.as_str());
    access.permit(&principal, "access.v1.AccessService/CreateStaff", &resource)?;
    let new = NewStaff { centre, user_name, display_name, password, roles };
    let created = access.create_staff(&principal, write, new).await?;
    Ok(CreateStaffResponse { staff: Some(staff(created)) })
}

pub(super) async fn list_staff(
    access: &Access,
    principal: Principal,
    asked: ListStaffRequest,
) -> Result<ListStaffResponse, Fault> {
    gather! {
        centre = centre_name("parent", &asked.parent);
        size = page_size(asked.page_size);
    }
    let filters = format!("staff of {}", centre.as_str());
    let page = page(size, &filters, &asked.page_token)?;
    let resource = Resource::new().centre(centre.as_str());
    access.permit(&principal, "access.v1.AccessService/ListStaff", &resource)?;
    let (listed, next) = access.list_staff(&principal, &centre, page).await?;
    let next_page_token = next_page(&filters, next);
    Ok(ListStaffResponse { staff: listed.into_iter().map(staff).collect(), next_page_token })
}

pub(super) async fn disable_staff(
    access: &Access,
    principal: Principal,
    asked: DisableStaffRequest,
) -> Result<DisableStaffResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, None);
        who = staff_name("name", &asked.name);
    }
    let resource = Resource::new().centre(who.0.as_str());
    access.permit(&principal, "access.v1.AccessService/DisableStaff", &resource)?;
    let disabled = access.disable_staff(&principal, write, who).await?;
    Ok(DisableStaffResponse { staff: Some(staff(disabled)) })
}

pub(super) async fn change_roles(
    access: &Access,
    principal: Principal,
    asked: ChangeRolesRequest,
) -> Result<ChangeRolesResponse, Fault> {
    gather! {
        write = write(access, &asked.request_id, &asked, asked.expected_version);
        who = staff_name("name", &asked.name);
        roles = roles(&asked.roles);
    }
    let resource = Resource::new().centre(who.0.as_str());
    access.permit(&principal, "access.v1.AccessService/ChangeRoles", &resource)?;
    let changed = access.change_roles(&principal, write, who, roles).await?;
    Ok(ChangeRolesResponse { staff: Some(staff(changed)) })
}
