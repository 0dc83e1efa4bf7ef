//! The tables of a folder, put together again.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context as _;
use serde::de::DeserializeOwned;

use super::{
    AreaRow, AttributeRow, CapacityRow, ContactRow, CostRow, DocumentRow, LanguageRow, LocationRow,
    OrganizationRow, PhoneRow, PlacedRow, ScheduleRow, ServiceRow,
};
use crate::directory::hsds::{
    Attribute, Contact, CostOption, Language, Location, LocationRef, Organization, Phone,
    RequiredDocument, Schedule, Service, ServiceArea, ServiceAtLocation, ServiceCapacity,
};

/// Rows by what they belong to, in the order of the file.
type By<T> = HashMap<String, Vec<T>>;

/// Reads the tables of a folder.
pub(in super::super) fn read(folder: &Path) -> anyhow::Result<Vec<Organization>> {
    let mut links = by(rows(folder, AttributeRow::FILE)?, |row: &AttributeRow| {
        format!("{} {}", row.link_entity, row.link_id)
    });
    let mut attributes = |entity: &str, id: &str| -> Vec<Attribute> {
        let found = links.remove(&format!("{entity} {id}")).unwrap_or_default();
        found
            .into_iter()
            .map(|AttributeRow { id, label, value, .. }| Attribute { id, label, value })
            .collect()
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

fn read_locations(
    folder: &Path,
    attributes: &mut impl FnMut(&str, &str) -> Vec<Attribute>,
) -> anyhow::Result<By<Location>> {
    let mut languages =
        by(rows(folder, LanguageRow::FILE)?, |row: &LanguageRow| row.location_id.clone());
    let mut phones =
        by(rows(folder, PhoneRow::FILE)?, |row: &PhoneRow| match row.contact_id.as_str() {
            "" => format!("location {}", row.location_id),
            contact => format!("contact {contact}"),
        });
    let mut phones = |key: String| -> Vec<Phone> {
        let found = phones.remove(&key).unwrap_or_default();
        found.into_iter().map(|PhoneRow { id, number, .. }| Phone { id, number }).collect()
    };
    let mut contacts =
        by(rows(folder, ContactRow::FILE)?, |row: &ContactRow| row.location_id.clone());
    let mut schedules =
        by(rows(folder, ScheduleRow::FILE)?, |row: &ScheduleRow| row.location_id.clone());
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
    let mut documents =
        by(rows(folder, DocumentRow::FILE)?, |row: &DocumentRow| row.service_id.clone());
    let mut capacities =
        by(rows(folder, CapacityRow::FILE)?, |row: &CapacityRow| row.service_id.clone());
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
            service_areas: areas.map(|AreaRow { id, name, .. }| ServiceArea { id, name }).collect(),
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
