//! What the directory says, as HSDS.

use sentier_platform::grpc::moment;
use sentier_platform::ids::derived;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::referrals::v1::{ContactPoint, Opening, ServiceOffer, Structure};
use uuid::Uuid;

use super::hsds::{
    Attribute, CENTRE, CLOSED_UNTIL, Contact, CostOption, Language, Location, LocationRef, NEED,
    NIGHT_DUTY, Organization, Phone, RequiredDocument, SEX, Schedule, Service, ServiceArea,
    ServiceAtLocation, ServiceCapacity,
};
use super::plan::KnownAgency;

/// Days as iCalendar spells them, in the order of the contract.
pub(super) const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// An agency with its structures.
pub(super) fn organization(known: &KnownAgency) -> Organization {
    let services = known.structures.iter().flat_map(|structure| {
        structure.services.iter().map(move |offer| service(structure, offer))
    });
    Organization {
        id: last(&known.name).to_owned(),
        name: known.display_name.clone(),
        description: known.display_name.clone(),
        services: services.collect(),
        locations: known.structures.iter().map(location).collect(),
    }
}

/// The id at the end of a resource name.
pub(super) fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

/// Ids of the parts of a structure: the same at every export.
struct Ids(Uuid);

impl Ids {
    fn of(structure: &Structure) -> Self {
        Self(last(&structure.name).parse().unwrap_or_default())
    }

    fn id(&self, part: &str) -> String {
        derived(self.0, part).to_string()
    }
}

/// A need as it is written in small letters.
pub(super) fn need_code(need: Need) -> String {
    need.as_str_name().trim_start_matches("NEED_").to_lowercase()
}

fn location(structure: &Structure) -> Location {
    let ids = Ids::of(structure);
    let phone = (!structure.phone.is_empty())
        .then(|| Phone { id: ids.id("phone"), number: structure.phone.clone() });
    let mut attributes: Vec<Attribute> = Vec::new();
    for centre in &structure.centres {
        attributes.push(attribute(&ids, CENTRE, centre));
    }
    if let Some(until) = structure.closed_until_time.as_ref().and_then(moment) {
        attributes.push(attribute(&ids, CLOSED_UNTIL, &until.to_string()));
    }
    let language =
        |code: &String| Language { id: ids.id(&format!("language {code}")), code: code.clone() };
    Location {
        id: last(&structure.name).to_owned(),
        location_type: "physical".to_owned(),
        name: structure.display_name.clone(),
        languages: structure.languages.iter().map(language).collect(),
        phones: phone.into_iter().collect(),
        contacts: structure.contacts.iter().enumerate().map(|one| contact(&ids, one)).collect(),
        schedules: structure.openings.iter().filter_map(|one| schedule(&ids, one)).collect(),
        attributes,
    }
}

fn attribute(ids: &Ids, label: &str, value: &str) -> Attribute {
    let id = ids.id(&format!("{label} {value}"));
    Attribute { id, label: label.to_owned(), value: value.to_owned() }
}

fn contact(ids: &Ids, (at, point): (usize, &ContactPoint)) -> Contact {
    let id = ids.id(&format!("contact {at}"));
    let phone = (!point.phone.is_empty()).then(|| Phone {
        id: ids.id(&format!("phone of contact {at}")),
        number: point.phone.clone(),
    });
    let (title, email) = (point.title.clone(), point.email.clone());
    Contact { id, title, email, phones: phone.into_iter().collect() }
}

fn schedule(ids: &Ids, opening: &Opening) -> Option<Schedule> {
    let at = usize::try_from(opening.weekday).ok()?.checked_sub(1)?;
    let byday = (*DAYS.get(at)?).to_owned();
    let (opens_at, closes_at) = (opening.opens_at.clone(), opening.closes_at.clone());
    let id = ids.id(&format!("schedule {byday} {opens_at} {closes_at} {}", opening.night_duty));
    let duty = opening.night_duty.then(|| attribute(ids, NIGHT_DUTY, "true"));
    Some(Schedule {
        id,
        freq: "WEEKLY".to_owned(),
        byday,
        opens_at,
        closes_at,
        attributes: duty.into_iter().collect(),
    })
}

fn service(structure: &Structure, offer: &ServiceOffer) -> Service {
    let (ids, code) = (Ids::of(structure), need_code(offer.need()));
    let id = |part: &str| ids.id(&format!("{code} {part}"));
    let who = offer.eligibility.unwrap_or_default();
    let mut attributes = vec![attribute(&ids, NEED, &code)];
    if who.sex() != Sex::Unspecified {
        let sex = who.sex().as_str_name().trim_start_matches("SEX_").to_lowercase();
        attributes.push(Attribute { id: id("sex"), label: SEX.to_owned(), value: sex });
    }
    let years = |age: Option<i32>| age.and_then(|age| u32::try_from(age).ok());
    Service {
        id: id("service"),
        name: format!("{}: {code}", structure.display_name),
        status: "active".to_owned(),
        minimum_age: years(who.minimum_age),
        maximum_age: years(who.maximum_age),
        cost_options: offer
            .cost_options
            .iter()
            .map(|one| CostOption {
                id: id(&format!("cost {}", one.option)),
                option: one.option.clone(),
                currency: "XOF".to_owned(),
                amount: one.amount,
            })
            .collect(),
        required_documents: offer
            .required_documents
            .iter()
            .map(|one| RequiredDocument {
                id: id(&format!("document {one}")),
                document: one.clone(),
            })
            .collect(),
        capacities: offer
            .capacity
            .iter()
            .map(|one| ServiceCapacity {
                id: id("capacity"),
                available: one.maximum.saturating_sub(one.load),
                maximum: one.maximum,
            })
            .collect(),
        service_areas: structure
            .communes
            .iter()
            .map(|one| ServiceArea { id: id(&format!("area {one}")), name: one.clone() })
            .collect(),
        service_at_locations: vec![ServiceAtLocation {
            id: id("at location"),
            location: LocationRef { id: last(&structure.name).to_owned() },
        }],
        attributes,
    }
}
