//! The minimum data set of the contract, as values of the domain and back.

use std::collections::BTreeMap;

use sentier_cases_domain::minimum::{
    ChildSurvivor, Circumstances, DEPENDANTS, PERPETRATORS, Perpetrator, RecorderReference, Sector,
    SectorStatus, SurvivorProfile,
};
use sentier_cases_domain::value::{ShortText, TimeOfDay};
use sentier_kernel::{Moment, Violation};
use sentier_proto::cases::v1 as pb;

use super::answer::day;
use super::fields::{self, Fields};
use super::pathway;
use crate::codes::Coded;

/// The number of an optional code; 0 when absent.
fn number<T: Coded>(code: Option<T>) -> i32 {
    code.map_or(0, Coded::number)
}

/// What is asked about her, or what is wrong with it; nothing asked when absent.
pub(super) fn profile(
    fields: &mut Fields,
    given: Option<&pb::SurvivorProfile>,
) -> Option<SurvivorProfile> {
    let Some(given) = given else { return Some(SurvivorProfile::default()) };
    macro_rules! path {
        ($field:literal) => {
            concat!("survivor.profile.", $field)
        };
    }
    let words = |fields: &mut Fields, path: &'static str, text: &str| {
        fields.keep(fields::text(path, text, ShortText::parse))
    };
    let ethnicity = words(fields, path!("ethnicity"), &given.ethnicity);
    let country = words(fields, path!("country_of_origin"), &given.country_of_origin);
    let nationality = words(fields, path!("nationality"), &given.nationality);
    let religion = words(fields, path!("religion"), &given.religion);
    let occupation = words(fields, path!("occupation"), &given.occupation);
    let ages = words(fields, path!("dependant_ages"), &given.dependant_ages);
    let dependants = fields.keep(dependants(path!("dependant_count"), given.dependant_count));
    let marital = fields.keep(fields::optional_code(path!("marital_status"), given.marital_status));
    let displacement =
        fields.keep(fields::optional_code(path!("displacement_status"), given.displacement_status));
    let disability = fields.keep(fields::optional_code(path!("disability"), given.disability));
    let separation = fields.keep(fields::optional_code(path!("separation"), given.separation));
    let child = given.child.as_ref().map(|given| child(fields, given));
    Some(SurvivorProfile {
        ethnicity: ethnicity?,
        country_of_origin: country?,
        nationality: nationality?,
        religion: religion?,
        occupation: occupation?,
        dependant_count: dependants?,
        dependant_ages: ages?,
        marital_status: marital?,
        displacement_status: displacement?,
        disability: disability?,
        separation: separation?,
        child: match child {
            Some(child) => Some(child?),
            None => None,
        },
    })
}

fn dependants(field: &'static str, given: Option<i32>) -> Result<Option<u8>, Violation> {
    let Some(given) = given else { return Ok(None) };
    let count = u8::try_from(given).ok().filter(|count| *count <= DEPENDANTS);
    count.map(Some).ok_or_else(|| Violation::new(field, "violation-out-of-range"))
}

fn child(fields: &mut Fields, given: &pb::ChildSurvivor) -> Option<ChildSurvivor> {
    macro_rules! path {
        ($field:literal) => {
            concat!("survivor.profile.child.", $field)
        };
    }
    let alone = fields.keep(fields::optional_code(path!("lives_alone"), given.lives_alone));
    let relation =
        fields.keep(fields::optional_code(path!("carer_relation"), given.carer_relation));
    let marital = fields
        .keep(fields::optional_code(path!("carer_marital_status"), given.carer_marital_status));
    let occupation = fields.keep(fields::text(
        path!("carer_occupation"),
        &given.carer_occupation,
        ShortText::parse,
    ));
    Some(ChildSurvivor {
        lives_alone: alone?,
        carer_relation: relation?,
        carer_marital_status: marital?,
        carer_occupation: occupation?,
    })
}

