//! One incident as a row of the Incident Recorder: the importer's way, backwards. PERSONAL.

use std::collections::BTreeSet;

use sentier_cases_domain::codes::{IncidentType, PartOfDay};
use sentier_cases_domain::file::{CaseFile, Incident};
use sentier_cases_domain::minimum::{
    Abduction, Circumstances, Disability, DisplacementStage, DisplacementStatus, HarmfulPractice,
    LegalAction, MaritalStatus, Perpetrator, PerpetratorAgeGroup, PerpetratorCount, PerpetratorSex,
    PlaceType, RecorderReference, ReferralSource, ReportedElsewhere, Sector, SectorStatus,
    Separation, SurvivorProfile, YesNo,
};
use sentier_cases_domain::personal::{Identity, IncidentDetails};
use sentier_cases_domain::value::{CaseworkerCode, Date, ShortText};
use sentier_platform::status::Locale;
use time::Month;

use crate::recorder::{Cell, Column, Row};

/// The row of an incident under a consent to statistics; `None` when she was erased.
pub(crate) fn row(
    centre: &str,
    locale: Locale,
    file: &CaseFile,
    incident: &Incident,
) -> Option<Row> {
    let opening = file.state.opening.as_ref()?;
    let asked = incident.circumstances.expose()?;
    let mut row = Sheet(Row::new());
    let own = RecorderReference::default();
    let known = asked.recorder.as_ref().unwrap_or(&own);
    let caseworker = CaseworkerCode::of(centre, opening.caseworker.as_uuid()).to_string();
    // What was recorded here first goes by the codes of this centre.
    row.or(Column::IncidentId, &known.incident_id, &incident.id.to_string());
    row.or(Column::SurvivorCode, &known.survivor_code, &opening.survivor_code.to_string());
    row.or(Column::CaseManagerCode, &known.caseworker_code, &caseworker);
    row.or(Column::AgencyCode, &known.agency_code, centre);
    let interviewed = asked.interview_date.unwrap_or_else(|| Date::of(incident.recorded_at));
    row.day(Column::Interviewed, interviewed, false);
    row.survivor(file.identity.expose()?, file.profile.expose()?);
    row.incident(incident.details.expose()?);
    row.circumstances(asked, locale);
    row.perpetrators(&asked.perpetrators);
    row.pathway(asked);
    // Only such incidents are exported.
    row.code(Column::Consent, "yes");
    Some(row.0)
}

/// A row that is being filled.
struct Sheet(Row);

impl Sheet {
    fn code(&mut self, column: Column, code: &'static str) {
        self.0.insert(column, Cell::Code(code));
    }

    fn coded<T: Copy>(&mut self, column: Column, value: Option<T>, code: fn(T) -> &'static str) {
        if let Some(value) = value {
            self.code(column, code(value));
        }
    }

    fn text(&mut self, column: Column, text: &str) {
        if !text.is_empty() {
            self.0.insert(column, Cell::Text(text.to_owned()));
        }
    }

    fn or(&mut self, column: Column, text: &ShortText, otherwise: &str) {
        self.text(column, if text.as_str().is_empty() { otherwise } else { text.as_str() });
    }

    /// A day; of an estimate only what is known, its year or its month.
    fn day(&mut self, column: Column, day: Date, estimated: bool) {
        let (year, month) = (day.year(), day.month());
        if estimated && (month, day.day()) == (1, 1) {
            return self.text(column, &year.to_string());
        }
        if estimated {
            return self.text(column, &format!("{month:02}/{year}"));
        }
        let written = Month::try_from(month)
            .and_then(|month| time::Date::from_calendar_date(year, month, day.day()));
        if let Ok(written) = written {
            self.0.insert(column, Cell::Date(written));
        }
    }

    fn survivor(&mut self, identity: &Identity, profile: &SurvivorProfile) {
        if let Some(born) = identity.birth_date {
            self.day(Column::Born, born, identity.birth_date_estimated);
        }
        self.code(Column::Sex, identity.sex.code());
        self.text(Column::Ethnicity, profile.ethnicity.as_str());
        self.text(Column::Country, profile.country_of_origin.as_str());
        self.coded(Column::Marital, profile.marital_status, MaritalStatus::code);
        self.coded(Column::Displacement, profile.displacement_status, DisplacementStatus::code);
        self.coded(Column::Disability, profile.disability, Disability::code);
        self.coded(Column::Separated, profile.separation, Separation::code);
    }

    fn incident(&mut self, details: &IncidentDetails) {
        self.day(Column::Happened, details.date, details.date_estimated);
        let part = details.part_of_day.map_or("unknown_not_applicable", PartOfDay::code);
        self.code(Column::TimeOfDay, part);
        self.code(Column::GbvType, incident_type(details.classification.incident_type));
    }

    fn circumstances(&mut self, asked: &Circumstances, locale: Locale) {
        self.coded(Column::Stage, asked.displacement_stage, stage);
        self.coded(Column::Place, asked.place_type, place);
        self.text(Column::County, asked.region.as_str());
        self.text(Column::District, asked.district.as_str());
        self.text(Column::Town, asked.town.as_str());
        // What was not specified has words and no code.
        let found = asked.harmful_practice.map_or("", |found| practice(found, locale));
        self.or(Column::Practice, &asked.harmful_practice_detail, found);
        self.coded(Column::Goods, asked.goods_exchanged.and_then(sure), YesNo::code);
        self.coded(Column::Abduction, asked.abduction, abduction);
        self.coded(Column::Reported, asked.reported_elsewhere, reported);
        self.coded(Column::Previous, asked.previous_incidents.and_then(sure), YesNo::code);
        self.coded(Column::ReferredFrom, asked.referred_from, referred_from);
    }

