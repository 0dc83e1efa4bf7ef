//! The case file: what the case team sees, folded from opened events. PERSONAL.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::{Decider as _, Moment, Sensitive, Violation};

use crate::age::{ADULT, years_at};
use crate::case::care;
use crate::case::care::codes::{Goal, GoalProgress};
use crate::case::safeguard::{self, Fact};
use crate::case::{Case, Event, IncidentField, State, SurvivorField};
use crate::clock::{self, Clock, HoursSince, Window};
use crate::consent::{Born, Giving};
use crate::id::{ConsentId, FollowUpId, IncidentId, StaffId};
use crate::minimum::{Circumstances, IncidentContext, SurvivorProfile, contexts, required};
use crate::personal::{Contact, Identity, IncidentDetails};
use crate::safe_contact::SafeContactPlan;
use crate::value::{Date, Narrative, Note, OverrideReason};

/// One incident of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What happened.
    pub details: Sensitive<IncidentDetails>,
    /// What else the form asks about it.
    pub circumstances: Sensitive<Circumstances>,
    /// Her account.
    pub narrative: Sensitive<Narrative>,
    /// When it was recorded at the centre.
    pub recorded_at: Moment,
}

impl Incident {
    /// Between which instants it happened; absent when that is not known.
    pub fn window(&self) -> Option<Window> {
        let IncidentDetails { date, date_estimated, part_of_day, .. } = self.details.expose()?;
        let time = self.circumstances.expose().and_then(|asked| asked.time);
        Some(Window::of(*date, *date_estimated, *part_of_day, time, self.recorded_at))
    }
}

/// One follow-up of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// When it took place.
    pub met_at: Moment,
    /// How near her goals were, as far as they were looked at.
    pub goals: BTreeMap<Goal, GoalProgress>,
    /// When to meet next.
    pub next_on: Option<Date>,
    /// The note.
    pub note: Sensitive<Note>,
}

/// What was known before a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When it was corrected.
    pub at: Moment,
    /// Who corrected.
    pub by: StaffId,
    /// What was corrected.
    pub former: Former,
}

/// What stood before a correction, and the fields that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Former {
    /// What was known of her.
    Survivor {
        /// The fields that changed.
        fields: BTreeSet<SurvivorField>,
        /// Who she is.
        identity: Sensitive<Identity>,
        /// How to reach her.
        contact: Sensitive<Contact>,
        /// What else the form asks about her.
        profile: Box<Sensitive<SurvivorProfile>>,
    },
    /// An incident.
    Incident {
        /// The fields that changed.
        fields: BTreeSet<IncidentField>,
        /// As it stood.
        incident: Box<Incident>,
    },
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
    /// What else the form asks about her.
    pub profile: Sensitive<SurvivorProfile>,
    /// How and by whom each consent was given.
    pub givings: BTreeMap<ConsentId, Sensitive<Giving>>,
    /// Why each override was asked for.
    pub reasons: BTreeMap<ConsentId, Sensitive<OverrideReason>>,
    /// Incidents, in the order recorded.
    pub incidents: Vec<Incident>,
    /// What stood before each correction, in their order.
    pub corrections: Vec<Correction>,
    /// Follow-ups, in the order recorded.
    pub follow_ups: Vec<FollowUp>,
    /// What was done for her, in the order recorded.
    pub care: Vec<care::Event>,
    /// What guards her file, and herself, in the order recorded.
    pub safeguard: Vec<safeguard::Event>,
    /// How she may be reached, when she was asked.
    pub safe_contact: Option<Sensitive<SafeContactPlan>>,
}

impl CaseFile {
    /// Her age on the day of an incident; absent when her birth date or the incident is not known.
    fn years_at(&self, details: &IncidentDetails) -> Option<u8> {
        years_at(self.identity.expose()?.birth_date?, details.date)
    }

    /// Whether a consent could be given as it was, by her birth as the file knows it now; nothing says that an
    /// override could not.
    pub fn stands(&self, consent: ConsentId) -> bool {
        let giving = self.givings.get(&consent).and_then(Sensitive::expose);
        let born = self.identity.expose().and_then(Born::of);
        self.state.consent(consent).is_none_or(|known| known.could_be_given(giving, born))
    }

    /// The contexts that follow from an incident.
    pub fn contexts(&self, incident: &Incident) -> BTreeSet<IncidentContext> {
        let known = incident.details.expose().zip(incident.circumstances.expose());
        known.map_or_else(BTreeSet::new, |(details, asked)| {
            let child = self.years_at(details).map(|years| years < ADULT);
            contexts(details.classification.incident_type, asked, child)
        })
    }

    /// What of the minimum data set is missing for an incident to be counted, by the paths that corrections
    /// name; nothing when its type or she is not known. What an Incident Recorder counted is counted as it
    /// stands there.
    pub fn missing(&self, incident: &Incident, today: Date) -> Vec<Violation> {
        let known = self.identity.expose().zip(incident.details.expose());
        let asked = incident.circumstances.expose().cloned().unwrap_or_default();
        let Some((identity, details)) = known.filter(|_| asked.recorder.is_none()) else {
            return Vec::new();
        };
        let profile = self.profile.expose().cloned().unwrap_or_default();
        let rules = required::Known { statistics: true, today };
        let mut wrong = required::profile(&profile, identity.birth_date, rules);
        let (date, estimated) = (details.date, details.date_estimated);
        wrong.extend(required::circumstances(&asked, date, estimated, rules));
        let is_missing = |one: &Violation| one.sentence == "violation-required";
        wrong.into_iter().filter(is_missing).collect()
    }

