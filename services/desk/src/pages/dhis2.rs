//! A period's figures as a file for the ministry's DHIS2, by the centre's mapping.

use askama::Template;
use axum::response::Response;
use sentier_proto::statistics::v1::{DownloadDataValueSetRequest, DownloadMappingTemplateRequest};

use super::figures::month_before;
use super::report::{name, periods, saved};
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "dhis2.html")]
struct Dhis2Page {
    page: Page,
    form: Form,
}

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    Ok(page(&here, None))
}

/// The file; what is wrong with the mapping is told beside it.
pub(crate) async fn download(here: Here) -> Answer {
    let message = DownloadDataValueSetRequest {
        parent: here.centre()?,
        period: here.fields.get("period").to_owned(),
        week: String::new(),
        mapping: here.fields.get("mapping").to_owned(),
    };
    match ask!(here, dhis2.download_data_value_set, message).await {
        Ok(file) => Ok(saved(file.content, file.media_type, &file.file_name)),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

/// A mapping to be filled in.
pub(crate) async fn template(here: Here) -> Answer {
    let message = DownloadMappingTemplateRequest { parent: here.centre()? };
    let file = ask!(here, dhis2.download_mapping_template, message).await?;
    Ok(saved(file.content, file.media_type, &file.file_name))
}

fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let fields = match here.query("period") {
        asked if here.fields.has("period") || asked.is_empty() => here.fields.clone(),
        asked => here.fields.clone().with("period", asked),
    };
    let choice = |(period, label)| Choice::new("period", period, label, &fields);
    let choices = ended(here).into_iter().map(choice).collect();
    let form = Form::new(here.words, "/figures/dhis2", "submit-dhis2")
        .select("period", choices)
        .lines("mapping", &fields);
    let form = match trouble {
        None => form,
        Some(trouble) => placed(here, form, trouble),
    };
    let page = here.page("title-figures");
    here.show_after(trouble, &Dhis2Page { page, form })
}

/// What is wrong in the mapping stands at its field, each with its place.
fn placed(here: &Here, mut form: Form, trouble: &Trouble) -> Form {
    form.troubles.push(trouble.sentence(here.words));
    for (path, sentence) in trouble.fields(here.words) {
        let within = path.starts_with("mapping.");
        let said = if within { format!("{path} : {sentence}") } else { sentence };
        let name = if within { "mapping" } else { path.as_str() };
        match form.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.errors.push(said),
            None => form.troubles.push(said),
        }
    }
    form
}

/// The periods that have ended, quarters first: one that has not is not sent.
fn ended(here: &Here) -> Vec<(String, String)> {
    let today = here.desk.env.clock.now().to_datetime().date();
    let present = month_before(today, 0);
    let mut ended = periods(here);
    ended.retain(|(period, _)| *period != present);
    let oldest = month_before(today, 12);
    ended.push((oldest.clone(), name(here.words, &oldest)));
    ended
}
