//! What a structure must be like; everything that is wrong with one, with the paths of the contract.

use std::collections::BTreeSet;

use sentier_kernel::Violation;

use super::schedule::DAY;
use super::{Capacity, ContactPoint, Opening, ServiceOffer, Structure};

/// Public names, functions, documents and prices have 2 to 120 characters.
const NAME: std::ops::RangeInclusive<usize> = 2..=120;
/// Communes have 2 to 60 characters.
const COMMUNE: std::ops::RangeInclusive<usize> = 2..=60;
const PHONE: usize = 40;
const EMAIL: usize = 254;
const COMMUNES: usize = 60;
const LANGUAGES: usize = 20;
const CONTACTS: usize = 10;
const OPENINGS: usize = 50;
/// Prices, and documents, of one service.
const ITEMS: usize = 10;
const OLDEST: u8 = 120;
const DEAREST: u32 = 100_000_000;
const MOST: u32 = 100_000;

/// Whether a text is a public name.
pub(super) fn is_name(text: &str) -> bool {
    has(text, &NAME)
}

fn has(text: &str, length: &std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.trim().chars().count())
}

/// Everything that is wrong with a structure.
pub fn structure(structure: &Structure) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if !is_name(&structure.display_name) {
        wrong.push(Violation::malformed("structure.display_name"));
    }
    if structure.services.is_empty() {
        wrong.push(Violation::required("structure.services_offered"));
    }
    if structure.centres.is_empty() {
        wrong.push(Violation::required("structure.centres"));
    }
    if structure.phone.chars().count() > PHONE {
        wrong.push(Violation::too_long("structure.phone"));
    }
    let mut served = BTreeSet::new();
    for (at, offer) in structure.services.iter().enumerate() {
        if !served.insert(offer.need) {
            let field = format!("structure.services[{at}].need");
            wrong.push(Violation::new(field, "violation-invalid"));
        }
        service(&mut wrong, at, offer);
    }
    bounded(&mut wrong, "structure.communes", structure.communes.len(), COMMUNES);
    if !structure.communes.iter().all(|one| has(one, &COMMUNE)) {
        wrong.push(Violation::malformed("structure.communes"));
    }
    bounded(&mut wrong, "structure.languages", structure.languages.len(), LANGUAGES);
    if !structure.languages.iter().all(|one| is_language(one)) {
        wrong.push(Violation::malformed("structure.languages"));
    }
    bounded(&mut wrong, "structure.contacts", structure.contacts.len(), CONTACTS);
    for (at, point) in structure.contacts.iter().enumerate() {
        contact(&mut wrong, at, point);
    }
    bounded(&mut wrong, "structure.openings", structure.openings.len(), OPENINGS);
    for (at, one) in structure.openings.iter().enumerate() {
        opening(&mut wrong, at, *one);
    }
    wrong
}

fn service(wrong: &mut Vec<Violation>, at: usize, offer: &ServiceOffer) {
    let path = |field: &str| format!("structure.services[{at}].{field}");
    let ages = offer.eligibility;
    let too_old = |age: Option<u8>| age.is_some_and(|age| age > OLDEST);
    if too_old(ages.minimum_age) {
        let field = path("eligibility.minimum_age");
        wrong.push(Violation::new(field, "violation-out-of-range"));
    }
    let crossed = ages.minimum_age.zip(ages.maximum_age).is_some_and(|(least, most)| least > most);
    if too_old(ages.maximum_age) || crossed {
        let field = path("eligibility.maximum_age");
        wrong.push(Violation::new(field, "violation-out-of-range"));
    }
    bounded(wrong, path("cost_options"), offer.cost_options.len(), ITEMS);
    for (place, cost) in offer.cost_options.iter().enumerate() {
        if !is_name(&cost.option) {
            wrong.push(Violation::malformed(path(&format!("cost_options[{place}].option"))));
        }
        if cost.amount > DEAREST {
            let field = path(&format!("cost_options[{place}].amount"));
            wrong.push(Violation::new(field, "violation-out-of-range"));
        }
    }
    bounded(wrong, path("required_documents"), offer.required_documents.len(), ITEMS);
    for (place, document) in offer.required_documents.iter().enumerate() {
        if !is_name(document) {
            wrong.push(Violation::malformed(path(&format!("required_documents[{place}]"))));
        }
    }
    if let Some(counted) = offer.capacity {
        wrong.extend(capacity(counted, &path("capacity")));
    }
}

/// Everything that is wrong with a capacity, at this path.
pub(super) fn capacity(capacity: Capacity, path: &str) -> Vec<Violation> {
    let fields = [("maximum", capacity.maximum), ("load", capacity.load)];
    let beyond = fields.into_iter().filter(|(_, count)| *count > MOST);
    let wrong = beyond.map(|(field, _)| format!("{path}.{field}"));
    wrong.map(|field| Violation::new(field, "violation-out-of-range")).collect()
}

fn contact(wrong: &mut Vec<Violation>, at: usize, point: &ContactPoint) {
    let path = |field: &str| format!("structure.contacts[{at}].{field}");
    if !is_name(&point.title) {
        wrong.push(Violation::malformed(path("title")));
    }
    if point.phone.is_empty() && point.email.is_empty() {
        wrong.push(Violation::required(path("phone")));
    }
    if point.phone.chars().count() > PHONE {
        wrong.push(Violation::too_long(path("phone")));
    }
    let email = point.email.as_str();
    let has_sides =
        email.split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty());
    if !email.is_empty()
        && (!has_sides || email.len() > EMAIL || email.contains(char::is_whitespace))
    {
        wrong.push(Violation::malformed(path("email")));
    }
}

fn opening(wrong: &mut Vec<Violation>, at: usize, opening: Opening) {
    let path = |field: &str| format!("structure.openings[{at}].{field}");
    if opening.opens_at >= DAY {
        wrong.push(Violation::malformed(path("opens_at")));
    }
    if opening.closes_at == 0 || opening.closes_at > DAY {
        wrong.push(Violation::malformed(path("closes_at")));
    }
}

/// Two or three small letters (ISO 639-1, ISO 639-3).
fn is_language(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn bounded(
    wrong: &mut Vec<Violation>,
    field: impl Into<std::borrow::Cow<'static, str>>,
    items: usize,
    most: usize,
) {
    if items > most {
        wrong.push(Violation::new(field, "violation-too-many"));
    }
}