    /// The form has room for one perpetrator: the first of the primary ones, and whether both sexes were
    /// among them.
    fn perpetrators(&mut self, known: &[Perpetrator]) {
        let primary = known.iter().find(|one| !one.secondary).or_else(|| known.first());
        let Some(one) = primary else { return };
        let sexes: BTreeSet<&str> = known.iter().map(|one| one.sex.code()).collect();
        let both = [PerpetratorSex::Female, PerpetratorSex::Male];
        let both = both.iter().all(|sex| sexes.contains(sex.code()));
        self.code(Column::PerpetratorSex, if both { "both" } else { one.sex.code() });
        self.coded(Column::FormerPerpetrator, one.former, YesNo::code);
        self.code(Column::PerpetratorAge, age_group(one.age_group));
        self.code(Column::Relationship, one.relationship.code());
        self.text(Column::PerpetratorOccupation, one.occupation.as_str());
    }

    fn pathway(&mut self, asked: &Circumstances) {
        self.coded(Column::Perpetrators, asked.perpetrator_count, how_many);
        self.coded(Column::WantsLegalAction, asked.legal_action, LegalAction::code);
        for (sector, status) in &asked.sectors {
            self.code(column_of(*sector), service(*status));
        }
    }
}

/// An answer of yes or no; the column has no other.
fn sure(answer: YesNo) -> Option<YesNo> {
    (answer != YesNo::Unknown).then_some(answer)
}

const fn incident_type(of: IncidentType) -> &'static str {
    match of {
        IncidentType::DenialOfResources => "denial_of_resources_opportunities_or_services",
        IncidentType::PsychologicalAbuse => "psychological_emotional_abuse",
        of => of.code(),
    }
}

const fn stage(of: DisplacementStage) -> &'static str {
    match of {
        DisplacementStage::NotDisplaced => "not_displaced_home_community",
        of => of.code(),
    }
}

const fn place(of: PlaceType) -> &'static str {
    match of {
        PlaceType::Field => "garden_cultivated_field",
        PlaceType::SurvivorHome => "client_home",
        of => of.code(),
    }
}

const fn practice(of: HarmfulPractice, locale: Locale) -> &'static str {
    let (french, english) = match of {
        HarmfulPractice::None => ("non", "no"),
        HarmfulPractice::GenitalMutilation => ("mutilations génitales féminines", "FGM/C"),
        HarmfulPractice::WidowhoodRite => ("rite de veuvage", "widowhood rite"),
        HarmfulPractice::WifeInheritance => ("lévirat", "wife inheritance"),
        HarmfulPractice::RitualConfinement => ("réclusion rituelle", "ritual confinement"),
        HarmfulPractice::Other => ("autre", "other"),
    };
    match locale {
        Locale::French => french,
        Locale::English => english,
    }
}

const fn abduction(of: Abduction) -> &'static str {
    match of {
        Abduction::Other => "other_abduction_kidnapping",
        of => of.code(),
    }
}

const fn reported(of: ReportedElsewhere) -> &'static str {
    match of {
        ReportedElsewhere::No => "no",
        ReportedElsewhere::GbvimsOrganisation => "gbvims-org",
        ReportedElsewhere::OtherOrganisation => "non-gbvims-org",
    }
}

const fn referred_from(of: ReferralSource) -> &'static str {
    match of {
        ReferralSource::SelfReferred => "self_first_contact",
        of => of.code(),
    }
}

const fn how_many(of: PerpetratorCount) -> &'static str {
    match of {
        PerpetratorCount::One => "1",
        PerpetratorCount::Two => "2",
        PerpetratorCount::Three => "3",
        PerpetratorCount::MoreThanThree => "more_than_3",
        PerpetratorCount::Unknown => "unknown",
    }
}

const fn age_group(of: PerpetratorAgeGroup) -> &'static str {
    match of {
        PerpetratorAgeGroup::From0To11 => "0-11",
        PerpetratorAgeGroup::From12To17 => "12-17",
        PerpetratorAgeGroup::From18To25 => "18-25",
        PerpetratorAgeGroup::From26To40 => "26-40",
        PerpetratorAgeGroup::From41To60 => "41-60",
        PerpetratorAgeGroup::From61 => "61+",
        PerpetratorAgeGroup::Unknown => "unknown",
    }
}

const fn column_of(of: Sector) -> Column {
    match of {
        Sector::SafeHouse => Column::SafeHouse,
        Sector::Health => Column::Medical,
        Sector::Psychosocial => Column::Psychosocial,
        Sector::Legal => Column::Legal,
        Sector::Police => Column::Police,
        Sector::Livelihoods => Column::Livelihoods,
        Sector::ChildProtection => Column::ChildProtection,
    }
}

const fn service(of: SectorStatus) -> &'static str {
    match of {
        SectorStatus::Referred => "referred",
        SectorStatus::ProvidedHere => "service_provided_by_your_agency",
        SectorStatus::AlreadyReceived => "services_already_received_from_another_agency",
        SectorStatus::NotApplicable => "service_not_applicable",
        SectorStatus::DeclinedBySurvivor => "referral_declined_by_survivor",
        SectorStatus::Unavailable => "service_unavailable",
    }
}
