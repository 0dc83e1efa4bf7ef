//! A structure between the contract and the domain.

use std::collections::BTreeSet;

use prost_types::{FieldMask, Timestamp};
use sentier_kernel::{Moment, Violation};
use sentier_platform::grpc::{Violations, moment, timestamp};
use sentier_proto::name;
use sentier_proto::referrals::v1 as wire;
use sentier_referrals_domain::agency::{
    self, Capacity, Change, ContactPoint, CostOption, Eligibility, Opening, ServiceOffer, Structure,
};
use sentier_referrals_domain::value::{AgencyId, StructureId};

use super::time_of_day;
use crate::codes::{read_sex, read_weekday, sex, weekday};
use crate::contract::{centre_code, need, read_need};

/// Unspecified: both sexes.
const BOTH: i32 = 0;

pub(super) fn structure(
    agency: AgencyId,
    id: StructureId,
    structure: Structure,
) -> wire::Structure {
    wire::Structure {
        name: name::structure(agency, id),
        display_name: structure.display_name,
        services_offered: structure.services.iter().map(|offer| need(offer.need)).collect(),
        centres: structure.centres.iter().map(|centre| name::centre(centre)).collect(),
        phone: structure.phone,
        services: structure.services.into_iter().map(service).collect(),
        communes: structure.communes.into_iter().collect(),
        languages: structure.languages.into_iter().collect(),
        contacts: structure.contacts.into_iter().map(contact).collect(),
        openings: structure.openings.into_iter().map(opening).collect(),
        closed_until_time: structure.closed_until.map(timestamp),
    }
}

fn service(offer: ServiceOffer) -> wire::ServiceOffer {
    let ages = offer.eligibility;
    let conditions = ages != Eligibility::default();
    let price =
        |cost: CostOption| wire::CostOption { option: cost.option, amount: cost.amount.into() };
    let count = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    wire::ServiceOffer {
        need: need(offer.need),
        eligibility: conditions.then(|| wire::Eligibility {
            minimum_age: ages.minimum_age.map(i32::from),
            maximum_age: ages.maximum_age.map(i32::from),
            sex: ages.sex.map_or(BOTH, sex),
        }),
        cost_options: offer.cost_options.into_iter().map(price).collect(),
        required_documents: offer.required_documents,
        capacity: offer.capacity.map(|capacity| wire::Capacity {
            maximum: count(capacity.maximum),
            load: count(capacity.load),
        }),
    }
}

fn contact(point: ContactPoint) -> wire::ContactPoint {
    wire::ContactPoint { title: point.title, phone: point.phone, email: point.email }
}

fn opening(opening: Opening) -> wire::Opening {
    wire::Opening {
        weekday: weekday(opening.weekday),
        opens_at: time_of_day::write(opening.opens_at),
        closes_at: time_of_day::write(opening.closes_at),
        night_duty: opening.night_duty,
    }
}

/// A structure as its keeper gives it, or everything that is wrong with it.
pub(super) fn read_structure(
    wrong: &mut Violations,
    given: Option<&wire::Structure>,
) -> Option<Structure> {
    let missing = || Violation::required("structure");
    let given = wrong.keep(given.ok_or_else(missing))?;
    let mut found = Violations::default();
    let structure = Structure {
        display_name: given.display_name.trim().to_owned(),
        services: read_services(&mut found, given),
        centres: read_centres(&mut found, &given.centres),
        communes: texts(&given.communes),
        languages: texts(&given.languages),
        phone: given.phone.trim().to_owned(),
        contacts: given.contacts.iter().map(read_contact).collect(),
        openings: read_openings(&mut found, &given.openings),
        closed_until: read_closed_until(&mut found, given.closed_until_time.as_ref()),
    };
    let found = found.into_vec();
    // Of a list that could not be read whole, what is missing is no second fault.
    let mut checked = agency::violations(&structure);
    checked.retain(|one| !found.iter().any(|it| list(&it.field) == list(&one.field)));
    for violation in found.into_iter().chain(checked) {
        wrong.add(violation);
    }
    Some(structure)
}

/// The list that a path leads into; needs and offers are one.
fn list(field: &str) -> &str {
    match field.split('[').next().unwrap_or_default() {
        "structure.services_offered" => "structure.services",
        other => other,
    }
}

/// What a mask names of a structure, or everything that is wrong with it.
pub(super) fn read_change(
    wrong: &mut Violations,
    given: &wire::Structure,
    mask: Option<&FieldMask>,
) -> Change {
    let mut change = Change::default();
    let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
    if paths.is_empty() {
        wrong.add(Violation::required("update_mask"));
    }
    for path in paths {
        match path.as_str() {
            "display_name" => change.display_name = Some(given.display_name.trim().to_owned()),
            "services" | "services_offered" => {
                change.services = Some(read_services(wrong, given));
            }
            "centres" => change.centres = Some(read_centres(wrong, &given.centres)),
            "communes" => change.communes = Some(texts(&given.communes)),
            "languages" => change.languages = Some(texts(&given.languages)),
            "phone" => change.phone = Some(given.phone.trim().to_owned()),
            "contacts" => change.contacts = Some(given.contacts.iter().map(read_contact).collect()),
            "openings" => change.openings = Some(read_openings(wrong, &given.openings)),
            "closed_until_time" => {
                let until = read_closed_until(wrong, given.closed_until_time.as_ref());
                change.closed_until = Some(until);
            }
            _ => wrong.add(Violation::unknown_code("update_mask")),
        }
    }
    change
}

