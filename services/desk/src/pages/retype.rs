//! Forms that begin with what is known: the answers that would say it.
//!
//! PRIVACY: made of what was opened on purpose, drawn into that answer, and kept nowhere.

use sentier_proto::cases::v1::{ChildSurvivor, Circumstances, Incident, Survivor, SurvivorProfile};
use sentier_proto::common::v1::Date;

use super::minimum::{DETAILS, PERPETRATORS, REPORTS, SECTORS};
use crate::form::Fields;

/// Answers by the names of their questions.
pub(crate) type Typed = Vec<(&'static str, String)>;

/// The answers as a form that came back.
pub(crate) fn fields(typed: &Typed) -> Fields {
    let pairs: Vec<(&str, &str)> =
        typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Fields::of(&pairs)
}

/// A date as browsers send it.
fn sent(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The answers about her.
pub(crate) fn survivor(typed: &mut Typed, survivor: &Survivor) {
    typed.push(("survivor.full_name", survivor.full_name.clone()));
    typed.push(("survivor.sex", survivor.sex().as_str_name().to_owned()));
    if let Some(date) = &survivor.birth_date {
        typed.push(("survivor.birth_date", sent(date)));
    }
    typed.push(("survivor.phone", survivor.phone.clone()));
    typed.push(("survivor.safe_contact", survivor.safe_contact.clone()));
    if let Some(profile) = &survivor.profile {
        profile_of(typed, profile);
    }
}

fn profile_of(typed: &mut Typed, profile: &SurvivorProfile) {
    let count = profile.dependant_count.map_or_else(String::new, |count| count.to_string());
    let marital = profile.marital_status().as_str_name();
    let displacement = profile.displacement_status().as_str_name();
    typed.extend([
        ("survivor.profile.ethnicity", profile.ethnicity.clone()),
        ("survivor.profile.country_of_origin", profile.country_of_origin.clone()),
        ("survivor.profile.nationality", profile.nationality.clone()),
        ("survivor.profile.religion", profile.religion.clone()),
        ("survivor.profile.occupation", profile.occupation.clone()),
        ("survivor.profile.dependant_count", count),
        ("survivor.profile.dependant_ages", profile.dependant_ages.clone()),
        ("survivor.profile.marital_status", marital.to_owned()),
        ("survivor.profile.displacement_status", displacement.to_owned()),
        ("survivor.profile.disability", profile.disability().as_str_name().to_owned()),
        ("survivor.profile.separation", profile.separation().as_str_name().to_owned()),
    ]);
    if let Some(child) = &profile.child {
        child_of(typed, child);
    }
}

fn child_of(typed: &mut Typed, child: &ChildSurvivor) {
    let marital = child.carer_marital_status().as_str_name();
    let relation = child.carer_relation().as_str_name();
    typed.extend([
        ("survivor.profile.child.lives_alone", child.lives_alone().as_str_name().to_owned()),
        ("survivor.profile.child.carer_relation", relation.to_owned()),
        ("survivor.profile.child.carer_marital_status", marital.to_owned()),
        ("survivor.profile.child.carer_occupation", child.carer_occupation.clone()),
    ]);
}

/// The answers about an incident.
pub(crate) fn incident(typed: &mut Typed, incident: &Incident) {
    if let Some(date) = &incident.date {
        typed.push(("date", sent(date)));
    }
    if incident.date_estimated {
        typed.push(("date_estimated", "yes".to_owned()));
    }
    typed.push(("part_of_day", incident.part_of_day().as_str_name().to_owned()));
    typed.push(("narrative", incident.narrative.clone()));
    if let Some(told) = &incident.circumstances {
        circumstances(typed, told);
    }
}

fn circumstances(typed: &mut Typed, told: &Circumstances) {
    if let Some(at) = told.time {
        typed.push(("circumstances.time", format!("{}:{:02}", at.hours, at.minutes)));
    }
    if let Some(day) = &told.interview_date {
        typed.push(("circumstances.interview_date", sent(day)));
    }
    let count = told.perpetrator_count().as_str_name();
    let coded = [
        ("circumstances.displacement_stage", told.displacement_stage().as_str_name()),
        ("circumstances.place_type", told.place_type().as_str_name()),
        ("circumstances.harmful_practice", told.harmful_practice().as_str_name()),
        ("circumstances.goods_exchanged", told.goods_exchanged().as_str_name()),
        ("circumstances.abduction", told.abduction().as_str_name()),
        ("circumstances.previous_incidents", told.previous_incidents().as_str_name()),
        ("circumstances.reported_elsewhere", told.reported_elsewhere().as_str_name()),
        ("circumstances.perpetrator_count", count),
        ("circumstances.referred_from", told.referred_from().as_str_name()),
        ("circumstances.legal_action", told.legal_action().as_str_name()),
    ];
    typed.extend(coded.map(|(name, code)| (name, code.to_owned())));
    typed.extend([
        ("circumstances.region", told.region.clone()),
        ("circumstances.district", told.district.clone()),
        ("circumstances.town", told.town.clone()),
        ("circumstances.harmful_practice_detail", told.harmful_practice_detail.clone()),
    ]);
    for (names, one) in PERPETRATORS.iter().zip(&told.perpetrators) {
        typed.extend([
            (names.sex, one.sex().as_str_name().to_owned()),
            (names.age_group, one.age_group().as_str_name().to_owned()),
            (names.relationship, one.relationship().as_str_name().to_owned()),
            (names.former, one.former().as_str_name().to_owned()),
            (names.occupation, one.occupation.clone()),
            (names.nationality, one.nationality.clone()),
            (names.ethnicity, one.ethnicity.clone()),
            (names.secondary, if one.secondary { "yes".to_owned() } else { String::new() }),
        ]);
    }
    pathway(typed, told);
}

/// What is known of other services.
fn pathway(typed: &mut Typed, told: &Circumstances) {
    for (name, sector) in &SECTORS {
        let known = told.sectors.iter().find(|known| known.sector() == *sector);
        typed.extend(known.map(|known| (*name, known.status().as_str_name().to_owned())));
    }
    for (names, one) in DETAILS.iter().zip(&told.sector_details) {
        let time = one.time.map(|at| format!("{}:{:02}", at.hours, at.minutes));
        typed.extend([
            (names.sector, one.sector().as_str_name().to_owned()),
            (names.date, one.date.as_ref().map(sent).unwrap_or_default()),
            (names.time, time.unwrap_or_default()),
            (names.provider, one.provider.clone()),
            (names.place, one.place.clone()),
            (names.notes, one.notes.clone()),
        ]);
    }
    for (names, one) in REPORTS.iter().zip(&told.earlier_reports) {
        typed.extend([
            (names.provider_type, one.provider_type().as_str_name().to_owned()),
            (names.provider, one.provider.clone()),
        ]);
    }
}
