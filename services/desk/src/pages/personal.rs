//! Personal values as a page shows them, once they were opened on purpose.
//!
//! PRIVACY: these are drawn into the answer of the request that opened them, and kept nowhere.

use sentier_proto::cases::v1::{Incident, Survivor};

use super::minimum;
use crate::page::Here;

/// What is known of her, label by label; only what was given.
pub(crate) fn of_survivor(here: &Here, survivor: &Survivor) -> Vec<(String, String)> {
    let words = here.words;
    let born = survivor.birth_date.as_ref().map_or_else(String::new, |date| {
        if survivor.birth_date_estimated {
            words.fill("an-estimate", &[("value", &date.year.to_string())])
        } else {
            words.date(date)
        }
    });
    let sex = match survivor.sex() {
        sentier_proto::common::v1::Sex::Unspecified => String::new(),
        sex => words.code("sex", sex.as_str_name()),
    };
    let known = [
        ("label-survivor-full-name", survivor.full_name.clone()),
        ("label-survivor-sex", sex),
        ("label-survivor-birth-date", born),
        ("label-survivor-phone", survivor.phone.clone()),
        ("label-survivor-safe-contact", survivor.safe_contact.clone()),
    ];
    let given = known.into_iter().filter(|(_, value)| !value.is_empty());
    let given = given.map(|(label, value)| (words.say(label), value));
    let profile = survivor.profile.as_ref().map(|profile| minimum::of_profile(here, profile));
    given.chain(profile.unwrap_or_default()).collect()
}

/// One incident in words.
pub(crate) struct IncidentRow {
    pub(crate) kind: String,
    pub(crate) decided: String,
    pub(crate) when: String,
    pub(crate) narrative: String,
    /// Its circumstances, label by label.
    pub(crate) facts: Vec<(String, String)>,
    /// Where it is corrected; empty where it is not.
    pub(crate) correct: String,
}

/// An incident as it is told.
pub(crate) fn of_incident(here: &Here, incident: &Incident) -> IncidentRow {
    use sentier_proto::common::v1::{IncidentType, PartOfDay};
    let words = here.words;
    let day = incident.date.as_ref().map_or_else(String::new, |date| words.date(date));
    let day = match (day.is_empty(), incident.date_estimated) {
        (false, true) => words.fill("an-estimate", &[("value", &day)]),
        _ => day,
    };
    let part = match incident.part_of_day() {
        PartOfDay::Unspecified => String::new(),
        part => words.code("part-of-day", part.as_str_name()),
    };
    let kind = match incident.r#type() {
        IncidentType::Unspecified => String::new(),
        kind => words.code("incident-type", kind.as_str_name()),
    };
    let decided = match incident.deciding_question {
        0 => String::new(),
        question => words.say(&format!("question-{question}")),
    };
    let when = [day, part].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    IncidentRow {
        kind,
        decided,
        when: when.join(", "),
        narrative: incident.narrative.clone(),
        facts: minimum::of_circumstances(here, incident),
        correct: String::new(),
    }
}
