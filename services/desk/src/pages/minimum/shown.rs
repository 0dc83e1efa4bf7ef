//! The minimum data set as a file shows it: label by label, only what was given.
//!
//! PRIVACY: drawn into the answer of the request that opened it, and kept nowhere.

use sentier_proto::cases::v1::{
    ChildSurvivor, Circumstances, EarlierReport, Incident, Perpetrator, SectorDetail,
    SectorOutcome, SurvivorProfile,
};

use crate::page::Here;

type Facts = Vec<(String, String)>;

/// Gathers what was given.
struct Known<'a> {
    here: &'a Here,
    facts: Facts,
}

impl Known<'_> {
    fn text(&mut self, label: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push((self.here.words.say(label), value));
        }
    }

    fn code(&mut self, label: &str, kind: &str, name: &str) {
        if !name.ends_with("_UNSPECIFIED") {
            self.text(label, self.here.words.code(kind, name));
        }
    }
}

/// What was asked about her.
pub(crate) fn of_profile(here: &Here, profile: &SurvivorProfile) -> Facts {
    let mut known = Known { here, facts: Vec::new() };
    let named = profile.marital_status().as_str_name();
    known.code("label-survivor-profile-marital-status", "marital-status", named);
    let named = profile.displacement_status().as_str_name();
    known.code("label-survivor-profile-displacement-status", "displacement-status", named);
    let named = profile.disability().as_str_name();
    known.code("label-survivor-profile-disability", "disability", named);
    known.text("label-survivor-profile-occupation", &profile.occupation);
    known.text("label-survivor-profile-ethnicity", &profile.ethnicity);
    known.text("label-survivor-profile-nationality", &profile.nationality);
    known.text("label-survivor-profile-country-of-origin", &profile.country_of_origin);
    known.text("label-survivor-profile-religion", &profile.religion);
    let count = profile.dependant_count.map_or_else(String::new, |count| count.to_string());
    known.text("label-survivor-profile-dependant-count", count);
    known.text("label-survivor-profile-dependant-ages", &profile.dependant_ages);
    let named = profile.separation().as_str_name();
    known.code("label-survivor-profile-separation", "separation", named);
    if let Some(child) = &profile.child {
        of_child(&mut known, child);
    }
    known.facts
}

fn of_child(known: &mut Known<'_>, child: &ChildSurvivor) {
    let named = child.lives_alone().as_str_name();
    known.code("label-survivor-profile-child-lives-alone", "yes-no", named);
    let named = child.carer_relation().as_str_name();
    known.code("label-survivor-profile-child-carer-relation", "carer-relation", named);
    let named = child.carer_marital_status().as_str_name();
    known.code("label-survivor-profile-child-carer-marital-status", "marital-status", named);
    known.text("label-survivor-profile-child-carer-occupation", &child.carer_occupation);
}

/// What was asked about an incident, and the contexts that follow.
pub(crate) fn of_circumstances(here: &Here, incident: &Incident) -> Facts {
    let mut known = Known { here, facts: Vec::new() };
    let contexts =
        incident.contexts().map(|one| here.words.code("incident-context", one.as_str_name()));
    known.text("label-contexts", contexts.collect::<Vec<_>>().join(" · "));
    if let Some(told) = &incident.circumstances {
        of_place(&mut known, told);
        of_acts(&mut known, told);
        of_pathway(&mut known, told);
    }
    known.facts
}

fn of_place(known: &mut Known<'_>, told: &Circumstances) {
    let time = told.time.map_or_else(String::new, |at| format!("{}:{:02}", at.hours, at.minutes));
    known.text("label-circumstances-time", time);
    known.code("label-circumstances-place-type", "place-type", told.place_type().as_str_name());
    let place = [&told.town, &told.district, &told.region];
    let place: Vec<_> = place.into_iter().filter(|part| !part.is_empty()).cloned().collect();
    known.text("label-circumstances-town", place.join(", "));
    let named = told.displacement_stage().as_str_name();
    known.code("label-circumstances-displacement-stage", "displacement-stage", named);
}

