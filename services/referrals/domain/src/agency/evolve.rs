//! What a fact changes in what is remembered of an agency.

use std::collections::BTreeMap;

use super::{Agency, Event, State};

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    match event {
        Event::AgencyRegistered { agency, display_name } => {
            state.agency = Some(Agency {
                id: *agency,
                display_name: display_name.clone(),
                active: true,
                takes_cases_over: false,
                structures: BTreeMap::new(),
            });
        }
        Event::StructureRegistered { id, structure }
        | Event::StructureUpdated { id, structure } => {
            if let Some(agency) = &mut state.agency {
                agency.structures.insert(*id, structure.clone());
            }
        }
        Event::CapacitySet { id, need, capacity } => {
            let structure = state.agency.as_mut().and_then(|it| it.structures.get_mut(id));
            let mut offers = structure.into_iter().flat_map(|it| &mut it.services);
            if let Some(offer) = offers.find(|offer| offer.need == *need) {
                offer.capacity = *capacity;
            }
        }
        Event::AgencyActivated => set_active(&mut state, true),
        Event::AgencyDeactivated => set_active(&mut state, false),
        Event::TakeoverSet { takes_cases_over } => {
            if let Some(agency) = &mut state.agency {
                agency.takes_cases_over = *takes_cases_over;
            }
        }
    }
    state
}

fn set_active(state: &mut State, active: bool) {
    if let Some(agency) = &mut state.agency {
        agency.active = active;
    }
}
