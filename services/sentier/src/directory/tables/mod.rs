//! HSDS as tables: a folder with one CSV file for each kind of object, each row with the id of what it belongs
//! to. A file that is missing is an empty table.

mod reading;

use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::hsds::{
    Attribute, Contact, CostOption, Language, Location, Organization, Phone, RequiredDocument,
    Schedule, Service, ServiceArea, ServiceAtLocation, ServiceCapacity,
};
pub(super) use reading::read;

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
