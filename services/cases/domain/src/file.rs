//! The case file: what the case team sees, folded from opened events. PERSONAL.

use sentier_kernel::{Decider as _, Moment, Sensitive};

use crate::case::{Case, Event, State};
use crate::id::{FollowUpId, IncidentId};
use crate::personal::{Contact, Identity, IncidentDetails};
use crate::value::{Narrative, Note};

/// One incident of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What happened.
    pub details: Sensitive<IncidentDetails>,
    /// Her account.
    pub narrative: Sensitive<Narrative>,
    /// When it was recorded at the centre.
    pub recorded_at: Moment,
}

/// One follow-up of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// When it took place.
    pub met_at: Moment,
    /// The note.
    pub note: Sensitive<Note>,
}

/// The deciding state, and beside it what the events hold of her.
#[derive(Clone, Debug, Default)]
pub struct CaseFile {
    /// The life-cycle facts.
    pub state: State,
    /// Who she is.
    pub identity: Sensitive<Identity>,
    /// How to reach her.
    pub contact: Sensitive<Contact>,
    /// Incidents, in the order recorded.
    pub incidents: Vec<Incident>,
    /// Follow-ups, in the order recorded.
    pub follow_ups: Vec<FollowUp>,
}

impl CaseFile {
    /// The file after all of `events`.
    pub fn fold<'a, I: IntoIterator<Item = &'a Event>>(events: I) -> Self {
        events.into_iter().fold(Self::default(), Self::evolve)
    }

    /// The file after one more event. An erased survivor leaves no personal value behind.
    pub fn evolve(mut self, event: &Event) -> Self {
        self.state = Case::evolve(self.state, event);
        match event {
            Event::CaseOpened { identity, contact, .. } => {
                self.identity = identity.clone();
                self.contact = contact.clone();
            }
            Event::IncidentRecorded { incident, details, narrative, at } => {
                self.incidents.push(Incident {
                    id: *incident,
                    details: details.clone(),
                    narrative: narrative.clone(),
                    recorded_at: *at,
                });
            }
            Event::FollowUpRecorded { follow_up, met_at, note, .. } => {
                let (id, met_at, note) = (*follow_up, *met_at, note.clone());
                self.follow_ups.push(FollowUp { id, met_at, note });
            }
            Event::SurvivorErased { .. } => {
                self.identity = Sensitive::Erased;
                self.contact = Sensitive::Erased;
                self.incidents.clear();
                self.follow_ups.clear();
            }
            Event::ConsentGranted { .. }
            | Event::ConsentWithdrawn { .. }
            | Event::ReferralRequested { .. }
            | Event::ReferralProgressed { .. }
            | Event::FactsReleased { .. }
            | Event::CaseClosed { .. } => {}
        }
        self
    }
}