/// What is asked about an incident, or what is wrong with it; nothing asked when absent.
pub(super) fn circumstances(
    fields: &mut Fields,
    given: Option<&pb::Circumstances>,
    now: Moment,
) -> Option<Circumstances> {
    let Some(given) = given else { return Some(Circumstances::default()) };
    macro_rules! path {
        ($field:literal) => {
            concat!("circumstances.", $field)
        };
    }
    macro_rules! code {
        ($field:literal, $number:expr) => {
            fields.keep(fields::optional_code(path!($field), $number))
        };
    }
    macro_rules! words {
        ($field:literal, $text:expr) => {
            fields.keep(fields::text(path!($field), $text, ShortText::parse))
        };
    }
    let time = fields.keep(given.time.map(time).transpose());
    let stage = code!("displacement_stage", given.displacement_stage);
    let place = code!("place_type", given.place_type);
    let region = words!("region", &given.region);
    let district = words!("district", &given.district);
    let town = words!("town", &given.town);
    let practice = code!("harmful_practice", given.harmful_practice);
    let detail = words!("harmful_practice_detail", &given.harmful_practice_detail);
    let goods = code!("goods_exchanged", given.goods_exchanged);
    let abduction = code!("abduction", given.abduction);
    let previous = code!("previous_incidents", given.previous_incidents);
    let reported = code!("reported_elsewhere", given.reported_elsewhere);
    let interview =
        fields.keep(fields::past_day(path!("interview_date"), given.interview_date.as_ref(), now));
    let count = code!("perpetrator_count", given.perpetrator_count);
    let referred_from = code!("referred_from", given.referred_from);
    let legal = code!("legal_action", given.legal_action);
    let perpetrators = perpetrators(fields, &given.perpetrators);
    let sectors = sectors(fields, &given.sectors);
    let recorder = given.recorder.as_ref().map(|given| recorder(fields, given));
    let (earlier, details) = pathway::subforms(fields, given, reported.flatten());
    Some(Circumstances {
        time: time?,
        displacement_stage: stage?,
        place_type: place?,
        region: region?,
        district: district?,
        town: town?,
        harmful_practice: practice?,
        harmful_practice_detail: detail?,
        goods_exchanged: goods?,
        abduction: abduction?,
        previous_incidents: previous?,
        reported_elsewhere: reported?,
        interview_date: interview?,
        perpetrator_count: count?,
        perpetrators: perpetrators?,
        referred_from: referred_from?,
        sectors: sectors?,
        legal_action: legal?,
        recorder: recorder.map_or(Some(None), |recorder| recorder.map(Some))?,
        earlier_reports: earlier?,
        sector_details: details?,
    })
}

fn recorder(fields: &mut Fields, given: &pb::RecorderReference) -> Option<RecorderReference> {
    macro_rules! words {
        ($field:literal, $text:expr) => {
            fields.keep(fields::text(
                concat!("circumstances.recorder.", $field),
                $text,
                ShortText::parse,
            ))
        };
    }
    let incident = words!("incident_id", &given.incident_id);
    let survivor = words!("survivor_code", &given.survivor_code);
    let caseworker = words!("caseworker_code", &given.caseworker_code);
    let agency = words!("agency_code", &given.agency_code);
    Some(RecorderReference {
        incident_id: incident?,
        survivor_code: survivor?,
        caseworker_code: caseworker?,
        agency_code: agency?,
    })
}

fn time(given: pb::TimeOfDay) -> Result<TimeOfDay, Violation> {
    TimeOfDay::parse(given.hours, given.minutes)
        .map_err(|_no_such_time| Violation::malformed("circumstances.time"))
}

fn perpetrators(fields: &mut Fields, given: &[pb::Perpetrator]) -> Option<Vec<Perpetrator>> {
    if given.len() > PERPETRATORS {
        fields.broken(Violation::new("circumstances.perpetrators", "violation-too-many"));
        return None;
    }
    let read: Vec<_> =
        given.iter().enumerate().map(|(at, given)| perpetrator(fields, at, given)).collect();
    read.into_iter().collect()
}

fn perpetrator(fields: &mut Fields, at: usize, given: &pb::Perpetrator) -> Option<Perpetrator> {
    let path = |field: &str| format!("circumstances.perpetrators[{at}].{field}");
    let sex = fields.keep(fields::code(path("sex"), given.sex));
    let age_group = fields.keep(fields::code(path("age_group"), given.age_group));
    let relationship = fields.keep(fields::code(path("relationship"), given.relationship));
    let former = fields.keep(fields::optional_code(path("former"), given.former));
    let mut words =
        |field, text: &str| fields.keep(fields::text(path(field), text, ShortText::parse));
    let occupation = words("occupation", &given.occupation);
    let nationality = words("nationality", &given.nationality);
    let ethnicity = words("ethnicity", &given.ethnicity);
    Some(Perpetrator {
        sex: sex?,
        age_group: age_group?,
        relationship: relationship?,
        occupation: occupation?,
        former: former?,
        nationality: nationality?,
        ethnicity: ethnicity?,
        secondary: given.secondary,
    })
}