    /// The health clocks of an incident.
    pub fn clocks(&self, incident: &Incident) -> Vec<Clock> {
        let Some((details, window)) = incident.details.expose().zip(incident.window()) else {
            return Vec::new();
        };
        let sex = self.identity.expose().map(|identity| identity.sex);
        let incident_type = details.classification.incident_type;
        clock::health(incident_type, window, sex, self.years_at(details))
    }

    /// Hours from the latest incident to `at`, as far as it was recorded by then.
    pub fn hours_until(&self, at: Moment) -> Option<HoursSince> {
        let recorded = self.incidents.iter().filter(|incident| incident.recorded_at <= at);
        let latest = recorded.filter_map(Incident::window).max_by_key(|window| window.earliest);
        latest.map(|window| window.hours_until(at))
    }

    /// The file after all of `events`.
    pub fn fold<'a, I: IntoIterator<Item = &'a Event>>(events: I) -> Self {
        events.into_iter().fold(Self::default(), Self::evolve)
    }

    /// The file after one more event. An erased survivor leaves no personal value behind.
    pub fn evolve(mut self, event: &Event) -> Self {
        self.state = Case::evolve(self.state, event);
        match event {
            Event::CaseOpened { identity, contact, profile, .. } => {
                self.identity = identity.clone();
                self.contact = contact.clone();
                self.profile = profile.clone();
            }
            Event::ConsentGranted { consent, giving, .. } => {
                self.givings.extend(giving.clone().map(|giving| (*consent, giving)));
            }
            Event::OverrideRequested { id, reason, .. } => {
                self.reasons.insert(*id, reason.clone());
            }
            Event::IncidentRecorded { incident, details, circumstances, narrative, at, .. } => {
                self.incidents.push(Incident {
                    id: *incident,
                    details: details.clone(),
                    circumstances: circumstances.clone(),
                    narrative: narrative.clone(),
                    recorded_at: *at,
                });
            }
            Event::SurvivorCorrected { .. } | Event::IncidentCorrected { .. } => {
                self.correct(event);
            }
            Event::FollowUpRecorded { follow_up, met_at, goals, next_on, note, .. } => {
                self.follow_ups.push(FollowUp {
                    id: *follow_up,
                    met_at: *met_at,
                    goals: goals.clone(),
                    next_on: *next_on,
                    note: note.clone(),
                });
            }
            Event::Care(event) => self.care.push(event.clone()),
            Event::Safeguard(event) => {
                if let Fact::SafeContactSet { plan } = &event.fact {
                    self.safe_contact = Some(plan.clone());
                }
                self.safeguard.push(event.clone());
            }
            Event::SurvivorErased { .. } => self.forget(),
            Event::ConsentWithdrawn { .. }
            | Event::OverrideApproved { .. }
            | Event::ReferralRequested { .. }
            | Event::ReferralProgressed { .. }
            | Event::FactsReleased { .. }
            | Event::FactsWithheld { .. }
            | Event::TaskOverdue { .. }
            | Event::Agency(_)
            | Event::Ending(_)
            | Event::Merge(_)
            | Event::CaseClosed { .. } => {}
        }
        self
    }

    /// Nothing personal is left.
    fn forget(&mut self) {
        self.identity = Sensitive::Erased;
        self.contact = Sensitive::Erased;
        self.profile = Sensitive::Erased;
        self.givings.clear();
        self.reasons.clear();
        self.incidents.clear();
        self.corrections.clear();
        self.follow_ups.clear();
        self.care.clear();
        self.safeguard.clear();
        self.safe_contact = None;
    }

    /// The new values take the place of the old ones, which the file keeps.
    fn correct(&mut self, event: &Event) {
        match event {
            Event::SurvivorCorrected { fields, identity, contact, profile, by, at, .. } => {
                let former = Former::Survivor {
                    fields: fields.clone(),
                    identity: std::mem::replace(&mut self.identity, identity.clone()),
                    contact: std::mem::replace(&mut self.contact, contact.clone()),
                    profile: Box::new(std::mem::replace(&mut self.profile, profile.clone())),
                };
                self.corrections.push(Correction { at: *at, by: *by, former });
            }
            Event::IncidentCorrected {
                incident,
                fields,
                details,
                circumstances,
                narrative,
                by,
                at,
                ..
            } => {
                let Some(known) = self.incidents.iter_mut().find(|known| known.id == *incident)
                else {
                    return;
                };
                let corrected = Incident {
                    id: known.id,
                    details: details.clone(),
                    circumstances: circumstances.clone(),
                    narrative: narrative.clone(),
                    recorded_at: known.recorded_at,
                };
                let incident = Box::new(std::mem::replace(known, corrected));
                let former = Former::Incident { fields: fields.clone(), incident };
                self.corrections.push(Correction { at: *at, by: *by, former });
            }
            _ => {}
        }
    }
}
