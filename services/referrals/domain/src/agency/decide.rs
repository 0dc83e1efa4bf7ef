//! The rules of the directory.

use sentier_kernel::Violation;

use super::check::{self, is_name};
use super::{Capacity, Change, Command, Event, Rejection, State, Structure};
use crate::value::{AgencyId, Need, StructureId};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::RegisterAgency { agency, display_name } => {
            register_agency(state, agency, display_name)
        }
        Command::RegisterStructure { id, structure } => register_structure(state, id, structure),
        Command::UpdateStructure { id, change } => update_structure(state, id, *change),
        Command::SetCapacity { id, need, capacity } => set_capacity(state, id, need, capacity),
        Command::SetActive { active } => set_active(state, active),
        Command::SetTakeover { takes_cases_over } => set_takeover(state, takes_cases_over),
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
    let wrong = check::structure(&structure);
    if wrong.is_empty() {
        Ok(vec![Event::StructureRegistered { id, structure }])
    } else {
        Err(Rejection::Invalid(wrong))
    }
}

fn update_structure(
    state: &State,
    id: StructureId,
    change: Change,
) -> Result<Vec<Event>, Rejection> {
    let known = structure(state, id)?;
    let structure = change.of(known);
    if structure == *known {
        return Ok(Vec::new());
    }
    let wrong = check::structure(&structure);
    if wrong.is_empty() {
        Ok(vec![Event::StructureUpdated { id, structure }])
    } else {
        Err(Rejection::Invalid(wrong))
    }
}

fn set_capacity(
    state: &State,
    id: StructureId,
    need: Need,
    capacity: Option<Capacity>,
) -> Result<Vec<Event>, Rejection> {
    let offer = structure(state, id)?.offer(need).ok_or(Rejection::ServiceNotOffered)?;
    if offer.capacity == capacity {
        return Ok(Vec::new());
    }
    let wrong = capacity.map_or_else(Vec::new, |it| check::capacity(it, "capacity"));
    if wrong.is_empty() {
        Ok(vec![Event::CapacitySet { id, need, capacity }])
    } else {
        Err(Rejection::Invalid(wrong))
    }
}

fn structure(state: &State, id: StructureId) -> Result<&Structure, Rejection> {
    let agency = state.agency.as_ref().ok_or(Rejection::NotFound)?;
    agency.structures.get(&id).ok_or(Rejection::NotFound)
}

fn set_active(state: &State, active: bool) -> Result<Vec<Event>, Rejection> {
    let agency = state.agency.as_ref().ok_or(Rejection::NotFound)?;
    Ok(match (agency.active, active) {
        (false, true) => vec![Event::AgencyActivated],
        (true, false) => vec![Event::AgencyDeactivated],
        (true, true) | (false, false) => Vec::new(),
    })
}

fn set_takeover(state: &State, takes_cases_over: bool) -> Result<Vec<Event>, Rejection> {
    let agency = state.agency.as_ref().ok_or(Rejection::NotFound)?;
    let same = agency.takes_cases_over == takes_cases_over;
    Ok(if same { Vec::new() } else { vec![Event::TakeoverSet { takes_cases_over }] })
}
