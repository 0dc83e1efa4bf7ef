//! The rules of the directory.

use sentier_kernel::Violation;

use super::{Command, Event, Rejection, State, Structure};
use crate::value::{AgencyId, StructureId};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::RegisterAgency { agency, display_name } => {
            register_agency(state, agency, display_name)
        }
        Command::RegisterStructure { id, structure } => register_structure(state, id, structure),
        Command::SetActive { active } => set_active(state, active),
    }
}

fn register_agency(
    state: &State,
    agency: AgencyId,
    display_name: String,
) -> Result<Vec<Event>, Rejection> {
    if let Some(known) = &state.agency {
        return if known.id == agency && known.display_name == display_name {
            Ok(Vec::new())
        } else {
            Err(Rejection::AlreadyExists)
        };
    }
    if !is_name(&display_name) {
        return Err(Rejection::Invalid(vec![Violation::malformed("display_name")]));
    }
    Ok(vec![Event::AgencyRegistered { agency, display_name }])
}

fn register_structure(
    state: &State,
    id: StructureId,
    structure: Structure,
) -> Result<Vec<Event>, Rejection> {
    let agency = state.agency.as_ref().ok_or(Rejection::NotFound)?;
    if let Some(known) = agency.structures.get(&id) {
        return if *known == structure { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    let mut violations = Vec::new();
    if !is_name(&structure.display_name) {
        violations.push(Violation::malformed("structure.display_name"));
    }
    if structure.services_offered.is_empty() {
        violations.push(Violation::required("structure.services_offered"));
    }
    if structure.centres.is_empty() {
        violations.push(Violation::required("structure.centres"));
    }
    if violations.is_empty() {
        Ok(vec![Event::StructureRegistered { id, structure }])
    } else {
        Err(Rejection::Invalid(violations))
    }
}

fn set_active(state: &State, active: bool) -> Result<Vec<Event>, Rejection> {
    let agency = state.agency.as_ref().ok_or(Rejection::NotFound)?;
    Ok(match (agency.active, active) {
        (false, true) => vec![Event::AgencyActivated],
        (true, false) => vec![Event::AgencyDeactivated],
        (true, true) | (false, false) => Vec::new(),
    })
}

/// Public names have 2 to 120 characters, as the contract says.
fn is_name(text: &str) -> bool {
    (2..=120).contains(&text.trim().chars().count())
}
