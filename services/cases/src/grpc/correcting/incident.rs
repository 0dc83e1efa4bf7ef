//! New values for an incident.

use std::collections::BTreeSet;

use sentier_cases_domain::case::{IncidentField, Rejection, ToldIncident};
use sentier_cases_domain::classification::{Classification, classify};
use sentier_cases_domain::file::Incident;
use sentier_cases_domain::personal::IncidentDetails;
use sentier_cases_domain::value::{Date, Narrative};
use sentier_kernel::{Moment, Violation};
use sentier_proto::cases::v1::{Circumstances, CorrectIncidentRequest};

use super::mask::{self, put};
use crate::application::Fault;
use crate::codes::Coded;
use crate::grpc::convert::answers;
use crate::grpc::fields::{self, Fields};
use crate::grpc::{Refusal, answer, minimum};

/// The fields that are to change; what is wrong with their new values in themselves goes to `read`.
pub(super) fn wanted(
    read: &mut Fields,
    request: &CorrectIncidentRequest,
    now: Moment,
) -> Option<BTreeSet<IncidentField>> {
    let mask = request.update_mask.as_ref();
    let wanted = read.keep(mask::fields(mask, IncidentField::ALL, IncidentField::code))?;
    if wanted.contains(&IncidentField::Answers) && request.answers.is_none() {
        read.broken(Violation::required("answers"));
    }
    let mut alone =
        CorrectIncidentRequest { date: Some(answer::day(Date::of(now))), ..<_>::default() };
    for field in &wanted {
        take(*field, &mut alone, request);
    }
    told(read, &alone, classify(<_>::default()), now);
    Some(wanted)
}

/// What a correction changes. PERSONAL.
pub(super) struct Change {
    pub(super) fields: BTreeSet<IncidentField>,
    pub(super) former: ToldIncident,
    pub(super) told: ToldIncident,
}

/// The incident's values, and those of them that are to change in their new form.
pub(super) fn change(
    known: &Incident,
    request: &CorrectIncidentRequest,
    wanted: &BTreeSet<IncidentField>,
    now: Moment,
) -> Result<Change, Refusal> {
    let former = (|| {
        Some(ToldIncident {
            details: known.details.expose()?.clone(),
            circumstances: known.circumstances.expose()?.clone(),
            narrative: known.narrative.expose()?.clone(),
        })
    })();
    let former = former.ok_or(Fault::Refused(Rejection::SurvivorErased))?;
    let mut known = CorrectIncidentRequest {
        date: Some(answer::day(former.details.date)),
        date_estimated: former.details.date_estimated,
        part_of_day: former.details.part_of_day.map_or(0, Coded::number),
        narrative: former.narrative.as_str().to_owned(),
        circumstances: minimum::as_circumstances(&former.circumstances),
        ..CorrectIncidentRequest::default()
    };
    let was = former.details.classification;
    let answered = request.answers.filter(|_| wanted.contains(&IncidentField::Answers));
    let is = answered.map_or(was, |given| classify(answers(given)));
    // Answers are kept as what follows from them.
    let differs = |field: IncidentField, known: &mut CorrectIncidentRequest| match field {
        IncidentField::Answers => is != was,
        field => take(field, known, request),
    };
    let fields = wanted.iter().copied().filter(|field| differs(*field, &mut known)).collect();
    let mut read = Fields::default();
    let told = told(&mut read, &known, is, now);
    Ok(Change { fields, former, told: read.built(told)? })
}

fn told(
    read: &mut Fields,
    given: &CorrectIncidentRequest,
    classification: Classification,
    now: Moment,
) -> Option<ToldIncident> {
    let date = read.keep(
        fields::past_day("date", given.date.as_ref(), now)
            .and_then(|date| date.ok_or_else(|| Violation::required("date"))),
    );
    let part_of_day = read.keep(fields::optional_code("part_of_day", given.part_of_day));
    let circumstances = minimum::circumstances(read, given.circumstances.as_ref(), now);
    let narrative = read.keep(fields::text("narrative", &given.narrative, Narrative::parse));
    Some(ToldIncident {
        details: IncidentDetails {
            date: date?,
            date_estimated: given.date_estimated,
            part_of_day: part_of_day?,
            classification,
        },
        circumstances: circumstances?,
        narrative: narrative?,
    })
}

/// Takes one field's new value; says whether it is another one.
fn take(
    field: IncidentField,
    into: &mut CorrectIncidentRequest,
    from: &CorrectIncidentRequest,
) -> bool {
    match field {
        IncidentField::Date => {
            put(&mut into.date, &from.date) | put(&mut into.date_estimated, &from.date_estimated)
        }
        IncidentField::PartOfDay => put(&mut into.part_of_day, &from.part_of_day),
        IncidentField::Answers => put(&mut into.answers, &from.answers),
        IncidentField::Narrative => put(&mut into.narrative, &from.narrative),
        field => {
            let given = from.circumstances.clone().unwrap_or_default();
            asked(field, into.circumstances.get_or_insert_default(), &given)
        }
    }
}

/// As [`take`], for what stands among the circumstances.
fn asked(field: IncidentField, into: &mut Circumstances, from: &Circumstances) -> bool {
    use IncidentField as Field;
    macro_rules! put {
        ($field:ident) => {
            put(&mut into.$field, &from.$field)
        };
    }
    match field {
        Field::Date | Field::PartOfDay | Field::Answers | Field::Narrative => false,
        Field::Time => put!(time),
        Field::DisplacementStage => put!(displacement_stage),
        Field::PlaceType => put!(place_type),
        Field::Region => put!(region),
        Field::District => put!(district),
        Field::Town => put!(town),
        Field::HarmfulPractice => put!(harmful_practice),
        Field::HarmfulPracticeDetail => put!(harmful_practice_detail),
        Field::GoodsExchanged => put!(goods_exchanged),
        Field::Abduction => put!(abduction),
        Field::PreviousIncidents => put!(previous_incidents),
        Field::ReportedElsewhere => put!(reported_elsewhere),
        Field::InterviewDate => put!(interview_date),
        Field::PerpetratorCount => put!(perpetrator_count),
        Field::Perpetrators => put!(perpetrators),
        Field::ReferredFrom => put!(referred_from),
        Field::Sectors => put!(sectors),
        Field::LegalAction => put!(legal_action),
        Field::Recorder => put!(recorder),
        Field::EarlierReports => put!(earlier_reports),
        Field::SectorDetails => put!(sector_details),
    }
}