/// A count of places, or what is wrong with it.
pub(super) fn read_capacity(wrong: &mut Violations, given: wire::Capacity) -> Option<Capacity> {
    let mut count = |field, value: i32| {
        let out = |_negative| Violation::new(field, "violation-out-of-range");
        wrong.keep(u32::try_from(value).map_err(out))
    };
    let maximum = count("capacity.maximum", given.maximum);
    let load = count("capacity.load", given.load);
    Some(Capacity { maximum: maximum?, load: load? })
}

/// The offers that are spelled out, then the needs that are only named.
fn read_services(wrong: &mut Violations, given: &wire::Structure) -> Vec<ServiceOffer> {
    let mut services: Vec<ServiceOffer> = Vec::new();
    for (at, offer) in given.services.iter().enumerate() {
        services.extend(read_service(wrong, at, offer));
    }
    for (at, code) in given.services_offered.iter().enumerate() {
        let field = format!("structure.services_offered[{at}]");
        let read = read_need(*code).ok_or_else(|| Violation::unknown_code(field));
        if let Some(need) = wrong.keep(read)
            && !services.iter().any(|offer| offer.need == need)
        {
            services.push(ServiceOffer::of(need));
        }
    }
    services
}

fn read_service(
    wrong: &mut Violations,
    at: usize,
    given: &wire::ServiceOffer,
) -> Option<ServiceOffer> {
    let path = |field: &str| format!("structure.services[{at}].{field}");
    let need = read_need(given.need).ok_or_else(|| Violation::unknown_code(path("need")));
    let need = wrong.keep(need);
    let asked = given.eligibility.unwrap_or_default();
    let mut age = |field: &str, years: Option<i32>| {
        let out = |_beyond| Violation::new(path(field), "violation-out-of-range");
        years.and_then(|years| wrong.keep(u8::try_from(years).map_err(out)))
    };
    let minimum_age = age("eligibility.minimum_age", asked.minimum_age);
    let maximum_age = age("eligibility.maximum_age", asked.maximum_age);
    let sex = if asked.sex == BOTH {
        None
    } else {
        let unknown = || Violation::unknown_code(path("eligibility.sex"));
        wrong.keep(read_sex(asked.sex).ok_or_else(unknown))
    };
    let mut cost_options = Vec::new();
    for (place, cost) in given.cost_options.iter().enumerate() {
        let field = path(&format!("cost_options[{place}].amount"));
        let amount = u32::try_from(cost.amount);
        let amount =
            wrong.keep(amount.map_err(|_beyond| Violation::new(field, "violation-out-of-range")));
        let option = cost.option.trim().to_owned();
        cost_options.extend(amount.map(|amount| CostOption { option, amount }));
    }
    let documents = given.required_documents.iter().map(|it| it.trim().to_owned());
    Some(ServiceOffer {
        eligibility: Eligibility { minimum_age, maximum_age, sex },
        cost_options,
        required_documents: documents.collect(),
        ..ServiceOffer::of(need?)
    })
}

fn read_centres(wrong: &mut Violations, given: &[String]) -> BTreeSet<String> {
    let mut centres = BTreeSet::new();
    for (at, centre) in given.iter().enumerate() {
        let read = centre_code("structure.centres", centre);
        let field = || format!("structure.centres[{at}]");
        let read = read.ok().flatten().ok_or_else(|| Violation::malformed(field()));
        centres.extend(wrong.keep(read));
    }
    centres
}

fn texts(given: &[String]) -> BTreeSet<String> {
    given.iter().map(|text| text.trim().to_owned()).collect()
}

fn read_contact(given: &wire::ContactPoint) -> ContactPoint {
    ContactPoint {
        title: given.title.trim().to_owned(),
        phone: given.phone.trim().to_owned(),
        email: given.email.trim().to_owned(),
    }
}

fn read_openings(wrong: &mut Violations, given: &[wire::Opening]) -> Vec<Opening> {
    let mut openings = Vec::new();
    for (at, opening) in given.iter().enumerate() {
        let path = |field: &str| format!("structure.openings[{at}].{field}");
        let day = read_weekday(opening.weekday);
        let day = wrong.keep(day.ok_or_else(|| Violation::unknown_code(path("weekday"))));
        let mut time = |field: &str, text: &str| {
            let read = time_of_day::read(text);
            wrong.keep(read.ok_or_else(|| Violation::malformed(path(field))))
        };
        let opens_at = time("opens_at", &opening.opens_at);
        let closes_at = time("closes_at", &opening.closes_at);
        let read = day.zip(opens_at).zip(closes_at).map(|((weekday, opens_at), closes_at)| {
            Opening { weekday, opens_at, closes_at, night_duty: opening.night_duty }
        });
        openings.extend(read);
    }
    openings
}

fn read_closed_until(wrong: &mut Violations, given: Option<&Timestamp>) -> Option<Moment> {
    let read = moment(given?).ok_or_else(|| Violation::malformed("structure.closed_until_time"));
    wrong.keep(read)
}
