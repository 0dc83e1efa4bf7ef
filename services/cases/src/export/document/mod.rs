//! One case as a document: entries by their keys, whatever they are printed as. PERSONAL.
//!
//! A key is a name of the JSON schema and of the words in `words`; what is not known has no entry.

mod care;
mod incident;
mod survivor;

use sentier_cases_domain::consent::{Basis, BestInterest};
use sentier_cases_domain::file::{CaseFile, Correction, FollowUp, Former};
use sentier_cases_domain::minimum::YesNo;
use sentier_cases_domain::value::{CaseworkerCode, Date};
use sentier_kernel::{Moment, Sensitive};

/// What an entry holds.
pub(crate) enum Value {
    /// Words, as somebody told them, or an id.
    Text(String),
    /// A coded value.
    Code(&'static str),
    /// Several coded values.
    Codes(Vec<&'static str>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(i64),
    /// A day.
    Day(Date),
    /// A moment.
    Time(Moment),
    /// Entries that belong together.
    One(Entries),
    /// Any number of such.
    Many(Vec<Entries>),
}

/// A list of entries that is being filled.
#[derive(Default)]
pub(crate) struct Entries(pub(crate) Vec<(&'static str, Value)>);

impl Entries {
    fn put(&mut self, key: &'static str, value: Value) {
        self.0.push((key, value));
    }

    fn text(&mut self, key: &'static str, text: &str) {
        if !text.is_empty() {
            self.put(key, Value::Text(text.to_owned()));
        }
    }

    fn code(&mut self, key: &'static str, code: Option<&'static str>) {
        if let Some(code) = code {
            self.put(key, Value::Code(code));
        }
    }

    fn codes(&mut self, key: &'static str, codes: Vec<&'static str>) {
        if !codes.is_empty() {
            self.put(key, Value::Codes(codes));
        }
    }

    fn day(&mut self, key: &'static str, day: Option<Date>) {
        if let Some(day) = day {
            self.put(key, Value::Day(day));
        }
    }

    fn time(&mut self, key: &'static str, at: Option<Moment>) {
        if let Some(at) = at {
            self.put(key, Value::Time(at));
        }
    }

    fn many(&mut self, key: &'static str, many: Vec<Self>) {
        if !many.is_empty() {
            self.put(key, Value::Many(many));
        }
    }
}

/// The whole of a case.
pub(crate) fn document(centre: &str, file: &CaseFile, at: Moment) -> Entries {
    let mut whole = Entries::default();
    whole.time("exported_at", Some(at));
    whole.put("case", Value::One(case(centre, file)));
    if let (Some(identity), Some(contact), Some(profile)) =
        (file.identity.expose(), file.contact.expose(), file.profile.expose())
    {
        whole.put("survivor", Value::One(survivor::survivor(identity, contact, profile)));
    }
    let incidents = file.incidents.iter().map(|it| incident::incident(file, it)).collect();
    whole.many("incidents", incidents);
    whole.many("consents", consents(file));
    whole.many("overrides", overrides(file));
    whole.many("referrals", referrals(file));
    whole.many("follow_ups", file.follow_ups.iter().map(follow_up).collect());
    whole.many("care", file.care.iter().map(|it| care::entry(file, it)).collect());
    whole.many("corrections", file.corrections.iter().map(|it| correction(file, it)).collect());
    whole
}

fn case(centre: &str, file: &CaseFile) -> Entries {
    let mut case = Entries::default();
    case.text("centre", centre);
    if let Some(opening) = &file.state.opening {
        let caseworker = CaseworkerCode::of(centre, opening.caseworker.as_uuid());
        case.text("survivor_code", &opening.survivor_code.to_string());
        case.text("caseworker_code", &caseworker.to_string());
        case.time("opened_at", Some(opening.at));
    }
    if let Some((reason, closed_at)) = file.state.closed {
        case.time("closed_at", Some(closed_at));
        case.code("closure_reason", Some(reason.code()));
    }
    case
}

fn consents(file: &CaseFile) -> Vec<Entries> {
    let consents = file.state.consents.iter().filter(|it| it.basis == Basis::Consent);
    let told = consents.map(|it| {
        let mut consent = Entries::default();
        consent.code("purpose", Some(it.purpose.code()));
        if let Some(agency) = it.agency {
            consent.text("agency", &agency.to_string());
        }
        consent.codes("field_groups", it.field_groups.iter().map(|group| group.code()).collect());
        consent.time("granted_at", Some(it.granted_at));
        consent.time("expires_at", it.expires_at);
        consent.time("withdrawn_at", it.withdrawn_at);
        if let Some(giving) = file.givings.get(&it.id).and_then(Sensitive::expose) {
            consent.code("given_how", Some(giving.how.code()));
            consent.code("given_by", Some(giving.by.code()));
            consent.code("age_then", Some(giving.age.code()));
            consent.code("assent", giving.assent.map(YesNo::code));
            consent.code("best_interest", giving.best_interest.map(BestInterest::code));
            consent.text("limits", giving.limits.as_str());
        }
        consent
    });
    told.collect()
}

fn overrides(file: &CaseFile) -> Vec<Entries> {
    let told = file.state.overrides.iter().map(|(id, it)| {
        let mut one = Entries::default();
        one.code("ground", Some(it.wanted.ground.code()));
        one.text("agency", &it.wanted.agency.to_string());
        let groups = it.wanted.field_groups.iter().map(|group| group.code());
        one.codes("field_groups", groups.collect());
        one.put("survivor_told", Value::Flag(it.wanted.survivor_told));
        one.time("requested_at", Some(it.requested_at));
        one.time("approved_at", it.approved.map(|(_, at)| at));
        if let Some(reason) = file.reasons.get(id).and_then(Sensitive::expose) {
            one.text("reason", reason.as_str());
        }
        one
    });
    told.collect()
}

fn referrals(file: &CaseFile) -> Vec<Entries> {
    let told = file.state.referrals.values().map(|it| {
        let mut one = Entries::default();
        one.code("need", Some(it.need.code()));
        one.code("urgency", Some(it.urgency.code()));
        one.text("agency", &it.agency.to_string());
        one.text("structure", &it.structure.to_string());
        one.codes("field_groups", it.field_groups.iter().map(|group| group.code()).collect());
        one.time("requested_at", Some(it.requested_at));
        one.code("progress", Some(it.progress.code()));
        one
    });
    told.collect()
}

fn follow_up(it: &FollowUp) -> Entries {
    let mut one = Entries::default();
    one.time("met_at", Some(it.met_at));
    let goals = it.goals.iter().map(|(goal, progress)| {
        let mut told = Entries::default();
        told.code("goal", Some(goal.code()));
        told.code("goal_progress", Some(progress.code()));
        told
    });
    one.many("goals", goals.collect());
    one.day("next_on", it.next_on);
    if let Some(note) = it.note.expose() {
        one.text("note", note.as_str());
    }
    one
}

/// What stood before a correction.
fn correction(file: &CaseFile, it: &Correction) -> Entries {
    let mut one = Entries::default();
    one.time("corrected_at", Some(it.at));
    match &it.former {
        Former::Survivor { fields, identity, contact, profile } => {
            one.codes("fields", fields.iter().map(|field| field.code()).collect());
            if let (Some(identity), Some(contact), Some(profile)) =
                (identity.expose(), contact.expose(), profile.expose())
            {
                let former = survivor::survivor(identity, contact, profile);
                one.put("former_survivor", Value::One(former));
            }
        }
        Former::Incident { fields, incident } => {
            one.codes("fields", fields.iter().map(|field| field.code()).collect());
            one.put("former_incident", Value::One(incident::incident(file, incident)));
        }
    }
    one
}
