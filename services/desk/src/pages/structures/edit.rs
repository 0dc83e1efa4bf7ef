//! What a structure says of itself: its hours, whom to reach, whose people it takes, until when it is
//! closed.

use axum::extract::Path;
use axum::response::Response;
use prost_types::{FieldMask, Timestamp};
use sentier_platform::grpc::{calendar_date, moment};
use sentier_proto::referrals::v1::{ContactPoint, Opening, Structure, UpdateStructureRequest};

use super::hours::{self, DAYS};
use super::{href, known};
use crate::form::{Fields, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::FormPage;
use crate::trouble::Trouble;

/// The form, with what is known.
pub(crate) async fn ask(here: Here, Path((agency, id)): Path<(String, String)>) -> Answer {
    let structure = known(&here, &agency, &id).await?;
    Ok(page(&here, &structure, &filled(&structure), None))
}

/// Keeps what was changed.
pub(crate) async fn save(here: Here, Path((agency, id)): Path<(String, String)>) -> Answer {
    let structure = known(&here, &agency, &id).await?;
    let message = match read(&here, &structure) {
        Ok(message) => message,
        Err(wrong) => {
            let trouble = Trouble::Fields(wrong);
            return Ok(page(&here, &structure, &here.fields, Some(&trouble)));
        }
    };
    match ask!(here, directory.update_structure, message).await {
        Ok(_structure) => Ok(see_other(&format!("{}?n=structure-updated", href(&structure.name)))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &structure, &here.fields, Some(&trouble))),
    }
}

/// What the form shows of a structure.
fn filled(structure: &Structure) -> Fields {
    let contact = structure.contacts.first().cloned().unwrap_or_default();
    let mut fields = Fields::default()
        .with("structure.display_name", structure.display_name.clone())
        .with("structure.phone", structure.phone.clone())
        .with("structure.communes", structure.communes.join("\n"))
        .with("structure.languages", structure.languages.join(", "))
        .with("contact.title", contact.title)
        .with("contact.phone", contact.phone)
        .with("contact.email", contact.email)
        .with("structure.closed_until", closed_until(structure));
    for day in &DAYS {
        fields = fields.with(day.field, hours::write(&structure.openings, day.weekday));
    }
    fields
}

/// The day on which it opens again, as a date field shows it.
fn closed_until(structure: &Structure) -> String {
    let day = structure.closed_until_time.as_ref().and_then(moment);
    day.map_or_else(String::new, |at| at.to_datetime().date().to_string())
}

type Wrong = Vec<(&'static str, &'static str)>;

fn read(here: &Here, known: &Structure) -> Result<UpdateStructureRequest, Wrong> {
    let fields = &here.fields;
    let mut wrong = Wrong::new();
    let mut openings: Vec<Opening> = Vec::new();
    for day in &DAYS {
        match hours::read(day.weekday, fields.get(day.field)) {
            Some(read) => openings.extend(read),
            None => wrong.push((day.field, "wrong-hours")),
        }
    }
    let mut paths = vec!["display_name", "phone", "communes", "languages", "openings", "contacts"];
    let mut closed_until_time = None;
    // What was not touched keeps its hour.
    if fields.get("structure.closed_until") != closed_until(known) {
        paths.push("closed_until_time");
        closed_until_time = match opens_again(fields.get("structure.closed_until")) {
            Ok(until) => until,
            Err(key) => {
                wrong.push(("structure.closed_until", key));
                None
            }
        };
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(UpdateStructureRequest {
        request_id: here.request_id(),
        structure: Some(Structure {
            name: known.name.clone(),
            display_name: fields.get("structure.display_name").to_owned(),
            phone: fields.get("structure.phone").to_owned(),
            communes: parts(fields.get("structure.communes"), &['\n', ',', ';']),
            languages: parts(&fields.get("structure.languages").to_lowercase(), &[',', ';', ' ']),
            contacts: contacts(fields, known),
            openings,
            closed_until_time,
            ..Structure::default()
        }),
        update_mask: Some(FieldMask { paths: paths.into_iter().map(str::to_owned).collect() }),
    })
}

/// The first moment of the day; none when no day is given.
fn opens_again(text: &str) -> Result<Option<Timestamp>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = date(text).as_ref().and_then(calendar_date).ok_or("wrong-date")?;
    let seconds = day.midnight().assume_utc().unix_timestamp();
    Ok(Some(Timestamp { seconds, nanos: 0 }))
}

fn parts(text: &str, between: &[char]) -> Vec<String> {
    let parts = text.split(between).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The first contact as it was typed, and the others as they were.
fn contacts(fields: &Fields, known: &Structure) -> Vec<ContactPoint> {
    let first = ContactPoint {
        title: fields.get("contact.title").to_owned(),
        phone: fields.get("contact.phone").to_owned(),
        email: fields.get("contact.email").to_owned(),
    };
    let given = first != ContactPoint::default();
    given.then_some(first).into_iter().chain(known.contacts.iter().skip(1).cloned()).collect()
}

fn page(here: &Here, structure: &Structure, shown: &Fields, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let back = href(&structure.name);
    let mut form = Form::new(words, format!("{back}/edit"), "submit-structure-update")
        .hide("request_id", here.request_id())
        .line("structure.display_name", "text", shown)
        .line("structure.phone", "tel", shown)
        .line("structure.closed_until", "date", shown)
        .part(words.say("part-hours"));
    for day in &DAYS {
        form = form
            .line(day.field, "text", shown)
            .named(words.code("weekday", day.weekday.as_str_name()));
    }
    let form = form
        .part(words.say("part-contact"))
        .line("contact.title", "text", shown)
        .line("contact.phone", "tel", shown)
        .line("contact.email", "email", shown)
        .part(words.say("part-area"))
        .lines("structure.communes", shown)
        .line("structure.languages", "text", shown)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-structure-edit");
    let intro = vec![words.say("hours-intro"), words.say("contact-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
