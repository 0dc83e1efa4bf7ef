//! The objects of Open Referral HSDS 3, as far as the directory knows them. What a file says beyond them is
//! passed over.
//!
//! What HSDS has no field for stands in `attributes`, under labels that begin with `sentier:`.
#![expect(clippy::struct_field_names, reason = "the names are those of HSDS")]

use serde::{Deserialize, Serialize};

/// An organisation, with its services and locations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Organization {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) services: Vec<Service>,
    #[serde(default)]
    pub(super) locations: Vec<Location>,
}

/// A service, and where it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Service {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) minimum_age: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) maximum_age: Option<u32>,
    #[serde(default)]
    pub(super) cost_options: Vec<CostOption>,
    #[serde(default)]
    pub(super) required_documents: Vec<RequiredDocument>,
    #[serde(default)]
    pub(super) capacities: Vec<ServiceCapacity>,
    #[serde(default)]
    pub(super) service_areas: Vec<ServiceArea>,
    #[serde(default)]
    pub(super) service_at_locations: Vec<ServiceAtLocation>,
    #[serde(default)]
    pub(super) attributes: Vec<Attribute>,
}

/// Where a service is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ServiceAtLocation {
    pub(super) id: String,
    pub(super) location: LocationRef,
}

/// A location by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LocationRef {
    pub(super) id: String,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Location {
    pub(super) id: String,
    #[serde(default)]
    pub(super) location_type: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) languages: Vec<Language>,
    #[serde(default)]
    pub(super) phones: Vec<Phone>,
    #[serde(default)]
    pub(super) contacts: Vec<Contact>,
    #[serde(default)]
    pub(super) schedules: Vec<Schedule>,
    #[serde(default)]
    pub(super) attributes: Vec<Attribute>,
}

/// A language spoken at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Language {
    #[serde(default)]
    pub(super) id: String,
    pub(super) code: String,
}

/// A phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Phone {
    #[serde(default)]
    pub(super) id: String,
    pub(super) number: String,
}

/// Whom to reach: a function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contact {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) phones: Vec<Phone>,
}

/// An opening of the week (iCalendar).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Schedule {
    #[serde(default)]
    pub(super) id: String,
    /// `WEEKLY`.
    #[serde(default)]
    pub(super) freq: String,
    /// `MO` to `SU`, several with commas between.
    #[serde(default)]
    pub(super) byday: String,
    #[serde(default)]
    pub(super) opens_at: String,
    #[serde(default)]
    pub(super) closes_at: String,
    #[serde(default)]
    pub(super) attributes: Vec<Attribute>,
}

/// A price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CostOption {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) option: String,
    /// `XOF`.
    #[serde(default)]
    pub(super) currency: String,
    pub(super) amount: i64,
}

/// What must be brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RequiredDocument {
    #[serde(default)]
    pub(super) id: String,
    pub(super) document: String,
}

/// Places, and how many are free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ServiceCapacity {
    #[serde(default)]
    pub(super) id: String,
    /// Free places; negative when there are more people than places.
    pub(super) available: i32,
    /// Places in all.
    pub(super) maximum: i32,
}

/// Whose people a service takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ServiceArea {
    #[serde(default)]
    pub(super) id: String,
    pub(super) name: String,
}

/// What HSDS has no field for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attribute {
    #[serde(default)]
    pub(super) id: String,
    pub(super) label: String,
    #[serde(default)]
    pub(super) value: String,
}

/// The need that a service serves, by its code in small letters; a service without it is not ours.
pub(super) const NEED: &str = "sentier:need";
/// The only sex that a service takes.
pub(super) const SEX: &str = "sentier:sex";
/// A centre that may refer to a place, `centres/{centre}`.
pub(super) const CENTRE: &str = "sentier:centre";
/// Until when a place takes nobody, RFC 3339.
pub(super) const CLOSED_UNTIL: &str = "sentier:closed_until";
/// An opening at which somebody is on duty for emergencies, and no more.
pub(super) const NIGHT_DUTY: &str = "sentier:night_duty";

/// The values under a label.
pub(super) fn labelled<'a>(
    attributes: &'a [Attribute],
    label: &'a str,
) -> impl Iterator<Item = &'a str> {
    attributes.iter().filter(move |one| one.label == label).map(|one| one.value.as_str())
}