fn sectors(
    fields: &mut Fields,
    given: &[pb::SectorOutcome],
) -> Option<BTreeMap<Sector, SectorStatus>> {
    if given.len() > Sector::ALL.len() {
        fields.broken(Violation::new("circumstances.sectors", "violation-too-many"));
        return None;
    }
    let mut read = BTreeMap::new();
    for (at, outcome) in given.iter().enumerate() {
        let path = |field: &str| format!("circumstances.sectors[{at}].{field}");
        let sector = fields.keep(fields::code(path("sector"), outcome.sector));
        let status = fields.keep(fields::code(path("status"), outcome.status));
        let (sector, status) = sector.zip(status)?;
        if read.insert(sector, status).is_some() {
            fields.broken(Violation::new(path("sector"), "violation-not-allowed"));
        }
    }
    Some(read)
}

// PRIVACY: from here on values go into answers whose reading stands in the log already.

/// What was asked about her; absent when nothing was.
pub(super) fn as_profile(of: &SurvivorProfile) -> Option<pb::SurvivorProfile> {
    (!of.is_empty()).then(|| pb::SurvivorProfile {
        ethnicity: of.ethnicity.as_str().to_owned(),
        country_of_origin: of.country_of_origin.as_str().to_owned(),
        nationality: of.nationality.as_str().to_owned(),
        religion: of.religion.as_str().to_owned(),
        occupation: of.occupation.as_str().to_owned(),
        dependant_count: of.dependant_count.map(i32::from),
        dependant_ages: of.dependant_ages.as_str().to_owned(),
        marital_status: number(of.marital_status),
        displacement_status: number(of.displacement_status),
        disability: number(of.disability),
        separation: number(of.separation),
        child: of.child.as_ref().map(as_child),
    })
}

fn as_child(of: &ChildSurvivor) -> pb::ChildSurvivor {
    pb::ChildSurvivor {
        lives_alone: number(of.lives_alone),
        carer_relation: number(of.carer_relation),
        carer_marital_status: number(of.carer_marital_status),
        carer_occupation: of.carer_occupation.as_str().to_owned(),
    }
}

/// What was asked about an incident; absent when nothing was.
pub(super) fn as_circumstances(of: &Circumstances) -> Option<pb::Circumstances> {
    (*of != Circumstances::default()).then(|| pb::Circumstances {
        time: of
            .time
            .map(|at| pb::TimeOfDay { hours: at.hours().into(), minutes: at.minutes().into() }),
        displacement_stage: number(of.displacement_stage),
        place_type: number(of.place_type),
        region: of.region.as_str().to_owned(),
        district: of.district.as_str().to_owned(),
        town: of.town.as_str().to_owned(),
        harmful_practice: number(of.harmful_practice),
        harmful_practice_detail: of.harmful_practice_detail.as_str().to_owned(),
        goods_exchanged: number(of.goods_exchanged),
        abduction: number(of.abduction),
        previous_incidents: number(of.previous_incidents),
        reported_elsewhere: number(of.reported_elsewhere),
        interview_date: of.interview_date.map(day),
        perpetrator_count: number(of.perpetrator_count),
        perpetrators: of.perpetrators.iter().map(as_perpetrator).collect(),
        referred_from: number(of.referred_from),
        sectors: of
            .sectors
            .iter()
            .map(|(sector, status)| pb::SectorOutcome {
                sector: sector.number(),
                status: status.number(),
            })
            .collect(),
        legal_action: number(of.legal_action),
        recorder: of.recorder.as_ref().map(|of| pb::RecorderReference {
            incident_id: of.incident_id.as_str().to_owned(),
            survivor_code: of.survivor_code.as_str().to_owned(),
            caseworker_code: of.caseworker_code.as_str().to_owned(),
            agency_code: of.agency_code.as_str().to_owned(),
        }),
        earlier_reports: pathway::as_earlier_reports(&of.earlier_reports),
        sector_details: pathway::as_sector_details(&of.sector_details),
    })
}

fn as_perpetrator(of: &Perpetrator) -> pb::Perpetrator {
    pb::Perpetrator {
        sex: of.sex.number(),
        age_group: of.age_group.number(),
        relationship: of.relationship.number(),
        occupation: of.occupation.as_str().to_owned(),
        former: number(of.former),
        nationality: of.nationality.as_str().to_owned(),
        ethnicity: of.ethnicity.as_str().to_owned(),
        secondary: of.secondary,
    }
}
