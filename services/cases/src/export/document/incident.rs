//! What happened.

use sentier_cases_domain::codes::PartOfDay;
use sentier_cases_domain::file::{CaseFile, Incident};
use sentier_cases_domain::minimum::{
    Abduction, Circumstances, DisplacementStage, EarlierReport, HarmfulPractice, IncidentContext,
    LegalAction, Perpetrator, PerpetratorCount, PlaceType, ReferralSource, ReportedElsewhere,
    Sector, SectorDetail, YesNo,
};

use super::{Entries, Value};

pub(super) fn incident(file: &CaseFile, it: &Incident) -> Entries {
    let mut one = Entries::default();
    one.text("id", &it.id.to_string());
    one.time("recorded_at", Some(it.recorded_at));
    if let Some(details) = it.details.expose() {
        one.day("date", Some(details.date));
        if details.date_estimated {
            one.put("date_estimated", Value::Flag(true));
        }
        one.code("part_of_day", details.part_of_day.map(PartOfDay::code));
        one.code("type", Some(details.classification.incident_type.code()));
    }
    one.codes("contexts", file.contexts(it).into_iter().map(IncidentContext::code).collect());
    if let Some(asked) = it.circumstances.expose() {
        circumstances(&mut one, asked);
    }
    if let Some(narrative) = it.narrative.expose() {
        one.text("narrative", narrative.as_str());
    }
    one
}

fn circumstances(one: &mut Entries, asked: &Circumstances) {
    if let Some(time) = asked.time {
        one.text("time", &format!("{:02}:{:02}", time.hours(), time.minutes()));
    }
    one.code("displacement_stage", asked.displacement_stage.map(DisplacementStage::code));
    one.code("place_type", asked.place_type.map(PlaceType::code));
    one.text("region", asked.region.as_str());
    one.text("district", asked.district.as_str());
    one.text("town", asked.town.as_str());
    one.code("harmful_practice", asked.harmful_practice.map(HarmfulPractice::code));
    one.text("harmful_practice_detail", asked.harmful_practice_detail.as_str());
    one.code("goods_exchanged", asked.goods_exchanged.map(YesNo::code));
    one.code("abduction", asked.abduction.map(Abduction::code));
    one.code("previous_incidents", asked.previous_incidents.map(YesNo::code));
    one.code("reported_elsewhere", asked.reported_elsewhere.map(ReportedElsewhere::code));
    one.day("interview_date", asked.interview_date);
    one.code("perpetrator_count", asked.perpetrator_count.map(PerpetratorCount::code));
    one.many("perpetrators", asked.perpetrators.iter().map(perpetrator).collect());
    one.code("referred_from", asked.referred_from.map(ReferralSource::code));
    let sectors = asked.sectors.iter().map(|(sector, status)| {
        let mut told = Entries::default();
        told.code("sector", Some(sector.code()));
        told.code("sector_status", Some(status.code()));
        told
    });
    one.many("sectors", sectors.collect());
    let details =
        asked.sector_details.iter().map(|(sector, detail)| sector_detail(*sector, detail));
    one.many("sector_details", details.collect());
    one.many("earlier_reports", asked.earlier_reports.iter().map(earlier_report).collect());
    one.code("legal_action", asked.legal_action.map(LegalAction::code));
    if let Some(known) = &asked.recorder {
        let mut told = Entries::default();
        told.text("recorder_incident_id", known.incident_id.as_str());
        told.text("recorder_survivor_code", known.survivor_code.as_str());
        told.text("recorder_caseworker_code", known.caseworker_code.as_str());
        told.text("recorder_agency_code", known.agency_code.as_str());
        one.put("recorder", Value::One(told));
    }
}

fn sector_detail(sector: Sector, it: &SectorDetail) -> Entries {
    let mut one = Entries::default();
    one.code("sector", Some(sector.code()));
    one.day("service_date", it.date);
    if let Some(time) = it.time {
        one.text("service_time", &format!("{:02}:{:02}", time.hours(), time.minutes()));
    }
    one.text("provider", it.provider.as_str());
    one.text("place", it.place.as_str());
    one.text("note", it.notes.as_str());
    one
}

fn earlier_report(it: &EarlierReport) -> Entries {
    let mut one = Entries::default();
    one.code("provider_type", Some(it.provider_type.code()));
    one.text("provider", it.provider.as_str());
    one
}

fn perpetrator(it: &Perpetrator) -> Entries {
    let mut one = Entries::default();
    one.code("sex", Some(it.sex.code()));
    one.code("age_group", Some(it.age_group.code()));
    one.code("relationship", Some(it.relationship.code()));
    one.text("occupation", it.occupation.as_str());
    one.code("former", it.former.map(YesNo::code));
    one.text("nationality", it.nationality.as_str());
    one.text("ethnicity", it.ethnicity.as_str());
    if it.secondary {
        one.put("secondary", Value::Flag(true));
    }
    one
}
