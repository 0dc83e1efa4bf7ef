//! What she released, as parts of the resources that need it. PERSONAL: it is made of a disclosure alone, so
//! that nothing is here which she did not release to this agency.

use sentier_platform::grpc::calendar_date;
use sentier_platform::status::Locale;
use sentier_proto::cases::v1::{Disclosure, Incident, Survivor};
use sentier_proto::common::v1::{Date, FieldGroup, IncidentType, PartOfDay, Sex};
use serde_json::{Value, json};

use crate::fhir::value::{concept, text};
use crate::fhir::words::{self, INCIDENT_TYPE, PART_OF_DAY};

/// Her id among the parts of a resource.
const SURVIVOR: &str = "survivor";

/// A reference to her, inside of the resource that holds her.
pub(super) fn reference() -> Value {
    json!({ "reference": format!("#{SURVIVOR}"), "type": "Patient" })
}

/// A reference to somebody of whom nothing is told here.
pub(super) fn withheld() -> Value {
    json!({
        "type": "Patient",
        "extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "masked",
        }],
    })
}

/// Her, by her code; and with what she released of who she is and how she is reached.
pub(super) fn patient(disclosure: &Disclosure) -> Value {
    let none = Survivor::default();
    let survivor = disclosure.survivor.as_ref().unwrap_or(&none);
    json!({
        "resourceType": "Patient",
        "id": SURVIVOR,
        "identifier": [{ "system": "urn:sentier:survivor-code", "value": disclosure.survivor_code }],
        "name": [{ "text": text(&survivor.full_name) }],
        "telecom": [phone(&survivor.phone)],
        "gender": match survivor.sex() {
            Sex::Female => json!("female"),
            Sex::Male => json!("male"),
            Sex::Unspecified => Value::Null,
        },
        "birthDate": date(survivor.birth_date.as_ref(), survivor.birth_date_estimated),
    })
}

/// Her by her code alone, where who she is does not matter.
pub(super) fn by_code(disclosure: &Disclosure) -> Value {
    patient(&Disclosure { survivor: None, ..disclosure.clone() })
}

fn phone(number: &str) -> Value {
    if number.is_empty() { Value::Null } else { json!({ "system": "phone", "value": number }) }
}

/// A date; of an estimated one the year, which is all that was known.
fn date(on: Option<&Date>, estimated: bool) -> Value {
    let Some(on) = on.and_then(calendar_date) else { return Value::Null };
    if estimated { json!(format!("{:04}", on.year())) } else { json!(on.to_string()) }
}

/// How she is reached without danger: a remark, so that no system that shows the request leaves it out.
pub(super) fn safe_contact(disclosure: &Disclosure, locale: Locale) -> Value {
    let said = disclosure.survivor.as_ref().map(|survivor| survivor.safe_contact.as_str());
    match said.unwrap_or_default() {
        "" => Value::Null,
        said => json!({ "text": format!("{} : {said}", words::safe_contact(locale)) }),
    }
}

/// What happened to her, one part for each incident.
pub(super) fn incidents(disclosure: &Disclosure, locale: Locale) -> Vec<Value> {
    let told = disclosure.incidents.iter().enumerate();
    told.map(|(at, incident)| condition(at, incident, locale)).collect()
}

/// A reference to each incident, inside of the resource that holds them.
pub(super) fn incident_references(disclosure: &Disclosure) -> Vec<Value> {
    (0..disclosure.incidents.len())
        .map(|at| json!({ "reference": format!("#{}", incident_id(at)), "type": "Condition" }))
        .collect()
}

fn incident_id(at: usize) -> String {
    format!("incident-{}", at + 1)
}

fn condition(at: usize, incident: &Incident, locale: Locale) -> Value {
    let part = code(incident.part_of_day().as_str_name(), "PART_OF_DAY_");
    let part = match incident.part_of_day() {
        PartOfDay::Unspecified => Value::Null,
        _ => json!({
            "url": PART_OF_DAY.system,
            "valueCodeableConcept": concept(PART_OF_DAY, &part, locale),
        }),
    };
    let kind = code(incident.r#type().as_str_name(), "INCIDENT_TYPE_");
    let kind = match incident.r#type() {
        IncidentType::Unspecified => Value::Null,
        _ => concept(INCIDENT_TYPE, &kind, locale),
    };
    json!({
        "resourceType": "Condition",
        "id": incident_id(at),
        "extension": [part],
        "code": kind,
        "subject": reference(),
        "onsetDateTime": date(incident.date.as_ref(), incident.date_estimated),
        "note": [{ "text": text(&incident.narrative) }],
    })
}

/// The groups of fields that she released, by their codes.
pub(super) fn field_groups(disclosure: &Disclosure) -> Vec<String> {
    let released = disclosure.field_groups();
    released
        .filter(|group| *group != FieldGroup::Unspecified)
        .map(|group| code(group.as_str_name(), "FIELD_GROUP_"))
        .collect()
}

/// A name of the contract as a code: `INCIDENT_TYPE_NON_GBV` is `non_gbv`.
fn code(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::words::FIELD_GROUP;

    #[test]
    fn every_code_of_the_contract_is_explained() {
        let explained = |words: words::Words, codes: Vec<String>| {
            assert_eq!(words.codes().collect::<Vec<_>>(), codes, "{}", words.system);
        };
        let all = |prefix: &str, name: &dyn Fn(i32) -> Option<&'static str>| {
            (1..99).map_while(name).map(|name| code(name, prefix)).collect::<Vec<_>>()
        };
        explained(
            INCIDENT_TYPE,
            all("INCIDENT_TYPE_", &|at| Some(IncidentType::try_from(at).ok()?.as_str_name())),
        );
        explained(
            PART_OF_DAY,
            all("PART_OF_DAY_", &|at| Some(PartOfDay::try_from(at).ok()?.as_str_name())),
        );
        explained(
            FIELD_GROUP,
            all("FIELD_GROUP_", &|at| Some(FieldGroup::try_from(at).ok()?.as_str_name())),
        );
    }

    #[test]
    fn of_an_estimated_date_the_year_is_told() {
        let on = Date { year: 1998, month: 1, day: 1 };
        assert_eq!(date(Some(&on), true), "1998");
        assert_eq!(date(Some(&on), false), "1998-01-01");
        assert_eq!(date(Some(&Date::default()), false), Value::Null);
    }
}
