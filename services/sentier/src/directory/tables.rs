//! HSDS as tables: a folder with one CSV file for each kind of object, each row with the id of what it belongs
//! to. A file that is missing is an empty table.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::hsds::{
    Attribute, Contact, CostOption, Language, Location, LocationRef, Organization, Phone,
    RequiredDocument, Schedule, Service, ServiceArea, ServiceAtLocation, ServiceCapacity,
};

/// Declares the row of a table: where it stands, to what it belongs, and its columns.
macro_rules! rows {
    ($($row:ident in $file:literal { $($column:ident: $kind:ty),+ $(,)? })+) => {$(
        #[derive(Serialize, Deserialize)]
        struct $row { $(#[serde(default)] $column: $kind,)+ }

        impl $row {
            const FILE: &'static str = $file;
        }
    )+};
}

rows! {
    OrganizationRow in "organization.csv" { id: String, name: String, description: String }
    LocationRow in "location.csv" {
        id: String, organization_id: String, location_type: String, name: String,
    }
    ServiceRow in "service.csv" {
        id: String, organization_id: String, name: String, status: String,
        minimum_age: Option<u32>, maximum_age: Option<u32>,
    }
    PlacedRow in "service_at_location.csv" { id: String, service_id: String, location_id: String }
    LanguageRow in "language.csv" { id: String, location_id: String, code: String }
    PhoneRow in "phone.csv" { id: String, location_id: String, contact_id: String, number: String }
    ContactRow in "contact.csv" { id: String, location_id: String, title: String, email: String }
    ScheduleRow in "schedule.csv" {
        id: String, location_id: String, freq: String, byday: String, opens_at: String,
        closes_at: String,
    }
    CostRow in "cost_option.csv" {
        id: String, service_id: String, option: String, currency: String, amount: i64,
    }
    DocumentRow in "required_document.csv" { id: String, service_id: String, document: String }
    CapacityRow in "service_capacity.csv" {
        id: String, service_id: String, available: i32, maximum: i32,
    }
    AreaRow in "service_area.csv" { id: String, service_id: String, name: String }
    AttributeRow in "attribute.csv" {
        id: String, link_entity: String, link_id: String, label: String, value: String,
    }
}

/// Rows by what they belong to, in the order of the file.
type By<T> = HashMap<String, Vec<T>>;

/// Writes the tables into a folder, which must not exist.
pub(super) fn write(folder: &Path, organizations: &[Organization]) -> anyhow::Result<()> {
    std::fs::create_dir(folder)
        .with_context(|| format!("cannot make {}; does it exist?", folder.display()))?;
    let all = || organizations.iter();
    let services = || all().flat_map(|one| one.services.iter().map(move |it| (one, it)));
    let locations = || all().flat_map(|one| one.locations.iter().map(move |it| (one, it)));
    table(folder, OrganizationRow::FILE, all().map(OrganizationRow::of))?;
    table(folder, LocationRow::FILE, locations().map(|(of, it)| LocationRow::of(of, it)))?;
    table(folder, ServiceRow::FILE, services().map(|(of, it)| ServiceRow::of(of, it)))?;
    table(folder, PlacedRow::FILE, services().flat_map(|(_, it)| placed(it)))?;
    table(folder, LanguageRow::FILE, locations().flat_map(|(_, it)| languages(it)))?;
    table(folder, PhoneRow::FILE, locations().flat_map(|(_, it)| phones(it)))?;
    table(folder, ContactRow::FILE, locations().flat_map(|(_, it)| contacts(it)))?;
    table(folder, ScheduleRow::FILE, locations().flat_map(|(_, it)| schedules(it)))?;
    table(folder, CostRow::FILE, services().flat_map(|(_, it)| costs(it)))?;
    table(folder, DocumentRow::FILE, services().flat_map(|(_, it)| documents(it)))?;
    table(folder, CapacityRow::FILE, services().flat_map(|(_, it)| capacities(it)))?;
    table(folder, AreaRow::FILE, services().flat_map(|(_, it)| areas(it)))?;
    let of_services = services().flat_map(|(_, it)| attributes("service", &it.id, &it.attributes));
    let of_locations = locations().flat_map(|(_, it)| {
        let own = attributes("location", &it.id, &it.attributes);
        let of_schedules =
            it.schedules.iter().flat_map(|one| attributes("schedule", &one.id, &one.attributes));
        own.into_iter().chain(of_schedules).collect::<Vec<_>>()
    });
    table(folder, AttributeRow::FILE, of_services.chain(of_locations))
}

/// Reads the tables of a folder.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<Organization>> {
    let mut links = by(rows(folder, AttributeRow::FILE)?, |row: &AttributeRow| {
        format!("{} {}", row.link_entity, row.link_id)
    });
    let mut attributes = |entity: &str, id: &str| -> Vec<Attribute> {
        let found = links.remove(&format!("{entity} {id}")).unwrap_or_default();
        found.into_iter().map(|AttributeRow { id, label, value, .. }| Attribute { id, label, value }).collect()
    };
    let mut locations = read_locations(folder, &mut attributes)?;
    let mut services = read_services(folder, &mut attributes)?;
    let organizations: Vec<OrganizationRow> = rows(folder, OrganizationRow::FILE)?;
    let organization = |row: OrganizationRow| Organization {
        services: services.remove(&row.id).unwrap_or_default(),
        locations: locations.remove(&row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        description: row.description,
    };
    Ok(organizations.into_iter().map(organization).collect())
}

fn table<T: Serialize>(
    folder: &Path,
    file: &str,
    rows: impl Iterator<Item = T>,
) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_path(folder.join(file))?;
    for row in rows {
        out.serialize(row)?;
    }
    out.flush()?;
    Ok(())
}

fn rows<T: DeserializeOwned>(folder: &Path, file: &str) -> anyhow::Result<Vec<T>> {
    let path = folder.join(file);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(&path)?;
    let read: Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    read.with_context(|| format!("{} cannot be read", path.display()))
}

fn by<T>(rows: Vec<T>, key: impl Fn(&T) -> String) -> By<T> {
    let mut grouped = By::new();
    for row in rows {
        grouped.entry(key(&row)).or_default().push(row);
    }
    grouped
}

impl OrganizationRow {
    fn of(one: &Organization) -> Self {
        let Organization { id, name, description, .. } = one.clone();
        Self { id, name, description }
    }
}

impl LocationRow {
    fn of(organization: &Organization, one: &Location) -> Self {
        Self {
            id: one.id.clone(),
            organization_id: organization.id.clone(),
            location_type: one.location_type.clone(),
            name: one.name.clone(),
        }
    }
}

impl ServiceRow {
    fn of(organization: &Organization, one: &Service) -> Self {
        Self {
            id: one.id.clone(),
            organization_id: organization.id.clone(),
            name: one.name.clone(),
            status: one.status.clone(),
            minimum_age: one.minimum_age,
            maximum_age: one.maximum_age,
        }
    }
}

fn placed(of: &Service) -> Vec<PlacedRow> {
    let row = |one: &ServiceAtLocation| PlacedRow {
        id: one.id.clone(),
        service_id: of.id.clone(),
        location_id: one.location.id.clone(),
    };
    of.service_at_locations.iter().map(row).collect()
}

fn languages(of: &Location) -> Vec<LanguageRow> {
    let row = |Language { id, code }| LanguageRow { id, location_id: of.id.clone(), code };
    of.languages.iter().cloned().map(row).collect()
}

/// Phones of a place, and of whom to reach there.
fn phones(of: &Location) -> Vec<PhoneRow> {
    let row = |contact: &str, one: &Phone| PhoneRow {
        id: one.id.clone(),
        location_id: of.id.clone(),
        contact_id: contact.to_owned(),
        number: one.number.clone(),
    };
    let own = of.phones.iter().map(|one| row("", one));
    let theirs = of.contacts.iter().flat_map(|contact| {
        contact.phones.iter().map(|one| row(&contact.id, one)).collect::<Vec<_>>()
    });
    own.chain(theirs).collect()
}

fn contacts(of: &Location) -> Vec<ContactRow> {
    let row = |Contact { id, title, email, .. }| ContactRow {
        id,
        location_id: of.id.clone(),
        title,
        email,
    };
    of.contacts.iter().cloned().map(row).collect()
}

fn schedules(of: &Location) -> Vec<ScheduleRow> {
    let row = |Schedule { id, freq, byday, opens_at, closes_at, .. }| ScheduleRow {
        id,
        location_id: of.id.clone(),
        freq,
        byday,
        opens_at,
        closes_at,
    };
    of.schedules.iter().cloned().map(row).collect()
}

fn costs(of: &Service) -> Vec<CostRow> {
    let row = |CostOption { id, option, currency, amount }| CostRow {
        id,
        service_id: of.id.clone(),
        option,
        currency,
        amount,
    };
    of.cost_options.iter().cloned().map(row).collect()
}

fn documents(of: &Service) -> Vec<DocumentRow> {
    let row =
        |RequiredDocument { id, document }| DocumentRow { id, service_id: of.id.clone(), document };
    of.required_documents.iter().cloned().map(row).collect()
}

fn capacities(of: &Service) -> Vec<CapacityRow> {
    let row = |ServiceCapacity { id, available, maximum }| CapacityRow {
        id,
        service_id: of.id.clone(),
        available,
        maximum,
    };
    of.capacities.iter().cloned().map(row).collect()
}

fn areas(of: &Service) -> Vec<AreaRow> {
    let row = |ServiceArea { id, name }| AreaRow { id, service_id: of.id.clone(), name };
    of.service_areas.iter().cloned().map(row).collect()
}

fn attributes(entity: &str, link_id: &str, all: &[Attribute]) -> Vec<AttributeRow> {
    let row = |Attribute { id, label, value }| AttributeRow {
        id,
        link_entity: entity.to_owned(),
        link_id: link_id.to_owned(),
        label,
        value,
    };
    all.iter().cloned().map(row).collect()
}

fn read_locations(
    folder: &Path,
    attributes: &mut impl FnMut(&str, &str) -> Vec<Attribute>,
) -> anyhow::Result<By<Location>> {
    let mut languages = by(rows(folder, LanguageRow::FILE)?, |row: &LanguageRow| row.location_id.clone());
    let mut phones = by(rows(folder, PhoneRow::FILE)?, |row: &PhoneRow| match row.contact_id.as_str() {
        "" => format!("location {}", row.location_id),
        contact => format!("contact {contact}"),
    });
    let mut phones = |key: String| -> Vec<Phone> {
        let found = phones.remove(&key).unwrap_or_default();
        found.into_iter().map(|PhoneRow { id, number, .. }| Phone { id, number }).collect()
    };
    let mut contacts = by(rows(folder, ContactRow::FILE)?, |row: &ContactRow| row.location_id.clone());
    let mut schedules = by(rows(folder, ScheduleRow::FILE)?, |row: &ScheduleRow| row.location_id.clone());
    let mut all = By::new();
    let locations: Vec<LocationRow> = rows(folder, LocationRow::FILE)?;
    for row in locations {
        let of_place = |row: LanguageRow| Language { id: row.id, code: row.code };
        let languages = languages.remove(&row.id).unwrap_or_default().into_iter().map(of_place);
        let its = schedules.remove(&row.id).unwrap_or_default().into_iter();
        let its = its.map(|row| Schedule {
            attributes: attributes("schedule", &row.id),
            id: row.id,
            freq: row.freq,
            byday: row.byday,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
        });
        let its: Vec<Schedule> = its.collect();
        let people = contacts.remove(&row.id).unwrap_or_default().into_iter();
        let people = people.map(|row| Contact {
            phones: phones(format!("contact {}", row.id)),
            id: row.id,
            title: row.title,
            email: row.email,
        });
        let people: Vec<Contact> = people.collect();
        let location = Location {
            phones: phones(format!("location {}", row.id)),
            attributes: attributes("location", &row.id),
            languages: languages.collect(),
            contacts: people,
            schedules: its,
            id: row.id,
            location_type: row.location_type,
            name: row.name,
        };
        all.entry(row.organization_id).or_default().push(location);
    }
    Ok(all)
}

fn read_services(
    folder: &Path,
    attributes: &mut impl FnMut(&str, &str) -> Vec<Attribute>,
) -> anyhow::Result<By<Service>> {
    let mut placed = by(rows(folder, PlacedRow::FILE)?, |row: &PlacedRow| row.service_id.clone());
    let mut costs = by(rows(folder, CostRow::FILE)?, |row: &CostRow| row.service_id.clone());
    let mut documents = by(rows(folder, DocumentRow::FILE)?, |row: &DocumentRow| row.service_id.clone());
    let mut capacities = by(rows(folder, CapacityRow::FILE)?, |row: &CapacityRow| row.service_id.clone());
    let mut areas = by(rows(folder, AreaRow::FILE)?, |row: &AreaRow| row.service_id.clone());
    let mut all = By::new();
    let services: Vec<ServiceRow> = rows(folder, ServiceRow::FILE)?;
    for row in services {
        let placed = placed.remove(&row.id).unwrap_or_default().into_iter();
        let placed = placed.map(|row| ServiceAtLocation {
            id: row.id,
            location: LocationRef { id: row.location_id },
        });
        let costs = costs.remove(&row.id).unwrap_or_default().into_iter();
        let costs = costs.map(|CostRow { id, option, currency, amount, .. }| CostOption {
            id,
            option,
            currency,
            amount,
        });
        let documents = documents.remove(&row.id).unwrap_or_default().into_iter();
        let capacities = capacities.remove(&row.id).unwrap_or_default().into_iter();
        let areas = areas.remove(&row.id).unwrap_or_default().into_iter();
        let service = Service {
            attributes: attributes("service", &row.id),
            service_at_locations: placed.collect(),
            cost_options: costs.collect(),
            required_documents: documents
                .map(|DocumentRow { id, document, .. }| RequiredDocument { id, document })
                .collect(),
            capacities: capacities
                .map(|CapacityRow { id, available, maximum, .. }| ServiceCapacity {
                    id,
                    available,
                    maximum,
                })
                .collect(),
            service_areas: areas
                .map(|AreaRow { id, name, .. }| ServiceArea { id, name })
                .collect(),
            id: row.id,
            name: row.name,
            status: row.status,
            minimum_age: row.minimum_age,
            maximum_age: row.maximum_age,
        };
        all.entry(row.organization_id).or_default().push(service);
    }
    Ok(all)
}
