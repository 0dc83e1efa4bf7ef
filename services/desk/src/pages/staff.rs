//! The accounts of a centre's staff, for its administrator.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::{
    ChangeRolesRequest, CreateStaffRequest, DisableStaffRequest, ListStaffRequest, Staff, StaffRole,
};

use super::{FormPage, choices};
use crate::form::{Choice, Fields, Form};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "staff.html")]
struct StaffPage {
    page: Page,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    id: String,
    display_name: String,
    user_name: String,
    roles: String,
    active: bool,
}

/// Who works at the centre.
pub(crate) async fn list(here: Here) -> Answer {
    let message =
        ListStaffRequest { parent: here.centre()?, page_size: 100, page_token: here.query("page") };
    let answer = ask!(here, access.list_staff, message).await?;
    let row = |one: Staff| Row {
        id: one.name.rsplit('/').next().unwrap_or_default().to_owned(),
        roles: one
            .roles()
            .map(|role| here.words.code("staff-role", role.as_str_name()))
            .collect::<Vec<_>>()
            .join(", "),
        display_name: one.display_name,
        user_name: one.user_name,
        active: one.active,
    };
    let rows = answer.staff.into_iter().map(row).collect();
    let page = here.page("title-list");
    Ok(here.show(&StaffPage { page, rows, next: answer.next_page_token }))
}

/// The form of a new account.
pub(crate) async fn ask(here: Here) -> Answer {
    here.centre()?;
    Ok(page(&here, None))
}

/// Creates an account.
pub(crate) async fn create(here: Here) -> Answer {
    let fields = &here.fields;
    let message = CreateStaffRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        user_name: fields.get("user_name").to_lowercase(),
        display_name: fields.get("display_name").to_owned(),
        password: fields.secret("password").to_owned(),
        roles: chosen(fields),
    };
    match ask!(here, access.create_staff, message).await {
        Ok(_account) => Ok(see_other("/staff?n=staff-created")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, "/staff/new", "submit-create-staff")
        .hide("request_id", here.request_id())
        .line("display_name", "text", &here.fields)
        .line("user_name", "text", &here.fields)
        .line("password", "password", &here.fields)
        .any_of("roles", roles(here))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-create-staff");
    here.show_after(
        trouble,
        &FormPage { page, heading, intro: Vec::new(), form, back: "/staff".to_owned() },
    )
}

fn roles(here: &Here) -> Vec<Choice> {
    choices::of(here, "roles", "staff-role", &choices::ROLES, StaffRole::as_str_name)
}

fn chosen(fields: &Fields) -> Vec<i32> {
    fields.codes("roles", |name| StaffRole::from_str_name(name).map(i32::from))
}

/// The form of her roles, with those that she has.
pub(crate) async fn ask_roles(mut here: Here, Path(id): Path<String>) -> Answer {
    let account = found(&here, &id).await?;
    here.fields = as_they_are(&account);
    Ok(roles_page(&here, &account, None))
}

/// The roles that she has, as the fields of the form.
fn as_they_are(account: &Staff) -> Fields {
    let version = account.version.to_string();
    let roles = account.roles().map(|role| ("roles", role.as_str_name()));
    Fields::of(&roles.chain([("version", version.as_str())]).collect::<Vec<_>>())
}

/// Gives her these roles and no others.
pub(crate) async fn change_roles(mut here: Here, Path(id): Path<String>) -> Answer {
    let message = ChangeRolesRequest {
        name: name(&here, &id)?,
        request_id: here.request_id(),
        roles: chosen(&here.fields),
        expected_version: here.fields.version(),
    };
    match ask!(here, access.change_roles, message).await {
        Ok(_account) => Ok(see_other("/staff?n=roles-changed")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let account = found(&here, &id).await?;
            if trouble.is_stale() {
                // Somebody was faster: the form shows what she did, under its version, and is decided again.
                here.fields = as_they_are(&account);
            }
            Ok(roles_page(&here, &account, Some(&trouble)))
        }
    }
}

fn roles_page(here: &Here, account: &Staff, trouble: Option<&Trouble>) -> Response {
    let id = account.name.rsplit('/').next().unwrap_or_default();
    let form = Form::new(here.words, format!("/staff/{id}/roles"), "submit-change-roles")
        .hide("request_id", here.request_id())
        .hide("version", here.fields.get("version"))
        .any_of("roles", roles(here))
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-change-roles");
    let intro = vec![page.fill("change-roles-intro", "name", &account.display_name)];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/staff".to_owned() })
}

/// Pages of the list that are looked through for one account.
const PAGES: usize = 50;

/// An account that is not disabled.
async fn found(here: &Here, id: &str) -> Result<Staff, Trouble> {
    let (parent, wanted) = (here.centre()?, name(here, id)?);
    let mut page_token = String::new();
    for _page in 0..PAGES {
        let message = ListStaffRequest { parent: parent.clone(), page_size: 100, page_token };
        let answer = ask!(here, access.list_staff, message).await?;
        match answer.staff.into_iter().find(|one| one.name == wanted) {
            Some(account) if account.active => return Ok(account),
            Some(_disabled) => break,
            None if answer.next_page_token.is_empty() => break,
            None => page_token = answer.next_page_token,
        }
    }
    Err(Trouble::NoPage)
}

/// Asks whether she means it.
pub(crate) async fn ask_disabling(here: Here, Path(id): Path<String>) -> Answer {
    name(&here, &id)?;
    Ok(confirmation(&here, &id, None))
}

/// Disables an account.
pub(crate) async fn disable(here: Here, Path(id): Path<String>) -> Answer {
    let message = DisableStaffRequest { name: name(&here, &id)?, request_id: here.request_id() };
    match ask!(here, access.disable_staff, message).await {
        Ok(_account) => Ok(see_other("/staff?n=staff-disabled")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(confirmation(&here, &id, Some(&trouble))),
    }
}

fn confirmation(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, format!("/staff/{id}/disable"), "submit-disable-staff")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-disable-staff");
    let intro = vec![here.words.say("disable-staff-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/staff".to_owned() })
}

fn name(here: &Here, id: &str) -> Result<String, Trouble> {
    Here::named::<2>("centres/*/staff/*", format!("{}/staff/{id}", here.centre()?))
}
