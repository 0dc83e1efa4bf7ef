//! What a file changes in the directory: nothing that is as it says already.
//!
//! An agency or a structure is known by its id, or else by its name. New ones get ids of ours, which follow
//! from those of the file: the same file again names the same ones.

use std::fmt;

use sentier_platform::ids::derived;
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::{Capacity, ServiceOffer, Structure};
use uuid::Uuid;

use super::from_hsds::{Bad, structure};
use super::hsds::Organization;
use super::to_hsds::{last, need_code};

/// Under this id the requests of an import are named by what they register.
const IMPORTS: Uuid = Uuid::from_u128(0x2f5b_9d07_61c4_5e8a_8b3f_0c9d_5a17_42e6);

/// An agency as the directory has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct KnownAgency {
    /// `agencies/{agency}`.
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) structures: Vec<Structure>,
}

/// An agency that a step is about: known, or one of those that are registered before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Agency {
    /// By its resource name.
    Known(String),
    /// By its place among the steps.
    New(usize),
}

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Register an agency.
    RegisterAgency { request_id: Uuid, display_name: String },
    /// Register a structure, and count its places after that.
    RegisterStructure { request_id: Uuid, agency: Agency, structure: Box<Structure> },
    /// Bring fields of a structure up to date.
    UpdateStructure { structure: Box<Structure>, fields: Vec<&'static str> },
    /// Count the places of a service.
    SetCapacity { structure: String, need: Need, capacity: Option<Capacity> },
}

/// All calls of a file, in order, and the rows that are wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) bad: Vec<Bad>,
}

impl Plan {
    /// What a file changes in what is known.
    pub(super) fn of(organizations: &[Organization], known: &[KnownAgency]) -> Self {
        let mut plan = Self::default();
        for (at, organization) in organizations.iter().enumerate() {
            plan.take(&format!("[{at}]"), organization, known);
        }
        plan
    }

    fn take(&mut self, path: &str, organization: &Organization, known: &[KnownAgency]) {
        let by_id = known.iter().find(|one| last(&one.name) == organization.id);
        let by_name = || known.iter().find(|one| one.display_name == organization.name.trim());
        let agency = by_id.or_else(by_name);
        if agency.is_none() && organization.name.trim().is_empty() {
            self.bad.push(Bad { path: format!("{path}.name"), why: "an organization has a name" });
            return;
        }
        let place =
            agency.map_or_else(|| self.register(organization), |it| Agency::Known(it.name.clone()));
        let its = agency.map_or(&[][..], |it| it.structures.as_slice());
        for (at, location) in organization.locations.iter().enumerate() {
            let read = structure(&format!("{path}.locations[{at}]"), organization, location);
            let wanted = match read {
                Ok(wanted) => wanted,
                Err(bad) => {
                    self.bad.extend(bad);
                    continue;
                }
            };
            let by_id = its.iter().find(|one| last(&one.name) == location.id);
            let by_name = || its.iter().find(|one| one.display_name == wanted.display_name.trim());
            match by_id.or_else(by_name) {
                Some(known) => self.update(known, wanted),
                None => self.steps.push(Step::RegisterStructure {
                    request_id: request_id("structure", &organization.id, &location.id),
                    agency: place.clone(),
                    structure: Box::new(wanted),
                }),
            }
        }
    }

    fn register(&mut self, organization: &Organization) -> Agency {
        self.steps.push(Step::RegisterAgency {
            request_id: request_id("agency", &organization.id, ""),
            display_name: organization.name.trim().to_owned(),
        });
        Agency::New(self.steps.len() - 1)
    }

    /// Only what differs; places are counted apart.
    fn update(&mut self, known: &Structure, wanted: Structure) {
        let checks = [
            ("display_name", known.display_name != wanted.display_name),
            ("services", uncounted(&known.services) != uncounted(&wanted.services)),
            ("centres", known.centres != wanted.centres),
            ("communes", known.communes != wanted.communes),
            ("languages", known.languages != wanted.languages),
            ("phone", known.phone != wanted.phone),
            ("contacts", known.contacts != wanted.contacts),
            ("openings", known.openings != wanted.openings),
            ("closed_until_time", known.closed_until_time != wanted.closed_until_time),
        ];
        let fields: Vec<&'static str> =
            checks.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect();
        let counts = wanted.services.iter().filter_map(|offer| {
            let before = known.services.iter().find(|one| one.need == offer.need);
            let differs = before.and_then(|one| one.capacity) != offer.capacity;
            differs.then(|| Step::SetCapacity {
                structure: known.name.clone(),
                need: offer.need(),
                capacity: offer.capacity,
            })
        });
        let counts: Vec<Step> = counts.collect();
        if !fields.is_empty() {
            let structure = Box::new(Structure { name: known.name.clone(), ..wanted });
            self.steps.push(Step::UpdateStructure { structure, fields });
        }
        self.steps.extend(counts);
    }
}

fn uncounted(services: &[ServiceOffer]) -> Vec<ServiceOffer> {
    services.iter().map(|offer| ServiceOffer { capacity: None, ..offer.clone() }).collect()
}

fn request_id(kind: &str, organization: &str, location: &str) -> Uuid {
    derived(IMPORTS, &format!("{kind} {organization} {location}"))
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RegisterAgency { display_name, .. } => {
                write!(out, "register agency     {display_name}")
            }
            Self::RegisterStructure { structure, .. } => {
                write!(out, "register structure  {}", structure.display_name)
            }
            Self::UpdateStructure { structure, fields } => {
                write!(out, "update structure    {}: {}", structure.name, fields.join(", "))
            }
            Self::SetCapacity { structure, need, .. } => {
                write!(out, "count places        {structure}: {}", need_code(*need))
            }
        }
    }
}