fn of_acts(known: &mut Known<'_>, told: &Circumstances) {
    let named = told.harmful_practice().as_str_name();
    known.code("label-circumstances-harmful-practice", "harmful-practice", named);
    known.text("label-circumstances-harmful-practice-detail", &told.harmful_practice_detail);
    let named = told.goods_exchanged().as_str_name();
    known.code("label-circumstances-goods-exchanged", "yes-no", named);
    known.code("label-circumstances-abduction", "abduction", told.abduction().as_str_name());
    let named = told.previous_incidents().as_str_name();
    known.code("label-circumstances-previous-incidents", "yes-no", named);
    let named = told.perpetrator_count().as_str_name();
    known.code("label-circumstances-perpetrator-count", "perpetrator-count", named);
    for (number, perpetrator) in (1..).zip(&told.perpetrators) {
        let label = known.here.words.fill("perpetrator-line", &[("number", &number.to_string())]);
        known.facts.push((label, of_perpetrator(known.here, perpetrator)));
    }
}

fn of_perpetrator(here: &Here, of: &Perpetrator) -> String {
    let words = here.words;
    let coded = [
        words.code("relationship", of.relationship().as_str_name()),
        words.code("perpetrator-sex", of.sex().as_str_name()),
        words.code("perpetrator-age-group", of.age_group().as_str_name()),
    ];
    let told = [&of.occupation, &of.nationality, &of.ethnicity];
    let told = told.into_iter().filter(|text| !text.is_empty()).cloned();
    let secondary = of.secondary.then(|| words.say("perpetrator-secondary"));
    coded.into_iter().chain(told).chain(secondary).collect::<Vec<_>>().join(", ")
}

fn of_pathway(known: &mut Known<'_>, told: &Circumstances) {
    let named = told.reported_elsewhere().as_str_name();
    known.code("label-circumstances-reported-elsewhere", "reported-elsewhere", named);
    let named = told.referred_from().as_str_name();
    known.code("label-circumstances-referred-from", "referral-source", named);
    for outcome in &told.sectors {
        let (label, status) = of_sector(known.here, *outcome);
        known.facts.push((label, status));
    }
    for detail in &told.sector_details {
        let (label, told) = of_detail(known.here, detail);
        known.facts.push((label, told));
    }
    for report in &told.earlier_reports {
        let told = of_report(known.here, report);
        known.text("label-circumstances-earlier-reports", told);
    }
    let named = told.legal_action().as_str_name();
    known.code("label-circumstances-legal-action", "legal-action", named);
    let day = told.interview_date.map_or_else(String::new, |day| known.here.words.date(&day));
    known.text("label-circumstances-interview-date", day);
}

fn of_detail(here: &Here, of: &SectorDetail) -> (String, String) {
    let words = here.words;
    let sector = words.code("sector", of.sector().as_str_name());
    let label = words.fill("sector-detail-line", &[("sector", &sector)]);
    let day = of.date.as_ref().map_or_else(String::new, |day| words.date(day));
    let time = of.time.map_or_else(String::new, |at| format!("{}:{:02}", at.hours, at.minutes));
    let told = [of.provider.clone(), of.place.clone(), day, time, of.notes.clone()];
    let told: Vec<_> = told.into_iter().filter(|text| !text.is_empty()).collect();
    (label, told.join(", "))
}

fn of_report(here: &Here, of: &EarlierReport) -> String {
    let kind = here.words.code("referral-source", of.provider_type().as_str_name());
    if of.provider.is_empty() { kind } else { format!("{kind} · {}", of.provider) }
}

fn of_sector(here: &Here, outcome: SectorOutcome) -> (String, String) {
    let words = here.words;
    let sector = words.code("sector", outcome.sector().as_str_name());
    (sector, words.code("sector-status", outcome.status().as_str_name()))
}
