//! A new structure of an agency.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::{RegisterStructureRequest, Structure};

use super::name;
use crate::form::Form;
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::{FormPage, choices};
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here, Path(id): Path<String>) -> Answer {
    name(&here, &id)?;
    Ok(page(&here, &id, None))
}

/// Registers a structure that covers this centre's area.
pub(crate) async fn register(here: Here, Path(id): Path<String>) -> Answer {
    let fields = &here.fields;
    let needs = |name: &str| Need::from_str_name(name).map(i32::from);
    let structure = Structure {
        display_name: fields.get("structure.display_name").to_owned(),
        services_offered: fields.codes("structure.services_offered", needs),
        centres: vec![here.centre()?],
        phone: fields.get("structure.phone").to_owned(),
        ..Structure::default()
    };
    let message = RegisterStructureRequest {
        parent: name(&here, &id)?,
        request_id: here.request_id(),
        structure: Some(structure),
    };
    match ask!(here, directory.register_structure, message).await {
        Ok(_structure) => Ok(see_other(&format!("/directory/{id}?n=structure-registered"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, Some(&trouble))),
    }
}

fn page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let field = "structure.services_offered";
    let needs = choices::of(here, field, "need", &choices::NEEDS, Need::as_str_name);
    let form = Form::new(here.words, format!("/directory/{id}/structures/new"), "submit-structure")
        .hide("request_id", here.request_id())
        .line("structure.display_name", "text", &here.fields)
        .any_of(field, needs)
        .line("structure.phone", "tel", &here.fields)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-structure-new");
    let intro = vec![here.words.say("structure-intro")];
    let back = format!("/directory/{id}");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
