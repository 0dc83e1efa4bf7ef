//! The accounts of a centre's staff, for its administrator.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::{
    CreateStaffRequest, DisableStaffRequest, ListStaffRequest, StaffRole,
};

use super::{FormPage, choices};
use crate::form::Form;
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
    let row = |one: sentier_proto::access::v1::Staff| Row {
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
        roles: fields.codes("roles", |name| StaffRole::from_str_name(name).map(i32::from)),
    };
    match ask!(here, access.create_staff, message).await {
        Ok(_account) => Ok(see_other("/staff?n=staff-created")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let roles = choices::of(here, "roles", "staff-role", &choices::ROLES, StaffRole::as_str_name);
    let form = Form::new(here.words, "/staff/new", "submit-create-staff")
        .hide("request_id", here.request_id())
        .line("display_name", "text", &here.fields)
        .line("user_name", "text", &here.fields)
        .line("password", "password", &here.fields)
        .any_of("roles", roles)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-create-staff");
    here.show_after(
        trouble,
        &FormPage { page, heading, intro: Vec::new(), form, back: "/staff".to_owned() },
    )
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
